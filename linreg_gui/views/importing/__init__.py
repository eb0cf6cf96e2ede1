"""How is a file to be read? asked of a person. Nothing here opens a file."""
