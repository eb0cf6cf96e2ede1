"""How does a hand find rows on a plot, whichever it is? Where rows are is not known here."""
