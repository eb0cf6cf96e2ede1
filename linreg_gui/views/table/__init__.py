"""How are the data, their columns and their history shown and asked for? No cell is changed here."""
