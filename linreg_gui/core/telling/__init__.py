"""What is said of a plot: the numbers behind it, one sentence on what is to be seen? Nothing here draws."""
