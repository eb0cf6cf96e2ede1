"""The mathematics of the chapter: what are dataset, model, loss and noise? No solver, table or file."""
