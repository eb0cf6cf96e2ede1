"""The description of the format of lessons, whose tables are made from what is understood; see FORMAT.md."""

from __future__ import annotations

from linreg_gui.core.chapter.lab.figures import FIGURES

from . import limits
from .actions import SETTINGS, VERBS
from .deeds import DEEDS
from .facts import FACTS
from .grading import Mark, Status
from .kinds import FUNCTIONS
from .places import PRESETS, VIEW_NAMES
from .tex import STYLES, SYMBOLS

_HEAD = """# How a lesson is written

<!-- Made by “linreg-gui lesson format”: change linreg_gui/core/lessons instead. -->

A lesson is one Markdown file. `linreg-gui lesson check FILE` tells every mistake in it with its line, and
plays all its tasks through. Nothing in a lesson can run code, read a file or reach a network.

```text
+++
id = "my-lesson"                 # small letters, digits, hyphens
title = "What a weight says"
number = 16                      # its place in the list; optional
sections = ["3.1.1.1"]           # of the book; optional
equations = ["3.1.1"]            # of the book; optional
minutes = 10

[data]                           # one of: sample, generate, table
table = \"\"\"
area,price
50,150
80,235
100,310
\"\"\"
label = "price"                  # optional, as are features and has_bias
features = ["area"]

[layout]                         # optional: columns of panes of views
preset = "learn"
panes = [[["fit"]], [["loss"], ["neuron"]]]
lab = "constant b = 9"           # what the view “lab” shows at first; optional

[settings]                       # of training; optional
learning_rate = 0.1
standardise = true

[own]                            # what one can now do with data of one's own, and the view to start with
say = "Open a table and train on it."
view = "fit"
+++

# A heading

A paragraph with *emphasis*, **strong words**, `code`, an equation $\\hat{y} = w x + b$, a link to
[the loss](view:loss) and one to [another lesson](lesson:model).

$$ L = \\frac{1}{n} \\sum_{i=1}^{n} \\frac{1}{2} (\\hat{y}^{(i)} - y^{(i)})^2 $$

![The fit as it is now](view:fit)
```

A picture is a live view of the window. There is no HTML, no picture from a file, no link to the outside.
Data that are generated say how, as in `generate = { weights = [2.0, -3.4], bias = 4.2, noise_std = 0.5,
n_rows = 100, seed = 1 }`; `noise`, `features`, `correlation` and `outlier_share` are as in Data > Generate.
A sample is named by its file, such as `engel.csv`.

## Tasks

A task is a fenced block of TOML in the text, where it is to be done:

````text
```task
id = "five-steps"
say = "Make five updates."
rows = ["4d"]                    # of the table of what is to be taught; optional
begin = ["reset"]                # done as the task begins; optional
check = "step == 5"              # a condition over the facts
hints = ["Look at the transport bar.", "Press the space bar five times."]
then = "Five small steps."       # said once it is done; optional
show = ["step 5"]                # what “Show me” does
solve = ["step 5"]               # must tick the task, played through by the check
fail = ["step 4"]                # must not

[[mistakes]]                     # looked for first; any number of them
when = "step > 5"
say = "Those were more than five: go back with Shift+Space."
```
````

What is answered, and not done, says so:

| `answer` | besides |
|---|---|
| `"number"` | `right` and `tolerance`, expressions; `unit`, a text |
| `"choice"` | `options`, and `right`, one of them |
| `"order"` | `options` in the right order |
| `"point"` | `check` over `answer.x` and `answer.y`; `plot`, a view |
| `"line"` | `check` over `answer.slope` and `answer.intercept`; `plot`, a view |
| `"formula"` | `right`, a formula, and `[variables]` with `name = [least, largest]` |

Formulas are compared as functions; `when` of a mistake is then a formula, too.

With `guess = true` any answer will do: it is asked for before something is shown. No task may be true before
anything was done, neither by itself nor after the tasks before it.

## Expressions

Numbers, texts in quotes, sets such as `["area", "age"]`, the facts below, `+ - * / % ^`,
`== != < <= > >=`, `in` and `not in`, `and`, `or`, `not`, brackets, and these functions. A fact that is
missing makes a comparison neither true nor false. What is said of each row, run or kept fit is a column, of
which there is a `sum`, `count`, `any`, and so on. A part of a name that is no plain word stands in
backquotes: ``data.`living area` ``.
"""


def format_text() -> str:
    """The whole description, in Markdown."""
    parts = [_HEAD.rstrip(), ""]
    parts += ["| function | what it gives |", "|---|---|"]
    parts += [f"| `{function.signature}` | {function.about} |" for function in FUNCTIONS.values()]
    parts += ["", "## Facts", "", "| fact | kind | what it means |", "|---|---|---|"]
    parts += [f"| `{fact.name}` | {fact.kind.words} | {fact.about} |" for fact in FACTS]
    parts += ["", "`VERB`, and what `done` and `last.verb` tell, is one of these:", ""]
    parts += ["| verb | what was done |", "|---|---|"]
    parts += [f"| `{name}` | {about} |" for name, about in DEEDS.items()]
    parts += ["", "## Actions", "", "Numbers in actions are expressions.", ""]
    parts += ["| action | what it does |", "|---|---|"]
    parts += [f"| `{_escaped(verb.written)}` | {verb.about} |" for verb in VERBS.values()]
    parts += ["", f"Settings: {_listed(SETTINGS)}."]
    parts += ["", f"Views: {_listed(VIEW_NAMES)}. Presets: {_listed(PRESETS)}."]
    parts += _figures()
    parts += ["", "## Equations", "", "A small part of TeX: letters, numbers, signs, `^`, `_`, braces,"]
    parts += [
        "`\\frac{a}{b}`, `\\left(` and `\\right)`,",
        f"{_listed([f'{_command(name)}{{…}}' for name in STYLES])}, and",
    ]
    parts += [f"{_listed([_command(name) for name in SYMBOLS if name != ' '])}."]
    parts += ["", _hand_in()]
    parts += ["", "## Limits", "", *(f"- {line}" for line in _limits())]
    return "\n".join(parts) + "\n"


def _hand_in() -> str:
    """How hand-ins are checked, with the words that stand in the table."""
    statuses, marks = (_listed([word.value for word in words]) for words in (Status, Mark))
    return f"""## What is handed in

One file for each student, `….linreg-handin`. For every task that was done it holds the work of that moment:
the table, the settings and the step of each run, the answer, what was done with its times, and the lesson by
its id and the hash of its text. `linreg-gui lesson grade FOLDER --lesson FILE --csv OUT` checks all of them
in a folder and those in it. Runs are repeated and answers judged anew; no tick is believed, as none is in it.

What was done, looked at or selected is known from the file alone. Kept fits are not in it: a task about `fit`
is never done here. Who writes programs can make up a file, but no run that ends otherwise than it claims. A
table that is not that of the lesson counts only where it says that it was changed by hand, see `edited`.

Each file has one status: {statuses}. Copies under other names
are twins: the same work at the same times. Each task is one of: {marks};
untrue is work that cannot have come about as it claims. The exit status is 0 where all files are sound, 1
where one is not, and 2 where nothing could be checked."""


def _figures() -> list[str]:
    parts = ["", "## Chapter lab", ""]
    parts += [
        "The view `lab` shows one of these figures, each a small world of its own. `lab FIGURE` shows it as",
        "it begins; with values, such as `lab density std = 2`, the others stay if it is shown already. A",
        "value or an outcome is the fact `lab.NAME`, missing if the figure that is shown has none of that",
        "name. Values in brackets are for lessons alone: nobody sees a field for them.",
    ]
    for figure in FIGURES.values():
        parts += ["", f"**`{figure.name}`**, {figure.title}. {figure.about}", ""]
        parts += ["| name | from | to | begins | what it means |", "|---|---|---|---|---|"]
        for value in figure.values:
            name = f"`{value.name}`" if value.shown else f"(`{value.name}`)"
            whole = " Whole." if value.step == 1.0 else ""
            parts.append(
                f"| {name} | {value.least:g} | {value.largest:g} | {value.start:g} | {value.about}{whole} |"
            )
        parts += [f"| `{found.name}` | | | | follows: {found.about} |" for found in figure.outcomes]
    return parts


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _command(name: str) -> str:
    return f"\\{name}"


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _limits() -> list[str]:
    return [
        f"A file has at most {limits.LARGEST_FILE:,} bytes, and {limits.LONGEST_TEXT:,} characters of text.",
        f"A paragraph has at most {limits.LONGEST_PARAGRAPH} characters, a sentence of a task "
        f"{limits.LONGEST_SENTENCE}, a title {limits.LONGEST_TITLE}.",
        f"There are at most {limits.MOST_TASKS} tasks and {limits.MOST_EQUATIONS} equations; a task has "
        f"{limits.MOST_HINTS} hints, and at most {limits.MOST_MISTAKES} known mistakes, "
        f"{limits.MOST_OPTIONS} options and {limits.MOST_ACTIONS} actions in a sequence.",
        f"An equation has at most {limits.LONGEST_EQUATION} characters, and is nested at most "
        f"{limits.DEEPEST_EQUATION} times.",
        f"A table in a lesson has at most {limits.MOST_CELLS:,} cells; generated ones have at most "
        f"{limits.MOST_GENERATED_ROWS:,} rows and {limits.MOST_GENERATED_FEATURES} features.",
        f"A file that is handed in has at most {limits.LARGEST_HAND_IN:,} bytes; of its runs at most "
        f"{limits.MOST_REPEATED_UPDATES:,} updates are repeated.",
    ]
