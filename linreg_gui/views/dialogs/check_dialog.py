"""Shows how a check of the installation went: one line for each thing tried, and everything to copy."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QTextBrowser,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.installation.check_report import CheckReport, Outcome
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column
from linreg_gui.views.widgets.icons import pixmap
from linreg_gui.views.widgets.notices import NOTICES
from linreg_gui.views.widgets.style import Series, is_dark, muted
from linreg_gui.views.widgets.texts import Label, Rich, joined_rich, rich, set_rich, set_text

_SIZE = QSize(680, 540)
_ICON = 20
_WORKING = "Checking this installation. That takes some seconds."
_ADVICE = " Copy the result into a report of the fault, so that it can be mended."
_SIGNS = {Outcome.PASSED: "✓ works", Outcome.FAILED: "✗ fails", Outcome.SKIPPED: "– not tried"}
_VALUE = "<tr><td style='white-space: nowrap'>{name}&nbsp;&nbsp;</td><td colspan='2'>{value}</td></tr>"
_RESULT_HELP = "What was tried, whether it works, and what was found; then versions and devices."
_COPY_HELP = "Copy all of this as text, for a report of a fault."


@always_answers
class CheckDialog(QDialog):
    """Says that it is at work until it is given a report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check This Installation")
        self._report: CheckReport | None = None
        self.icon, self.sentence = Label(), Label(_WORKING)
        self.sentence.setWordWrap(True)
        self.progress = describe(QProgressBar(), "Checking", "The check is at work.")
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.browser = describe(QTextBrowser(), "Result", _RESULT_HELP)
        self.browser.document().setDocumentMargin(12)
        self.copy_button = describe(QPushButton("&Copy"), "Copy", _COPY_HELP)
        self.copy_button.setEnabled(False)
        self.copy_button.clicked.connect(self._copy)
        self._lay_out()
        self.resize(_SIZE)

    def show_report(self, report: CheckReport) -> None:
        """List what was found, failures included."""
        self._report = report
        self.progress.hide()
        self.icon.show()
        set_text(self.sentence, report.sentence + ("" if report.passed else _ADVICE))
        self.copy_button.setEnabled(True)
        self.copy_button.setFocus()
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "copy_button"):
            self._write()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.icon)
        top.addWidget(self.sentence, 1)
        self.icon.hide()
        close = QDialogButtonBox.StandardButton.Close
        buttons = QDialogButtonBox(close)
        buttons.button(close).setIcon(QIcon())
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = dialog_column(self)
        layout.addLayout(top)
        layout.addWidget(self.progress)
        layout.addWidget(self.browser, 1)
        layout.addWidget(buttons)

    def _write(self) -> None:
        """The report in the colours of the palette of now."""
        report = self._report
        if report is None:
            return
        self.icon.setPixmap(self._sign(report.passed))
        messages = dict.fromkeys(report.messages, "")
        place = self.browser.verticalScrollBar().value()
        table = rich(
            "<table cellspacing='0' cellpadding='3'>{checks}{versions}{devices}{messages}</table>",
            checks=self._check_rows(report),
            versions=_rows("Versions", report.versions),
            devices=_rows("Devices", report.devices),
            messages=_rows("Messages of Qt", messages),
        )
        set_rich(self.browser, table)
        self.browser.verticalScrollBar().setValue(place)

    def _check_rows(self, report: CheckReport) -> Rich:
        dark, palette = is_dark(self.palette()), self.palette()
        colours = {
            Outcome.PASSED: Series.EXACT.colour(dark),
            Outcome.FAILED: NOTICES["error"].colour(dark),
            Outcome.SKIPPED: muted(palette),
        }
        return joined_rich(
            rich(
                "<tr><td>{name}</td><td style='color: {colour}; white-space: nowrap'>{sign}&nbsp;&nbsp;</td>"
                "<td>{detail}</td></tr>",
                name=check.name,
                colour=colours[check.outcome].name(),
                sign=_SIGNS[check.outcome],
                detail=check.detail,
            )
            for check in report.checks
        )

    def _sign(self, good: bool) -> QPixmap:
        dark, error = is_dark(self.palette()), NOTICES["error"]
        name, colour = ("check", Series.EXACT.colour(dark)) if good else (error.icon, error.colour(dark))
        return pixmap(name, colour, _ICON, self.devicePixelRatioF())

    def _copy(self) -> None:
        if self._report is not None:
            QGuiApplication.clipboard().setText(self._report.as_text())


def _rows(title: str, entries: Mapping[str, str]) -> Rich:
    """A heading and a line for each entry; nothing where there is none."""
    if not entries:
        return Rich()
    lines = (
        rich(_VALUE if value else "<tr><td colspan='3'>{name}</td></tr>", name=name, value=value)
        for name, value in entries.items()
    )
    return rich(
        "<tr><td colspan='3'><br><b>{title}</b></td></tr>{lines}", title=title, lines=joined_rich(lines)
    )
