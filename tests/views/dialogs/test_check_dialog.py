"""The result of a check, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from linreg_gui.core.installation.check_report import Check, CheckReport, Outcome
from linreg_gui.views.dialogs.check_dialog import CheckDialog

REPORT = CheckReport(
    (
        Check("Fonts", Outcome.PASSED, "9 families."),
        Check("OpenGL", Outcome.SKIPPED, "There is none."),
        Check("Stepping", Outcome.FAILED, "Other weights."),
    ),
    {"Qt": "6.11.3"},
    {"Memory": "8 GiB"},
)


def test_it_is_at_work_until_there_is_a_report(qtbot) -> None:
    dialog = CheckDialog()
    qtbot.addWidget(dialog)
    assert "takes some seconds" in dialog.sentence.text()
    assert not dialog.progress.isHidden()
    assert not dialog.copy_button.isEnabled()


def test_every_check_version_and_device_is_a_line(qtbot) -> None:
    dialog = CheckDialog()
    qtbot.addWidget(dialog)
    dialog.show_report(REPORT)
    assert dialog.progress.isHidden()
    assert dialog.sentence.text().startswith("1 check of 3 failed.")
    words = dialog.browser.toPlainText().replace("\xa0", " ").split()
    text = " ".join(words)
    for line in ("Stepping ✗ fails Other weights.", "OpenGL – not tried There is none."):
        assert line in text
    assert "Qt 6.11.3" in text
    assert "Memory 8 GiB" in text


def test_what_a_report_says_is_no_markup(qtbot) -> None:
    dialog = CheckDialog()
    qtbot.addWidget(dialog)
    dialog.show_report(CheckReport((Check("Window", Outcome.FAILED, "<lambda> & <b>more</b>"),)))
    assert "<lambda> & <b>more</b>" in dialog.browser.toPlainText()


def test_copy_puts_the_whole_report_on_the_clipboard(qtbot) -> None:
    dialog = CheckDialog()
    qtbot.addWidget(dialog)
    dialog.show_report(REPORT)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == REPORT.as_text()
