"""What computed columns would hold, before they are there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.formulas import transforms
from linreg_gui.core.formulas.preview import preview_formulas
from linreg_gui.core.formulas.transforms import NewColumn
from linreg_gui.core.problem import ProblemError

FRAME = pd.DataFrame({"food cost": [1.0, 4.0, np.nan, -2.0], "n": [1, 2, 3, 4]})


def test_a_preview_shows_the_first_rows_and_tells_of_all():
    preview = preview_formulas(FRAME, {}, [transforms.logarithm("food cost")])
    (source,), (new,) = preview.sources, preview.columns
    np.testing.assert_array_equal(source.cells, FRAME["food cost"])
    np.testing.assert_allclose(new.cells, [0.0, np.log(4.0), np.nan, np.nan])
    assert (new.least, new.most, new.n_missing) == (0.0, np.log(4.0), 1)
    assert new.failures == "1 cell could not be computed: log of 0 or less."


def test_a_preview_of_a_circle_is_a_sentence():
    frame = FRAME.assign(double=FRAME["n"] * 2.0)
    with pytest.raises(ProblemError, match="cannot be computed from itself"):
        preview_formulas(frame, {"double": "n * 2"}, [NewColumn("double", "double + 1")])


def test_a_preview_keeps_whole_numbers_and_tells_what_was_rounded():
    ns = 1_700_000_000_000_000_000
    frame = pd.DataFrame({"t": [ns + 1, ns + 3, ns + 5]})
    preview = preview_formulas(frame, {}, [NewColumn("next", "t + 1"), NewColumn("half", "t / 2")])
    (source,), (new, half) = preview.sources, preview.columns
    assert source.cells == (ns + 1, ns + 3, ns + 5)
    assert (new.cells, new.least, new.most) == ((ns + 2, ns + 4, ns + 6), ns + 2, ns + 6)
    assert (new.failures, half.failures) == ("", "3 numbers were rounded to 16 digits.")
