from __future__ import annotations

import pandas as pd
import pytest

from linreg_gui.core.installation.resources import resource_path, samples


def test_every_sample_is_there_and_says_where_it_comes_from():
    found = samples()
    assert [sample.file for sample in found][:2] == ["engel.csv", "diabetes.csv"]
    for sample in found:
        assert sample.path.is_file()
        assert sample.title
        assert sample.about
        assert sample.source
        assert len(pd.read_csv(sample.path)) > 10


def test_a_missing_file_is_named_in_a_sentence():
    with pytest.raises(FileNotFoundError, match=r"“samples/nothing\.csv” is missing"):
        resource_path("samples", "nothing.csv")
