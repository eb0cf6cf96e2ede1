"""Finds where a text that may be a person's gets to Qt by another way than `views/widgets/texts.py`.

Texts of our own, which are literals and constants, may go any way. The rule looks at the code alone and knows
no types: in some calls only the name of an argument tells whether it is a text.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

_FIRST = """
    setToolTip setWhatsThis setStatusTip setAccessibleName setAccessibleDescription setText setIconText
    setTitle setLabel setWindowTitle setHtml insertHtml setMarkdown addSection
    QAction QPushButton QCheckBox QRadioButton QToolButton QGroupBox QDockWidget
"""
_SECOND = "setTabText setTabToolTip showText label_of set_caption"
# Functions of ours that hand a text on: it is looked at where they are called.
_HAND_ON_FIRST = "_menu _row_action _check_box _stay_open ok_and_cancel"
_HAND_ON_SECOND = "_submenu _action panel_action _action_of_the_table make"
# These take things with a text, too; which of both is told by the name.
_TAKE_BOTH = "addAction addMenu addButton addRow addTab QMenu _button button"
_NAMES_OF_TEXTS = ("text", "name", "title", "words", "caption", "level")
_PLACES = {
    **dict.fromkeys(f"{_FIRST} {_HAND_ON_FIRST} {_TAKE_BOTH}".split(), 0),
    **dict.fromkeys(f"{_SECOND} {_HAND_ON_SECOND}".split(), 1),
}
_HAND_ON = frozenset(f"{_HAND_ON_FIRST} {_HAND_ON_SECOND} {_TAKE_BOTH}".split())
# Not used at all: a class or a function of `texts` takes the place of each.
_NOT_USED = frozenset(
    ("QLabel", "QToolTip", "QMessageBox", "QInputDialog", "QErrorMessage", "QProgressDialog")
)
_NOT_USED |= {"QStaticText", "QTextDocument", "QGraphicsTextItem", "LabelItem", "LegendItem"}
_MAKE_SAFE = frozenset(("tip", "caption", "rich", "joined_rich"))
_ROLES = frozenset(("ToolTipRole", "WhatsThisRole"))
_NO_SCREEN = frozenset(
    (
        *("QGuiApplication.clipboard().setText", "QApplication.clipboard().setText", "mime_data.setText"),
        "pdf_writer.setTitle",
    )
)


def raw_texts(node: ast.AST, handed: Collection[str] = ()) -> Iterator[str]:
    """Each such place as line and code; ``handed`` are names that stand for texts of our own."""
    match node:
        case ast.FunctionDef(name=name):
            given = [argument.arg for argument in node.args.args]
            handed = {*handed, *_from_constants(node), *(given if name in _HAND_ON else ())}
            if _names(node) & _ROLES and not _names(node) & {"tip", "show_tip"}:
                yield f"{node.lineno}: {name} gives the text of a tooltip"
        case ast.ImportFrom(module=module) if (module or "").startswith(("PySide6", "pyqtgraph")):
            yield from (f"{node.lineno}: {alias.name}" for alias in node.names if alias.name in _NOT_USED)
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _NOT_USED:
            yield f"{node.lineno}: {name}"
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in _PLACES:
            text = arguments[_PLACES[name]] if _PLACES[name] < len(arguments) else ast.Constant("")
            thing = name in _TAKE_BOTH.split() and _is_a_thing(text)
            if not _own(text, handed) and not thing and ast.unparse(node.func) not in _NO_SCREEN:
                yield f"{node.lineno}: {ast.unparse(node)}"
    for child in ast.iter_child_nodes(node):
        yield from raw_texts(child, handed)


def _own(node: ast.AST, handed: Collection[str] = ()) -> bool:
    """Whether a text can only be one of our own, or was made safe."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").isupper() or name in handed
        case ast.Subscript(value=part) | ast.FormattedValue(value=part):
            return _own(part, handed)
        case ast.Tuple(elts=parts) | ast.JoinedStr(values=parts):
            return all(_own(part, handed) for part in parts)
        case ast.IfExp(body=left, orelse=right) | ast.BinOp(left=left, right=right):
            return _own(left, handed) and _own(right, handed)
        case ast.Call(func=ast.Name(id=name)):
            return name in _MAKE_SAFE
    return False


def _is_a_thing(node: ast.AST) -> bool:
    """Whether an argument is called like something that has a text, and not like a text."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return not any(word in name for word in _NAMES_OF_TEXTS)
        case ast.Call(func=ast.Attribute(attr=name)):
            return name == "menuAction"
    return False


def _from_constants(function: ast.FunctionDef) -> Iterator[str]:
    """The names that stand for parts of constants of ours."""
    for node in ast.walk(function):
        match node:
            case ast.For(target=target, iter=source) | ast.Assign(targets=[target], value=source):
                match source:
                    case ast.Call(func=ast.Attribute(value=table, attr="items")):
                        source = table
                if _own(source):
                    yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))


def _names(node: ast.AST) -> set[str]:
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return names | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
