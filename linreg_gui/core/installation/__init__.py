"""What comes with the program, and is it sound? Nothing here knows of a person's data."""
