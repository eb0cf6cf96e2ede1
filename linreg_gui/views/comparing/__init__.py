"""How are kept fits shown beside each other? Nothing is fitted here."""
