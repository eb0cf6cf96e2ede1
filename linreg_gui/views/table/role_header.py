"""A table header that says of a column its name, role, type and missing cells, with a tiny histogram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.table.column_summary import ColumnSummary
from linreg_gui.core.table.roles import Role
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.style import is_dark, muted
from linreg_gui.views.widgets.texts import add_section, set_help, show_tip
from linreg_gui.views.widgets.window_menu import window_menu

from .column_sketch import paint_bars, paint_details, small
from .column_words import summary_lines

_MARGIN = 6
_GAP = 3
_BADGE_PADDING = 6
_BARS_HEIGHT = 18
_FX = "fx"
_ALL_ROWS = "Excluded rows are among these; means in formulas and of filled cells leave them out."
ROLE_WORDS = {Role.FEATURE: "Feature", Role.LABEL: "Label", Role.IGNORED: "Ignored"}
ROLE_HELP = {
    Role.FEATURE: "The label is predicted from it.",
    Role.LABEL: "The column to predict. The label so far becomes a feature.",
    Role.IGNORED: "It takes no part.",
}


@always_answers
class RoleHeader(QHeaderView):
    """Shows the role that the model gives under `UserRole`."""

    role_requested = Signal(str, object)  # column name, Role

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self._summaries: Mapping[str, ColumnSummary] = {}
        self._formulas: Mapping[str, str] = {}
        self._uses: Mapping[str, str] = {}
        self._excludes = False
        self._measures: dict[str, QFontMetrics] = {}  # of the fonts in use, which take time to be made

    def show_summaries(self, summaries: Mapping[str, ColumnSummary]) -> None:
        """Show what columns are like; there is room for it whether it is known or not."""
        self._summaries = summaries
        self.viewport().update()

    def show_formulas(self, formulas: Mapping[str, str]) -> None:
        """Mark the columns that are computed."""
        self._formulas = formulas
        self.viewport().update()

    def show_uses(self, uses: Mapping[str, str]) -> None:
        """Say of ignored columns what they are there for, such as weights."""
        self._uses = uses
        self.viewport().update()

    def say_what_counts(self, excludes: bool) -> None:
        """Whether some rows are excluded, which what is said of a column counts all the same."""
        self._excludes = excludes

    def open_menu(self, section: int) -> QMenu:
        """Open the choice of roles under the section of a column."""
        menu = window_menu(self)
        add_role_actions(menu, self.name(section), self.role(section), self.role_requested.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        corner = QPoint(max(0, self.sectionViewportPosition(section)), self.height())
        menu.popup(self.viewport().mapToGlobal(corner))
        return menu

    def name(self, section: int) -> str:
        """The name of a column."""
        return str(self._data(section, Qt.ItemDataRole.DisplayRole))

    def role(self, section: int) -> Role | None:
        """The role of a column."""
        role = self._data(section, Qt.ItemDataRole.UserRole)
        return role if isinstance(role, Role) else None

    def width_for(self, section: int) -> int:
        """How wide a column must be to show its name and its badge whole."""
        metrics = self._bold_metrics()
        badge = self._badge_metrics().horizontalAdvance(ROLE_WORDS[Role.IGNORED]) + 2 * _BADGE_PADDING
        name = metrics.horizontalAdvance(self.name(section))
        if self.name(section) in self._formulas:
            name += metrics.horizontalAdvance(_FX) + _GAP
        return max(name, badge, self._details_width()) + 2 * _MARGIN + 2

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        lines = self._bold_metrics().height() + self._badge_height() + self._details_height() + _BARS_HEIGHT
        return QSize(self.width_for(logicalIndex), lines + 3 * _GAP + 2 * _MARGIN - 2)

    def sizeHint(self) -> QSize:
        # All sections are equally high; Qt would measure two hundred of them.
        return self.sectionSizeFromContents(0) if self.count() else super().sizeHint()

    def is_on_badge(self, where: QPoint) -> bool:
        """Whether a place in the header is on the line of the badges."""
        top = _MARGIN - 1 + self._bold_metrics().height() + _GAP
        return top <= where.y() < top + self._badge_height()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            section = self.logicalIndexAt(event.pos())
            if section >= 0:
                show_tip(event.globalPos(), self.description(section), self)
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self._measures = {}
        super().changeEvent(event)

    def description(self, section: int) -> str:
        """Everything the header says of a column, in words."""
        name, role = self.name(section), self.role(section)
        lines = [f"“{name}”{f' is {_with_article(role)}' if role else ''}."]
        if name in self._formulas:
            lines.append(f"Computed: {self._formulas[name]}")
        if name in self._uses:
            lines.append(f"It holds the {self._uses[name]} of the rows.")
        if name in self._summaries:
            lines += summary_lines(self._summaries[name])
            if self._excludes:
                lines.append(_ALL_ROWS)
        return "\n".join([*lines, "Click the role to choose what it is used for."])

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        palette = self.palette()
        painter.fillRect(rect, self._ground(logicalIndex))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        role = self.role(logicalIndex)
        area = rect.adjusted(_MARGIN, _MARGIN - 1, -_MARGIN, -_MARGIN)
        side = self._side(logicalIndex)
        self._paint_name(painter, area, side, logicalIndex, role)
        top = area.top() + self._bold_metrics().height() + _GAP
        if role is not None:
            word = self._uses.get(self.name(logicalIndex), "") if role is Role.IGNORED else ""
            self._paint_badge(painter, area, side, role, word or role.value, top)
        summary = self._summaries.get(self.name(logicalIndex))
        if summary is not None:
            top += self._badge_height() + _GAP
            painter.setFont(small(self.font()))
            line = QRect(area.left(), top, area.width(), self._details_height())
            paint_details(painter, line, side is Qt.AlignmentFlag.AlignRight, summary, palette)
            bars = QRect(area.left(), line.bottom() + 1 + _GAP, area.width(), _BARS_HEIGHT)
            paint_bars(painter, bars, summary, palette)
        painter.restore()

    def _paint_name(
        self, painter: QPainter, area: QRect, side: Qt.AlignmentFlag, section: int, role: Role | None
    ) -> None:
        font = self.font()
        font.setBold(role is not Role.IGNORED)
        painter.setFont(font)
        text_colour = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(muted(self.palette()) if role is Role.IGNORED else text_colour)
        line = QRect(area.left(), area.top(), area.width(), self._bold_metrics().height())
        if self.name(section) in self._formulas:
            line = self._paint_fx(painter, line, side)
        text = elided(self.name(section), QFontMetrics(font), line.width())
        painter.drawText(line, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_fx(self, painter: QPainter, line: QRect, side: Qt.AlignmentFlag) -> QRect:
        """Mark a computed column at the end of the line where its name is not; gives what is left of it."""
        font, pen = painter.font(), painter.pen()
        italic = QFont(font)
        italic.setItalic(True)
        painter.setFont(italic)
        painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
        width = QFontMetrics(italic).horizontalAdvance(_FX) + _GAP
        at_left = side is Qt.AlignmentFlag.AlignRight
        end = Qt.AlignmentFlag.AlignLeft if at_left else Qt.AlignmentFlag.AlignRight
        painter.drawText(line, int(end | Qt.AlignmentFlag.AlignVCenter), _FX)
        painter.setFont(font)
        painter.setPen(pen)
        return line.adjusted(width, 0, 0, 0) if at_left else line.adjusted(0, 0, -width, 0)

    def _paint_badge(
        self, painter: QPainter, area: QRect, side: Qt.AlignmentFlag, role: Role, word: str, top: int
    ) -> None:
        metrics = self._badge_metrics()
        width = min(area.width(), metrics.horizontalAdvance(word) + 2 * _BADGE_PADDING)
        left = area.left() if side is Qt.AlignmentFlag.AlignLeft else area.right() + 1 - width
        badge = QRectF(left, top, width, self._badge_height())
        ground, text = badge_colours(role, self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen if role is not Role.IGNORED else QPen(muted(self.palette()), 0.8))
        inner = badge.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.setPen(text)
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), word)

    def _ground(self, section: int) -> QColor:
        colour = self.palette().color(QPalette.ColorRole.Window)
        selection = self.selectionModel()
        if selection is not None and selection.columnIntersectsSelection(section, self.rootIndex()):
            return colour.lighter(130) if is_dark(self.palette()) else colour.darker(107)
        return colour

    def _side(self, section: int) -> Qt.AlignmentFlag:
        """Names stand over the numbers, which stand right."""
        model = self.model()
        if model is not None and model.rowCount():
            flags = model.index(0, section).data(Qt.ItemDataRole.TextAlignmentRole)
            if flags is not None and int(flags) & int(Qt.AlignmentFlag.AlignRight):
                return Qt.AlignmentFlag.AlignRight
        return Qt.AlignmentFlag.AlignLeft

    def _data(self, section: int, role: Qt.ItemDataRole) -> Any:
        model = self.model()
        return None if model is None else model.headerData(section, Qt.Orientation.Horizontal, role)

    def _bold_metrics(self) -> QFontMetrics:
        if "bold" not in self._measures:
            font = self.font()
            font.setBold(True)
            self._measures["bold"] = QFontMetrics(font)
        return self._measures["bold"]

    def _badge_metrics(self) -> QFontMetrics:
        if "badge" not in self._measures:
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * 0.88)
            self._measures["badge"] = QFontMetrics(font)
        return self._measures["badge"]

    def _small_metrics(self) -> QFontMetrics:
        if "small" not in self._measures:
            self._measures["small"] = QFontMetrics(small(self.font()))
        return self._measures["small"]

    def _badge_height(self) -> int:
        return self._badge_metrics().height() + 2

    def _details_height(self) -> int:
        return self._small_metrics().height() + 1

    def _details_width(self) -> int:
        """Enough for the sign of any type and for the word of it, or for a few missing cells."""
        return self._small_metrics().horizontalAdvance("A|B 99 missing") + 6


def badge_colours(role: Role, palette: QPalette) -> tuple[QColor, QColor]:
    """Ground and text of a badge: the label is filled, a feature tinted, an ignored column empty."""
    accent = palette.color(QPalette.ColorRole.Accent)
    if role is Role.LABEL:
        return accent, palette.color(QPalette.ColorRole.HighlightedText)
    if role is Role.FEATURE:
        tint = QColor(accent)
        tint.setAlphaF(0.30 if is_dark(palette) else 0.16)
        return tint, palette.color(QPalette.ColorRole.WindowText)
    return QColor(Qt.GlobalColor.transparent), muted(palette)


def add_role_actions(menu: QMenu, name: str, role: Role | None, choose: Any) -> None:
    """Add the three roles to a menu; ``choose(name, role)`` is called for the one that is picked."""
    menu.setToolTipsVisible(True)
    add_section(menu, name)
    group = QActionGroup(menu)
    for other in (Role.FEATURE, Role.LABEL, Role.IGNORED):
        action = QAction(ROLE_WORDS[other], menu)
        action.setCheckable(True)
        action.setChecked(other is role)
        set_help(action, ROLE_HELP[other])
        action.triggered.connect(lambda _checked=False, other=other: choose(name, other))
        group.addAction(action)
        menu.addAction(action)


def _with_article(role: Role) -> str:
    return {Role.FEATURE: "a feature", Role.LABEL: "the label", Role.IGNORED: "ignored"}[role]
