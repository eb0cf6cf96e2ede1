"""Whatever a project, the settings or the clipboard hold: a sentence, or a window that works.

A project with something in each field is made, and each of its values is replaced by each hostile one. What
is read in spite of it is opened in a real window, in a process with a limit: it has to paint, train a step,
save and be read again. The long form reads all of them, opens some hundred that are drawn by lot, and prints
its counts with the seed of the lots: a window takes about two seconds, and all would take more than an hour.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hostile_values import CELLS, HUGE, LONG, OVERRIDE, PLAIN, SURROGATE, places, replaced
from limits import run_limited
from rich_project import N_ROWS, description, parts_of, rich_project, write_parts

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.npy_arrays import npy_bytes
from linreg_gui.core.project.project_file import project_from_parts, read_project
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.options import ReadOptions

_OPEN = "from project_opener import open_all; open_all(sys.argv[1], trains={trains})"
_DOUBLES = Path(__file__).parents[1] / "doubles"
_AT_ONCE = 25
_WINDOWS = 200
# Of the short form: one of each kind of field that once ended the program or made a mistake of it.
_SHORT = [
    (("runs", 1, "changes", 0, 1, "batch_size"), "2**31"),
    (("runs", 1, "changes", 0, 1, "seed"), "2**63"),
    (("runs", 1, "changes", 0, 1, "epochs"), "2**53"),
    (("runs", 1, "step"), "4,000 digits"),
    (("rows",), "2**63"),
    (("view", "selected", 0, 1), "4,000 digits"),
    (("report", "path"), "NUL"),
    (("report", "findings", 1, "other", "skip_rows"), "2**63"),
    (("runs", 1, "changes", 1, 1, "decay_epochs"), "5e-324"),
    (("report", "findings", 1, "other", "types", 0, 1), "long text"),
]
Mutants = Mapping[str, Mapping[str, bytes]]


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> dict[str, bytes]:
    return parts_of(rich_project(tmp_path_factory.mktemp("rich")))


def mutated(parts: Mapping[str, bytes], where: tuple[Any, ...], value: str) -> dict[str, bytes]:
    """The parts with another value at one place of the description."""
    plain = replaced(description(parts), where, PLAIN[value])
    return {**parts, "project.json": json.dumps(plain).encode()}


def called(parts: Mapping[str, bytes], old: str, new: str) -> dict[str, bytes]:
    """The parts with a column, or a level, called otherwise wherever it is named."""

    def other(plain: Any) -> Any:
        if isinstance(plain, dict):
            return {new if key == old else key: other(entry) for key, entry in plain.items()}
        if isinstance(plain, list):
            return [other(entry) for entry in plain]
        return new if plain == old else plain

    return {**parts, "project.json": json.dumps(other(description(parts))).encode()}


def is_read(parts: Mapping[str, bytes]) -> bool:
    """Whether a project is read; if not, it is refused by a sentence, and a short one."""
    try:
        project_from_parts("hostile.linreg", parts)
    except ProblemError as error:
        sentence = error.problem.sentence
    else:
        return True
    assert len(sentence) < 600
    return False


def opened(folder: Path, mutants: Mutants, *, trains: bool = True) -> Counter[str]:
    """What came of opening each in a window; one that ends the process, or a mistake, is a failure."""
    found: Counter[str] = Counter()
    faults: list[str] = []
    left = list(mutants)
    while left:
        here = folder / f"{len(left)} left"
        here.mkdir()
        for place, name in enumerate(left[:_AT_ONCE]):
            write_parts(here / f"{place:04d}.linreg", mutants[name])
        code = f"import sys; sys.path.insert(0, {str(_DOUBLES)!r})\n{_OPEN.format(trains=trains)}"
        ended = run_limited(code, folder, str(here), seconds=600.0)
        told = re.findall(r"^end \d+\.linreg (.*)$", ended.output, re.MULTILINE)
        if len(told) < len(left[:_AT_ONCE]):  # the next one ended the process
            told.append(f"FAULT {ended.status}\n{ended.output[-3000:]}")
        faults += [f"{name}: {each}" for name, each in zip(left, told, strict=False) if "FAULT" in each]
        found.update(each.partition(":")[0] for each in told if "FAULT" not in each)
        shutil.rmtree(here)
        left = left[len(told) :]
    assert not faults, "\n".join(faults)
    return found


def with_cells(folder: Path, cells: Sequence[object]) -> dict[str, bytes]:
    """The project with these among the cells of its mixed column."""
    project = rich_project(folder)
    column = project.table.frame["m"].to_numpy().copy()
    column[: len(cells)] = list(cells)
    frame = project.table.frame.assign(m=pd.Series(column, dtype=object))
    return parts_of(replace(project, table=replace(project.table, frame=frame)))


def with_dates(folder: Path, unit: str, ticks: int) -> dict[str, bytes]:
    """The project with a date that no calendar has."""
    project = rich_project(folder)
    dates = np.full(N_ROWS, ticks).view(f"datetime64[{unit}]")
    frame = project.table.frame.assign(d=pd.Series(dates))
    return parts_of(replace(project, table=replace(project.table, frame=frame)))


@pytest.mark.parametrize(("where", "value"), _SHORT, ids=lambda part: str(part))
def test_what_the_program_cannot_carry_is_refused_in_a_sentence(parts, where, value) -> None:
    assert not is_read(mutated(parts, where, value))


def test_every_value_is_refused_in_a_sentence_or_read(parts) -> None:
    found = list(places(description(parts)))
    kinds = list(PLAIN)
    read = [is_read(mutated(parts, where, kinds[i % len(kinds)])) for i, where in enumerate(found[::3])]
    assert 0 < sum(read) < len(read)


def test_cells_that_nothing_can_show_are_refused(tmp_path) -> None:
    assert not is_read(with_cells(tmp_path, [HUGE]))
    assert is_read(with_cells(tmp_path, [10**4299, SURROGATE, "a\0b", LONG, 5e-324, OVERRIDE]))
    for unit, ticks in (("s", 2**60), ("us", 2**62), ("us", -(2**62)), ("s", -62_167_305_600)):
        write_parts(tmp_path / "dates.linreg", with_dates(tmp_path, unit, ticks))
        with pytest.raises(ProblemError, match="dates from year 1 to year 9999"):
            read_project(tmp_path / "dates.linreg")


def test_rows_of_no_columns_are_refused(parts) -> None:
    plain = description(parts)
    none = {"columns": [], "roles": {}, "numeric": [], "formulas": {}, "units": {}, "signs": {}, "runs": []}
    for rows in (10**12, 2**31 - 1, 1):
        bare = {**plain, **none, "rows": rows, "came": None, "report": None, "truth": None}
        assert not is_read({**parts, "project.json": json.dumps(bare).encode()})


def test_a_description_as_deep_as_a_well_is_refused(parts) -> None:
    deep = b"[" * 90_000 + b"]" * 90_000
    assert not is_read({**parts, "project.json": deep})
    assert not is_read({**parts, "project.json": parts["project.json"].replace(b"null", deep, 1)})


def test_a_window_opens_what_is_read_and_works(tmp_path) -> None:
    cells = [10**4299, SURROGATE, "a\0b", LONG, OVERRIDE, "e" + "\u0301" * 9999]
    parts = called(with_cells(tmp_path, cells), "b", OVERRIDE + SURROGATE + "\0" + "n" * 900)
    plain = description(parts)
    plain |= {"name": SURROGATE, "source": LONG[:200_000], "runs": [], "units": {"a": PLAIN["combining"]}}
    plain["recipe"]["references"] = {"t": LONG[:200_000]}
    mutant = {**parts, "project.json": json.dumps(plain).encode()}
    assert opened(tmp_path, {"all at once": mutant}, trains=False) == {"opened": 1}


@pytest.mark.parametrize("name", [name for name, value in CELLS.items() if isinstance(value, str)])
def test_a_text_of_any_kind_in_a_file_is_read_or_refused(tmp_path, name) -> None:
    path = tmp_path / "hostile.csv"
    path.write_text(f'"a",b\n1,"{CELLS[name]}"\n2,"x"\n3,y\n', "utf-8", "surrogatepass")
    try:
        frame, _ = read_csv(path)
    except ProblemError:
        return
    assert len(frame) == 3


def test_options_of_any_kind_are_restored_or_refused() -> None:
    stored = {"separator": ";", "skip_rows": 3, "types": {"a": "text"}, "missing": ["-"], "header": True}
    for where in places(stored):
        for value in PLAIN.values():
            try:
                options = ReadOptions.restored(replaced(stored, where, value))
            except (TypeError, ValueError):
                continue
            assert 0 <= options.skip_rows < 2**31


@pytest.mark.attack
def test_each_value_replaced_by_each_hostile_one(parts, tmp_path) -> None:
    mutants = dict(_all(parts, tmp_path))
    read = {name: each for name, each in mutants.items() if is_read(each)}
    print(
        f"\n{len(mutants):,} projects: {len(mutants) - len(read):,} refused in a sentence, {len(read):,} read"
    )
    seed = int(time.time())
    some = random.Random(seed).sample(sorted(read), min(_WINDOWS, len(read)))
    found = opened(tmp_path, {name: read[name] for name in some})
    print(f"{len(some)} opened in a window, drawn with the seed {seed}: {dict(found)}")


def _all(parts: Mapping[str, bytes], folder: Path) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    plain = description(parts)
    for where in places(plain):
        if where[:2] != ("runs", 0):  # the last run is the one that is shown
            for value in PLAIN:
                yield f"{where} = {value}", mutated(parts, where, value)
    texts = {name: text for name, text in PLAIN.items() if isinstance(text, str)}
    for name, text in texts.items():
        for old in ("a", "t", "square", "y", "low"):
            yield f"{old} called {name}", called(parts, old, text)
    for name, cell in CELLS.items():
        if isinstance(cell, int | float | str):
            yield f"cell {name}", with_cells(folder, [cell] * 9)
    rng = np.random.default_rng(5)
    for number in range(40):
        curve = np.frombuffer(rng.bytes(2 * 6 * 8)).reshape(2, 6).copy()
        curve[:, 0] = [0, 4]
        yield f"curve {number}", {**parts, "curves/1.npy": npy_bytes(curve)}
