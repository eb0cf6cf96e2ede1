"""How sure is the answer? Statistics about a fit that is there; nothing here fits."""
