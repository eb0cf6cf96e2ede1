"""What is to be taught of chapter 3.1: sections by letter, exercises by number; and what has no task yet."""

from __future__ import annotations

ROWS = (
    *("1a", "1b", "1c", "1d", "1e", "1f", "1g"),
    *("2a", "2b", "2c", "2d", "2e"),
    *("3a", "3b", "3c"),
    *("4a", "4b", "4c", "4d", "4e", "4f", "4g", "4h", "4i", "4j", "4k"),
    *("5a", "6a"),
    *("7a", "7b", "7c", "7d", "7e"),
    *("8a", "8b", "9"),
    *("1.1", "1.2", "1.3", "2", "3"),
    *("4.1", "4.2", "4.3", "4.4"),
    *("5.1", "5.2", "5.3", "6"),
    *("7.1", "7.2", "7.3"),
    *("8.1", "8.2", "8.3", "8.4"),
)
# Sections and exercises on lines of their own.
TAUGHT = (
    *("1a", "1b", "1c", "1d", "1e", "3a", "3c", "4d", "4e", "4f"),
    *("1.1", "1.2", "1.3"),
    *("2", "3", "4.1", "4.2", "4.3", "4.4", "5.1", "5.2", "5.3"),
    *("7.1", "7.2", "7.3"),
    *("8.1", "8.2", "8.3", "8.4"),
)
# Must become empty.
MISSING = tuple(row for row in ROWS if row not in TAUGHT)
