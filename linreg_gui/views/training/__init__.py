"""How is training set and driven? Settings, transport and speed; no clock and no solver."""
