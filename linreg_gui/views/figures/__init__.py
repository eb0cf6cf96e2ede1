"""How does a plot leave the window: as a figure, as numbers, in words? What it shows is not decided here."""
