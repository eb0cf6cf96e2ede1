"""The real window, in which somebody edits, trains, paints, renames and saves until it is killed.

What takes long to import or compile does so once; each line on standard input, a task in JSON, makes a
process by forking. Everything that is edited is reported with the time, line by line.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from PySide6.QtCore import SIGNAL, QTimer

from linreg_gui.app.process.application import make_application, run_application
from linreg_gui.app.program import Program
from linreg_gui.core.project.project import Project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.training.training_job import prepare

_SESSION_ENDS = SIGNAL("commitDataRequest(QSessionManager&)")
_HEART_MS = 10
_SHORTEST_MS, _LONGEST_MS = 30, 500
_MOST_ROWS_PUT_IN = 3
# How often a stroke goes on before the hand is lifted: for some seconds.
_FEWEST_MOVES, _MOST_MOVES = 15, 40


def digest(table: Table) -> str:
    """The same for the same work, to the last bit."""
    found = hashlib.blake2b(digest_size=12)
    for j, name in enumerate(table.frame.columns):
        column = table.frame.iloc[:, j]
        found.update(f"{name} {column.dtype}".encode())
        found.update(_bytes(column))
    recipe = replace(table.recipe, excluded=None)
    excluded = table.recipe.excluded
    ids = table.row_ids
    words = (table.name, dict(table.roles), dict(table.formulas), dict(table.units), recipe, ids.unused)
    found.update(repr(words).encode())
    found.update(b"" if excluded is None or not excluded.any() else excluded.tobytes())
    found.update(b"" if ids.numbers is None else ids.numbers.tobytes())
    return found.hexdigest()


def _bytes(column: pd.Series) -> bytes:
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufmM":
        return column.to_numpy().tobytes()
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().tobytes() + repr(list(column.cat.categories)).encode()
    words = pa.array(column.array, type=pa.large_string()).dictionary_encode()
    words = words if isinstance(words, pa.ChunkedArray) else pa.chunked_array([words])
    words = words.unify_dictionaries().combine_chunks()
    return words.indices.fill_null(-1).to_numpy().tobytes() + repr(words.dictionary.to_pylist()).encode()


def settings_of(project: Project) -> str:
    """Of the training; an empty text where they are still those that will be suggested."""
    return repr(project.runs[-1].config) if project.runs else ""


def small_table() -> Table:
    rng = np.random.default_rng(1)
    return _table(rng, 60, {"colour": pd.Series(rng.choice(["red", "green"], 60), dtype="str")})


def large_table() -> Table:
    """A million rows of ten columns, one of texts and one of categories among them."""
    rng, n = np.random.default_rng(1), 1_000_000
    levels = [f"level {i}" for i in range(50)]
    texts = np.array([f"text {i}" for i in range(5000)], dtype=object)[rng.integers(0, 5000, n)]
    more = {f"x{i}": pd.Series(rng.normal(size=n)) for i in range(5)}
    more["k"] = pd.Series(pd.Categorical.from_codes(rng.integers(0, 50, n), levels))
    return _table(rng, n, {**more, "t": pd.Series(texts, dtype="str")})


def _table(rng: np.random.Generator, n: int, more: dict[str, pd.Series]) -> Table:
    x = rng.uniform(0.0, 10.0, n)
    frame = pd.DataFrame({"a": x, "b": rng.normal(size=n), "y": 2.0 * x + rng.normal(size=n), **more})
    roles = dict.fromkeys(frame.columns, Role.IGNORED) | {"a": Role.FEATURE, "y": Role.LABEL}
    numeric = frozenset(name for name in frame if frame[name].dtype.kind == "f")
    return Table(frame, roles, "work.csv", numeric=numeric)


TABLES = {"small": small_table, "large": large_table}


class Person:
    """Works at a steady, uneven pace with all that there is to be edited, and looks at the clock."""

    def __init__(self, program: Program, task: dict) -> None:
        self.program, self.session = program, program.session
        self.random = random.Random(task["seed"])
        self.path = Path(task["project"])
        self.wishes = [self.wish_of(name) for name in task["wishes"]]
        self.n_named = 0
        self.trains = task["trains"]
        self.state = ("", "")
        self.moves = 0  # that a stroke still has before it
        self.chooses = False  # settings, which otherwise follow the data
        self.beat = time.monotonic()
        self.heart, self.timer = QTimer(), QTimer()
        self.heart.setInterval(_HEART_MS)
        self.heart.timeout.connect(self.look_at_the_clock)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.act)
        self.session.document.start_with(TABLES[task["table"]]())
        self.session.document.table_changed.connect(lambda _: self.tell())
        self.session.training.config_changed.connect(lambda _: self.tell())
        self.session.painting.hand_moved.connect(self.tell)
        self.session.analysed.connect(self.begin)
        self.tell()

    def begin(self) -> None:
        """Once the table is fitted for the first time."""
        self.session.analysed.disconnect(self.begin)
        self.beat = time.monotonic()
        self.heart.start()
        self.timer.start(0)
        report("begins")

    def act(self) -> None:
        document, training = self.session.document, self.session.training
        self.timer.start(self.random.randint(_SHORTEST_MS, _LONGEST_MS))
        if document.queue.busy:  # a person sees that the last edit is not done yet
            return
        if self.trains and training.available and training.phase.name == "IDLE":
            training.run()
        if self.moves:
            self.go_on_painting()
        else:
            self.random.choice(self.wishes)()

    def wish_of(self, name: str) -> Callable[[], object]:
        return {
            "cell": self.cell,
            "text": self.text,
            "rename": self.rename,
            "exclude": lambda: self.session.document.exclude_rows([self.row()]),
            "insert": self.insert,
            "remove": lambda: self.session.document.remove_rows([self.row()]),
            "sort": lambda: self.session.document.sort_rows("a", self.random.random() < 0.5),
            "paint": self.paint,
            "hold": self.hold,
            "roles": self.roles,
            "settings": self.settings,
            "undo": lambda: self.session.document.undo(),
            "save": lambda: self.session.projects.save(self.path),
        }[name]

    def row(self) -> int:
        return self.random.randrange(len(self.session.document.table.frame))

    def cell(self) -> None:
        self.session.document.edit_cell(self.row(), 0, repr(self.random.random()))

    def text(self) -> None:
        column = self.session.document.table.frame.shape[1] - 1
        self.session.document.edit_cell(self.row(), column, f"typed {self.random.random()}")

    def rename(self) -> None:
        old = self.session.document.table.frame.columns[-1]
        self.n_named += 1
        self.session.document.rename_column(old, f"name {self.n_named}")

    def insert(self) -> None:
        self.session.document.insert_rows(self.row(), self.random.randint(1, _MOST_ROWS_PUT_IN))

    def paint(self) -> None:
        painting = self.session.painting
        if painting.ground is not None:
            painting.add_points(*(np.array([self.random.random() for _ in range(5)]) for _ in range(2)))
            painting.end_stroke()

    def hold(self) -> None:
        self.moves = self.random.randint(_FEWEST_MOVES, _MOST_MOVES)

    def go_on_painting(self) -> None:
        """A stroke for which the hand is lifted only after some seconds."""
        self.moves -= 1
        self.session.painting.add_points(*(np.array([self.random.random()]) for _ in range(2)))
        if not self.moves:
            self.session.painting.end_stroke()

    def roles(self) -> None:
        roles = dict(self.session.document.table.roles)
        other = Role.IGNORED if roles["b"] is Role.FEATURE else Role.FEATURE
        self.session.document.choose_roles({**roles, "b": other})

    def settings(self) -> None:
        training = self.session.training
        self.chooses = True
        training.set_config(replace(training.config, epochs=self.random.randint(10**6, 10**7)))
        self.chooses = False

    def tell(self) -> None:
        """The present state of what is edited, be it still in the hand, if it is another."""
        table, in_hand = self.session.document.table, self.session.painting.in_hand
        if in_hand is not None:
            table = in_hand(table)
        state = (digest(table), repr(self.session.training.config))
        if state != self.state:
            edited = state[0] != self.state[0] or self.chooses
            self.state = state
            report("state", *state, edited)

    def look_at_the_clock(self) -> None:
        """How long the window did not come to its turn tells how busy the machine is."""
        now = time.monotonic()
        late, self.beat = now - self.beat - _HEART_MS / 1000, now
        if late > 0.05:
            report("late", late)


def report(word: str, *values: object) -> None:
    """One line, whole or not at all."""
    line = json.dumps([word, time.monotonic(), *values]) + "\n"
    os.write(1, line.encode())


def work(task: dict) -> int:
    """In the forked process: the window, until it ends."""
    os.environ.update(task["environment"])
    for number in (signal.SIGTERM, signal.SIGHUP):  # which whoever runs the tests may have had ignored
        signal.signal(number, signal.SIG_DFL)
    application = make_application([])
    people: list[Person] = []

    def open_the_door() -> None:
        (program,) = application.findChildren(Program)
        report("heeds", "the end of the session", application.receivers(_SESSION_ENDS))
        program.session.analysed.connect(lambda _: people or people.append(Person(program, task)))

    QTimer.singleShot(0, open_the_door)
    return run_application(application, Path(task["file"]))


def main() -> None:
    prepare(lambda: False)
    report("ready")
    for line in iter(sys.stdin.readline, ""):
        task = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os._exit(work(task))
        report("pid", pid)
        _, status = os.waitpid(pid, 0)
        report("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
