"""The numbers of a page: every text in its table and its equations, at each step that it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.number_text import number_text, steady_number
from linreg_gui.core.telling.equation_text import Term, distance_text, terms
from linreg_gui.core.wording import counted

from .asked import Asked
from .film import Film
from .names import PageNames

# Of very many weights those of most effect are told.
MOST_WEIGHTS = 20
_LOSS_DIGITS, _EPOCH_DIGITS = 6, 5


class NumbersPart:
    """Writes weights, losses and distances as the window does.

    Parameters
    ----------
    asked : Asked
    names : PageNames
    """

    def __init__(self, asked: Asked, names: PageNames) -> None:
        self._objective = objective = asked.objective
        self._names = names
        analysis = objective.analysis
        sources, made = analysis.ledger.sources, analysis.ledger.made_features
        indicators = [j for j in made if sources[j].is_indicator]
        self._shown: ShownEquation = objective.shown_equation(asked.form, indicators)
        self.told = self._told_weights()

    @property
    def left_out(self) -> int:
        """How many weights are not told."""
        return len(self._names.multiplied) - len(self.told)

    def record(self, films: Sequence[Film]) -> dict[str, Any]:
        """What the page has of all of them."""
        objective, exact = self._objective, self._objective.exact
        constant = None
        if exact is not None and self._shown.is_centred:
            constant = float(exact.predict(self._shown.centres)[0])
        validated = any(np.isfinite(film.validation).any() for film in films)
        return {
            "label": self._names.fitted,
            "products": self._products(),
            "rows": self._heads(),
            "more": counted(self.left_out, "more term") if self.left_out else "",
            "loss": objective.mean_name,
            "validated": validated,
            "runs": [self._run(film, validated) for film in films],
            "exact": None if exact is None else self._texts(exact.weights, exact.bias, constant),
            "least": "–" if objective.least is None else loss_text(objective.least),
        }

    def _run(self, film: Film, validated: bool) -> dict[str, Any]:
        texts = [self._texts(state.weights, state.bias) for state in film.states]
        begun = [film.has_begun(at) for at in range(len(film.states))]
        pairs = zip(film.distances.tolist(), begun, strict=True)
        return {
            "terms": [list(column) for column in zip(*texts, strict=True)],
            "epochs": [number_text(epoch, _EPOCH_DIGITS) for epoch in film.epochs.tolist()],
            "losses": list(map(loss_text, film.losses.tolist())),
            "validation": list(map(loss_text, film.validation.tolist())) if validated else None,
            "distances": [distance_text(away if is_fit else None) for away, is_fit in pairs],
        }

    def _texts(self, weights: FloatArray, bias: float, constant: float | None = None) -> list[str]:
        """The signed numbers of the terms that are told, the constant last, if there is one."""
        found = terms(self._names.multiplied, weights, bias, self._shown, constant)
        texts = [f"{term.sign} {term.number}".strip() for term in self._chosen(found)]
        return [texts[0].removeprefix("+ "), *texts[1:]]  # others may have been left out before it

    def _chosen(self, found: Sequence[Term]) -> list[Term]:
        last = [found[-1]] if self._shown.has_constant else []
        return [found[j] for j in self.told.tolist()] + last

    def _products(self) -> list[str]:
        """What each of the numbers is multiplied by; "" for the constant."""
        nothing = np.zeros(len(self._names.multiplied))
        found = terms(self._names.multiplied, nothing, 0.0, self._shown)
        return [term.product() for term in self._chosen(found)]

    def _heads(self) -> list[str]:
        heads = [f"weight of {self._names.features[j]}" for j in self.told.tolist()]
        if self._shown.has_constant:
            heads.append("constant" if self._shown.is_centred else "bias")
        return heads

    def _told_weights(self) -> IntArray:
        objective = self._objective
        stds, exact = objective.analysis.moments.feature_stds, objective.exact
        sizes = stds if exact is None else np.abs(exact.weights) * stds
        return np.sort(np.argsort(-sizes, kind="stable")[:MOST_WEIGHTS])


def loss_text(loss: float) -> str:
    """A mean loss, with as many digits at every step."""
    return steady_number(loss, _LOSS_DIGITS)
