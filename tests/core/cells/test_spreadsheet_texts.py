"""What a spreadsheet would run, in every width and behind everything unseen, is marked; nothing else is."""

from __future__ import annotations

import time

import pytest

from linreg_gui.core.cells.spreadsheet_texts import harmless, harmless_in_pieces, is_formula

UNSEEN = [
    "\n",
    "\r\n",
    "\t",
    "\ufeff",
    "\u200b",
    "\u2060",
    "\xa0",
    "\u3000",
    "\x00",
    "\x0b",
    "\u202e",
    " \n ",
    "\xad",
]


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫⁺⁼")
def test_a_sign_of_any_width_begins_a_formula(sign: str) -> None:
    assert is_formula(f"{sign}A1")
    assert is_formula(f"{sign}cmd|' /C calc'!A0")


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("sign", "=+-@＝＠")
def test_what_nobody_sees_before_a_sign_does_not_hide_it(unseen: str, sign: str) -> None:
    assert is_formula(f"{unseen}{sign}SUM(A1)")


@pytest.mark.parametrize(
    "text", ["", "-5", "+1.5e3", "-.5", "−5", "a=b", "５", "price", "ä-b", "#1", "(=1)", "\xa0x"]
)
def test_numbers_and_other_texts_are_none(text: str) -> None:
    assert not is_formula(text)
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x;=1+1", "x;'=1+1"),
        ("x\t=1+1", "x\t'=1+1"),
        ("x;\n@SUM(1)", "x;\n'@SUM(1)"),
        ("x|＝1", "x|'＝1"),
        ("x; \u200b=1", "x;' \u200b=1"),
        ("=1;=2", "'=1;'=2"),
        ("x;-2+3+cmd|'/C calc'!A0", "x;'-2+3+cmd|'/C calc'!A0"),
        ("a;b", "a;b"),
        ("a;-5", "a;-5"),
        ("nice ;-) day", "nice ;-) day"),
        ("list:\n- one\n- two", "list:\n- one\n- two"),
        ("a,=1", "a,=1"),  # the separator meant: quotes keep it whole
    ],
)
def test_what_begins_where_another_reading_cuts_is_marked_too(text: str, written: str) -> None:
    assert harmless_in_pieces(text, ";\t|") == written


def test_a_long_text_of_cuts_takes_no_long_time() -> None:
    began = time.monotonic()
    for text in (";" * 300_000, "; " * 150_000 + "x", ";-" * 150_000, "\n \u200b" * 100_000):
        harmless_in_pieces(text, ";\t|")
    assert time.monotonic() - began < 20.0
