"""How the signs of columns are checked when a project is read."""

from __future__ import annotations

from collections.abc import Iterable

from linreg_gui.core.cells.column_signs import ColumnSigns
from linreg_gui.core.cells.number_form import FORMS
from linreg_gui.core.cells.number_style import OTHER_SIGN, check_signs
from linreg_gui.core.json_values import WrongValue

_FORMS = {*FORMS, "times", "hours", "minutes"}


def check_stored_signs(found: Iterable[ColumnSigns]) -> None:
    """Raise `WrongValue` where numbers cannot be written with such signs."""
    for signs in found:
        if signs.style.decimal not in OTHER_SIGN or not set(signs.doubtful) <= set(OTHER_SIGN):
            raise WrongValue("signs", "with a point or a comma")
        if not set(signs.forms) <= _FORMS:
            raise WrongValue("signs", "of forms that numbers can have")
        try:
            check_signs(signs.style.decimal, signs.style.thousands)
        except ValueError as error:
            raise WrongValue("signs", "that numbers can have") from error
