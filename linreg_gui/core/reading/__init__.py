"""How does a file, or a paste, become a frame? What its columns are used for is not decided here."""
