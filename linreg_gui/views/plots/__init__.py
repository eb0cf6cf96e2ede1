"""How are fit, loss and noise drawn? Items are made once and get new numbers; nothing is computed here."""
