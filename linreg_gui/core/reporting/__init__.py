"""What does a report say of an analysis, and how is it written as a page? Nothing is fitted here."""
