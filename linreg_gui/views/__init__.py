"""Widgets: they take values and emit wishes; nothing in them is worth saving."""
