"""What can a hand do on the fit plot? Tools and gestures; what a stroke does to data is in the session."""
