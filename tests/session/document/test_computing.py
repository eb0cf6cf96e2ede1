"""Computed columns of the document: made, kept up to date through every edit, and never written by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.formulas import transforms
from linreg_gui.core.formulas.dependencies import FormulaProblem
from linreg_gui.core.formulas.preview import FormulaPreview
from linreg_gui.core.formulas.transforms import NewColumn
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.computing import Computing
from linreg_gui.session.document.document import Document

FRAME = pd.DataFrame(
    {"x": [1.0, 2.0, 0.0], "town": ["a", "b", "c"], "z": [5.0, 6.0, 7.0], "y": [2.0, 4.0, 6.0]}
)
ROLES = {"x": Role.FEATURE, "town": Role.IGNORED, "z": Role.IGNORED, "y": Role.LABEL}


@pytest.fixture
def document(jobs) -> Document:
    document = Document(jobs)
    document.start_with(Table(FRAME, ROLES, "small", numeric=frozenset("xzy")))
    document.problems = []
    document.queue.refused.connect(document.problems.append)
    return document


@pytest.fixture
def computing(document, jobs) -> Computing:
    computing = Computing(document, jobs)
    computing.sentences = []
    computing.told.connect(computing.sentences.append)
    document.table_changed.connect(computing.tell)
    return computing


def column(document: Document, name: str) -> list[float]:
    return document.table.frame[name].tolist()


def double(computing: Computing) -> None:
    computing.add([NewColumn("double", "x * 2")])


def test_a_new_column_stands_beside_its_source_and_has_its_role(document, computing) -> None:
    computing.add([NewColumn("xx", "x * x"), NewColumn("xxx", "x ^ 3"), NewColumn("zz", "z / 2")])
    table = document.table
    assert list(table.frame.columns) == ["x", "xx", "xxx", "town", "z", "zz", "y"] == list(table.roles)
    assert (table.roles["xx"], table.roles["zz"]) == (Role.FEATURE, Role.IGNORED)
    assert table.numeric >= {"xx", "xxx", "zz"}
    assert column(document, "xx") == [1.0, 4.0, 0.0]
    assert document.history.texts == ("", "Compute 3 columns")


def test_what_comes_from_the_label_is_no_feature(document, computing) -> None:
    computing.add([NewColumn("log y", "log(y)"), NewColumn("ratio", "y / (x + 1)")])
    assert document.table.roles["log y"] is document.table.roles["ratio"] is Role.IGNORED


def test_the_other_columns_are_shared(document, computing) -> None:
    double(computing)
    before = FRAME["y"].to_numpy().__array_interface__["data"]
    assert document.table.frame["y"].to_numpy().__array_interface__["data"] == before


def test_what_could_not_be_computed_is_told_once_the_table_is_there(document, computing) -> None:
    computing.transform(transforms.logarithm("x"))
    assert computing.sentences == ["“log x”: 1 cell could not be computed: log of 0 or less."]
    computing.transform(transforms.logarithm("x"))
    assert list(document.table.formulas) == ["log x", "log x 2"]


EDITS = {
    "cell": (lambda d: d.edit_cell(1, 0, "30"), [2.0, 60.0, 0.0]),
    "paste": (lambda d: d.paste(2, 0, "7\n8"), [2.0, 4.0, 14.0, 16.0]),
    "clear": (lambda d: d.clear_cells([(0, 0, 1, 1)]), [np.nan, 4.0, 0.0]),
    "fill": (lambda d: d.fill_down([(0, 0, 3, 1)]), [2.0, 2.0, 2.0]),
    "sort": (lambda d: d.sort_rows("x", False), [0.0, 2.0, 4.0]),
    "remove": (lambda d: d.remove_rows([0]), [4.0, 0.0]),
    "insert": (lambda d: d.insert_rows(1, 1), [2.0, np.nan, 4.0, 0.0]),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_computed_column_follows_every_edit(document, computing, edit) -> None:
    computing.add([NewColumn("double", "x * 2"), NewColumn("place", "row()")])
    act, expected = EDITS[edit]
    act(document)
    np.testing.assert_array_equal(column(document, "double"), expected)
    assert column(document, "place") == list(range(1, len(expected) + 1))
    document.undo()
    assert column(document, "double") == [2.0, 4.0, 0.0]


def test_a_column_that_does_not_depend_on_an_edit_is_shared(document, computing) -> None:
    computing.add([NewColumn("double", "x * 2"), NewColumn("half", "z / 2")])
    before = document.table.frame["half"].to_numpy().__array_interface__["data"]
    document.edit_cell(0, 0, "9")
    assert document.table.frame["half"].to_numpy().__array_interface__["data"] == before


def test_a_large_table_is_recomputed_in_a_thread(qtbot, computing, document) -> None:
    frame = pd.DataFrame({"x": np.arange(60_000.0), "y": np.arange(60_000.0)})
    document.start_with(Table(frame, {"x": Role.FEATURE, "y": Role.LABEL}, "large", numeric=frozenset("xy")))
    double(computing)
    assert "double" not in document.table.frame
    qtbot.waitUntil(lambda: "double" in document.table.frame)
    document.edit_cell(59_999, 0, "1")
    qtbot.waitUntil(lambda: document.table.frame["double"].iloc[-1] == 2.0)


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.edit_cell(0, 1, "3"),
        lambda d: d.paste(0, 0, "1\t2"),
        lambda d: d.clear_cells([(0, 0, 1, 3)]),
        lambda d: d.fill_down([(0, 1, 2, 1)]),
        lambda d: d.set_type("double", ColumnType.TEXT),
    ],
)
def test_cells_of_a_computed_column_are_not_written(document, computing, edit) -> None:
    double(computing)
    before = document.table
    edit(document)
    (problem,) = document.problems
    assert isinstance(problem, FormulaProblem)
    assert (problem.names, problem.sentence) == (
        ("double",),
        "“double” is computed: the cells follow the formula.",
    )
    assert document.table is before


def test_plain_numbers_can_be_written_and_stay(document, computing) -> None:
    double(computing)
    computing.make_plain(["double"])
    document.edit_cell(0, 0, "9")
    assert column(document, "double") == [2.0, 4.0, 0.0]
    document.edit_cell(0, 1, "3")
    assert column(document, "double") == [3.0, 4.0, 0.0]
    assert document.history.texts[2] == "Turn into plain numbers"


def test_a_column_that_others_need_is_deleted_only_once_they_are_plain(document, computing) -> None:
    double(computing)
    document.delete_columns(["x"])
    (problem,) = document.problems
    assert problem.sentence == "“double” is computed from “x”: it can be deleted once it holds plain numbers."
    computing.make_plain(problem.names)
    document.delete_columns(["x"])
    assert column(document, "double") == [2.0, 4.0, 0.0]


def test_a_formula_goes_along_with_new_names_and_places(document, computing) -> None:
    double(computing)
    document.rename_column("x", "my x")
    document.rename_column("double", "twice")
    document.move_column("twice", 0)
    assert document.table.formulas == {"twice": "`my x` * 2"}
    document.edit_cell(0, 1, "50")
    assert column(document, "twice")[0] == 100.0


def test_what_another_formula_rounds_or_cannot_compute_is_told(document, computing) -> None:
    double(computing)
    document.edit_cell(0, 0, "1700000000000000001")
    assert column(document, "double")[0] == 3400000000000000002
    computing.set_formula("double", "x / 2")
    computing.set_formula("double", "log(x)")
    assert computing.sentences == [
        "“double”: 1 number was rounded to 16 digits.",
        "“double”: 1 cell could not be computed: log of 0 or less. 1 number was rounded to 16 digits.",
    ]


def test_another_formula_is_one_step_of_undo(document, computing) -> None:
    double(computing)
    computing.add([NewColumn("next", "double + 1")])
    computing.set_formula("double", "x * 20")
    assert column(document, "next") == [21.0, 41.0, 1.0]
    assert document.history.undo_text == "Formula of “double”"
    document.undo()
    assert column(document, "next") == [3.0, 5.0, 1.0]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewColumn("x", "z"), "There is a column named “x” already."),
        (NewColumn("a", "nowhere"), "There is no column “nowhere”."),
        (NewColumn("a", "town * 2"), "“town” holds no numbers"),
    ],
)
def test_what_cannot_be_computed_is_refused_in_a_sentence(document, computing, new, words) -> None:
    computing.add([new])
    assert words in document.problems[0].sentence
    assert document.table.frame is FRAME


def test_a_preview_comes_in_the_background_and_the_last_question_counts(qtbot, document, computing) -> None:
    answers = []
    computing.previewed.connect(answers.append)
    computing.preview([NewColumn("a", "x +")])
    computing.preview([NewColumn("a", "x + 1")])
    qtbot.waitUntil(lambda: bool(answers))
    assert [type(answer) for answer in answers] == [FormulaPreview]
    assert answers[0].columns[0].cells == (2.0, 3.0, 1.0)


def test_means_are_those_of_the_rows_that_take_part_and_one_step_takes_both_back(document, computing) -> None:
    computing.add([NewColumn("centred", "z - mean(z)")])
    document.exclude_rows([2])
    assert column(document, "centred") == [-0.5, 0.5, 1.5]
    document.include_all_rows()
    assert column(document, "centred") == [-1.0, 0.0, 1.0]
    document.undo()
    assert column(document, "centred") == [-0.5, 0.5, 1.5]
    document.undo()
    assert column(document, "centred") == [-1.0, 0.0, 1.0]
    assert document.table.recipe.excluded is None
