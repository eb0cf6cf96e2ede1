"""How is what goes on in training shown, term by term? Values come in finished; nothing is computed here."""
