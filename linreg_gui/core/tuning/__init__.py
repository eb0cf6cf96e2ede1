"""Which settings of SGD are tried next, and what have trials told? Nothing is trained here."""
