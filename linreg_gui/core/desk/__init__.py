"""What does an analyst read of a fit: answers with their errors, and whether to believe them? No Qt."""
