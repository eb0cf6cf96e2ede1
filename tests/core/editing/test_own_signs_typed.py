"""What is typed into a column of a file whose numbers had signs of their own is read as the file was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.column_signs import UNKNOWN
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.editing.cell_edits import edit_cell
from linreg_gui.core.editing.column_edits import set_type
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

KINDS: dict[str, Callable[[int], str]] = {
    "percent": lambda n: f"{n}%",
    "percent with a blank": lambda n: f"{n} %",
    "dollars before": lambda n: f"{'-' if n < 0 else ''}${abs(n):,}",
    "euros behind": lambda n: f"{n} €",
    "parentheses": lambda n: f"({-n})" if n < 0 else str(n),
    "minus behind": lambda n: f"{-n}-" if n < 0 else str(n),
    "lengths of time": lambda n: (
        f"{'-' if n < 0 else ''}{abs(n) // 3600:02}:{abs(n) // 60 % 60:02}:{abs(n) % 60:02}"
    ),
    "lengths as the standard writes them": lambda n: f"{'-' if n < 0 else ''}PT{abs(n)}S",
}


def from_file(path: Path, texts: list[str]) -> Table:
    path.write_text(
        "\n".join(['k;"v"', *(f'{k};"{text}"' for k, text in enumerate(texts))]), encoding="utf-8"
    )
    frame, report = read_csv(path)
    signs = {note.name: note.signs for note in report.columns if note.signs != UNKNOWN}
    roles = dict.fromkeys(frame.columns, Role.FEATURE)
    return Table(frame, roles, "t", numeric=frozenset(frame.columns), signs=signs, units=report.units)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(-9999, 9999), min_size=2, max_size=6))
def test_file_and_typing_agree(tmp_path: Path, kind: str, numbers: list[int]) -> None:
    write = KINDS[kind]
    table = from_file(tmp_path / "t.csv", [write(n) for n in [-1200, 17, *numbers]])
    assert table.frame["v"].tolist() == [-1200, 17, *numbers]
    for row, n in enumerate(reversed(numbers)):
        table = edit_cell(table, row, 1, write(n))
    assert table.frame["v"].tolist()[: len(numbers)] == numbers[::-1]


@pytest.mark.parametrize("text", ["42%", "$1,250", "(500)", "5-", "1.2*", "1.5D+03", "00:01:30"])
def test_a_column_without_such_signs_shows_the_text(text: str) -> None:
    frame = pd.DataFrame({"v": [1.0, 2.0, 3.0]})
    new = edit_cell(Table(frame, {"v": Role.LABEL}, "t", numeric=frozenset({"v"})), 1, 0, text)
    assert new.frame["v"].tolist() == [1.0, text, 3.0]


def test_a_text_of_another_kind_stays_what_it_is(tmp_path: Path) -> None:
    table = from_file(tmp_path / "t.csv", ["5%", "7%", "12%"])
    for text in ("$5", "(5%)", "00:01:30"):
        assert edit_cell(table, 0, 1, text).frame["v"].tolist() == [text, 7, 12]


@pytest.mark.parametrize(
    ("texts", "values", "unit", "typed"),
    [
        (["5%", "7%", "-1%"], [5, 7, -1], "%", ("42%", 42)),
        (["$5", "($7)", "$1,200.5"], [5, -7, 1200.5], "$", ("($1,250)", -1250)),
        (["5", "(7)", "(12)"], [5, -7, -12], "", ("(500)", -500)),
        (["00:01:30", "00:02:00", "01:00:00"], [90, 120, 3600], "s", ("00:00:05", 5)),
    ],
)
def test_texts_made_numbers_keep_their_unit_and_signs_for_what_is_typed(
    texts: list[str], values: list[float], unit: str, typed: tuple[str, float]
) -> None:
    frame = pd.DataFrame({"v": pd.Series(texts, dtype="str"), "k": [1, 2, 3]})
    table = Table(frame, dict.fromkeys("vk", Role.FEATURE), "t", numeric=frozenset({"k"}))
    made = set_type(table, "v", ColumnType.NUMBER)
    assert made.frame["v"].tolist() == values
    assert made.units == ({"v": unit} if unit else {})
    assert edit_cell(made, 0, 0, typed[0]).frame["v"].tolist() == [typed[1], *values[1:]]
