"""How does a hand find rows on a plot? One way for all plots that draw rows as points."""
