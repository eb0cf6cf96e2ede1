"""Expected failures as values with a sentence; a bug is an ordinary exception."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something the user can understand and mend.

    Attributes
    ----------
    sentence : str
        What happened and what to do, in words for a person.
    kind : str
        A short name for programs to tell problems apart, such as ``"diverged"``.
    """

    sentence: str
    kind: str = ""


class ProblemError(ValueError):
    """A `Problem` raised out of a function whose return value has no room for it."""

    def __init__(self, sentence: str, kind: str = "") -> None:
        super().__init__(sentence)
        self.problem = Problem(sentence, kind)
