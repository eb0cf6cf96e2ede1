"""What can be done to a table? Functions from a table to the next; no state, no undo, no file."""
