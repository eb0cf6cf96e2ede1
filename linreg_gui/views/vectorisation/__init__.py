"""What does the vectorisation lab look like? Nothing here measures."""
