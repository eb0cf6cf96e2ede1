"""How does a table, or a figure, leave the program? Nothing here reads, and nothing here is a project."""
