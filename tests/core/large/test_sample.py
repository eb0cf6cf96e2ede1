"""A sample of files larger than memory: the same rows for a seed, and told where files are others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui import core
from linreg_gui.core.desk.all_rows import ask_all_rows, question_of
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.large.sample import look_again, sample_of
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.large_source import refuse_sample

FORMULA = "y ~ a + b"


def made(n_rows: int = 300) -> pd.DataFrame:
    a, b, noise = np.random.default_rng(4).normal(size=(3, n_rows))
    return pd.DataFrame({"a": a, "b": b, "y": 2.0 * a - 3.0 * b + 0.1 * noise + 1.0})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "parts"
    path.mkdir()
    for k, rows in enumerate(np.array_split(np.arange(300), 3)):
        made().iloc[rows].to_parquet(path / f"{k}.parquet", row_group_size=40, index=False)
    return path


def test_the_same_seed_draws_the_same_rows_in_their_order(folder: Path) -> None:
    first, again, other = (sample_of(folder, 50, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert not first.frame.equals(other.frame)
    places = [int(np.flatnonzero(made()["a"] == value)[0]) for value in first.frame["a"]]
    assert len(set(places)) == 50
    assert places == sorted(places)
    assert first.large is not None
    assert first.large.words == "sample of 50 of 300 rows"


def test_files_that_were_moved_are_found_and_changed_ones_are_told(folder: Path, tmp_path: Path) -> None:
    source = sample_of(folder, 50).large
    assert source is not None
    look_again(source)
    moved = folder.rename(tmp_path / "elsewhere")
    with pytest.raises(ProblemError) as gone:
        look_again(source)
    assert gone.value.problem.kind is ProblemKind.NO_FILE
    found = replace(source, path=str(moved))
    look_again(found)
    made(90).to_parquet(moved / "1.parquet", index=False)
    with pytest.raises(ProblemError) as changed:
        look_again(found)
    assert changed.value.problem.kind is ProblemKind.CHANGED


def test_all_rows_have_the_answer_of_the_same_rows_in_memory(folder: Path) -> None:
    table = sample_of(folder, 50)
    found = ask_all_rows(question_of(table, DeskChoices()))
    wanted = core.fit_formula(made(), FORMULA)
    np.testing.assert_allclose(found.fit.weights, wanted.fit.weights, rtol=1e-12)
    np.testing.assert_allclose(found.fit.bias, wanted.fit.bias, rtol=1e-12)
    assert found.ledger.rows_used == 300
    assert found.table is not None


def test_a_computed_column_is_no_column_of_the_files(folder: Path) -> None:
    table = replace(sample_of(folder, 50), formulas={"b": "a * 2"})
    with pytest.raises(ProblemError, match="“b” is computed and not in the files"):
        question_of(table, DeskChoices())


def test_what_is_a_whole_table_is_not_refused(folder: Path) -> None:
    refuse_sample(None, "A script")
    refuse_sample(sample_of(folder, 300).large, "A script")
    with pytest.raises(ProblemError, match="A script would be of the sample alone"):
        refuse_sample(sample_of(folder, 299).large, "A script")
