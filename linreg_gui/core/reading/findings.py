"""What was taken one way in a file and may be meant in another: told, with the other way to read it."""

from __future__ import annotations

from dataclasses import dataclass

from .options import ReadOptions


@dataclass(frozen=True)
class Finding:
    """Something of a file that a person should know of.

    Attributes
    ----------
    sentence : str
        What was taken for what.
    offer : str
        What the other reading is called on a button; empty where there is none.
    other : ReadOptions or None
        The choices that read the file in the other way.
    is_doubt : bool
        Whether numbers or names may be wrong if it was taken the wrong way.
    more : tuple of (str, ReadOptions)
        Further readings, with what they are called.
    """

    sentence: str
    offer: str = ""
    other: ReadOptions | None = None
    is_doubt: bool = True
    more: tuple[tuple[str, ReadOptions], ...] = ()

    @property
    def offers(self) -> tuple[tuple[str, ReadOptions], ...]:
        """All other readings, with what they are called."""
        return self.more if self.other is None else ((self.offer, self.other), *self.more)
