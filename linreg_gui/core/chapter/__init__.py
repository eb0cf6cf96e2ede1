"""What does the chapter ask for beyond fits and runs, small and by itself? No run is made here."""
