"""How does a person choose how simple a model is? Nothing is computed here."""
