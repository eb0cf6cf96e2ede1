"""What a page calls features and label: as the table does, or by numbers, where names are kept back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.explaining.state import parameter_names
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.telling.equation_text import equation_names
from linreg_gui.core.wording import sound_text

from .asked import Asked


@dataclass(frozen=True)
class PageNames:
    """What things are called.

    Attributes
    ----------
    features, multiplied : tuple of str
        At axes, and in the equation.
    label, fitted : str
        At the axis, perhaps in its own units, and before the equation.
    parameters : tuple of str
        Of the axes of the loss surface: all weights, and the bias or the constant.
    """

    features: tuple[str, ...]
    multiplied: tuple[str, ...]
    label: str
    fitted: str
    parameters: tuple[str, ...]


def page_names(asked: Asked, *, real: bool) -> PageNames:
    """Those of the columns with their units, or none of them."""
    objective, units = asked.objective, asked.table.units
    analysis = objective.analysis
    data, sources = analysis.data, analysis.ledger.sources
    made = analysis.ledger.made_features
    if real:
        features: Sequence[str] = [*map(sound_text, shown_features(data.feature_names, sources, units))]
        multiplied = equation_names(features, sources, made)
        plain = sound_text(shown_label(data.label_name, analysis.label, units))
        own = sound_text(shown_label(analysis.label, analysis.label, units))
    else:
        features = [f"feature {j + 1:,}" for j in range(data.n_features)]
        multiplied = list(features)
        plain = own = "label"
        if analysis.label_scale is LabelScale.LOG:
            plain = "log label"
    standardised = asked.surface.standardised
    parameters = parameter_names([f"weight of {name}" for name in features], standardised)
    if standardised:
        parameters = (*(f"{name}, standardised" for name in parameters[:-1]), parameters[-1])
    label = own if asked.own_units else plain
    equation_label = objective.equation_label.format(plain)
    return PageNames(tuple(features), tuple(multiplied), label, equation_label, parameters)
