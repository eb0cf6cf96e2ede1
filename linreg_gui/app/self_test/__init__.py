"""Does this installation work? Run by command and by Help; nothing here is used to fit a person's data."""
