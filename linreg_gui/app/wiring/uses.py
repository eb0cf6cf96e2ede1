"""Wires the columns that weigh, name and group rows to the panel they are chosen in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.session import Session
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow


class UsesWiring(QObject):
    """Between the table, the bar of groups on the fit plot, and the panel of the columns."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._document, self._panel = session.document, window.view(ColumnsPanel).uses
        self._bar, self._header = window.fit_plot.group_bar, window.view(DataTable).header
        self._panel.weights_requested.connect(self._choose_weights)
        self._panel.names_requested.connect(self._choose_names)
        self._panel.group_requested.connect(self._choose_groups)
        self._bar.colour_requested.connect(self._choose_groups)
        self._bar.told.connect(self._show_groups)
        session.table_changed.connect(self._show_table)

    def _choose_weights(self, name: str | None) -> None:
        """In the same step a feature that weighs rows is none any more."""
        table = self._document.table
        if table is None or name == table.recipe.weights:
            return
        roles = dict(table.roles)
        if name is not None and roles[name] is Role.FEATURE and _n_features(table) > 1:
            roles[name] = Role.IGNORED
        recipe = replace(table.recipe, weights=name).of_features(
            [column for column, role in roles.items() if role is Role.FEATURE]
        )
        text = "Weigh all rows alike" if name is None else f"Weigh rows by “{name}”"
        self._document.replace(text, replace(table, roles=roles, recipe=recipe))

    def _choose_names(self, name: str | None) -> None:
        table = self._document.table
        if table is not None and name != table.recipe.row_names:
            text = "Name rows by the first texts" if name is None else f"Name rows by “{name}”"
            self._document.change_recipe(text, replace(table.recipe, row_names=name))

    def _choose_groups(self, name: str | None) -> None:
        table = self._document.table
        if table is not None and name != table.recipe.groups:
            text = "Group rows by nothing" if name is None else f"Group rows by “{name}”"
            self._document.change_recipe(text, replace(table.recipe, groups=name))

    def _show_table(self, table: Table | None) -> None:
        self._header.show_uses({} if table is None else _uses(table))
        self._header.say_what_counts(table is not None and table.recipe.excluded is not None)
        self._bar.show_colour(None if table is None else table.recipe.groups)
        if table is None:
            self._panel.show_weights((), None)
            self._panel.show_names((), None)
            return
        weigh, chosen = table.weighing, table.recipe.weights
        if chosen is not None and chosen not in weigh:
            weigh += (chosen,)
        self._panel.show_weights(weigh, chosen)
        self._panel.show_names(table.names, table.recipe.row_names)

    def _show_groups(self) -> None:
        """Those that are offered, and the chosen one even where it makes no groups now."""
        table = self._document.table
        chosen = None if table is None else table.recipe.groups
        columns = self._bar.columns()
        more = () if chosen is None or chosen in columns else (chosen,)
        self._panel.show_groups((*columns, *more), chosen)


def _uses(table: Table) -> dict[str, str]:
    """What columns are there for besides being features or the label."""
    recipe = table.recipe
    found = {recipe.groups: "groups", recipe.row_names: "names", recipe.weights: "weights"}
    return {name: word for name, word in found.items() if name is not None}


def _n_features(table: Table) -> int:
    return list(table.roles.values()).count(Role.FEATURE)
