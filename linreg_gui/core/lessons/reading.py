"""Reads the file of a lesson: front matter in TOML between lines of +++, text in Markdown, tasks in blocks.

Every mistake is told with its line, and none stops the reading of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path
from typing import Any

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.ordinary_file import open_ordinary
from linreg_gui.core.wording import size_text

from .actions import SETTINGS, Action, action
from .lesson import Lesson, LessonData
from .limits import LARGEST_FILE, LONGEST_TEXT, LONGEST_TITLE, MOST_CELLS, MOST_EQUATIONS, MOST_TASKS
from .task_reading import read_task
from .text import Block, read_text
from .toml_parts import Fields, Mistakes

_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
_FENCE = "+++"
_MOST_LISTED = 30


@dataclass(frozen=True, eq=False)
class ReadLesson:
    """A lesson, and what is wrong with it, each with its line of the file from 1."""

    lesson: Lesson
    mistakes: tuple[tuple[int, str], ...]


def read_lesson_file(path: Path) -> ReadLesson:
    """Read a lesson from a file; a `ProblemError` as of `read_lesson_text`."""
    return read_lesson(read_lesson_text(path))


def read_lesson_text(path: Path) -> str:
    """The text of a file that may be a lesson.

    Raises
    ------
    ProblemError
        If there is no such file, or it is far too large or no text.
    """
    try:
        with BufferedReader(open_ordinary(path)) as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProblemError(f"“{path}” cannot be read: {reason}.", ProblemKind.NO_FILE) from error
    if len(content) > LARGEST_FILE:
        raise ProblemError(f"A lesson has at most {size_text(LARGEST_FILE)}.", ProblemKind.TOO_LARGE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemError(f"“{path}” is no text in UTF-8.", ProblemKind.NOT_TEXT) from None


def read_lesson(text: str) -> ReadLesson:
    """Read a lesson from its text."""
    mistakes = Mistakes()
    if len(text) > LARGEST_FILE:
        raise ProblemError(f"A lesson has at most {size_text(LARGEST_FILE)}.", ProblemKind.TOO_LARGE)
    front, body, body_line = _parted(text, mistakes)
    fields = Fields(front, 2, mistakes)
    lesson = _front(fields)
    read = read_text(body, body_line)
    mistakes.found += read.mistakes
    _check_length(read.blocks, mistakes)
    if len(read.tasks) > MOST_TASKS:
        mistakes.add(read.tasks[MOST_TASKS][0], f"A lesson has at most {MOST_TASKS} tasks.")
    tasks = [read_task(content, line, mistakes) for line, content in read.tasks[:MOST_TASKS]]
    seen: set[str] = set()
    for task in tasks:
        if task.id in seen:
            mistakes.add(task.line, f"There are two tasks “{task.id}”.")
        seen.add(task.id)
    blocks = []
    for block in read.blocks:
        if block.kind != "task":
            blocks.append(block)
        elif int(block.target) < len(tasks):
            blocks.append(replace(block, target=tasks[int(block.target)].id))
    lesson = replace(lesson, blocks=tuple(blocks), tasks=tuple(tasks))
    return ReadLesson(lesson, tuple(sorted(mistakes.found)))


def _parted(text: str, mistakes: Mistakes) -> tuple[str, str, int]:
    """The front matter, the text after it, and the line where that begins."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != _FENCE:
        mistakes.add(1, "A lesson begins with a line of +++, its front matter, and another line of +++.")
        return "", text, 1
    for at, line in enumerate(lines[1:], start=1):
        if line.strip() == _FENCE:
            return "\n".join(lines[1:at]), "\n".join(lines[at + 1 :]), at + 2
    mistakes.add(1, "The front matter is not ended by a line of +++.")
    return "\n".join(lines[1:]), "", len(lines) + 1


def _front(fields: Fields) -> Lesson:
    lesson_id = fields.text("id", needed=True)
    if lesson_id and _ID.fullmatch(lesson_id) is None:
        fields.wrong("id", "The id of a lesson is made of small letters, digits and hyphens.")
    minutes = fields.given("minutes", int, 0, "a whole number")
    if not 1 <= minutes <= 60:
        fields.wrong("minutes", "“minutes” says how long the lesson takes, from 1 to 60.")
    layout = fields.table("layout")
    own = fields.table("own")
    lesson = Lesson(
        lesson_id,
        fields.text("title", longest=LONGEST_TITLE, needed=True),
        fields.given("number", int, 0, "a whole number"),
        fields.texts("sections", _MOST_LISTED),
        fields.texts("equations", _MOST_LISTED),
        minutes,
        _data(fields),
        _word(fields, layout, "layout", "preset", "learn"),
        _panes(fields, layout),
        _lab(fields, layout),
        _settings(fields),
        own_data=_word(fields, own, "own", "say", "", needed=True),
        own_view=_word(fields, own, "own", "view", ""),
    )
    _only(fields, "layout", layout, ("preset", "panes", "lab"))
    _only(fields, "own", own, ("say", "view"))
    fields.done()
    return lesson


def _word(
    fields: Fields, table: Mapping[str, Any], of: str, name: str, missing: str, *, needed: bool = False
) -> str:
    value = table.get(name, missing)
    if not isinstance(value, str) or len(value) > 500:
        fields.wrong(name, f"“{name}” of [{of}] is a text in quotes, of at most 500 characters.")
        return missing
    if needed and not value:
        fields.wrong(of, f"“{name}” of [{of}] is missing.")
    return str(value)


def _only(fields: Fields, of: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in table:
        if name not in known:
            fields.wrong(name, f"“{name}” is not known in [{of}]; there are: {', '.join(known)}.")


def _panes(fields: Fields, layout: Mapping[str, Any]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    panes = layout.get("panes", [])
    try:
        return tuple(tuple(tuple(_checked_names(pane)) for pane in column[:8]) for column in panes[:8])
    except (TypeError, KeyError):
        fields.wrong(
            "panes", 'Panes are columns of panes of views, such as [[["fit"]], [["loss"], ["noise"]]].'
        )
        return ()


def _lab(fields: Fields, layout: Mapping[str, Any]) -> Action | None:
    written = _word(fields, layout, "layout", "lab", "")
    try:
        return action(f"lab {written}") if written else None
    except ProblemError as error:
        fields.wrong("lab", error.problem.sentence)
        return None


def _checked_names(pane: Any) -> list[str]:
    if not isinstance(pane, list) or not all(isinstance(name, str) and len(name) <= 64 for name in pane):
        raise TypeError
    return pane[:8]


def _settings(fields: Fields) -> Mapping[str, object]:
    found = fields.table("settings")
    for name, value in found.items():
        if name not in SETTINGS:
            fields.wrong(name, f"There is no setting “{name}”. The settings are: {', '.join(SETTINGS)}.")
        elif not isinstance(value, (bool, int, float, str)):
            fields.wrong(name, f"“{name}” is a number, a text, true or false.")
    return {
        name: value
        for name, value in found.items()
        if name in SETTINGS and isinstance(value, (bool, int, float, str))
    }


def _data(fields: Fields) -> LessonData:
    data = fields.table("data")
    _only(fields, "data", data, ("sample", "generate", "table", "label", "features", "has_bias"))
    sources = [name for name in ("sample", "generate", "table") if name in data]
    if len(sources) != 1:
        fields.wrong("data", "[data] has one of: sample, generate, table.")
    generate, features, bias = data.get("generate", {}), data.get("features", []), data.get("has_bias", True)
    if not isinstance(generate, dict):
        fields.wrong("generate", "“generate” is written as { weights = [2], bias = 1, … }.")
        generate = {}
    if not isinstance(features, list) or not all(isinstance(name, str) for name in features):
        fields.wrong("features", 'Features are a list of columns, such as ["area", "age"].')
        features = []
    table = data.get("table", "")
    if not isinstance(table, str) or table.count(",") + table.count("\n") > MOST_CELLS:
        fields.wrong("table", f"A table in a lesson is CSV of at most {MOST_CELLS:,} cells.")
        table = ""
    return LessonData(
        _word(fields, data, "data", "sample", ""),
        generate,
        table,
        _word(fields, data, "data", "label", ""),
        tuple(features),
        bias if isinstance(bias, bool) else True,
    )


def _check_length(blocks: list[Block], mistakes: Mistakes) -> None:
    length = sum(len(block.plain) for block in blocks)
    if length > LONGEST_TEXT:
        mistakes.add(
            blocks[-1].line, f"The text has at most {LONGEST_TEXT:,} characters; this one has {length:,}."
        )
    equations = sum(span.equation for block in blocks for span in block.spans)
    if equations > MOST_EQUATIONS:
        mistakes.add(blocks[-1].line, f"A lesson has at most {MOST_EQUATIONS} equations.")
