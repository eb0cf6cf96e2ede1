"""Who draws the figures of a report, in a window and without one? No signal of the session is heard here."""
