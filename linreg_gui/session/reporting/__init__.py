"""What is a report made of, and how is that changed and undone? No number is kept here."""
