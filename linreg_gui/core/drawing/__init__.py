"""Which points and lines does the fit plot show, and how do they follow a hand? No pixels, no Qt."""
