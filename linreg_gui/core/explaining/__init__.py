"""What goes on in a model, its loss and its training, ready to be drawn? No pixels, no Qt."""
