"""Which figure of the Chapter lab is shown, at which values; what follows from them is worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from linreg_gui.core.problem import ProblemError, ProblemKind

from .figure import LabFigure, LabPicture
from .figures import FIGURES


@dataclass(frozen=True)
class LabState:
    """A figure by name, and those of its values that are not as at its start, in the order of their names."""

    figure: str = "constant"
    changed: tuple[tuple[str, float], ...] = ()

    @property
    def drawn_of(self) -> LabFigure:
        """The figure itself."""
        return FIGURES[self.figure]

    @property
    def values(self) -> Mapping[str, float]:
        """All values by name."""
        return {value.name: value.start for value in self.drawn_of.values} | dict(self.changed)

    @property
    def picture(self) -> LabPicture:
        """What there is to be seen, and what follows."""
        return _picture(self)

    def number(self, name: str) -> float:
        """A value or an outcome by name; NaN where the figure has none of it."""
        values = self.values
        return values[name] if name in values else self.picture.outcomes.get(name, float("nan"))

    def moved(self, name: str, value: float) -> LabState:
        """With another number for a value, as near to it as the figure allows."""
        known = self.drawn_of.value(name)
        assert known is not None
        numbers = {**self.values, name: known.nearest(value)}
        starts = {value.name: value.start for value in self.drawn_of.values}
        changed = sorted((name, number) for name, number in numbers.items() if number != starts[name])
        return LabState(self.figure, tuple(changed))

    def set_to(self, figure: str, values: Mapping[str, float]) -> LabState:
        """A figure at these values: at its start in all others, or as it is where it is shown already.

        Raises
        ------
        ProblemError
            If there is no such figure or value, or a number is out of its range.
        """
        if figure not in FIGURES:
            raise _wrong(f"There is no figure “{figure}”. The figures are: {', '.join(FIGURES)}.")
        state = self if values and figure == self.figure else LabState(figure)
        for name, number in values.items():
            known = state.drawn_of.value(name)
            if known is None:
                names = ", ".join(value.name for value in state.drawn_of.values)
                raise _wrong(f"The figure “{figure}” has no value “{name}”. There are: {names}.")
            if not known.least <= number <= known.largest:
                raise _wrong(f"“{name}” of “{figure}” is from {known.least:g} to {known.largest:g}.")
            state = state.moved(name, number)
        return state


@lru_cache(maxsize=4)
def _picture(state: LabState) -> LabPicture:
    return state.drawn_of.draw(state.values)


def _wrong(sentence: str) -> ProblemError:
    return ProblemError(sentence, ProblemKind.ARGUMENT)
