"""How do views share the middle of the window? Nothing here knows what a view draws."""
