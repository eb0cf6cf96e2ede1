"""A drop-down shows the beginning and the end of what is chosen, and dots where something is left out."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from linreg_gui.views.widgets.elided_box import ElidedBox


def test_words_are_shortened_to_the_room_there_is(qtbot: QtBot) -> None:
    box = ElidedBox()
    qtbot.addWidget(box)
    box.addItem("against the predictions")
    box.resize(box.sizeHint().width() + 20, box.sizeHint().height())
    assert box.shown_text() == "against the predictions"
    whole = box.grab().toImage()
    box.resize(110, box.height())
    shown = box.shown_text()
    assert "…" in shown
    assert shown.startswith("aga")
    assert shown.endswith("ns")
    assert box.currentText() == "against the predictions"
    assert box.grab().toImage() != whole.copy(0, 0, 110, box.height())
