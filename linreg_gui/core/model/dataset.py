"""The frozen dataset every solver and every view works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, finite_array, frozen, whole_number
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.wording import counted

# What the sum Xw + b is: the label up to noise, its logarithm up to noise, or the logarithm of its mean.
# Said where something else is asked for of rows with weights.
WITH_BIAS_ONLY = "Models without a bias are known to the half squared error alone."
UNWEIGHTED = "Row weights are known to the half squared error alone."
SMALLEST_WEIGHT, LARGEST_WEIGHT = 1e-100, 1e100
Link = Literal["identity", "log", "log mean"]
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Truth:
    """The weights, bias and noise that generated data were made with.

    Attributes
    ----------
    weights : array, shape (d,)
        In units of the sum Xw + b per feature unit.
    bias, noise_std : float
        In units of that sum. Counts scatter as √mean does, and their ``noise_std`` is 1, in units of it.
    feature_names, label_name
        The columns the weights belong to.
    link : "identity", "log" or "log mean"
        What Xw + b is: the label up to noise, its logarithm up to noise, or the logarithm of its mean
        (counts). Only the first is a linear model of the label.
    noise : str
        Family of the noise, as `make_synthetic` calls it; empty where it is not known.
    outlier_share : float
        Share of the rows whose noise is `OUTLIER_FACTOR` times as large.
    """

    weights: FloatArray
    bias: float
    noise_std: float
    feature_names: tuple[str, ...]
    label_name: str
    link: Link = "identity"
    noise: str = ""
    outlier_share: float = 0.0

    def about(self, features: Sequence[str], label: str) -> Truth | None:
        """The truth with its weights in the order of these features, if they and the label are its own."""
        if self.names(features, label):
            return self
        if {*features} != {*self.feature_names} or label != self.label_name:
            return None
        order = [self.feature_names.index(name) for name in features]
        return replace(self, feature_names=tuple(features), weights=frozen(self.weights[order]))

    def names(self, features: Sequence[str], label: str) -> bool:
        """Whether the weights belong to these very columns."""
        return tuple(features) == self.feature_names and label == self.label_name

    @property
    def straight(self) -> bool:
        """Whether these are the weights and the bias of a linear model of the label."""
        return self.link == "identity"

    @property
    def sentence(self) -> str:
        """Why the true numbers are not those of a line; empty where they are."""
        if self.link == "log":
            name = self.label_name
            return f"No straight line made these data: the true weights and bias are those of log {name}."
        if self.link == "log mean":
            return (
                "No straight line made these counts: the true weights and bias are those of the logarithm "
                f"of the mean of {self.label_name}."
            )
        return ""

    def on_log_scale(self, label_name: str) -> Truth | None:
        """The truth about the logarithm of the label, under the name that has; None where it is no line.

        Exact for data made on that scale. The logarithm of a count has no linear mean, and 0 has none at all.
        """
        return replace(self, label_name=label_name, link="identity") if self.link == "log" else None


class Dataset:
    """A design matrix and its labels, never changed after construction.

    Parameters
    ----------
    X : array_like, shape (n, d)
        Design matrix: one row per example, one column per feature; no column of ones.
    y : array_like, shape (n,)
        Labels.
    feature_names : sequence of str, optional
        By default ``x1`` to ``xd``.
    label_name : str
    truth : Truth, optional
        What the data were generated with.
    row_weights : array_like, shape (n,), optional
        How much each row counts wherever the data are fitted: every mean over rows is then a weighted one,
        and the noise of a row has the variance σ²/weight (weighted least squares). Larger than 0.
    has_bias : bool
        Whether models of these data have a bias; if not, their predictions are 0 where all features are.

    Raises
    ------
    ValueError
        If shapes disagree, a size is zero, a value is not a finite number, names repeat, or a row weight is
        not between 1e-100 and 1e100.

    Notes
    -----
    A read-only float64 array is shared; everything else is copied, so that nobody can write to it.
    """

    __slots__ = ("X", "feature_names", "has_bias", "label_name", "row_weights", "truth", "y")

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        feature_names: Sequence[str] | None = None,
        label_name: str = "y",
        truth: Truth | None = None,
        row_weights: ArrayLike | None = None,
        has_bias: bool = True,
    ) -> None:
        features = finite_array(X, "X", 2)
        labels = finite_array(y, "y", 1)
        n, d = features.shape
        if n != labels.size:
            raise ValueError(f"X has {counted(n, 'row')} but y has {labels.size:,}.")
        if n == 0 or d == 0:
            raise ValueError("A dataset needs at least one row and one feature.")
        names = default_names(d) if feature_names is None else _texts(feature_names)
        label_name = str(label_name)
        if len(names) != d:
            raise ValueError(f"X has {counted(d, 'feature')} but {counted(len(names), 'name')} came with it.")
        if len({*names, label_name}) != d + 1:
            raise ValueError("Every feature and the label need a name of their own.")
        object.__setattr__(self, "X", _own(features, X))
        object.__setattr__(self, "y", _own(labels, y))
        object.__setattr__(self, "feature_names", names)
        object.__setattr__(self, "label_name", label_name)
        object.__setattr__(self, "truth", truth)
        object.__setattr__(self, "has_bias", bool(has_bias))
        object.__setattr__(self, "row_weights", None if row_weights is None else _weights(row_weights, n))

    X: FloatArray
    y: FloatArray
    feature_names: tuple[str, ...]
    label_name: str
    truth: Truth | None
    row_weights: FloatArray | None
    has_bias: bool

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"A Dataset is frozen; {name} cannot be changed.")

    def __repr__(self) -> str:
        model = f"{self.label_name} ~ {' + '.join(self.feature_names)}"
        return f"Dataset({self.n_rows} rows, {model}{'' if self.has_bias else ' - 1'})"

    @property
    def linear_truth(self) -> Truth | None:
        """The truth where it is a linear model of the label, so that a fit may be compared with it."""
        return self.truth if self.truth is not None and self.truth.straight else None

    @property
    def n_rows(self) -> int:
        """Number of examples n."""
        return int(self.X.shape[0])

    @property
    def n_features(self) -> int:
        """Number of features d."""
        return int(self.X.shape[1])

    @property
    def relative_weights(self) -> FloatArray | None:
        """The row weights over their mean, so that a mean over rows is one of weight times value."""
        return None if self.row_weights is None else frozen(self.row_weights / self.row_weights.mean())

    @property
    def known_moments(self) -> object:
        """`Moments`, where each pass over the rows is so dear that they were found in the first one."""
        return None

    def part(self, rows: IntArray | BoolArray) -> Dataset:
        """Some of the rows with their weights, under the same names."""
        weights = None if self.row_weights is None else self.row_weights[rows]
        names = self.feature_names, self.label_name
        return Dataset(self.X[rows], self.y[rows], *names, self.truth, weights, self.has_bias)

    def labelled_by(self, feature: int) -> Dataset:
        """The same features, with the values of one of them as labels; under other names and unweighted."""
        return Dataset(self.X, self.X[:, feature])

    def blocks(self, n_rows: int | None = None) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Consecutive row blocks ``(X, y)``; by default about 1 MiB each, so a block stays in the cache."""
        default = max(1, (1 << 17) // self.n_features)
        size = default if n_rows is None else whole_number(n_rows, "The number of rows of a block", 1)
        return (self._block(slice(start, start + size)) for start in range(0, self.n_rows, size))

    def _block(self, rows: slice) -> tuple[FloatArray, FloatArray]:
        check_wanted()
        return self.X[rows], self.y[rows]

    def each_part(self, work: Callable[[Dataset], T]) -> Iterator[T]:
        """What `work` makes of each part of the rows, in their order; of rows in memory there is one part.

        Merged by `merge_tree.merged`, what comes out is the same to the last bit whoever does the work.
        """
        yield work(self)

    def display_sample(self, k: int, seed: int = 0) -> IntArray:
        """At most ``k`` different rows, in ascending order; the same ones for the same seed."""
        if whole_number(k, "The size of the sample") >= self.n_rows:
            return np.arange(self.n_rows)
        rng = np.random.default_rng(whole_number(seed, "The seed"))
        rows = rng.choice(self.n_rows, size=k, replace=False, shuffle=False)
        return np.sort(rows)


def _weights(row_weights: ArrayLike, n_rows: int) -> FloatArray:
    """One positive number a row, none so large or small that a sum over rows is none."""
    weights = finite_array(row_weights, "row_weights", 1)
    if weights.size != n_rows:
        raise ValueError(
            f"X has {counted(n_rows, 'row')} but {counted(weights.size, 'row weight')} came with it."
        )
    if not (weights.min() >= SMALLEST_WEIGHT and weights.max() <= LARGEST_WEIGHT):
        raise ValueError("Row weights must lie between 1e-100 and 1e100; leave rows of weight 0 out.")
    return _own(weights, row_weights)


def default_names(n_features: int) -> tuple[str, ...]:
    """``x1`` to ``xd``."""
    return tuple(f"x{j + 1}" for j in range(n_features))


def _texts(names: Sequence[object]) -> tuple[str, ...]:
    """Names as texts: the columns of a data frame may have numbers for names."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise ValueError("The feature names must be a list of names.")
    return tuple(map(str, names))


def _own(array: FloatArray, source: object) -> FloatArray:
    """A read-only array that nobody else can write to."""
    if isinstance(source, np.ndarray):
        shared = source.flags.writeable and np.may_share_memory(array, source)
    else:
        shared = not isinstance(source, (list, tuple))
    return frozen(array.copy() if shared else array)
