"""One solver per file, one result type (`result.Fit`)."""
