"""How does a table leave the program? Nothing here reads, and nothing here is a project."""
