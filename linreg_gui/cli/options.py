"""How the command line is understood: every option once, and mistakes in one sentence."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from .terminal import FAILED, complain, say

Given = Callable[[argparse.Namespace], object]


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage in front of it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Paragraphs, **settings)
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


class _Paragraphs(argparse.HelpFormatter):
    """Wraps paragraphs, and leaves examples, which are indented, as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = [
            [line] if line.startswith("  ") else textwrap.wrap(line, width) or [""]
            for line in text.split("\n")
        ]
        return "\n".join(f"{indent}{line}" for wrapped in lines for line in wrapped)


class ShowSchema(argparse.Action):
    """Prints what the JSON of a command looks like, and ends."""

    def __init__(self, *, command: str, **settings: Any) -> None:
        super().__init__(nargs=0, **settings)
        self._command = command

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002
        namespace: argparse.Namespace,  # noqa: ARG002
        values: object,  # noqa: ARG002
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        from .json_schema import schema_text

        raise SystemExit(0 if say(schema_text(self._command), as_json=True) else FAILED)


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
