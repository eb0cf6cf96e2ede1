"""What is the table now, and how is an edit undone? What an edit does to a table is in core/editing."""
