"""How the command line is understood: every option once, and mistakes in one sentence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from .terminal import FAILED, complain, say

Given = Callable[[argparse.Namespace], object]


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage in front of it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._mistakes: list[tuple[str, Given]] = []
        for name in (None, "store"):
            self.register("action", name, _Once)

    def forbid(self, option: str, *, with_: str, means: Given) -> None:
        """Two things that contradict each other."""
        self._mistakes.append((f"{option} does not go with {with_}.", means))

    def need(self, option: str, *, with_: str, means: Given) -> None:
        """An option that says nothing without another one."""
        self._mistakes.append((f"{option} goes with {with_} only.", means))

    def demand(self, sentence: str, *, means: Given) -> None:
        """Something without which nothing can be done."""
        self._mistakes.append((sentence, lambda given: not means(given)))

    def parse_args(self, words: Sequence[str]) -> argparse.Namespace:  # type: ignore[override]
        """What was given; SystemExit with a sentence for what makes no sense."""
        found = super().parse_args(words)
        for sentence, means in self._mistakes:
            if means(found):
                self.error(sentence)
        return found

    def error(self, message: str) -> NoReturn:
        """End with the message as a sentence."""
        complain(f"{message[:1].upper()}{message[1:].rstrip('.')}.")
        raise SystemExit(FAILED)

    def _print_message(self, message: str, file: object = None) -> None:
        if file is None or file is sys.stderr:
            complain(message.rstrip("\n"))
        elif not say(message.rstrip("\n")):
            raise SystemExit(FAILED)


class _Once(argparse.Action):
    """Takes a value; a second one would take the place of the first without a word."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        given: set[str] = vars(namespace).setdefault("given_once", set())
        if option_string is not None:
            if self.dest in given:
                parser.error(f"{option_string} is given twice.")
            given.add(self.dest)
        setattr(namespace, self.dest, values)


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number within limits."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"“{text}” is no whole number") from None
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text} is not from {least} to {most}")
        return number

    return read
