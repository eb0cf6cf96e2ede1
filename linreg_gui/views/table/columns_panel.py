"""What each column is used for: feature, label or ignored; and what is done with holes and texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.table.roles import Role
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.quiet_table import make_quiet

from .recipe_panel import RecipePanel
from .role_matrix import ROLES, RadioDelegate, RoleModel
from .uses_panel import UsesPanel

FEW_COLUMNS = 12
_HELP = "Choose what each column is used for: arrow keys go to a choice, Space takes it."
_ALL_HELP = "Every column of numbers that is shown here becomes a feature, except the label."
_NONE_HELP = "Every column that is shown here is ignored, except the label."


class ColumnsPanel(QWidget):
    """A row per column with three choices, and two buttons for all of them."""

    role_requested = Signal(str, object)  # column name, Role
    roles_requested = Signal(object)  # dict[str, Role]: the whole new choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RoleModel(self)
        self.model.role_requested.connect(self.role_requested)
        self.filter = describe(QLineEdit(), "Find a column", "Show only columns whose name contains this.")
        self.filter.setPlaceholderText("Find a column")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.model.show_matching)
        self.view = describe(self._make_view(), "Roles of the columns", _HELP)
        self.view.setToolTip("")
        self.view.activated.connect(self._choose)
        self.all_features = describe(QPushButton("All features"), "All features", _ALL_HELP)
        self.none = describe(QPushButton("None"), "No features", _NONE_HELP)
        self.all_features.clicked.connect(lambda: self._request(self._as_feature))
        self.none.clicked.connect(lambda: self._request(lambda _name: Role.IGNORED))
        self.uses = UsesPanel()
        self.recipe = RecipePanel()
        self._lay_out()
        self.setFocusProxy(self.view)
        self.show_roles({}, {})

    def show_roles(self, roles: Mapping[str, Role], kinds: Mapping[str, ColumnType]) -> None:
        """Show a choice of roles; columns of texts or dates are marked."""
        other_columns = list(roles) != list(self.model.roles)
        self.model.show_roles(roles, kinds)
        if not other_columns:
            return
        self.filter.clear()
        self.filter.setVisible(len(roles) > FEW_COLUMNS)
        self.all_features.setEnabled(bool(roles))
        self.none.setEnabled(bool(roles))
        if roles:
            self.view.setCurrentIndex(self.model.index(0, 1 + ROLES.index(next(iter(roles.values())))))

    def _choose(self, index: QModelIndex) -> None:
        """Return takes a choice as Space does."""
        self.model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)

    def _request(self, role_of: Callable[[str], Role]) -> None:
        """Ask for another role of each shown column but the label."""
        roles = self.model.roles
        for name in self.model.shown_names():
            if roles[name] is not Role.LABEL:
                roles[name] = role_of(name)
        if roles != self.model.roles:
            self.roles_requested.emit(roles)

    def _as_feature(self, name: str) -> Role:
        """Texts and dates stay what they are: they become features one by one."""
        return Role.FEATURE if self.model.is_numeric(name) else self.model.role(name)

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        make_quiet(view, above_text=10, narrowest=40)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        delegate = RadioDelegate(view)
        width = max(header.fontMetrics().horizontalAdvance(role.value.title()) for role in ROLES) + 14
        for section in range(1, 1 + len(ROLES)):
            view.setItemDelegateForColumn(section, delegate)
            view.setColumnWidth(section, width)
        return view

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 0, 8, 0)
        buttons.addWidget(self.all_features)
        buttons.addWidget(self.none)
        buttons.addStretch(1)
        search = QHBoxLayout()
        search.setContentsMargins(8, 0, 8, 0)
        search.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 8)
        layout.setSpacing(6)
        layout.addLayout(search)
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.uses)
        layout.addWidget(self.recipe)
