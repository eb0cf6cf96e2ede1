"""How is a table fitted that does not fit into memory? No table to be edited, no mathematics of its own."""
