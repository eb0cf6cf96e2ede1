"""Figures in which noise is drawn anew many times: rows 1 f and 1 g, exercises 1.2, 4.2 and 4.3."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from linreg_gui.core.chapter.drawn_anew import draw_anew, expected_half_mse
from linreg_gui.core.chapter.noisy_copies import noisy_copies, noisy_gram
from linreg_gui.core.model.noise import normal_density

from .figure import LabCurve, LabDots, LabFigure, LabMark, LabOutcome, LabPicture, LabValue, Look
from .parts import histogram, shown

_SEED = LabValue("seed", "seed", "Which draws these are.", 0.0, 99.0, 0.0, step=1.0)
_WEIGHT, _BIAS = 2.0, 1.0


def _redraw(values: Mapping[str, float]) -> LabPicture:
    n, d, std = int(values["n"]), int(values["features"]), values["noise"]
    draws, seed = int(values["draws"]), int(values["seed"])
    X = np.random.default_rng(7).standard_normal((n, d))
    truth = np.full(d, _WEIGHT)
    found = draw_anew(X, truth, _BIAS, std, draws, seed)
    which = 0 if d else -1
    estimates, true = found.estimates[:, which], _WEIGHT if d else _BIAS
    error = float(found.standard_deviations[which])
    name = "first weight" if d else "bias"
    # As wide for every noise, so that a smaller one is seen to be smaller.
    far = max(5.0 * error, 0.05)
    x = np.linspace(true - far, true + far, 401)
    bars = histogram("draws", estimates) if std > 0.0 else None
    highest = float(max(normal_density(true, true, error).max(), bars.heights.max())) if bars else 1.0
    train, fresh = float(found.train_mse.mean()), float(found.fresh_mse.mean())
    return LabPicture(
        (f"{name} of each fit", "density"),
        ((true - far, true + far), (0.0, 1.1 * highest)),
        {
            "train": train,
            "fresh": fresh,
            "expected_train": found.expected_train,
            "expected_fresh": found.expected_fresh,
            "half_train": 0.5 * train,
            "expected_half": expected_half_mse(std, n, d + 1),
            "mean": float(estimates.mean()),
            "spread": float(estimates.std()),
            "expected_spread": error,
        },
        f"{draws:,} times {n} labels were drawn anew at the same features: the {name} spreads by "
        f"{shown(float(estimates.std()))} around {shown(float(estimates.mean()))}; the mean squared error is "
        f"{shown(train)} on the labels fitted, and {shown(fresh)} on fresh ones.",
        curves=(LabCurve("in theory", x, normal_density(x, true, error), Look.BEST),) if std > 0.0 else (),
        bars=bars,
        marks=(LabMark("truth", true, Look.GHOST),),
    )


REDRAW = LabFigure(
    "redraw",
    "Labels drawn anew",
    "Labels are drawn anew many times at the same features, and each is fitted exactly. On the labels that "
    "were fitted the error is smaller than the noise, on fresh ones larger. Without features it is about b "
    "alone.",
    (
        LabValue("n", "n", "Rows.", 15.0, 200.0, 30.0, step=1.0),
        LabValue("features", "features", "Features; the model has a bias besides.", 0.0, 10.0, 1.0, step=1.0),
        LabValue("noise", "σ", "Standard deviation of the noise.", 0.0, 3.0, 1.0),
        LabValue("draws", "draws", "How often labels are drawn.", 1.0, 2000.0, 500.0, step=1.0),
        _SEED,
    ),
    (
        LabOutcome("train", "error on labels fitted", "mean squared error on the labels that were fitted"),
        LabOutcome("fresh", "error on fresh labels", "mean squared error on fresh labels at the same X"),
        LabOutcome("spread", "spread", "standard deviation of the first weight, or of b without features"),
        LabOutcome("mean", "mean", "mean of it"),
        LabOutcome("expected_train", "σ²(1 − p/n)", "expected error on labels fitted", shown=False),
        LabOutcome("expected_fresh", "σ²(1 + p/n)", "expected error on fresh labels", shown=False),
        LabOutcome("half_train", "half of it", "half mean squared error on labels fitted", shown=False),
        LabOutcome("expected_half", "σ²(n − p)/(2n)", "expected half of it", shown=False),
        LabOutcome("expected_spread", "spread in theory", "from σ²(X̃ᵀX̃)⁻¹", shown=False),
    ),
    _redraw,
)


def _copies(values: Mapping[str, float]) -> LabPicture:
    noise, n = values["noise"], int(values["n"])
    found = noisy_copies(n, noise, int(values["draws"]), seed=int(values["seed"]))
    w1, w2 = found.weights.T
    difference, total = w1 - w2, w1 + w2
    far = max(5.0 * found.expected_spread, 4.0)
    middle = 0.5 * found.total
    return LabPicture(
        ("w₁", "w₂"),
        ((middle - far, middle + far), (middle - far, middle + far)),
        {
            "spread": float(difference.std()),
            "expected_spread": found.expected_spread,
            "total": float(total.mean()),
            "total_spread": float(total.std()),
        },
        f"With noise of {shown(noise)} on two equal columns, w₁ − w₂ spreads by "
        f"{shown(float(difference.std()))}, "
        f"while w₁ + w₂ stays at {shown(float(total.mean()))}, give or take {shown(float(total.std()))}.",
        curves=(
            LabCurve(
                "w₁ + w₂ of one column",
                np.array([middle - far, middle + far]),
                np.array([middle + far, middle - far]),
                Look.BEST,
            ),
        ),
        dots=(LabDots("draws", w1, w2),),
    )


COPIES = LabFigure(
    "copies",
    "Noise on a column that is there twice",
    "Without noise no inverse exists. With noise on both copies it does, but the weights run wild: the "
    "smaller "
    "the noise, the wilder. Their sum hardly moves.",
    (
        LabValue("noise", "σ of the noise", "Of what is added to X.", 0.001, 1.0, 0.1, logarithmic=True),
        LabValue("n", "n", "Rows.", 20.0, 500.0, 200.0, step=1.0),
        LabValue("draws", "draws", "How often noise is drawn.", 10.0, 500.0, 200.0, step=1.0),
        _SEED,
    ),
    (
        LabOutcome("spread", "spread of w₁ − w₂", "standard deviation of the difference of both weights"),
        LabOutcome("expected_spread", "√2·s/(σ√n)", "that in theory, for small σ"),
        LabOutcome("total", "mean of w₁ + w₂", "mean of their sum"),
        LabOutcome("total_spread", "spread of w₁ + w₂", "standard deviation of their sum"),
    ),
    _copies,
)


def _gram(values: Mapping[str, float]) -> LabPicture:
    noise, n, draws = values["noise"], int(values["n"]), int(values["draws"])
    found = noisy_gram(n, noise, draws, seed=int(values["seed"]))
    count = np.arange(1.0, draws + 1.0)
    means = np.cumsum(found.drawn, axis=0) / count[:, None, None]
    mean = means[-1]
    added = n * noise * noise
    plain = found.plain
    high = 1.15 * max(float(plain[0, 0]) + added, float(found.drawn[:, 0, 0].max()))
    low = float(min(plain[0, 1], means[:, 0, 1].min())) - 0.1 * abs(float(plain[0, 0]))
    return LabPicture(
        ("draws", "mean entry of the Gram matrix"),
        ((0.0, float(draws)), (low, high)),
        {
            "diagonal": float(mean[0, 0]),
            "plain_diagonal": float(plain[0, 0]),
            "added": float(mean[0, 0] - plain[0, 0]),
            "expected_added": added,
            "off_diagonal": float(mean[0, 1]),
            "plain_off_diagonal": float(plain[0, 1]),
        },
        f"Over {draws:,} draws the diagonal of the Gram matrix has grown by "
        f"{shown(float(mean[0, 0] - plain[0, 0]))} on average; nσ² is {shown(added)}.",
        curves=(
            LabCurve("diagonal", count, means[:, 0, 0]),
            LabCurve("beside it", count, means[:, 0, 1], Look.OTHER),
        ),
        dots=(LabDots("diagonal of each draw", count, found.drawn[:, 0, 0]),),
        marks=(
            LabMark("XᵀX + nσ²", float(plain[0, 0]) + added, level=True),
            LabMark("XᵀX", float(plain[0, 0]), Look.GHOST, level=True),
        ),
    )


GRAM = LabFigure(
    "gram",
    "The expected Gram matrix",
    "Noise is added to both columns of X, and the Gram matrix is averaged over draws: its diagonal grows by "
    "nσ², what is beside it stays. So does a ridge penalty, but the weights are not those of ridge.",
    (
        LabValue("noise", "σ of the noise", "Of what is added to X.", 0.0, 2.0, 0.5),
        LabValue("n", "n", "Rows.", 5.0, 200.0, 50.0, step=1.0),
        LabValue("draws", "draws", "How often noise is drawn.", 1.0, 2000.0, 500.0, step=1.0),
        _SEED,
    ),
    (
        LabOutcome("diagonal", "mean diagonal", "mean of the first diagonal entry"),
        LabOutcome("plain_diagonal", "without noise", "that entry of XᵀX"),
        LabOutcome("added", "grown by", "by how much it has grown"),
        LabOutcome("off_diagonal", "beside the diagonal", "mean of the entry beside the diagonal"),
        LabOutcome("expected_added", "nσ²", "by how much it grows in theory", shown=False),
        LabOutcome("plain_off_diagonal", "beside it, without noise", "that entry of XᵀX", shown=False),
    ),
    _gram,
)
