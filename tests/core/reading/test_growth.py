"""Reading takes a time that grows with the file, whatever is repeated, unclosed or enormous in it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from growth import is_linear

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.column_names import unique_names
from linreg_gui.core.reading.table_file import read_table

Make = Callable[[int], str]

# A text of so many characters or so.
FILES: dict[str, tuple[int, Make]] = {
    "equal names": (50, lambda n: "\n".join(",".join(row * n) for row in "a12")),
    "many columns": (
        50,
        lambda n: "\n".join([",".join(f"c{j}" for j in range(n)), *[",".join(["1.25"] * n)] * 3]),
    ),
    "a cell of digits": (200_000, lambda n: f"x,y\n1,2\n{'1' * n},3\n"),
    "a cell of groups": (200_000, lambda n: f"x;y\n1;2\n1{',234' * (n // 4)};3\n"),
    "a cell of blanks": (200_000, lambda n: f"x,y\n1,2\n{' ' * n},3\n"),
    "a cell of quotes": (200_000, lambda n: f'x,y\n1,2\n"{chr(34) * 2 * (n // 2)}",3\n'),
    "a quote that is never closed": (200_000, lambda n: 'x,y\n1,"2\n' + "1,2\n" * (n // 4)),
    "quotes that are closed in the next line": (200_000, lambda n: "x,y\n" + '1,"2\n' * (n // 5)),
    "blank lines": (20_000, lambda n: "\n" * n + "x,y\n1,2\n"),
    "comments": (100_000, lambda n: "# a\n" * (n // 4) + "x,y\n1,2\n"),
    "a row too long at the end": (100_000, lambda n: "x,y\n" + "1,2\n" * (n // 4) + "1,2,3\n"),
    "rows of all lengths": (
        200_000,
        lambda n: "x,y\n" + "".join(f"1{',1' * (i % 7)}\n" for i in range(n // 8)),
    ),
    "as many texts as rows": (100_000, lambda n: "x,y\n" + "".join(f"w{i},{i}\n" for i in range(n // 8))),
}


@pytest.mark.parametrize("name", FILES)
def test_a_text_takes_a_time_that_grows_with_it(tmp_path: Path, name: str) -> None:
    n, text = FILES[name]

    def make(n: int) -> Path:
        path = tmp_path / f"{n}.csv"
        path.write_text(text(n), encoding="utf-8")
        return path

    def read(path: Path) -> None:
        try:
            read_table(path)
        except ProblemError as error:
            assert len(error.problem.sentence) < 300  # noqa: PT017

    assert is_linear(make, read, n)


def test_equal_names_are_told_apart_in_a_time_that_grows_with_them() -> None:
    assert unique_names(["a", "a", "a (2)"]) == ("a", "a (3)", "a (2)")
    assert is_linear(lambda n: ["a"] * n, unique_names, 10_000)
    assert is_linear(lambda n: [*(f"a ({j})" for j in range(n)), *["a"] * n], unique_names, 5_000)


def test_a_workbook_of_many_sheets_takes_a_time_that_grows_with_them(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")

    def make(n: int) -> BytesIO:
        file = BytesIO()
        with xlsxwriter.Workbook(file) as book:
            for _ in range(n):
                book.add_worksheet()
            sheet = book.add_worksheet("filled")
            for row in range(3):
                sheet.write_row(row, 0, [row, 2 * row])
        return file

    def read(file: BytesIO) -> None:
        path = tmp_path / "many.xlsx"
        path.write_bytes(file.getvalue())
        frame, report = read_table(path)
        assert (report.sheet, len(frame)) == ("filled", 3)

    assert is_linear(make, read, 10)


@pytest.mark.parametrize("digits", [4000, 5000, 100_000])
def test_a_whole_number_of_thousands_of_digits_is_read_as_far_as_it_can_be(
    tmp_path: Path, digits: int
) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"x,y\n1,2\n{'9' * digits},3\n")
    frame, _ = read_table(path)
    assert frame["x"][1] == (int("9" * digits) if digits == 4000 else np.inf)
