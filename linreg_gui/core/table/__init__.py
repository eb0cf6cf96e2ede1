"""What is a table, and how does it become a dataset? Nothing here changes a cell or reads a file."""
