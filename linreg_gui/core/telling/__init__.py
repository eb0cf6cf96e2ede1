"""What is said of a plot or a model: the numbers behind it, an equation, one sentence? Nothing here draws."""
