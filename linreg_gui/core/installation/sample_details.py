"""What a library shows of a bundled dataset before it is opened: its size, its columns, a few points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.table.roles import Role, suggest_roles

from .resources import Sample

_MOST_POINTS = 500


@dataclass(frozen=True, eq=False)
class SampleDetails:
    """A bundled dataset as a person may look for it.

    Attributes
    ----------
    sample : Sample
    n_rows : int
    columns : tuple of str
    x_name, y_name : str
        The label that is suggested, and the feature that goes best with it along a line.
    x, y : array, shape (k,)
        At most 500 rows of these two, spread evenly over the table.
    """

    sample: Sample
    n_rows: int
    columns: tuple[str, ...]
    x_name: str
    y_name: str
    x: FloatArray
    y: FloatArray

    def matches(self, words: str) -> bool:
        """Whether title, description, source or column names hold every one of the words."""
        sample = self.sample
        text = " ".join((sample.title, sample.about, sample.source, *self.columns)).casefold()
        return all(word in text for word in words.casefold().split())


def sample_details(sample: Sample) -> SampleDetails:
    """Read a bundled dataset and look at it."""
    frame, _ = read_csv(sample.path)
    x_name, y_name = _best_pair(frame)
    x, y = numeric_values(frame[x_name]), numeric_values(frame[y_name])
    filled = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    rows = filled[:: -(-filled.size // _MOST_POINTS)]
    columns = tuple(map(str, frame.columns))
    return SampleDetails(sample, len(frame), columns, x_name, y_name, frozen(x[rows]), frozen(y[rows]))


def _best_pair(frame: pd.DataFrame) -> tuple[str, str]:
    """The numeric column with the largest correlation with the suggested label, and this label."""
    roles = suggest_roles(frame)
    label = next(name for name, role in roles.items() if role is Role.LABEL)
    features = [name for name, role in roles.items() if role is Role.FEATURE]
    correlations = frame[features].corrwith(frame[label]).abs()
    return str(correlations.idxmax()), label
