"""What the map (linreg_gui/README.md) names is there, and so are the files that other texts name."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from project_paths import ROOT

PACKAGE = ROOT / "linreg_gui"
MAP = PACKAGE / "README.md"
TEXTS = [MAP, ROOT / "README.md", ROOT / ".github" / "CONTRIBUTING.md"]
TEXTS += [ROOT / folder / "README.md" for folder in ("packaging", "tests/benchmarks")]

_BLOCK = re.compile(r"^```.*?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)\)")
_FILE = re.compile(r"[\w./-]*\w\.(?:py|cu|md|toml|ya?ml|sh|spec|desktop|nsi|txt)\b")
_PATH = re.compile(r"\.?[\w-][\w.-]*(?:/[\w.<>-]+)*/?")
_NAME = re.compile(r"_*[A-Za-z]\w*(?:\.\w+)*(?:\(\))?")


def files_in(text: str) -> list[str]:
    """What a text names as a file of the program, in backticks or in the commands of code blocks."""
    named = [span for span in _SPAN.findall(_BLOCK.sub("", text)) if _FILE.fullmatch(span)]
    return named + [word for block in _BLOCK.findall(text) for word in _FILE.findall(block)]


def folders_in(text: str) -> list[str]:
    """What a text names as a folder, or as a file with a part of one's own choice, in backticks."""
    spans = _SPAN.findall(_BLOCK.sub("", text))
    return [span for span in spans if "/" in span and _PATH.fullmatch(span) and not _FILE.fullmatch(span)]


def exists(path: str, base: Path) -> bool:
    """Whether it is there, from the package, the root or the text; as far as it is no matter of choice."""
    known = path.partition("<")[0]
    return any((root / known).exists() for root in (PACKAGE, ROOT, base))


def folders_on_the_map() -> dict[Path, str]:
    """Every folder in the tree of rooms, and the question beside it."""
    (tree,) = (block for block in _BLOCK.findall(MAP.read_text("utf-8")) if block.startswith("linreg_gui/"))
    found: dict[Path, str] = {}
    above: list[str] = []
    for line in tree.splitlines():
        indent, name, question = re.fullmatch(r"( *)(\w+)/ *(.*)", line).groups()
        above[len(indent) // 2 :] = [name]
        found[ROOT.joinpath(*above)] = question
    return found


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_that_is_named_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    missing = [name for name in files_in(text) if not exists(name, path.parent)]
    missing += [link for link in _LINK.findall(text) if not (path.parent / link).exists()]
    assert missing == []


def test_every_folder_on_the_map_is_there() -> None:
    folders = folders_in(MAP.read_text(encoding="utf-8"))
    assert len(folders) > 5
    assert [folder for folder in folders if not exists(folder, PACKAGE)] == []


def test_every_folder_of_the_package_is_on_the_map_with_its_question() -> None:
    asked = {}
    for init in PACKAGE.rglob("__init__.py"):
        docstring = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or ""
        asked[init.parent] = docstring.partition("?")[0] + "?"
    on_map = folders_on_the_map()
    del asked[PACKAGE], on_map[PACKAGE]
    assert on_map == asked


def test_every_name_on_the_map_is_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    code += "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py")))
    words = set(re.findall(r"\w+", code))
    spans = _SPAN.findall(_BLOCK.sub("", MAP.read_text(encoding="utf-8")))
    names = [span for span in spans if _NAME.fullmatch(span) and not _FILE.fullmatch(span)]
    assert len(names) > 20
    assert [name for name in names if not set(re.findall(r"\w+", name)) <= words] == []


def test_the_layers_inside_the_core_are_drawn_as_they_are_kept() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (kept,) = (c["layers"] for c in contracts if c.get("containers") == ["linreg_gui.core"])
    drawn = next(b for b in _BLOCK.findall(MAP.read_text("utf-8")) if b.startswith("notebook_api"))
    assert [sorted(line.split()) for line in drawn.splitlines()] == [
        sorted(re.findall(r"\w+", line)) for line in kept
    ]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("`core/cells/text.py`", True),
        ("`core/cells/texts.py`", False),
        ("`session/nowhere/`", False),
        ("`views/<room>/<name>.py`", True),
        ("`viewers/<room>/<name>.py`", False),
        ("```sh\npytest tests/test_map.py -k x\n```", True),
        ("```sh\npytest tests/test_maps.py -k x\n```", False),
    ],
)
def test_a_path_that_is_not_there_is_noticed(text: str, there: bool) -> None:
    (path,) = files_in(text) + folders_in(text)
    assert exists(path, PACKAGE) is there
