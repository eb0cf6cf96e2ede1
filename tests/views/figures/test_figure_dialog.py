"""The dialog shows the figure as it will be, and asks for just what is chosen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from linreg_gui.core.explaining.losses import LossScene
from linreg_gui.core.explaining.run_noise import RunNoise
from linreg_gui.core.model.loss_curve import LossCurve
from linreg_gui.core.model.noise import summarise_noise
from linreg_gui.core.writing.figure import FigureKind, FigureRequest
from linreg_gui.views.figures.figure_dialog import FigureDialog
from linreg_gui.views.plots.loss_plot import LossPlot
from linreg_gui.views.plots.noise_histogram import NoiseHistogram

WISH = FigureRequest(FigureKind.SVG, 12.0, 7.5, 200, title=False, legend=True)


@pytest.fixture
def dialog(qtbot: QtBot) -> FigureDialog:
    noise, loss = NoiseHistogram(), LossPlot()
    noise.show_value(RunNoise(summarise_noise(np.random.default_rng(0).normal(size=200))))
    steps = np.arange(3.0)
    loss.show_value(LossScene(LossCurve(steps, steps, steps, 1.0 + steps, steps, steps)))
    made = FigureDialog([noise, loss], WISH)
    for widget in (noise, loss, made):
        qtbot.addWidget(widget)
    return made


def test_it_begins_as_the_last_one_was_wished_for(dialog: FigureDialog) -> None:
    assert dialog.request() == WISH
    assert dialog.chosen().title() == "Noise"
    assert not dialog.dpi.isEnabled()


def test_what_is_chosen_is_asked_for(qtbot: QtBot, dialog: FigureDialog) -> None:
    dialog.plot.setCurrentIndex(1)
    dialog.kind.setCurrentIndex(2)
    dialog.width_box.setValue(20.0)
    dialog.title.setChecked(True)
    assert dialog.dpi.isEnabled()
    assert dialog.hint.text == "1,575 × 591 pixels."
    with qtbot.waitSignal(dialog.save_requested) as asked:
        dialog.ok.click()
    plot, request = asked.args
    assert plot.title() == "Loss"
    assert request == FigureRequest(FigureKind.PNG, 20.0, 7.5, 200, title=True, legend=True)


def test_a_picture_of_too_many_pixels_cannot_be_asked_for(dialog: FigureDialog) -> None:
    dialog.kind.setCurrentIndex(2)
    for box, value in ((dialog.width_box, 60.0), (dialog.height_box, 60.0), (dialog.dpi, 1200)):
        box.setValue(value)
    assert not dialog.ok.isEnabled()
    assert "too many" in dialog.hint.text
    dialog.dpi.setValue(100)
    assert dialog.ok.isEnabled()
    dialog.reject()


def test_the_preview_changes_with_the_choices(qtbot: QtBot, dialog: FigureDialog) -> None:
    before = dialog.preview.pixmap().toImage()
    assert before.width() / before.height() == pytest.approx(12.0 / 7.5, rel=0.01)
    dialog.width_box.setValue(7.5)
    qtbot.waitUntil(lambda: dialog.preview.pixmap().width() == dialog.preview.pixmap().height())
    dialog.plot.setCurrentIndex(1)
    seen = dialog.preview.pixmap().toImage()
    qtbot.waitUntil(lambda: dialog.preview.pixmap().toImage() != seen)


def test_the_clipboard_gets_pixels_and_vectors(dialog: FigureDialog) -> None:
    dialog.copy.click()
    data = QApplication.clipboard().mimeData()
    assert data.hasImage()
    assert bytes(data.data("image/svg+xml").data()).startswith(b"<?xml")
