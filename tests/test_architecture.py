"""What must stay true of the code as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib

import pytest
from project_paths import ROOT
from raw_texts import raw_texts

MODULES = sorted((ROOT / "linreg_gui").rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})
# How a folder says what is not its own: by a no, or by naming the place where that is.
_BOUNDARY = re.compile(r"\b(no|not|none|nothing|never|only|(is|are|decided) in \w+(/\w+)?)\b", re.IGNORECASE)


def test_the_layers_hold() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_every_module_is_small_and_says_what_it_is() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in MODULES}
    untold = [name for name, text in texts.items() if not ast.get_docstring(ast.parse(text))]
    assert not untold, "no docstring"
    too_long = {name: lines for name, text in texts.items() if (lines := len(text.splitlines())) > 400}
    assert not too_long, "give its second job a file of its own"
    assert len(texts) > 500


def test_every_folder_asks_one_question_and_says_what_is_not_its_own() -> None:
    wrong = []
    for folder in FOLDERS:
        text = (folder / "__init__.py").read_text(encoding="utf-8")
        first = (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
        _, mark, boundary = first.partition("?")
        if not mark or not _BOUNDARY.search(boundary):
            wrong.append((folder.relative_to(ROOT).as_posix(), first))
    assert not wrong, "no question, or what must not be in it is not said"


def test_the_core_works_where_qt_cannot_be_imported() -> None:
    code = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise ImportError(name)

sys.meta_path.insert(0, NoQt())
from linreg_gui import core
data = core.make_synthetic([2.0, -3.4], bias=4.2, noise_std=0.01, n_rows=100, seed=0)
assert abs(core.fit(data).bias - 4.2) < 0.1
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)


def test_the_broken_release_of_pyside_is_kept_off_python_3_11() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [entry for entry in project["dependencies"] if entry.startswith("PySide6-Essentials")]
    assert any("<6.12" in pin and "python_version < '3.12'" in pin for pin in pins)
    import PySide6

    if sys.version_info < (3, 12):
        assert PySide6.__version_info__[:2] < (6, 12)


def test_heavy_libraries_are_not_imported_to_open_the_window() -> None:
    code = (
        "import sys, linreg_gui.app.process.application; "
        "heavy = {'numba', 'scipy', 'cupy', 'llvmlite', 'sklearn', 'optuna'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)


def test_an_ordinary_installation_has_all_that_is_imported_but_for_its_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    plain = {re.split(r"[^\w-]", line)[0] for line in project["dependencies"]}
    others = {"PySide6-Essentials": "PySide6", "markdown-it-py": "markdown_it"}
    plain = {others.get(name, name.replace("-", "_")) for name in plain}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    imported = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"linreg_gui"}
    # Numba brings llvmlite, PySide6 brings shiboken6.
    optional = {"cupy", "cupyx", "xlsxwriter", "sklearn", "optuna"}
    assert imported - plain - {"llvmlite", "shiboken6"} == optional


def test_no_text_of_a_person_gets_to_qt_by_a_call_that_takes_markup() -> None:
    package = ROOT / "linreg_gui"
    with_widgets = [path for path in MODULES if path.relative_to(package).parts[0] in ("app", "views")]
    with_widgets.remove(package / "views" / "widgets" / "texts.py")
    found = {path: list(raw_texts(ast.parse(path.read_text(encoding="utf-8")))) for path in with_widgets}
    assert not {path.relative_to(package).as_posix(): places for path, places in found.items() if places}
    assert len(found) > 100


@pytest.mark.parametrize(
    "code",
    [
        "widget.setToolTip(name)",
        "widget.setWhatsThis(f'column {name}')",
        "label = QtWidgets.QLabel(problem.sentence)",
        "from PySide6.QtWidgets import QLabel",
        "from PySide6.QtWidgets import QMessageBox",
        "QMessageBox.warning(self, 'Problem', sentence)",
        "action.setText(path.name)",
        "menu.addAction(name)",
        "menu.addMenu(column.name)",
        "button = QPushButton(level)",
        "group.setTitle(str(level))",
        "tabs.setTabText(0, sheet)",
        "form.addRow(name, field)",
        "browser.setHtml(f'<b>{name}</b>')",
        "axis.setLabel(self.labels[side])",
        "self.setWindowTitle(path.name)",
        "for name in names:\n  menu.addAction(name)",
        "def data(self, index, role):\n  if role == Qt.ItemDataRole.ToolTipRole:\n    return self.name",
    ],
)
def test_such_calls_are_found(code: str) -> None:
    assert list(raw_texts(ast.parse(code)))


def test_tests_lie_in_the_folder_of_what_they_test() -> None:
    rooms = {path.parent.relative_to(ROOT / "linreg_gui") for path in MODULES}
    tests = ROOT / "tests"
    misplaced = [
        path.relative_to(tests).as_posix()
        for path in tests.rglob("test_*.py")
        if path.parent not in (tests, tests / "attacks") and path.parent.relative_to(tests) not in rooms
    ]
    assert not misplaced


# What these write is temporary, the program’s log or cache, a part of an archive, or nothing.
_OWN_FILES = {
    "app/process/same_user.py",
    "app/self_test/checks.py",
    "cli/self_test.py",
    "core/project/archive.py",
    "core/reading/unpacking.py",
    "core/solvers/sgd/loops/sealed_cache.py",
    "core/worker/process_limits.py",  # what the system asks a process for
    "session/keeping/crash_log.py",
    "session/opening/pasting.py",
}


def test_every_file_for_a_person_is_written_in_one_place() -> None:
    """Others would let half a file take the place of a whole one, or wait for the reader of a pipe."""
    found = {}
    for path in MODULES:
        name, text = path.relative_to(ROOT / "linreg_gui").as_posix(), path.read_text(encoding="utf-8")
        if name not in _OWN_FILES and re.search(r"\b(open|write_text|write_bytes|QSaveFile|savefig)\(", text):
            calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
            found[name] = [ast.unparse(call) for call in calls if _writes(call)]
    assert not {name: calls for name, calls in found.items() if calls}


def _writes(call: ast.Call) -> bool:
    """Whether a call opens a file to write into it."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("write_text", "write_bytes", "QSaveFile", "savefig"):
        return True
    modes = [*call.args[:2], *(word.value for word in call.keywords if word.arg == "mode")]
    words = [word.value for word in modes if isinstance(word, ast.Constant) and isinstance(word.value, str)]
    archive = call.args and isinstance(call.args[0], ast.Name) and call.args[0].id == "os"
    return (
        name == "open" and not archive and any(re.fullmatch("[rwxab+t]*[wxa+][rwxab+t]*", w) for w in words)
    )
