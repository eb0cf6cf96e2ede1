"""What a person is told of a mistake of the program."""

from __future__ import annotations

import pytest

from linreg_gui.views.dialogs.error_dialog import ErrorDialog


@pytest.mark.parametrize(
    ("fatal", "unsaved", "kept", "advice"),
    [
        (False, False, False, "Nothing was sent"),
        (False, True, False, "To be safe, save your work first."),
        (True, True, True, "Unsaved work is kept and offered at the next start"),
        (True, True, False, "To be safe, save your work first."),
    ],
)
def test_the_advice_promises_no_more_than_is_so(qtbot, fatal, unsaved, kept, advice) -> None:
    dialog = ErrorDialog("details", unsaved, fatal=fatal, kept=kept)
    qtbot.addWidget(dialog)
    assert dialog.informativeText().startswith(advice)
    assert (dialog.save_button is not None) == unsaved
    assert ("has to end" in dialog.text()) == fatal
    assert dialog.close_button.text() == ("&End the Program" if fatal else "&Close")


def test_saving_and_reading_the_log_leave_it_open_and_escape_closes_it(qtbot) -> None:
    dialog = ErrorDialog("details", True)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignals([dialog.save_requested, dialog.log_requested]):
        dialog.save_button.click()
        dialog.log_button.click()
    assert dialog.isVisible()
    assert dialog.escapeButton() is dialog.close_button
    dialog.close_button.click()
    assert not dialog.isVisible()
