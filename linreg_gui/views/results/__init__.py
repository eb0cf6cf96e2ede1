"""How are equation, weights and predictions shown? Numbers come in finished; nothing is fitted here."""
