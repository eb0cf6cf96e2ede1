"""Files as the world makes them: each is read right, or refused with the right sentence."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.table_file import preview_table, read_table

HOLE = None

# What the file holds, and the columns it is to be read as.
READ = {
    "one column of words stays one": (
        "town population\nNew York 8\nLos Angeles 4\n",
        {"town population": ["New York 8", "Los Angeles 4"]},
        "has no column of numbers",
    ),
    "one column of numbers": ("value\n1.5\n2.5\n3.5\n", {"value": [1.5, 2.5, 3.5]}),
    "one column of decimal commas": ("wert\n1,5\n22,25\n3,75\n", {"wert": [1.5, 22.25, 3.75]}),
    "one column without a name": ("3\n1\n2\n", {"column 1": [3, 1, 2]}),
    "one column of thousands set off by blanks": ("n\n1 234\n12 345 678\n5\n", {"n": [1234, 12345678, 5]}),
    "a leading zero before a comma is a fraction": (
        'a;b\n1;"0,435"\n2;"1,250"\n',
        {"a": [1, 2], "b": [0.435, 1.25]},
    ),
    "a fraction far from the doubtful cell": (
        "a;b\n1;1,234\n2;0,5\n3;2,000\n",
        {"a": [1, 2, 3], "b": [1.234, 0.5, 2.0]},
    ),
    "thousands and decimals together": (
        'a,b\n1,"1,234.5"\n2,"12,345,678"\n',
        {"a": [1, 2], "b": [1234.5, 12345678.0]},
    ),
    "European thousands and decimals": (
        "a;b\n1;1.234,5\n2;12.345.678\n",
        {"a": [1, 2], "b": [1234.5, 12345678.0]},
    ),
    "Swiss thousands": ("a;b\n1;1'234.50\n2;12'345.00\n", {"a": [1, 2], "b": [1234.5, 12345.0]}),
    "narrow blanks as thousands": (
        "a;b\n1;1\u202f234,5\n2;2\u202f345,0\n",
        {"a": [1, 2], "b": [1234.5, 2345.0]},
    ),
    "a typographic minus": ("a;b\n1;−2\n2;−3,5\n", {"a": [1, 2], "b": [-2.0, -3.5]}),
    "exponents": ("a,b\n1,1e3\n2,2.5E-2\n3,-1e+2\n", {"a": [1, 2, 3], "b": [1000.0, 0.025, -100.0]}),
    "plus signs": ("a,b\n1,+5\n2,+6\n", {"a": [1, 2], "b": [5, 6]}),
    "a number in parentheses is negative": ("a,b\n1,(5)\n2,6\n3,7\n", {"a": [1, 2, 3], "b": [-5, 6, 7]}),
    "hexadecimal is a text": ("a,b\n1,0x1F\n2,6\n3,7\n", {"a": [1, 2, 3], "b": ["0x1F", 6.0, 7.0]}),
    "percent signs are a unit": ("a,b\n1,5%\n2,6%\n", {"a": [1, 2], "b": [5, 6]}),
    "whole numbers beyond 64 bits": (
        "a,b\n1,18446744073709551616\n2,5\n",
        {"a": [1, 2], "b": [18446744073709551616, 5.0]},
    ),
    "every digit of a double": (
        "a,b\n1,0.1234567890123456789\n2,1e-308\n",
        {"a": [1, 2], "b": [0.12345678901234568, 1e-308]},
    ),
    "truth values are texts": ("a,b\n1,True\n2,FALSE\n", {"a": [1, 2], "b": ["True", "FALSE"]}),
    "dates are no sums": (
        "a,b\n1,2026-05-31\n2,2026-06-01\n",
        {"a": [1, 2], "b": [pd.Timestamp(2026, 5, 31), pd.Timestamp(2026, 6, 1)]},
    ),
    "times are seconds": ("a;b\n1;12:30\n2;13:45\n", {"a": [1, 2], "b": [45_000, 49_500]}),
    "NA is a category among texts": (
        "id,country\n1,NA\n2,DE\n3,None\n",
        {"id": [1, 2, 3], "country": ["NA", "DE", "None"]},
    ),
    "NA is a hole among numbers": (
        "id,size\n1,NA\n2,5\n3,None\n",
        {"id": [1, 2, 3], "size": [HOLE, 5.0, HOLE]},
    ),
    "holes of every kind": (
        "a,b\n1,\n2,NaN\n3,?\n4,-\n5,1.5\n",
        {"a": [1, 2, 3, 4, 5], "b": [HOLE] * 4 + [1.5]},
    ),
    "a hole in every row": (
        "a,b,c\n1,,3\n,2,\n4,,6\n",
        {"a": [1.0, HOLE, 4.0], "b": [HOLE, 2.0, HOLE], "c": [3.0, HOLE, 6.0]},
    ),
    "an empty column": ("a,b,c\n1,,x\n2,,y\n", {"a": [1, 2], "b": [HOLE, HOLE], "c": ["x", "y"]}),
    "blanks around cells": ("a , b\n 1 , 2 \n 3 , 4 \n", {"a": [1, 3], "b": [2, 4]}),
    "columns lined up by blanks": ("  a    b\n  1   10\n 20  300\n", {"a": [1, 20], "b": [10, 300]}),
    "tabs and empty cells": ("a\tb\tc\n1\t\t3\n\t5\t6\n", {"a": [1.0, HOLE], "b": [HOLE, 5.0], "c": [3, 6]}),
    "vertical bars": ("a|b\n1|x, y\n2|z; w\n", {"a": [1, 2], "b": ["x, y", "z; w"]}),
    "commas in texts between semicolons": (
        "a;b\n1;x, y, z\n2;u, v, w\n",
        {"a": [1, 2], "b": ["x, y, z", "u, v, w"]},
    ),
    "separators in quotes": ('a,b\n1,"x,y"\n2,"u,v,w"\n', {"a": [1, 2], "b": ["x,y", "u,v,w"]}),
    "line breaks in quotes": ('a,b\n1,"x\ny"\n2,"u\r\nv"\n', {"a": [1, 2], "b": ["x\ny", "u\r\nv"]}),
    "quotes in quotes": ('a,b\n1,"say ""hi"""\n2,""""\n', {"a": [1, 2], "b": ['say "hi"', '"']}),
    "a stray quote in a cell": ('a,b\n1,5" pipe\n2,6" pipe\n', {"a": [1, 2], "b": ['5" pipe', '6" pipe']}),
    "numbers in quotes": ('"a","b"\n"1","2.5"\n"3","4.5"\n', {"a": [1, 3], "b": [2.5, 4.5]}),
    "apostrophes around cells": ("'a';'b'\n'1';'x;y'\n'2';'z'\n", {"a": [1, 2], "b": ["x;y", "z"]}),
    "apostrophes in words": ("a,b\n1,don't\n2,it's\n", {"a": [1, 2], "b": ["don't", "it's"]}),
    "a separator at the end of each row": ("a,b,\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
    "row names without a name": ("a,b\nx,1,2\ny,3,4\n", {"column 1": ["x", "y"], "a": [1, 3], "b": [2, 4]}),
    "the same name twice": ("a,a,a\n1,2,3\n4,5,6\n", {"a": [1, 4], "a (2)": [2, 5], "a (3)": [3, 6]}),
    "no name at all": ("1,2\n3,4\n5,6\n", {"column 1": [1, 3, 5], "column 2": [2, 4, 6]}),
    "years as names": (
        "town,2025,2026\nUlm,1,2\nBonn,3,4\n",
        {"town": ["Ulm", "Bonn"], "2025": [1, 3], "2026": [2, 4]},
    ),
    "names over two lines": ('"a\n(m)","b"\n1,2\n3,4\n', {"a (m)": [1, 3], "b": [2, 4]}),
    "a line that tells the separator": ("sep=;\na;b\n1;2,5\n2;3,5\n", {"a": [1, 2], "b": [2.5, 3.5]}),
    "blank lines everywhere": ("\n\na,b\n\n1,2\n\n\n3,4\n\n", {"a": [1, 3], "b": [2, 4]}),
    "no line break at the end": ("a,b\n1,2\n3,4", {"a": [1, 3], "b": [2, 4]}),
    "line ends of Windows": ("a,b\r\n1,2\r\n3,4\r\n", {"a": [1, 3], "b": [2, 4]}),
    "line ends of old Macs": ("a,b\r1,2\r3,4\r", {"a": [1, 3], "b": [2, 4]}),
    "a mark of UTF-8": (b"\xef\xbb\xbfa,b\n1,2\n3,4\n", {"a": [1, 3], "b": [2, 4]}),
    "UTF-16 of Excel": ("größe\tb\n1,5\t2\n2,5\t4\n".encode("utf-16"), {"größe": [1.5, 2.5], "b": [2, 4]}),
    "UTF-16 without a mark": ("a,b\n1,2\n3,4\n".encode("utf-16-le"), {"a": [1, 3], "b": [2, 4]}),
    "umlauts of Windows": (
        "größe;ort\n1,5;Köln\n2,5;Düren\n".encode("cp1252"),
        {"größe": [1.5, 2.5], "ort": ["Köln", "Düren"]},
    ),
    "Cyrillic of Windows": (
        "город;n\nМосква;1\nКазань;2\n".encode("cp1251"),
        {"город": ["Москва", "Казань"], "n": [1, 2]},
    ),
    "emoji as names": ("🍎,🍐\n1,2\n3,4\n", {"🍎": [1, 3], "🍐": [2, 4]}),
    "one row": ("a,b\n1,2\n", {"a": [1], "b": [2]}),
    "a thousand columns": (
        ",".join(f"c{k}" for k in range(1000)) + "\n" + (",".join(map(str, range(1000))) + "\n") * 2,
        {f"c{k}": [k, k] for k in range(1000)},
    ),
    "a packed file": (gzip.compress(b"a;b\n1;2,5\n2;3,5\n"), {"a": [1, 2], "b": [2.5, 3.5]}),
}

# What the file holds, and what the sentence says; the line where there is one.
REFUSED = {
    "nothing": (b"", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "is empty"),
    "blank lines": (b"\n \r\n\t\n", "is empty"),
    "only names": (b"a,b,c\n", "no row of data below"),
    "only words": (b"a,b\nx,y\nz,w\n", "has no column of numbers"),
    "a row too short": (b"a,b,c\n1,2,3\n4,5\n6,7,8\n", "line 3 has 2 cells where 3 are expected"),
    "a row too long": (b"a,b\n1,2\n3,4,5\n6,7\n", "line 3 has 3 cells where 2 are expected"),
    "a title above the names": (b"Houses of May\na,b\n1,2\n3,4\n", "line [12] has . cells? where . "),
    "a footnote below": (b"a,b\n1,2\n3,4\nSource: somebody\n", "line 4 has 1 cell where 2 are expected"),
    "a quote that is never closed": (
        b'a,b\n1,2\n"3,4\n5,6\n7,8\n',
        "a quotation mark in line 3 is never closed",
    ),
    "a quote that swallows the end": (b'a,b\n1,2\n3,"4\n5,6\n7,8\n', "a quotation mark in line 3 is never"),
    "quotes that span a row": (b'a,b\n1,2\n"3,4\n5,6"\n7,8\n', "from line 3 to 4 has 1 cell where 2 are"),
    "a zero byte": (b"a,b\n1,2\n3,\0\n", "line 3 holds"),
    "noise": (bytes(range(1, 256)) * 8, "is not a text file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "is not a text file"),
    "a PDF document": (b"%PDF-1.7\n1 0 obj\n", "is a PDF document"),
    "a packed file cut off": (gzip.compress(b"a,b\n" + b"1,2\n" * 9000)[:60], "is a damaged gzip file"),
    "a packed file of noise": (b"\x1f\x8b\x08\x00abc", "is a damaged gzip file"),
}


def as_lists(frame: pd.DataFrame) -> dict[str, list[object]]:
    """Columns as lists with None where a cell is missing."""
    return {name: [HOLE if pd.isna(v) else v for v in frame[name].tolist()] for name in frame}


@pytest.mark.parametrize("name", READ)
def test_a_nasty_file_is_read_right(tmp_path, name):
    content, expected, *refused = READ[name]
    path = tmp_path / "nasty.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert as_lists(preview_table(path).frame) == expected
    if refused:
        with pytest.raises(ProblemError, match=refused[0]):
            read_table(path)
        return
    frame, report = read_table(path)
    got = as_lists(frame)
    assert got == expected
    same_types = all(type(a) is type(b) for j in got for a, b in zip(got[j], expected[j], strict=True))
    assert same_types, got
    assert [note.missing for note in report.columns] == [column.count(HOLE) for column in expected.values()]


@pytest.mark.parametrize("name", REFUSED)
def test_a_hopeless_file_is_refused_with_the_right_sentence(tmp_path, name):
    content, part = REFUSED[name]
    path = tmp_path / "nasty.csv"
    path.write_bytes(content)
    with pytest.raises(ProblemError, match=part) as raised:
        read_table(path)
    assert str(raised.value).startswith("“nasty.csv” ")
    assert str(raised.value).count(".") == 2  # one in the name, one at the end


def test_there_are_enough_of_them():
    assert len(READ) + len(REFUSED) >= 40


def test_a_number_is_the_double_that_python_reads(tmp_path):
    rng = np.random.default_rng(0)
    texts = [repr(float(v)) for v in rng.normal(size=300) * 10.0 ** rng.integers(-300, 300, 300)]
    path = tmp_path / "nasty.csv"
    path.write_text("a,b\n" + "".join(f"{k},{text}\n" for k, text in enumerate(texts)))
    assert read_table(path)[0]["b"].tolist() == list(map(float, texts))
