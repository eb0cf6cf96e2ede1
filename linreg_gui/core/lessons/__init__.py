"""How is a lesson written, and how is checked what a person does in it? Nothing is shown here."""
