"""Dataset, model, loss and noise: what is the mathematics of the chapter? No solver, no table and no file."""
