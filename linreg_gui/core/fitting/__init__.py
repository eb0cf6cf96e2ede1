"""How does one call lead from a dataset to an analysed model? Composition only, no numerics."""
