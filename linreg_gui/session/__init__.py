"""Application state without widgets: the table and its undo, jobs in threads, training, settings."""
