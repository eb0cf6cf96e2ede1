"""How is a column computed from others? Nothing here knows of roles or of undo."""
