"""A project file gives back what was put in, or one sentence; nothing in it is trusted."""

from __future__ import annotations

import io
import json
import pickle
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from growth import is_linear

from linreg_gui import __version__
from linreg_gui.core.cells.column_signs import ColumnSigns
from linreg_gui.core.cells.number_style import NumberStyle
from linreg_gui.core.cells.two_readings import TwoReadings
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace
from linreg_gui.core.project.layout import DockPlace, Layout, Workplace
from linreg_gui.core.project.npy_arrays import npy_bytes
from linreg_gui.core.project.project import Project, Run, View
from linreg_gui.core.project.project_file import read_project, write_project
from linreg_gui.core.project.stored_recipe import FORMAT
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.row_states import RowStates, states_as_numbers
from linreg_gui.core.table.table import Table

FIRST_FORMAT = Path(__file__).with_name("format_1.linreg")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The example as it is saved, which takes longer than to read it."""
    return saved(example(tmp_path_factory.mktemp("project")))


WORKPLACE = Workplace(
    Arrangement((PaneColumn((PanePlace(("fit", "loss"), "loss"), PanePlace(("noise",), share=0.5))),)),
    (DockPlace("data", "left", True, False, "data", True, 300, 200), DockPlace("x", "bottom")),
    True,
)


def example(folder: Path) -> Project:
    """Something in every field."""
    source = folder / "houses.csv"
    source.write_text("area;price;town\n1,5;1,250;Ulm\n2,5;n/a;Köln\n3,5;2,750;Ulm\n4;x;Bonn\n", "utf-8")
    frame, report = read_table(source)
    frame["town"] = frame["town"].astype("category")
    return Project(
        Table(
            frame,
            {"area": Role.FEATURE, "price": Role.LABEL, "town": Role.IGNORED},
            "houses.csv",
            "From “here”.",
            Truth(np.array([0.1, 1e300]), -2.5, 0.0, ("area", "town"), "price"),
            frozenset({"area", "price"}),
            edited=True,
            report=replace(report, doubt=TwoReadings(2, ("price",), "1,250", ",", True)),
            recipe=Recipe(
                Missing.MEDIAN, {"town": "Ulm"}, LabelScale.LOG, np.array([True, False, False, True]), 0.25
            ),
            formulas={"price": "area * 2"},
            row_ids=RowIds(np.array([7, 0, 3, 1]), 9),
            came=("area", "town", "price"),
            units={"area": "m²"},
            signs={"price": ColumnSigns(NumberStyle(",", "."), ".")},
        ),
        (
            Run(
                ((0, SgdConfig(seed=-3)), (7, SgdConfig(0.1, seed=-3, loss=HuberLoss(2.0), average_after=1))),
                9,
                True,
                np.array([0.1, 1 / 3]),
                -0.7,
                np.array([[0.0, 0.0, np.nan, 0.0, 2.0, np.nan], [9.0, 0.3, 1 / 3, 9.0, 1.5, 0.1]]),
                ChosenStart((0.5, -1.0), 2.0),
            ),
        ),
        suggested=False,
        speed=12.5,
        layout=Layout("analyse", {"analyse": WORKPLACE}),
        view=View(
            "area",
            True,
            True,
            {"area": "1.5", "town": "Köln"},
            ((0, 1), (2, 4)),
            choices={
                "surface": {"parameters": ("nan", None), "standardised": True},
                "plane": {"azimuth": 1.5},
                "microscope": {"parameter": 3, "units": "internal"},
                "weights_path": {"drawn": None},
            },
        ),
        rules=StopRules(0.5, 0.01, None, 3, 12.5),
    )


def plain(value: Any) -> Any:
    """Any value of a project as one that can be compared."""
    if isinstance(value, pd.DataFrame):
        return [(name, str(column.dtype), list(map(repr, column.array))) for name, column in value.items()]
    if isinstance(value, np.ndarray):
        return (str(value.dtype), value.shape, value.tobytes())
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    if type(value).__name__ in (
        "Project",
        "Run",
        "Table",
        "Recipe",
        "Truth",
        "DockPlace",
        "Layout",
        "Workplace",
    ):
        return {name: plain(entry) for name, entry in vars(value).items() if name != "origin"}
    return value


def saved(project: Project) -> bytes:
    file = io.BytesIO()
    write_project(file, project)
    return file.getvalue()


def refused(folder: Path, data: bytes) -> str:
    path = folder / "bad.linreg"
    path.write_bytes(data)
    with pytest.raises(ProblemError) as caught:
        read_project(path)
    sentence = str(caught.value)
    assert sentence.startswith("“bad.linreg”")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 400
    return sentence


def opened_or_sentence(path: Path) -> Project | str:
    try:
        return read_project(path)
    except ProblemError as error:
        return str(error)


def with_parts(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same zip with other parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(list(parts.items()))


def zipped(parts: list[tuple[str, bytes]], kind: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, kind)
    return file.getvalue()


def with_json(data: bytes, path: str, value: Any) -> bytes:
    """The same project with one field of its description changed."""

    def change(parts: dict[str, bytes]) -> None:
        description = json.loads(parts["project.json"])
        place, *keys = description, *path.split(".")
        for key in keys[:-1]:
            place = place[int(key) if key.isdigit() else key]
        last = int(keys[-1]) if keys[-1].isdigit() else keys[-1]
        place[last] = value
        parts["project.json"] = json.dumps(description).encode()

    return with_parts(data, change)


def test_everything_comes_back_as_it_was(tmp_path) -> None:
    project = example(tmp_path)
    path = tmp_path / "houses.linreg"
    path.write_bytes(saved(project))
    again = read_project(path)
    assert plain(again) == plain(project)
    assert again.runs[0].config.loss == HuberLoss(2.0)


def test_a_table_without_any_choices_comes_back(tmp_path) -> None:
    path = tmp_path / "plain.linreg"
    project = Project(Table(pd.DataFrame({"x": [1.0]}), {"x": Role.IGNORED}, "x"))
    path.write_bytes(saved(project))
    assert plain(read_project(path)) == plain(project)


def test_the_same_project_is_the_same_file(tmp_path) -> None:
    project = example(tmp_path)
    assert saved(project) == saved(project)


def test_a_project_of_many_columns_takes_a_time_that_grows_with_them(tmp_path) -> None:
    def make(n: int) -> Project:
        path = tmp_path / f"{n}.csv"
        rows = [",".join(f"c{j}" for j in range(n)), *[",".join(["1.25"] * n)] * 3]
        path.write_text("\n".join(rows))
        frame, report = read_table(path)
        signs = {note.name: note.signs for note in report.columns}
        table = Table(frame, dict.fromkeys(frame.columns, Role.FEATURE), "t", report=report, signs=signs)
        return Project(table, (), True)

    def there_and_back(project: Project) -> None:
        path = tmp_path / "t.linreg"
        path.write_bytes(saved(project))
        assert read_project(path).table.report == project.table.report

    assert is_linear(make, there_and_back, 100)


def test_a_project_of_the_first_format_opens() -> None:
    project = read_project(FIRST_FORMAT)
    table = project.table
    assert table.name == "houses.csv"
    assert table.frame["area"].tolist() == [1.5, 2.5, 3.5, 4.0]
    assert table.frame["price"].fillna(0.0).tolist() == [1.25, 0.0, 2.75, "x"]
    assert table.frame["town"].cat.categories.tolist() == ["Bonn", "Köln", "Ulm"]
    assert table.roles == {"area": Role.FEATURE, "price": Role.LABEL, "town": Role.IGNORED}
    assert table.recipe.missing is Missing.MEDIAN
    assert table.recipe.excluded is not None
    assert table.recipe.excluded.tolist() == [True, False, False, True]
    assert table.formulas == {"price": "area * 2"}
    assert table.report is not None
    assert table.report.separator == ";"
    assert table.truth is not None
    assert table.truth.weights.tolist() == [0.1, 1e300]
    (run,) = project.runs
    assert (run.step, run.diverged, run.bias) == (9, True, -0.7)
    assert run.changes[0][1] == SgdConfig(seed=-3)
    assert run.curve.shape == (2, 6)
    assert (project.speed, project.suggested) == (12.5, False)
    assert project.layout == Layout()
    assert (table.row_ids, table.came) == (RowIds(), None)
    assert project.redrawn
    assert project.view is None


def test_a_newer_format_is_refused_with_the_version_that_is_needed(tmp_path) -> None:
    newer = with_json(with_json(saved(example(tmp_path)), "format", FORMAT + 1), "program", "7.3.1")
    sentence = refused(tmp_path, newer)
    assert "version 7.3.1" in sentence
    assert __version__ in sentence


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("format", "1", "format"),
        ("format", True, "format"),
        ("format", 0, "format"),
        ("program", 3, "format"),
        ("name", 3, "“project, name” should be a text"),
        ("rows", -1, "rows"),
        ("rows", 5, "5 rows"),
        ("rows", 10**30, "rows"),
        ("rows", 2.0, "a whole number"),
        ("edited", 1, "true or false"),
        ("columns", {}, "a list"),
        ("columns.0.name", "town", "different names"),
        ("columns.0.dtype", "object", "“area”"),
        ("columns.0.kind", "pickle", "one of"),
        ("columns.2.levels", [[1, "a"]], "“town”"),
        ("columns.2.levels", [[77, "a"], [1, "b"], [1, "c"]], "“town”"),
        ("roles", {"area": "feature"}, "roles"),
        ("roles.area", "king", "“feature”"),
        ("numeric", ["height"], "numeric"),
        ("formulas", {"height": "1"}, "formulas"),
        ("formulas.price", ["1"], "a text"),
        ("formulas.price", "().__class__", "formulas"),
        ("formulas.price", "height * 2", "formulas"),
        ("formulas.price", "price + 1", "formulas"),
        ("recipe.holdout", 1.0, "holdout"),
        ("signs.price.style.decimal", "]", "signs"),
        ("signs.price.style.thousands", ",", "signs"),
        ("signs.price.doubtful", "x", "signs"),
        ("signs", {"gone": {}}, "signs"),
        ("recipe.holdout", "nan", "holdout"),
        ("recipe.missing", "guess", "“median”"),
        ("truth.weights", [1.0], "truth"),
        ("truth.weights", "x", "a list"),
        ("runs.0.changes", [], "step 0"),
        ("runs.0.changes.0.0", 1, "step 0"),
        ("runs.0.changes.1.0", 0, "step 0"),
        ("runs.0.changes.1.1.seed", 4, "seed"),
        ("runs.0.changes.0.1.learning_rate", -1.0, "learning rate"),
        ("runs.0.changes.0.1.loss.kind", "Loss", "“HuberLoss”"),
        ("runs.0.changes.0.1.loss.kind", "os.system", "“HuberLoss”"),
        ("runs.0.step", -1, "step of a run"),
        ("runs.0.bias", None, "a number"),
        ("runs.0.bias", [], "a number"),
        ("unused_id", -1, "unused_id"),
        ("unused_id", 1 << 80, "unused_id"),
        ("came", ["area", "area"], "each column once"),
        ("view.feature", 3, "a text"),
        ("view.selected", [[2, 1]], "stretches"),
        ("view.selected", [[-1, 1]], "stretches"),
        ("view.typed", {"area": 1.5}, "a text"),
        ("view.choices", ["surface"], "named values"),
        ("view.choices", {"surface": True}, "named values"),
        ("view.choices", {"surface": {"parameters": {"a": 1}}}, "choices"),
        ("view.choices", {"weights_path": {"drawn": ["x"] * 101}}, "few things"),
        ("view.choices", {str(i): {} for i in range(101)}, "few things"),
        ("speed", 0.0, "speed"),
        ("speed", "inf", "speed"),
        ("window", "???", "named values"),
        ("window.preset", "x" * 65, "short names"),
        ("window.changed.analyse.docks", "???", "a list"),
        ("window.changed.analyse.docks.0.area", "middle", "“bottom”"),
        ("window.changed.analyse.docks.0.width", 10**9, "pixels"),
        ("window.changed.analyse.panes.columns.0.share", -1.0, "share"),
        ("report.columns", [3], "named values"),
        ("report.path", 3, "a text"),
    ],
)
def test_a_wrong_field_is_named(tmp_path, file, field, value, words) -> None:
    assert words in refused(tmp_path, with_json(file, field, value))


def test_a_field_that_is_missing_is_named_and_unknown_ones_do_no_harm(tmp_path) -> None:
    data = saved(example(tmp_path))

    def drop(parts: dict[str, bytes]) -> None:
        description = json.loads(parts["project.json"])
        del description["roles"]
        parts["project.json"] = json.dumps(description).encode()

    assert "roles" in refused(tmp_path, with_parts(data, drop))
    path = tmp_path / "more.linreg"
    path.write_bytes(with_json(data, "colour", "red"))
    assert plain(read_project(path)) == plain(example(tmp_path))


@pytest.mark.parametrize(
    "numbers", [[0, 1, 2], [0, 1, 2, 2], [0, 1, 2, -1], [0, 1, 2, 1 << 62], [0.0, 1.0, 2.0, 3.0]]
)
def test_numbers_of_rows_that_cannot_be_are_refused(tmp_path, numbers) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["rows.npy"] = npy_bytes(np.array(numbers))

    assert "rows.npy" in refused(tmp_path, with_parts(saved(example(tmp_path)), change))


@pytest.mark.parametrize(
    "description",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"format": NaN}',
        b'{"format": 1' + b"0" * 10_000 + b"}",
        b"[" * 200_000,
        b'{"a":' * 200_000,
    ],
)
def test_a_description_that_is_none_is_refused(tmp_path, description) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["project.json"] = description

    refused(tmp_path, with_parts(saved(example(tmp_path)), change))


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "/etc/passwd",
        "C:\\evil.dll",
        "\\\\host\\share",
        "curves/../x.npy",
        "code.py",
        "Project.json",
        "project.json\x00.py",
        "project.json/",
        "curves/01.npy",
        "curves/10000.npy",
    ],
)
def test_a_part_that_does_not_belong_there_is_refused(tmp_path, name) -> None:
    with zipfile.ZipFile(io.BytesIO(saved(example(tmp_path)))) as archive:
        parts = [(part, archive.read(part)) for part in archive.namelist()]
    info = zipfile.ZipInfo("x")
    info.filename = name
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part, content in parts:
            archive.writestr(part, content)
        archive.writestr(info, b"evil")
    before = sorted(tmp_path.rglob("*"))
    refused(tmp_path, file.getvalue())
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "bad.linreg"])


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path) -> None:
    with zipfile.ZipFile(io.BytesIO(saved(example(tmp_path)))) as archive:
        parts = [(part, archive.read(part)) for part in archive.namelist()]
    assert "same name" in refused(tmp_path, zipped([*parts, parts[0]]))


@pytest.mark.parametrize("part", ["project.json", "table.parquet", "curves/0.npy"])
def test_a_part_that_unpacks_to_much_more_than_it_can_is_refused(tmp_path, part) -> None:
    with zipfile.ZipFile(io.BytesIO(saved(example(tmp_path)))) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist() if name != part]
    bomb = zipped([*parts, (part, b" " * 30_000_000)], zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert "30,000,000 bytes" in refused(tmp_path, bomb)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path) -> None:
    data = bytearray(zipped([("project.json", b" " * 30_000_000)], zipfile.ZIP_DEFLATED))
    while (at := data.find((30_000_000).to_bytes(4, "little"))) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    refused(tmp_path, bytes(data))


def test_parts_that_share_their_bytes_are_refused(tmp_path) -> None:
    """As in the bombs whose many entries all lead to the same packed bytes."""
    content = b"{}" * 500
    archive = bytearray(zipped([("project.json", content)]))
    entry = archive[archive.index(b"PK\x01\x02") : archive.index(b"PK\x05\x06")]
    more = entry.replace(b"project.json", b"excluded.npy")
    end = archive.index(b"PK\x05\x06")
    archive[end:end] = more
    end = archive.index(b"PK\x05\x06")
    archive[end + 8 : end + 16] = struct.pack("<HHI", 2, 2, len(entry) + len(more))
    refused(tmp_path, bytes(archive))


def test_a_locked_part_and_unknown_packing_are_refused(tmp_path) -> None:
    data = saved(example(tmp_path))
    for at, value in ((8, 1), (10, 99)):
        changed = bytearray(data)
        entry = changed.index(b"PK\x01\x02")
        changed[entry + at] = value
        refused(tmp_path, bytes(changed))
    for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        refused(tmp_path, zipped([("project.json", b"{}")], kind))


def test_pickles_are_not_even_looked_at(tmp_path) -> None:
    marker = tmp_path / "ran"

    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (marker,)

    data = saved(example(tmp_path))
    array = io.BytesIO()
    np.save(array, np.array([Evil()], dtype=object), allow_pickle=True)
    for part in ("project.json", "table.parquet", "excluded.npy", "curves/0.npy"):
        for content in (pickle.dumps(Evil()), array.getvalue()):
            refused(tmp_path, with_parts(data, lambda parts, p=part, c=content: parts.update({p: c})))
    assert not marker.exists()


def test_arrays_whose_header_promises_more_than_there_is_are_refused(tmp_path) -> None:
    data = saved(example(tmp_path))
    for shape in ("(99999999999, 6)", "(-1, 6)", "(2, 7)", "(12,)", "(True, 12)"):
        header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
        content = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + b"\x00" * 96
        refused(tmp_path, with_parts(data, lambda parts, c=content: parts.update({"curves/0.npy": c})))


@pytest.mark.parametrize("part", ["project.json", "table.parquet"])
def test_a_part_that_is_missing_is_told(tmp_path, part) -> None:
    refused(tmp_path, with_parts(saved(example(tmp_path)), lambda parts: parts.pop(part) and None))


def test_what_is_no_zip_is_told(tmp_path) -> None:
    for content in (b"", b"PK", b"a,b\n1,2\n", b"PK\x05\x06" + b"\x00" * 18, b"\x00" * 1000):
        refused(tmp_path, content)
    with pytest.raises(ProblemError, match="folder"):
        read_project(tmp_path)
    with pytest.raises(ProblemError, match="No such file"):
        read_project(tmp_path / "nothing.linreg")


def test_a_file_that_was_cut_off_anywhere_is_refused(tmp_path) -> None:
    data = saved(example(tmp_path))
    for length in range(0, len(data), 61):
        refused(tmp_path, data[:length])


@pytest.mark.parametrize("count", [400, pytest.param(3000, marks=pytest.mark.attack)])
def test_changed_bytes_give_a_sentence_or_the_very_same_project(tmp_path, count) -> None:
    project = example(tmp_path)
    data, wanted = saved(project), plain(project)
    rng = np.random.default_rng(5)
    path = tmp_path / "bad.linreg"
    n_opened = 0
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(rng.integers(1, 4)):
            at = int(rng.integers(len(data)))
            match rng.integers(4):
                case 0:
                    changed[at] = int(rng.integers(256))
                case 1:
                    changed[at] ^= 1 << int(rng.integers(8))
                case 2:
                    del changed[at : at + int(rng.integers(1, 9))]
                case 3:
                    changed[at:at] = rng.bytes(int(rng.integers(1, 9)))
        path.write_bytes(changed)
        outcome = opened_or_sentence(path)
        assert isinstance(outcome, str) or plain(outcome) == wanted
        n_opened += not isinstance(outcome, str)
    assert 0 < n_opened < count


def test_a_part_that_another_one_swallows_in_the_table_of_contents_is_missed(tmp_path) -> None:
    project = example(tmp_path)
    data, wanted = saved(project), plain(project)
    path = tmp_path / "bad.linreg"
    entries = [found.start() for found in re.finditer(rb"PK\x01\x02", data)]
    assert len(entries) > 3
    for at in (entry + length for entry in entries for length in range(28, 34)):  # of name, extra and comment
        for bit in range(8):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            path.write_bytes(changed)
            outcome = opened_or_sentence(path)
            assert isinstance(outcome, str) or plain(outcome) == wanted


@pytest.mark.parametrize("count", [40, pytest.param(300, marks=pytest.mark.attack)])
def test_changed_bytes_inside_the_parts_are_found_without_the_sums_of_the_zip(tmp_path, count) -> None:
    """A person who edits a part by hand writes right sums; then the parts must defend themselves."""
    data = saved(example(tmp_path))
    rng = np.random.default_rng(6)
    path = tmp_path / "bad.linreg"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    n_found = 0
    for name, content in parts.items():
        for _ in range(count):
            changed = bytearray(content)
            for at in rng.integers(len(content), size=3):
                changed[at] = int(rng.integers(256))
            path.write_bytes(zipped([*{**parts, name: bytes(changed)}.items()]))
            outcome = opened_or_sentence(path)
            assert not isinstance(outcome, str) or outcome.startswith("“bad.linreg”")
            n_found += isinstance(outcome, str)
    assert n_found > 0.5 * count * len(parts)


def test_columns_written_in_ways_of_their_own_come_back_with_what_was_told(tmp_path) -> None:
    source, path = tmp_path / "s.csv", tmp_path / "p.linreg"
    source.write_text(
        "when,zip,id,rate,c,d,y\n"
        "2023-03-11T17:06:29.749133123Z,01234,9007199254740993,5%,<0.5,3/4/2020,1\n"
        "2023-03-11T17:16:29Z,00501,,7.5%,1.5,5/6/2020,2\n"
        "2023-03-11T17:26:29+02:00,10001,18446744073709551615,8%,2.5,7/8/2020,3.5\n"
    )
    frame, report = read_table(source)
    roles = dict.fromkeys(frame.columns, Role.IGNORED)
    path.write_bytes(saved(Project(Table(frame, roles, "s.csv", report=report))))
    table = read_project(path).table
    pd.testing.assert_frame_equal(table.frame, frame)
    assert table.report == report
    assert len(report.findings) == 5


def test_row_weights_are_kept_and_older_programs_are_told_that_they_need_a_newer_one(tmp_path) -> None:
    project = example(tmp_path)
    plain = saved(project)
    table = replace(project.table, recipe=replace(project.table.recipe, weights="area", row_names="town"))
    weighted = saved(replace(project, table=table))
    path = tmp_path / "weighted.linreg"
    path.write_bytes(weighted)
    recipe = read_project(path).table.recipe
    assert (recipe.weights, recipe.row_names) == ("area", "town")
    assert [json.loads(part_of(data))["format"] for data in (plain, weighted)] == [1, 2]
    assert "columns that are there" in refused(tmp_path, with_json(weighted, "recipe", {"weights": "nobody"}))


def test_groups_are_kept_also_those_of_projects_that_had_them_as_a_colour(tmp_path) -> None:
    project = example(tmp_path)
    grouped = replace(project.table, recipe=replace(project.table.recipe, groups="town"))
    (tmp_path / "new.linreg").write_bytes(saved(replace(project, table=grouped)))
    assert read_project(tmp_path / "new.linreg").table.recipe.groups == "town"
    (tmp_path / "old.linreg").write_bytes(saved(replace(project, view=View(colour="town"))))
    assert read_project(tmp_path / "old.linreg").table.recipe.groups == "town"
    (tmp_path / "gone.linreg").write_bytes(saved(replace(project, view=View(colour="nowhere"))))
    assert read_project(tmp_path / "gone.linreg").table.recipe.groups is None


def test_states_of_rows_are_kept(tmp_path) -> None:
    project = example(tmp_path)
    states = RowStates().hiding(np.array([1])).labelling(np.array([2])).colouring(np.array([0, 2]), 3)
    data = saved(replace(project, table=replace(project.table, states=states)))
    path = tmp_path / "states.linreg"
    path.write_bytes(data)
    again = read_project(path).table.states
    assert states_as_numbers(again).tolist() == states_as_numbers(states).tolist()
    assert json.loads(part_of(data))["format"] == 2
    wrong = with_parts(data, lambda parts: parts.update({"states.npy": npy_bytes(np.array([[1, 9, 0, 0]]))}))
    assert "yes or no" in refused(tmp_path, wrong)


def part_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("project.json")
