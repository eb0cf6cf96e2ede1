"""What do lessons ask of the session, and do in it? How they are written is in core/lessons."""
