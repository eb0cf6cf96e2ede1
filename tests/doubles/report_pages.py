"""A page of a report as a browser and a screen reader take it: parsed strictly, and looked through."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

_EMPTY = frozenset(("meta", "br", "hr", "link", "img", "input"))


@dataclass
class Node:
    tag: str
    attributes: dict[str, str | None]
    children: list[Node | str] = field(default_factory=list)

    def all(self, tag: str = "") -> list[Node]:
        found = [self] if tag in ("", self.tag) else []
        for child in self.children:
            found += child.all(tag) if isinstance(child, Node) else []
        return found

    def text(self) -> str:
        parts = [child if isinstance(child, str) else child.text() for child in self.children]
        return " ".join("".join(parts).split())


class _Strict(HTMLParser):
    """Every element is closed, in the order in which they were opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("document", {})]

    def handle_starttag(self, tag, attributes) -> None:
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        node = Node(tag, dict(attributes))
        self.open[-1].children.append(node)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_startendtag(self, tag, attributes) -> None:
        self.open[-1].children.append(Node(tag, dict(attributes)))

    def handle_endtag(self, tag) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data) -> None:
        self.open[-1].children.append(data)


def parsed(page: str) -> Node:
    """The page, which must be well formed."""
    assert page.startswith("<!DOCTYPE html>")
    parser = _Strict()
    parser.feed(page)
    parser.close()
    (document,) = parser.open
    return document


def check_accessible(page: str) -> Node:
    """What a person who hears or enlarges the page relies on; the page once it is looked through."""
    document = parsed(page)
    (root,) = document.all("html")
    assert root.attributes["lang"] == "en"
    assert document.all("title")[0].text()
    assert len(document.all("main")) == len(document.all("h1")) == 1
    levels = [int(node.tag[1]) for node in document.all() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert all(node.text() for node in document.all() if re.fullmatch("h[1-6]", node.tag))
    _check_names(document)
    for table in document.all("table"):
        assert table.all("caption")[0].text()
        rows = table.all("tr")
        assert {len(row.all("th")) + len(row.all("td")) for row in rows} == {
            len(rows[0].all("th")) + len(rows[0].all("td"))
        }
        assert all(head.attributes["scope"] == "col" for head in rows[0].all("th"))
        assert all(row.all("th")[0].attributes["scope"] == "row" for row in rows[1:])
    drawings = document.all("svg")
    assert all(svg.attributes["role"] == "img" and len(svg.attributes["aria-label"]) > 10 for svg in drawings)
    assert len(document.all("figure")) == len(document.all("figcaption")) == len(drawings)
    return document


def _check_names(document: Node) -> None:
    names = [name for node in document.all() if (name := node.attributes.get("id")) is not None]
    assert len(names) == len(set(names)), "a name is there twice"
    for node in document.all():
        for key, value in node.attributes.items():
            assert not key.startswith("on"), "a handler"
            wanted = list((value or "").split()) if key == "aria-labelledby" else []
            wanted += re.findall(r"url\(#([^)]*)\)", value or "")
            if key.endswith("href"):
                assert (value or "").startswith(("#", "data:image/png;base64,")), "something outside"
                wanted += [value[1:]] if (value or "").startswith("#") else []
            assert set(wanted) <= set(names), (key, value)
    assert not {node.tag for node in document.all()} & {"script", "iframe", "object", "link", "img"}


def cells(table: Node) -> list[list[str]]:
    """What is read in a table, row by row."""
    return [[cell.text() for cell in row.children if isinstance(cell, Node)] for row in table.all("tr")]


def digits(table: Node) -> dict[str, list[float]]:
    """All digits of the numbers of each row, by its head."""
    found: dict[str, list[float]] = {}
    for row in table.all("tr")[1:]:
        head, *rest = [cell for cell in row.children if isinstance(cell, Node)]
        texts = [
            cell.all("data")[0].attributes["value"] if cell.all("data") else cell.text() for cell in rest
        ]
        found[head.text()] = [
            float(text) for text in texts if re.fullmatch(r"-?[0-9.]+(e[-+]?[0-9]+)?", text)
        ]
    return found


def table_called(document: Node, words: str) -> Node:
    """The table whose caption has these words."""
    return next(table for table in document.all("table") if words in table.all("caption")[0].text())
