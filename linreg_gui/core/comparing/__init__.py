"""How do models compare, on these data and on new ones? No Qt; what is true of one fit is in `inference`."""
