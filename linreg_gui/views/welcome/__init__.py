"""What does a person see first? The page before there is a table, and the tour; no file is opened here."""
