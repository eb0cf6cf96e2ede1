"""How is a column computed? asked of a person. Nothing here evaluates a formula."""
