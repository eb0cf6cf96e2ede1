"""Which terms has a model, and how is it written as a formula? Nothing here knows of rows that are used."""
