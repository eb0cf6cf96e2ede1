"""How is all work kept in one file? Nothing in one is trusted; when to save is decided in session/keeping."""
