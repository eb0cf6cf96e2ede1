"""How does a person read a lesson, and answer in it? Nothing is judged here; that is in core/lessons."""
