"""Answers to two bundled samples that NIST certifies, to hold an installation against.

Source: NIST Statistical Reference Datasets, linear least squares, data sets Norris and Longley.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray


@dataclass(frozen=True)
class Certified:
    """The certified answer to one sample.

    Attributes
    ----------
    file : str
        Among the bundled samples.
    bias : float
    weights : tuple of float
        In the order of the columns.
    standard_errors : tuple of float
        Of the bias, then of the weights.
    """

    file: str
    bias: float
    weights: tuple[float, ...]
    standard_errors: tuple[float, ...]

    def digits(self, weights: FloatArray, bias: float) -> float:
        """Correct significant digits of the worst of these parameters, at most 15."""
        return agreeing_digits([bias, *weights], [self.bias, *self.weights])


NORRIS = Certified(
    "norris.csv",
    -0.262323073774029,
    (1.00211681802045,),
    (0.232818234301152, 0.000429796848199937),
)
LONGLEY = Certified(
    "longley.csv",
    -3482258.63459582,
    (
        15.0618722713733,
        -0.035819179292591,
        -2.02022980381683,
        -1.03322686717359,
        -0.0511041056535807,
        1829.15146461355,
    ),
    (
        890420.383607373,
        84.9149257747669,
        0.0334910077722432,
        0.488399681651699,
        0.214274163161675,
        0.22607320006937,
        455.478499142212,
    ),
)


def agreeing_digits(found: list[float], certified: list[float]) -> float:
    """Digits in which the worst number agrees with its certified value, at most 15, at least 0."""
    if len(found) != len(certified) or not np.all(np.isfinite(found)):
        return 0.0
    error = np.max(np.abs(np.subtract(found, certified) / np.asarray(certified)))
    return float(np.clip(-np.log10(max(error, 1e-15)), 0.0, 15.0))
