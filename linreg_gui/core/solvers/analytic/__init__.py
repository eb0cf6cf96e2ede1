"""How is the exact solution found? No minibatches, and no statistics about the answer."""
