"""Which fits are kept, and how do they compare on new rows? Nothing is fitted here."""
