"""Application state: the table, the jobs in threads, undo and settings; no widgets."""
