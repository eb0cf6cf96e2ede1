"""Where is the run, and how fast does it go? No mathematics: the solvers are in core."""
