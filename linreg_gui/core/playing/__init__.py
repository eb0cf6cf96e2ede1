"""How do runs become a page that plays in a browser? Nothing is fitted or trained here."""
