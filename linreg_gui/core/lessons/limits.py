"""How large anything in a lesson may be; a lesson may come from a file that anyone has written."""

from __future__ import annotations

# Of the file, in bytes.
LARGEST_FILE = 200_000
# Of what is read in one lesson of ten to fifteen minutes, in characters without the task blocks.
LONGEST_TEXT = 12_000
LONGEST_PARAGRAPH = 900
MOST_TASKS = 30
MOST_EQUATIONS = 100
# Of text and tasks, when a lesson is checked; more are not drawn.
MOST_DRAWN_EQUATIONS = 1_000
LONGEST_EQUATION, DEEPEST_EQUATION = 400, 8
# Of a sentence in a task: what to do, a hint, the answer to a mistake.
LONGEST_SENTENCE = 500
LONGEST_TITLE = 80
MOST_HINTS = 2
MOST_MISTAKES = 12
MOST_OPTIONS = 8
MOST_ACTIONS = 40
LONGEST_ACTION = 400
MOST_STEPS_AT_ONCE = 100_000
# Of a table that stands in the lesson itself, and of one that is generated.
MOST_CELLS, MOST_GENERATED_ROWS, MOST_GENERATED_FEATURES = 2_000, 20_000, 20
# Facts that have a number for each row are there for tables of so many.
MOST_FACT_ROWS = 100_000
# Parts of a name with points in the front matter or a task: they are read in the square of their number.
MOST_NAME_PARTS = 20
# Of what is told of a mistake, which may quote the lesson.
LONGEST_TOLD = 1_000
# Nested quotes and lists.
DEEPEST_TEXT = 6
# Of a file that is handed in, packed and unpacked, in bytes.
LARGEST_HAND_IN, LARGEST_UNPACKED_HAND_IN = 50_000_000, 300_000_000
MOST_DEEDS, LONGEST_STUDENT = 10_000, 100
# What is repeated for one file: updates, and rows that these look at.
MOST_REPEATED_UPDATES, MOST_REPEATED_ROWS = 2_000_000, 200_000_000
