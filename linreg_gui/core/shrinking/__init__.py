"""How is a model made simpler: weights drawn to 0, or features left out? No Qt; no folds of its own."""
