"""Tables that stay in their files: the same answers as in memory, whoever reads which part when."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import dataset

from linreg_gui import core
from linreg_gui.core.cancellation import Cancelled, cancelled_by
from linreg_gui.core.large.in_order import in_order
from linreg_gui.core.model.merge_tree import merged
from linreg_gui.core.problem import ProblemKind
from linreg_gui.core.table.to_dataset import to_dataset

FORMULA = "price ~ area * town + I(age^2) + built"


def houses(n_rows: int = 900, seed: int = 0) -> pd.DataFrame:
    """Rows with holes, whose levels come one after the other."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "area": rng.normal(100, 20, n_rows),
            "age": rng.integers(0, 90, n_rows),
            "town": np.repeat(["Ulm", "Köln", "Äpfingen", "Bonn", "Köln"], n_rows // 5),
            "built": pd.Timestamp("1950-01-01") + pd.to_timedelta(rng.integers(0, 20_000, n_rows), "D"),
        }
    )
    price = 3 * frame["area"] - 2 * frame["age"] + 5.0 * (frame["town"] == "Ulm") + rng.normal(0, 10, n_rows)
    frame["price"] = price
    frame.loc[[3, 40, 700], "area"] = np.nan
    frame.loc[[41, 701], "town"] = None
    frame.loc[[702], "price"] = np.nan
    return frame


def written(frame: pd.DataFrame, folder: Path, n_files: int = 3, n_rows: int = 70) -> Path:
    """A folder of files that hold these rows in small row groups."""
    folder.mkdir(exist_ok=True)
    for k, rows in enumerate(np.array_split(np.arange(len(frame)), n_files)):
        frame.iloc[rows].to_parquet(folder / f"{k}.parquet", row_group_size=n_rows, index=False)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(houses(), tmp_path / "houses")


def near(found: np.ndarray | float, wanted: np.ndarray | float, error: float = 1e-10) -> bool:
    return bool(np.allclose(found, wanted, rtol=error, atol=0.0))


def test_the_answer_is_that_of_the_same_rows_in_memory(folder: Path) -> None:
    large, small = core.open_large(folder, FORMULA), core.fit_formula(houses(), FORMULA)
    assert large.feature_names == small.data.feature_names
    assert large.ledger.sentence == small.ledger.sentence
    assert large.ledger.categories == small.ledger.categories
    fit = core.fit(large)
    assert fit.method == small.fit.method
    assert near(fit.weights, small.fit.weights)
    assert near(fit.bias, small.fit.bias)
    for errors in ("plain", "HC0", "HC3"):
        found, wanted = (
            core.infer(large, fit, errors=errors),
            core.infer(small.data, small.fit, errors=errors),
        )
        assert near(found.table.standard_error, wanted.table.standard_error)
        assert near([found.f, found.r_squared, found.aic], [wanted.f, wanted.r_squared, wanted.aic])
    assert near(core.fit(large, ridge=3.0).weights, core.fit(small.data, ridge=3.0).weights)
    new = houses()[::90]
    known = ~np.isnan(large.features(new)).any(axis=1)
    assert near(fit.predict(large.features(new)[known]), small.predict(new)[known])


@pytest.mark.parametrize(
    ("formula", "options"),
    [
        ("log(price) ~ area + age", {}),
        ("price ~ area + town - 1", {}),
        ("price ~ C(age) + area", {}),
        ("price ~ .", {}),
        ("price ~ area + town", {"references": {"town": "Bonn"}}),
        ("price ~ area + town", {"references": {"town": "Rom"}}),
    ],
)
def test_each_kind_of_model_is_the_same(tmp_path: Path, formula: str, options: dict) -> None:
    frame = houses()
    frame["age"] //= 20
    large = core.open_large(written(frame, tmp_path / "f"), formula, **options)
    small = core.fit_formula(frame, formula, **options)
    assert large.ledger.sentence == small.ledger.sentence
    assert large.ledger.notes == small.ledger.notes
    assert large.feature_names == small.data.feature_names
    assert large.label_name == small.data.label_name
    assert near(core.fit(large).weights, small.fit.weights)


def test_columns_can_be_named_instead_of_a_formula(folder: Path) -> None:
    frame = houses()
    large = core.open_large(folder, label="price", features=["town", "area"], label_scale="log")
    data, ledger = to_dataset(frame, "price", ["town", "area"], label_scale="log")
    assert large.ledger.sentence == ledger.sentence
    assert near(core.fit(large).weights, core.fit(data).weights)
    assert core.open_large(folder, label="price").feature_names == ("area", "age")
    with pytest.raises(ValueError, match="either a formula or a label"):
        core.open_large(folder)


def test_no_bit_depends_on_who_reads_when(folder: Path) -> None:
    found = set()
    for workers in (1, 2, 4):
        large = core.open_large(folder, FORMULA, workers=workers)
        fit = core.fit(large)
        found.add((fit.weights.tobytes(), fit.bias, core.infer(large, fit).table.standard_error.tobytes()))
    assert len(found) == 1


def test_outcomes_come_in_order_however_long_each_takes() -> None:
    def work(part: int) -> int:
        time.sleep(0.02 * (part % 3 == 0))
        return part

    assert list(in_order(work, range(20), 4)) == list(range(20))


def test_values_are_merged_in_pairs_of_neighbours() -> None:
    shapes = {count: merged(map(str, range(count)), lambda a, b: f"({a}{b})") for count in range(1, 8)}
    assert shapes[1] == "0"
    assert shapes[4] == "((01)(23))"
    assert shapes[7] == "(((01)(23))((45)6))"
    with pytest.raises(ValueError, match="nothing"):
        merged([], max)


def test_columns_far_from_zero_keep_their_digits(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    near_zero = rng.integers(-1000, 1000, (4000, 2)) / 256.0
    y = near_zero @ [2.0, -3.0] + rng.integers(-100, 100, 4000) / 256.0
    frame = pd.DataFrame(near_zero + np.array([1e8, -3e8]), columns=["a", "b"]).assign(y=y)
    fit = core.fit(core.open_large(written(frame, tmp_path / "f", n_rows=300), "y ~ a + b"))
    assert near(fit.weights, core.fit(core.Dataset(near_zero, y)).weights, 1e-12)


@pytest.mark.parametrize("hole", [None, np.nan, np.inf])
def test_parts_of_numbers_alone_and_parts_with_holes_go_together(tmp_path: Path, hole: float | None) -> None:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(700, 3)), columns=["a", "b", "y"])
    frame["whole"] = rng.integers(-9, 9, 700)
    frame["short"] = rng.normal(5.0, 1.0, 700).astype(np.float32)
    frame["y"] += np.sort(rng.normal(size=700)) + frame["whole"]
    frame["b"] += np.arange(700.0)  # the parts lie far apart
    if hole is not None:
        frame.loc[[3, 500], "b"] = hole
        frame.loc[[501], "y"] = hole
    large = core.open_large(written(frame, tmp_path / "f"), "y ~ a + b + whole + short")
    small = core.fit_formula(frame, "y ~ a + b + whole + short")
    assert large.ledger.sentence == small.ledger.sentence
    fit = core.fit(large)
    assert near(fit.weights, small.fit.weights)
    assert near([fit.bias, fit.half_mse], [small.fit.bias, small.fit.half_mse])


def test_whole_numbers_of_many_digits_are_fitted_less_the_same_offset(tmp_path: Path) -> None:
    frame = pd.DataFrame({"t": 1_700_000_000_000_000_000 + np.arange(500) * 1001, "y": np.arange(500) % 7})
    large = core.open_large(written(frame, tmp_path / "f"), "y ~ t")
    small = core.fit_formula(frame, "y ~ t")
    assert large.feature_names == small.data.feature_names != ("t",)
    assert large.ledger.notes == small.ledger.notes
    assert near(core.fit(large).weights, small.fit.weights)


def test_badly_conditioned_and_dependent_columns(tmp_path: Path) -> None:
    x = np.linspace(0, 1, 600)
    frame = pd.DataFrame({f"x{k}": x**k for k in range(1, 9)}).assign(y=np.sin(5 * x))
    folder = written(frame, tmp_path / "f", n_files=2, n_rows=200)
    large, small = core.open_large(folder, "y ~ ."), core.fit_formula(frame, "y ~ .")
    fit = core.fit(large)
    assert fit.method == small.fit.method == "qr"
    assert near(fit.weights, small.fit.weights, 1e-9)
    frame["x2"] = 2 * frame["x1"] + 1
    written(frame, folder, n_files=2, n_rows=200)
    large, small = core.open_large(folder, "y ~ ."), core.fit_formula(frame, "y ~ .")
    fit = core.fit(large)
    assert fit.rank == small.fit.rank == 7
    assert [str(d) for d in fit.dependencies] == [str(d) for d in small.fit.dependencies]
    x = frame.drop(columns="y").to_numpy()
    assert near(fit.predict(x), small.fit.predict(x), 1e-8)


def test_feather_files_and_patterns(tmp_path: Path) -> None:
    frame = houses()
    frame.to_feather(tmp_path / "all.feather")
    fit = core.fit(core.open_large(tmp_path / "all.feather", FORMULA))
    written(frame, tmp_path, n_files=4)
    other = core.fit(core.open_large(f"{tmp_path}/*.parquet", FORMULA))
    assert near(fit.weights, other.weights)


@pytest.mark.parametrize("pattern", ["", "/*/*/*.parquet", "/year=*/*/*.parquet"])
def test_folders_called_name_and_value_are_columns_of_levels(tmp_path: Path, pattern: str) -> None:
    frame = houses()
    frame["town"] = frame["town"].replace({"Ulm": "Bad Urach/Süd"})
    frame["year"] = 2020 + np.arange(len(frame)) % 2
    folder = tmp_path / "parted=no"  # above what is opened: no column
    table = pa.Table.from_pandas(frame, preserve_index=False)
    towns = pa.schema([("year", pa.int64()), ("town", pa.string())])
    dataset.write_dataset(
        table, folder, format="parquet", partitioning=dataset.partitioning(towns, flavor="hive")
    )
    assert (folder / "year=2021" / "town=__HIVE_DEFAULT_PARTITION__").exists()
    large = core.open_large(f"{folder}{pattern}", "price ~ area * town + year")
    small = core.fit_formula(frame.assign(year=frame["year"].astype(str)), "price ~ area * town + year")
    assert large.ledger.categories == small.ledger.categories
    assert large.ledger.sentence == small.ledger.sentence
    assert near(core.fit(large).weights, small.fit.weights)
    assert set(large.columns) == set(frame.columns)
    assert core.open_large(folder, label="price").feature_names == ("area", "age")
    only = core.open_large(folder, "price ~ town")
    assert near(core.fit(only).weights, core.fit_formula(frame, "price ~ town").fit.weights)


def test_a_constant_column_is_seen_as_such(tmp_path: Path) -> None:
    frame = houses().assign(one=0.1)
    fit = core.fit(core.open_large(written(frame, tmp_path / "f"), "price ~ area + one"))
    assert [d.feature for d in fit.dependencies] == ["one"]
    assert fit.weights[1] == 0.0


def test_what_needs_all_rows_says_so(folder: Path) -> None:
    large = core.open_large(folder, "price ~ area")
    with pytest.raises(core.ProblemError, match="needs all rows at once"):
        core.Sgd(large, core.SgdConfig())
    with pytest.raises(core.ProblemError, match=r"write powers such as I\(area\^2\)"):
        core.open_large(folder, "price ~ poly(area, 2)")


def _kind(error: pytest.ExceptionInfo[core.ProblemError]) -> ProblemKind:
    return error.value.problem.kind


def test_files_that_do_not_go_together_are_named(folder: Path) -> None:
    frame = houses()[:50]
    frame.drop(columns="age").to_parquet(folder / "7.parquet", index=False)
    assert core.open_large(folder, "price ~ area").n_rows > 900
    with pytest.raises(core.ProblemError, match=r"“7.parquet” has no column named “age”") as error:
        core.open_large(folder, "price ~ age")
    assert _kind(error) is ProblemKind.NO_COLUMN
    frame.assign(area="wide").to_parquet(folder / "7.parquet", index=False)
    with pytest.raises(core.ProblemError, match=r"“area” holds texts in “7.parquet” and numbers in “0"):
        core.open_large(folder, "price ~ area")


def test_a_file_in_which_a_column_is_empty_goes_with_those_of_numbers(folder: Path) -> None:
    more = houses()[:50].assign(area=None)
    more.to_parquet(folder / "7.parquet", index=False)
    found = core.open_large(folder, "price ~ area + age").ledger
    assert (found.rows_read, found.dropped[0].column, found.dropped[0].rows) == (950, "area", 53)
    (folder / "7.parquet").write_bytes(b"")
    with pytest.raises(core.ProblemError, match=r"“7.parquet” is empty: it was not written to its end"):
        core.open_large(folder, "price ~ area")


def test_files_without_rows_are_passed_over(folder: Path, tmp_path: Path) -> None:
    before = core.open_large(folder, "price ~ area").n_rows
    houses()[:0].to_parquet(folder / "1a.parquet", index=False)
    assert core.open_large(folder, "price ~ area").n_rows == before
    empty = tmp_path / "empty.parquet"
    houses()[:0].to_parquet(empty, index=False)
    with pytest.raises(core.ProblemError) as error:
        core.open_large(empty, "price ~ area")
    assert _kind(error) is ProblemKind.EMPTY
    lost = houses()
    lost["area"] = np.nan
    with pytest.raises(core.ProblemError, match="No complete row is left: 900 read → 0 used"):
        core.open_large(written(lost, tmp_path / "lost"), "price ~ area")


def test_a_file_that_is_changed_damaged_or_gone_is_told(folder: Path, tmp_path: Path) -> None:
    large, path = core.open_large(folder, "price ~ area"), folder / "1.parquet"
    whole = path.read_bytes()
    os.utime(path, (1, 1))
    with pytest.raises(core.ProblemError, match=r"“1.parquet” was changed") as error:
        core.fit(large, ridge=1.0)
    assert _kind(error) is ProblemKind.CHANGED
    path.unlink()
    with pytest.raises(core.ProblemError, match=r"“1.parquet” is not there any more"):
        core.infer(large, errors="HC1")
    path.write_bytes(whole[:500])
    with pytest.raises(core.ProblemError) as error:
        core.open_large(folder, "price ~ area")
    assert _kind(error) is ProblemKind.DAMAGED
    path.write_text("price,area\n1,2\n")
    with pytest.raises(core.ProblemError, match="no Parquet or Feather file"):
        core.open_large(folder, "price ~ area")
    with pytest.raises(core.ProblemError, match="There is no file that"):
        core.open_large(f"{tmp_path}/*.arrow", "price ~ area")


def test_texts_that_would_be_read_as_something_else_are_refused(tmp_path: Path) -> None:
    frame = houses().assign(sold=lambda f: f["built"].dt.strftime("%Y-%m-%d"))
    with pytest.raises(core.ProblemError, match="“sold” holds texts that are to be read as dates"):
        core.open_large(written(frame, tmp_path / "f"), "price ~ sold")


def test_a_fit_that_nobody_wants_any_more_ends(folder: Path) -> None:
    large, asked = core.open_large(folder, "price ~ area"), iter([False] * 5)
    with pytest.raises(Cancelled), cancelled_by(lambda: next(asked, True)):
        core.infer(large, errors="HC1")
    asked = iter([False] * 40)
    with pytest.raises(Cancelled), cancelled_by(lambda: next(asked, True)):
        core.open_large(folder, "age ~ area")


def test_products_that_overflow_are_told_and_not_left_out(tmp_path: Path) -> None:
    frame = houses()[["area", "price"]].assign(huge=1.0)
    frame.loc[500, "huge"] = 1e308
    with pytest.raises(core.ProblemError) as error:
        core.open_large(written(frame, tmp_path / "f"), "price ~ area * huge")
    assert _kind(error) is ProblemKind.OVERFLOW


def test_levels_that_come_late_are_counted_all_the_same(tmp_path: Path) -> None:
    frame = houses(2000)
    frame["rare"] = "common"
    frame.loc[1990:, "rare"] = "late"
    large = core.open_large(written(frame, tmp_path / "f", n_rows=1500), "price ~ area + rare")
    assert large.ledger.categories[0].counts == (1990 - 4, 10)
    small = core.fit_formula(frame, "price ~ area + rare")
    assert large.ledger.categories == small.ledger.categories
    assert near(core.fit(large).weights, small.fit.weights)
