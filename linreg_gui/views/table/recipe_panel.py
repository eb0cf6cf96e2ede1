"""What becomes of missing values and the label, and what the levels of a category are compared with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.texts import Label

_MISSING_WORDS = {
    Missing.DROP: "drop the row",
    Missing.MEAN: "fill with the mean",
    Missing.MEDIAN: "fill with the median",
    Missing.INDICATE: "fill and indicate",
}
_MISSING_HELP = (
    "What becomes of a row in which a feature is missing. Means and medians are those of the rows that take "
    "part, without excluded ones. “Fill and indicate” puts in the mean and adds a feature that is 1 where "
    "the value was missing. A filled cell counts as measured, which makes intervals and p-values too "
    "certain. A row without a label is always dropped."
)
_SCALE_WORDS = {LabelScale.PLAIN: "as it is", LabelScale.LOG: "its logarithm"}
_SCALE_HELP = (
    "What is fitted: the label, or its natural logarithm, as for prices. A feature then multiplies the label "
    "instead of adding to it. Rows whose label is not above 0 are dropped."
)
_NO_REFERENCE = "none, each level has a weight"
_REFERENCE_HELP = (
    "The reference level of “{}”, with its rows: the weights of the other levels say how much more they are "
    "than it. Predictions do not depend on it."
)
_MOST_ROWS = 4
_SHORTEST = 8
_WIDEST_NAME = 120


class RecipePanel(QWidget):
    """A choice for missing values, one for the label, and one for each category."""

    label_scale_requested = Signal(object)  # LabelScale
    missing_requested = Signal(object)  # Missing
    reference_requested = Signal(str, str)  # column name, level

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.missing = describe(_combo_box(), "Missing values", _MISSING_HELP)
        for missing, words in _MISSING_WORDS.items():
            self.missing.addItem(words, missing)
        self.missing.currentIndexChanged.connect(
            lambda: self.missing_requested.emit(Missing(self.missing.currentData()))
        )
        self.label_scale = describe(_combo_box(), "Label", _SCALE_HELP)
        for scale, words in _SCALE_WORDS.items():
            self.label_scale.addItem(words, scale)
        self.label_scale.currentIndexChanged.connect(
            lambda: self.label_scale_requested.emit(LabelScale(self.label_scale.currentData()))
        )
        self.references: dict[str, QComboBox] = {}
        self._categories: tuple[Category, ...] = ()
        self._calm_wheel = CalmWheel(self)
        self._calm_wheel.guard(self.missing, self.label_scale)
        self._heading = Label("Reference levels")
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.show_recipe(None)
        self.show_categories(())

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories that are shown."""
        return self._categories

    def show_recipe(self, recipe: Recipe | None) -> None:
        """Show what becomes of missing values and the label; None when there is no table."""
        chosen = recipe or Recipe()
        for box, value in ((self.missing, chosen.missing), (self.label_scale, chosen.label_scale)):
            box.setEnabled(recipe is not None)
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))

    def show_categories(self, categories: Sequence[Category]) -> None:
        """Show levels, their numbers of rows and the reference; other fields only for other columns."""
        self._categories = tuple(categories)
        if [category.column for category in categories] != list(self.references):
            self._make_fields()
        for category in categories:
            box = self.references[category.column]
            with QSignalBlocker(box):
                box.clear()
                for level, count in zip(category.levels, category.counts, strict=True):
                    box.addItem(f"{level} ({count:,})", level)
                box.setCurrentIndex(box.findData(category.reference))
        self._heading.setVisible(bool(categories))
        self._area.setVisible(bool(categories))

    def _make_fields(self) -> None:
        self.references = {category.column: _combo_box() for category in self._categories}
        for box in self.references.values():
            box.setPlaceholderText(_NO_REFERENCE)
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in self.references), default=0)
        for row, (column, box) in enumerate(self.references.items()):
            describe(box, f"Reference level of {column}", _REFERENCE_HELP.format(column))
            box.currentIndexChanged.connect(lambda _, column=column: self._request_reference(column))
            self._calm_wheel.guard(box)
            label = ElidedLabel(column)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            label.setFixedWidth(min(widest + 4, _WIDEST_NAME))
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        grid.setRowStretch(len(self.references), 1)
        self._area.setWidget(form)
        height = self.missing.sizeHint().height() + grid.verticalSpacing()
        self._area.setMinimumHeight(height)
        self._area.setMaximumHeight(height * min(len(self.references), _MOST_ROWS))
        earlier: QWidget = self.label_scale
        for box in self.references.values():
            QWidget.setTabOrder(earlier, box)
            earlier = box

    def _request_reference(self, column: str) -> None:
        self.reference_requested.emit(column, self.references[column].currentData())

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 2, 8, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (text, box) in enumerate((("M&issing values", self.missing), ("&Label", self.label_scale))):
            label = Label(text)
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        grid.addWidget(self._heading, 2, 0, 1, 2)
        grid.addWidget(self._area, 3, 0, 1, 2)


def _combo_box() -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_SHORTEST)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box
