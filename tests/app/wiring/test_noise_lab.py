"""The noise lab of the whole window: residuals of the moment, true noise, and what a hand has moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.table.row_set import RowSet


def generate(qtbot, program, noise: str) -> None:
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.generate((0.5,), 1.0, 0.2, 200, 0, noise=noise)
    settled(qtbot, program)


def settled(qtbot, program) -> None:
    session = program.session

    def ready() -> bool:
        ground = session.painting.ground
        return not session.jobs._running and ground is not None and ground.table is session.document.table

    qtbot.waitUntil(ready, timeout=30_000)


def run_steps(qtbot, program, count: int) -> None:
    training, step = program.session.training, program.session.moment.step + count
    training.step(count)
    qtbot.waitUntil(
        lambda: training.phase.value == "idle" and program.session.moment.step == step, timeout=30_000
    )
    settled(qtbot, program)


def told(plot) -> tuple[float, float]:
    """The likelihood and the loss as they are written."""
    numbers = plot.lab.bar.proof.text().splitlines()[1].replace("−", "-")
    return float(numbers.split(" = ")[0]), float(numbers.rpartition(" · ")[2])


def test_likelihood_and_loss_of_a_moved_noise_follow_the_moment_together(qtbot, program) -> None:
    generate(qtbot, program, "laplace")
    plot, session = program.window.noise_histogram, program.session
    data = session.analysis.data
    assert plot.truth.isVisible()
    x, density = plot.truth.getData()
    np.testing.assert_allclose(density, stats.laplace(0.0, 0.2 / np.sqrt(2.0)).pdf(x), rtol=1e-9)
    plot.lab.button.click()
    qtbot.waitUntil(lambda: plot.lab.curve() is not None)
    noise = session.moment.picture.noise
    assert plot.lab.curve() == (noise.mean, noise.std)
    plot.lab.move_to((0.1, 0.5))
    seen = []
    for _ in range(2):
        run_steps(qtbot, program, 5)
        state = session.moment.picture.snapshot
        residuals = data.y - data.X @ state.weights - state.bias
        likelihood, loss = told(plot)
        assert likelihood == pytest.approx(-stats.norm(0.1, 0.5).logpdf(residuals).sum(), rel=1e-5)
        assert loss == pytest.approx(0.5 * np.mean((residuals - 0.1) ** 2), rel=1e-5)
        seen.append((likelihood, loss))
    (fall, fall_of_loss), n_over_variance = np.diff(seen, axis=0)[0], 200 / 0.5**2
    assert fall == pytest.approx(n_over_variance * fall_of_loss, rel=1e-2)
    assert seen[1][0] < seen[0][0]
    assert seen[1][1] < seen[0][1]
    plot.set_exact(True)
    settled(qtbot, program)
    residuals = data.y - data.X @ session.analysis.exact.weights - session.analysis.exact.bias
    assert told(plot)[1] == pytest.approx(0.5 * np.mean((residuals - 0.1) ** 2), rel=1e-4)
    plot.set_exact(False)
    # A hand on the rows takes it along.
    before = told(plot)
    session.selection.select(RowSet.of_ranges([(0, 50)]))
    session.painting.move_selected(0.0, 2.0)
    assert told(plot) != before
    session.painting.cancel_stroke()
    assert told(plot) == before


def test_of_another_loss_it_is_the_noise_of_that(qtbot, program) -> None:
    generate(qtbot, program, "normal")
    plot, session = program.window.noise_histogram, program.session
    plot.lab.open(True)
    settled(qtbot, program)
    session.training.set_config(replace(session.training.config, loss=AbsoluteLoss()))
    settled(qtbot, program)
    data, state = session.analysis.data, session.moment.picture.snapshot
    residuals = data.y - data.X @ state.weights - state.bias
    middle = np.median(residuals)
    assert plot.lab.curve() == pytest.approx((middle, np.abs(residuals - middle).mean()))
    assert plot.lab.bar.proof.text().startswith("−log L = n · log(2b)")
    plot.lab.move_to((0.3, 2.0))
    likelihood, loss = told(plot)
    assert likelihood == pytest.approx(-stats.laplace(0.3, 2.0).logpdf(residuals).sum(), rel=1e-5)
    assert loss == pytest.approx(np.abs(residuals - 0.3).mean(), rel=1e-5)


def test_without_data_and_without_a_known_truth_there_is_no_true_noise(qtbot, program) -> None:
    generate(qtbot, program, "normal")
    plot, window = program.window.noise_histogram, program.window
    qtbot.waitUntil(plot.truth.isVisible, timeout=30_000)
    plot.lab.open(True)
    run_steps(qtbot, program, 3)
    assert plot.lab.bar.proof.text()
    assert "% off" in window.equation.chip.text
    with qtbot.waitSignal(program.session.not_analysed, timeout=30_000):
        program.session.opening.new_table()
    assert not plot.truth.isVisible()
    assert plot.lab.curve() is None
    # Nor does anything else tell of the data before.
    assert plot.lab.bar.proof.text() == ""
    assert "% off" not in window.equation.chip.text
    assert window.status_line.progress.text() == ""
    generate(qtbot, program, "poisson")
    assert not plot.truth.isVisible()
