"""What is there to compute on, and which is taken? Nothing here computes a fit."""
