"""What is the state of the program? Table and undo, jobs in threads, training, settings; no widget."""
