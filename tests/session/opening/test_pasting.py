"""What is pasted is read at once only where that takes a moment."""

from __future__ import annotations

import pytest

from linreg_gui.session.opening.pasting import is_short


@pytest.mark.parametrize(
    ("text", "html", "short"),
    [
        ("x\ty\n1\t2\n", "<table><tr><td>x<td>y</table>", True),
        ("no table at all", "", True),
        ("x\n" * 15_000, "", False),
        ("\t".join("x" * 5_000), "", False),
        ("x", "<td>" * 4_000, False),
        ("x", "<p>" + "y" * 30_000, False),
    ],
)
def test_what_is_long_or_wide_is_for_a_job(text, html, short):
    assert is_short(text, html) is short
