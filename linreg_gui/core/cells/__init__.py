"""What does a cell mean: a number, a date, a category, a text? No file, table or role is known here."""
