"""Equations in a small part of TeX: read into a tree, and told in words for a screen reader.

What is not written down here is refused, so that no equation can keep a renderer busy or reach a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from linreg_gui.core.problem import ProblemError, ProblemKind

from .limits import DEEPEST_EQUATION, LONGEST_EQUATION

_GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "kappa", "lambda"),
    *("mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega"),
    *("Gamma", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega", "Pi"),
)
# Commands without an argument, and how they are said; empty for what only makes room.
# fmt: off
SYMBOLS: Mapping[str, str] = {
    **{name: name.removeprefix("var") for name in _GREEK if name.islower()},
    **{name: f"capital {name.lower()}" for name in _GREEK if not name.islower()},
    "cdot": "times", "times": "times", "pm": "plus or minus", "le": "is at most", "ge": "is at least",
    "leq": "is at most", "geq": "is at least", "ne": "is not equal to", "neq": "is not equal to",
    "approx": "is about", "equiv": "is identical to", "sim": "is distributed as",
    "propto": "is proportional to", "ll": "is much less than", "gg": "is much greater than",
    "in": "in", "notin": "not in", "leftarrow": "becomes", "rightarrow": "goes to", "to": "goes to",
    "Rightarrow": "implies", "infty": "infinity", "partial": "partial", "nabla": "the gradient of",
    "sum": "the sum", "prod": "the product", "int": "the integral", "log": "log", "exp": "exp",
    "ln": "log", "max": "max", "min": "min", "det": "the determinant of", "Pr": "the probability of",
    "mid": "given", "ldots": "and so on", "dots": "and so on", "cdots": "and so on",
    "top": "transposed", "quad": "", "qquad": "", ",": "", ";": "", ":": "", "!": "", " ": "",
    "|": "norm", "{": "open brace", "}": "close brace", "%": "per cent", "ell": "l",
    "forall": "for all", "exists": "there is",
    "argmin": "the argument of the minimum of", "argmax": "the argument of the maximum of",
}
# Commands with one argument, and what is said with it.
STYLES: Mapping[str, str] = {
    "mathbf": "", "mathit": "", "mathcal": "", "mathbb": "", "boldsymbol": "",
    "text": "", "mathrm": "", "operatorname": "",
    "hat": "hat", "bar": "bar", "tilde": "tilde", "dot": "dot", "vec": "vector",
    "sqrt": "the square root of",
}
_ACCENTS = ("hat", "bar", "tilde", "dot")
_SIGNS: Mapping[str, str] = {
    "=": "equals", "+": "plus", "-": "minus", "−": "minus", "/": "over", "<": "is less than",
    ">": "is greater than", "|": "bar", ",": ",", ":": ":", ";": ";", "(": "open bracket",
    ")": "close bracket", "[": "open square bracket", "]": "close square bracket", "!": "factorial",
    "*": "times", "'": "prime", ".": "point", "~": "", "?": "?",
}
# fmt: on
_TOKEN = re.compile(
    r"""\\(?:text|mathrm|operatorname)\{(?P<word>[^{}\\]*)\}
    |\\(?P<command>[A-Za-z]+|[,;:!{}| %])
    |(?P<space>\s+)
    |(?P<other>[0-9]+(?:\.[0-9]+)?|.)""",
    re.VERBOSE | re.DOTALL,
)
_BRACKETS = ("(", ")", "[", "]", "|", ".", "\\{", "\\}", "\\|")
_SHORT = 2  # words of a fraction that needs no end
_WORD = "\0"  # before the letters of a word, which no equation has in it


@dataclass(frozen=True)
class Tex:
    """An equation that was read: what is given to the renderer, and what is said."""

    source: str
    spoken: str


def read_tex(source: str) -> Tex:
    """Read an equation.

    Raises
    ------
    ProblemError
        If it is too long or too deep, or has a command that is not known here.
    """
    text = source.strip()
    if not text:
        raise _wrong("There is nothing between the dollar signs.")
    if len(text) > LONGEST_EQUATION:
        raise _wrong(f"An equation has at most {LONGEST_EQUATION} characters; this one has {len(text):,}.")
    return Tex(text, _Reader(text).whole())


def _wrong(sentence: str) -> ProblemError:
    return ProblemError(sentence, ProblemKind.FORMULA)


class _Reader:
    """Goes through the tokens once, and says each group as it comes."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        for match in _TOKEN.finditer(text):
            if match["word"] is not None:
                self._tokens.append(f"{_WORD}{match['word']}")
            elif match["space"] is None:
                command, other = match["command"], match["other"]
                self._tokens.append(f"\\{command}" if command is not None else other)
        self._at = 0

    def whole(self) -> str:
        said = self._row(0, until=None)
        return re.sub(r"\s+([,;:])", r"\1", " ".join(said.split()))

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token

    def _row(self, depth: int, until: str | None) -> str:
        """Parts one after the other, up to the token that ends them."""
        if depth > DEEPEST_EQUATION:
            raise _wrong(f"An equation is nested at most {DEEPEST_EQUATION} times.")
        said: list[str] = []
        while True:
            token = self._next()
            if token == (until or ""):
                self._at += 1
                return " ".join(part for part in said if part)
            if not token:
                raise _wrong(f"“{(until or '')}” is missing at the end of the equation.")
            if token in ("}", "\\right"):
                raise _wrong(f"“{token}” ends what was never begun.")
            said.append(self._scripted(depth))

    def _scripted(self, depth: int) -> str:
        """One part with what stands below and above it."""
        started = self._next()
        base = self._atom(depth)
        below = above = ""
        while self._next() in ("_", "^"):
            sign = self._take()
            script = self._atom(depth + 1)
            if sign == "_":
                if below:
                    raise _wrong("There are two indices in the same place.")
                below = script
            else:
                if above:
                    raise _wrong("There are two powers in the same place.")
                above = script
        return _with_scripts(started, base, below, above)

    def _atom(self, depth: int) -> str:
        token = self._take()
        if not token:
            raise _wrong("Something is missing at the end of the equation.")
        if token == "{":
            return self._row(depth + 1, until="}")
        if token.startswith(_WORD) and len(token) > 1:
            return token.removeprefix(_WORD)
        if token.startswith("\\"):
            return self._command(token[1:], depth)
        if token in ("^", "_", "}"):
            raise _wrong(f"“{token}” stands where something is missing.")
        if token in _SIGNS:
            return _SIGNS[token]
        if token[0].isdigit() or token.isalnum() or token in "·…½²–":
            return f"capital {token}" if len(token) == 1 and token.isupper() else token
        raise _wrong(f"“{token}” cannot stand in an equation.")

    def _command(self, name: str, depth: int) -> str:
        if name in SYMBOLS:
            return SYMBOLS[name]
        if name == "frac":
            above, below = self._argument(name, depth), self._argument(name, depth)
            if all(len(part.split()) <= _SHORT for part in (above, below)):
                return f"{above} over {below}"
            return f"the fraction {above}, over {below}, end of fraction"
        if name == "left":
            return self._bracketed(depth)
        if name in STYLES:
            said = self._argument(name, depth)
            words = STYLES[name]
            return f"{said} {words}" if name in _ACCENTS else f"{words} {said}".strip()
        raise _wrong(f"“\\{name}” is not known in equations; FORMAT.md lists what is.")

    def _argument(self, name: str, depth: int) -> str:
        if self._take() != "{":
            raise _wrong(f"“\\{name}” needs braces around what it is about.")
        return self._row(depth + 1, until="}")

    def _bracketed(self, depth: int) -> str:
        if self._take() not in _BRACKETS:
            raise _wrong("“\\left” needs a bracket.")
        said = self._row(depth + 1, until="\\right")
        if self._take() not in _BRACKETS:
            raise _wrong("“\\right” needs a bracket.")
        return f"open bracket {said} close bracket"


def _with_scripts(token: str, base: str, below: str, above: str) -> str:
    said = base
    if token in ("\\sum", "\\prod", "\\int"):
        said += f" over {below}" if below and not above else f" from {below} to {above}" if below else ""
        return f"{said} of"
    if below:
        said += f" sub {below}"
    if above:
        powers = {"2": "squared", "transposed": "transposed", "times": "star", "prime": "prime"}
        if above.startswith("open bracket") and above.endswith("close bracket"):
            inner = above.removeprefix("open bracket").removesuffix("close bracket").strip()
            return f"{said} of example {inner}"
        said += f" {powers[above]}" if above in powers else f" to the power of {above}"
    return said
