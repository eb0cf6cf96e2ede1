"""How is the exact answer found? No minibatches, and no statistics about the answer."""
