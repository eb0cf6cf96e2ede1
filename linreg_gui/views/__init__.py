"""What does a person see? Widgets take values and emit wishes; nothing in them is worth saving."""
