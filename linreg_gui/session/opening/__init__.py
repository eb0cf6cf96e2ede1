"""How does another table come in? How a file is understood is in core/reading."""
