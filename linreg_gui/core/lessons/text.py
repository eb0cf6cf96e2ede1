"""The text of a lesson as blocks of spans, from a small part of Markdown; no HTML, no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linreg_gui.core.problem import ProblemError

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

from .limits import DEEPEST_TEXT, LONGEST_PARAGRAPH
from .tex import read_tex

# What a link or a picture can lead to.
LINKS = ("lesson", "view")
_LINK = re.compile(rf"({'|'.join(LINKS)}):([A-Za-z0-9_.-]{{1,64}})")


@dataclass(frozen=True)
class Span:
    """A piece of a line.

    Attributes
    ----------
    text : str
        What is read; of an equation, what is between the dollar signs.
    strong, emphasis, code : bool
    equation : bool
    link : str
        Where it leads, such as “view:loss”; empty where it does not.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    equation: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph or the like.

    Attributes
    ----------
    kind : str
        “heading”, “paragraph”, “item”, “numbered item”, “quote”, “equation”, “view” or “task”.
    spans : tuple of Span
    level : int
        Of a heading from 1, of an item from 1.
    target : str
        The view of a picture, the id of a task.
    line : int
        Of the file, from 1.
    """

    kind: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    target: str = ""
    line: int = 0

    @property
    def plain(self) -> str:
        """What is read, without equations."""
        return "".join(span.text for span in self.spans if not span.equation)


@dataclass(eq=False)
class ReadText:
    """Blocks, the task blocks as they stand in the file, and what is wrong, each with its line."""

    blocks: list[Block] = field(default_factory=list)
    tasks: list[tuple[int, str]] = field(default_factory=list)
    mistakes: list[tuple[int, str]] = field(default_factory=list)


def read_text(markdown: str, first_line: int = 1) -> ReadText:
    """Read the text of a lesson that begins at a line of its file."""
    from markdown_it import MarkdownIt  # not before a lesson is read

    parser = MarkdownIt("zero", {"html": False, "maxNesting": 4 * DEEPEST_TEXT})
    parser.enable(
        ["heading", "list", "fence", "blockquote", "emphasis", "backticks", "link", "image", "escape"]
    )
    parser.inline.ruler.before("escape", "equation", _equation_rule)
    read = ReadText()
    _Walk(read, first_line).through(parser.parse(markdown))
    return read


def read_spans(sentence: str) -> tuple[Span, ...]:
    """A sentence of a task, which is one paragraph.

    Raises
    ------
    ProblemError
        If it is more, or something in it is wrong.
    """
    read = read_text(sentence)
    if read.mistakes:
        raise ProblemError(read.mistakes[0][1])
    if len(read.blocks) != 1 or read.blocks[0].kind not in ("paragraph", "equation"):
        raise ProblemError("A sentence is one paragraph, without headings, lists or pictures.")
    return read.blocks[0].spans


def _equation_rule(state: StateInline, silent: bool) -> bool:
    """What stands between dollar signs is left as it is."""
    src, at, end = state.src, state.pos, state.posMax
    if src[at] != "$":
        return False
    sign = "$$" if src.startswith("$$", at) else "$"
    close = src.find(sign, at + len(sign), end)
    if close < 0:
        return False
    if not silent:
        token = state.push("equation", "", 0)
        token.content, token.markup = src[at + len(sign) : close], sign
    state.pos = close + len(sign)
    return True


class _Walk:
    """Goes through the tokens of the parser."""

    def __init__(self, read: ReadText, first_line: int) -> None:
        self._read, self._first = read, first_line
        self._inside: list[str] = []
        self._line = first_line

    def through(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._token(token)

    def _token(self, token: Token) -> None:
        kind: str = token.type
        if token.map:
            self._line = self._first + token.map[0]
        if kind == "fence":
            self._fence(token.info.strip(), token.content)
        elif kind == "inline":
            self._inline(token)
        elif kind.endswith("_open"):
            level = token.tag[1:] if kind == "heading_open" else ""
            self._inside.append(f"{kind.removesuffix('_open')}{level}")
        elif kind.endswith("_close"):
            self._inside.pop()
        else:
            self._wrong(f"“{kind}” is not known in the text of a lesson.")

    def _wrong(self, sentence: str) -> None:
        self._read.mistakes.append((self._line, sentence))

    def _fence(self, info: str, content: str) -> None:
        if info != "task":
            self._wrong("A fenced block in a lesson is a task: it begins with ```task.")
            return
        self._read.tasks.append((self._line + 1, content))
        place = str(len(self._read.tasks) - 1)
        self._read.blocks.append(Block("task", target=place, line=self._line))

    def _inline(self, token: Token) -> None:
        children = token.children or []
        spans = tuple(self._spans(children))
        if len(children) == 1 and children[0].type == "image":
            target = self._target(str(children[0].attrs.get("src", "")))
            if not target.startswith("view:"):
                self._wrong("A picture in a lesson is a live view: ![what it shows](view:loss).")
            else:
                name = target.removeprefix("view:")
                words = (Span(children[0].content),)
                self._read.blocks.append(Block("view", words, target=name, line=self._line))
            return
        if len(spans) == 1 and spans[0].equation:
            self._read.blocks.append(Block("equation", spans, line=self._line))
            return
        lists = sum(kind.endswith("_list") for kind in self._inside)
        kind, level = "paragraph", 0
        if any(kind.startswith("heading") for kind in self._inside):
            kind, level = "heading", int(self._inside[-1].removeprefix("heading"))
        elif lists:
            last = next(kind for kind in reversed(self._inside) if kind.endswith("_list"))
            kind, level = "numbered item" if last.startswith("ordered") else "item", lists
        elif "blockquote" in self._inside:
            kind = "quote"
        block = Block(kind, spans, level, line=self._line)
        if len(block.plain) > LONGEST_PARAGRAPH:
            self._wrong(
                f"A paragraph has at most {LONGEST_PARAGRAPH} characters; this one has {len(block.plain):,}."
            )
        if re.search(r"</?[A-Za-z!]", block.plain):
            self._wrong("There is no HTML in a lesson; write “\\<” where a sign is meant.")
        self._read.blocks.append(block)

    def _spans(self, children: Sequence[Token]) -> Iterator[Span]:
        strong = emphasis = False
        link = ""
        for child in children:
            kind: str = child.type
            content: str = child.content
            match kind:
                case "strong_open" | "strong_close":
                    strong = kind == "strong_open"
                case "em_open" | "em_close":
                    emphasis = kind == "em_open"
                case "link_open":
                    link = self._target(str(child.attrs.get("href", "")))
                case "link_close":
                    link = ""
                case "equation":
                    self._check_equation(content)
                    yield Span(content.strip(), equation=True, link=link)
                case "text" | "softbreak" | "text_special" | "code_inline":
                    text = " " if kind == "softbreak" else content.replace("\n", " ")
                    if "](" in text and kind == "text":
                        self._wrong("A link leads nowhere: it is written [words](lesson:…) or (view:…).")
                    if text:
                        yield Span(text, strong, emphasis, kind == "code_inline", link=link)
                case "image":
                    if len(children) > 1:
                        self._wrong("A picture stands in a paragraph of its own.")
                case _:
                    self._wrong(f"“{kind}” is not known in the text of a lesson.")

    def _check_equation(self, source: str) -> None:
        try:
            read_tex(source)
        except ProblemError as error:
            self._wrong(error.problem.sentence)

    def _target(self, target: str) -> str:
        if _LINK.fullmatch(target) is None:
            self._wrong(f"“{target}” leads nowhere: a link is lesson:… or view:….")
            return ""
        return target
