"""What the library says of the bundled datasets."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.installation.resources import Sample, samples
from linreg_gui.core.installation.sample_details import SampleDetails, sample_details
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.table.roles import suggest_roles

details_of = cache(sample_details)


def details(file: str) -> SampleDetails:
    return details_of(next(sample for sample in samples() if sample.file == file))


def test_size_columns_and_points_are_those_of_the_file() -> None:
    found = details("engel.csv")
    frame = pd.read_csv(found.sample.path)
    assert found.n_rows == 235
    assert found.columns == ("income", "food_expenditure")
    assert (found.x_name, found.y_name) == ("income", "food_expenditure")
    np.testing.assert_array_equal(found.x, frame["income"])
    np.testing.assert_array_equal(found.y, frame["food_expenditure"])


def test_the_picture_shows_the_feature_that_goes_best_with_the_label() -> None:
    found = details("diabetes.csv")
    frame = pd.read_csv(found.sample.path)
    best = frame.corr()["disease_progression"].drop("disease_progression").abs().idxmax()
    assert (found.x_name, found.y_name) == (best, "disease_progression")


def test_a_large_table_shows_500_rows_of_all_of_it(tmp_path, monkeypatch) -> None:
    path = tmp_path / "large.csv"
    pd.DataFrame({"a": range(1201), "b": range(0, 2402, 2)}).to_csv(path, index=False)
    monkeypatch.setattr(Sample, "path", path)
    found = sample_details(Sample("Large", "large.csv", "Many rows.", "Made up."))
    assert found.n_rows == 1201
    assert 300 <= found.x.size <= 500
    assert found.x[-1] == 1200.0
    np.testing.assert_array_equal(found.y, 2.0 * found.x)


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("BELGIAN", ["engel.csv"]),
        ("nist", ["longley.csv", "norris.csv", "pontius.csv"]),
        ("nist ozone", ["norris.csv"]),
        ("horsepower", ["motor_trend_cars.csv"]),
        ("anscombe’s", ["anscombe.csv"]),
        ("zebra", []),
        ("  ", [sample.file for sample in samples()]),
    ],
)
def test_words_of_any_case_are_found_in_every_text_and_column(words, files) -> None:
    assert [s.file for s in samples() if details_of(s).matches(words)] == files


@pytest.mark.parametrize("name", ["longley", "norris"])
def test_a_reference_problem_in_the_library_has_the_certified_answer(name, nist) -> None:
    certified = nist(name)
    frame, _ = read_csv(details(f"{name}.csv").sample.path)
    exact = analyse(frame, suggest_roles(frame)).exact
    np.testing.assert_allclose(exact.weights, certified.weights, rtol=1e-9)
    assert exact.bias == pytest.approx(certified.bias, rel=1e-9)


def test_no_text_of_the_library_is_written_carelessly() -> None:
    assert len(samples()) > 5
    for sample in samples():
        assert sample.about.endswith(".")
        assert sample.source.endswith(".")
        assert "'" not in json.dumps(vars(sample), ensure_ascii=False)
