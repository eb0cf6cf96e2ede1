"""How is a search for settings asked for, and its trials shown? Nothing is proposed or trained here."""
