"""How are the answers of a fit read, and doubted? Nothing of it is worked out here."""
