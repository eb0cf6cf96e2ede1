"""What is told of columns of a file, with the other ways to read them at hand."""

from __future__ import annotations

import pytest

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv, read_text
from linreg_gui.core.reading.options import AUTOMATIC


def told(write, text: str) -> list[tuple[str, list[str]]]:
    _, report = read_csv(write(text))
    return [(found.sentence, [words for words, _ in found.offers]) for found in report.findings]


def test_a_percentage_is_told_and_its_sign_is_the_unit(write):
    path = write("rate,y\n5%,1\n7.5%,2\n12 %,3\n")
    frame, report = read_csv(path)
    assert frame["rate"].tolist() == [5.0, 7.5, 12.0]
    assert report.units == {"rate": "%"}
    (found,) = report.findings
    assert found.sentence == "“rate” holds percentages: “5%” was read as 5."
    assert found.offer == "Read “rate” as Text"
    assert read_text(path, found.other)[0]["rate"].tolist() == ["5%", "7.5%", "12 %"]
    assert preview_csv(path).findings == report.findings


def test_the_signs_of_a_currency_do_not_hide_those_of_numbers(write):
    frame, report = read_csv(write("preis;y\n1.200,50 €;1\n900,00 €;2\n"))
    assert frame["preis"].tolist() == [1200.5, 900.0]
    assert report.units == {"preis": "€"}
    _, doubt = read_csv(write("price;y\n$1,234;1\n$5,678;2\n"))
    assert doubt.doubt is not None
    assert doubt.doubt.columns == ("price",)


def test_what_several_columns_have_in_common_is_told_once(write):
    names = ["a", "b", "c"]
    rows = "".join(",".join([f"{k}%"] * 3 + [str(k)]) + "\n" for k in range(1, 4))
    path = write(f"{','.join(names)},y\n{rows}")
    _, report = read_csv(path)
    (found,) = report.findings
    assert found.sentence == "“a” holds percentages: “1%” was read as 1. The same goes for “b” and “c”."
    assert found.offer == "Read 3 Columns as Text"
    assert read_text(path, found.other)[0]["c"].tolist() == ["1%", "2%", "3%"]


def test_limits_are_told_and_read_on_request(write):
    path = write("x,y\n<0.5,1\n1.5,2\n2.5,3\n")
    frame, report = read_csv(path)
    assert frame["x"].tolist() == ["<0.5", 1.5, 2.5]
    (found,) = report.findings
    assert found.is_doubt
    assert found.sentence == "1 cell of “x” is but a limit, such as “<0.5”: its row is left out of a fit."
    again, decided = read_text(path, found.other)
    assert again["x"].tolist() == [0.5, 1.5, 2.5]
    assert (
        decided.findings[0].sentence
        == "1 cell of “x” is but a limit, and was read as that number: “<0.5” as 0.5."
    )


def test_a_column_of_limits_mostly_stays_text(write):
    frame, report = read_csv(write("x,y\n<0.5,1\n<1.5,2\n2.5,3\n"))
    assert frame["x"].tolist() == ["<0.5", "<1.5", "2.5"]
    assert report.findings[0].sentence == "2 cells of “x” are but a limit, such as “<0.5”: it stays text."


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["5%", "7", "8"], "“x” holds “5%” beside “7”, so that such cells are left as texts."),
        (["5%", "6%", "x"], "“x” holds “5%” beside “x”, so that such cells are left as texts."),
        (["$5", "€6", "€7"], "“x” holds “$5” in “$” and “€”, so that such cells are left as texts."),
    ],
)
def test_half_a_column_is_never_read(write, cells, sentence):
    rows = "".join(f"{cell},{k}\n" for k, cell in enumerate(cells))
    frame, report = read_csv(write(f"x,y\n{rows}"))
    assert [str(cell).removesuffix(".0") for cell in frame["x"]] == cells
    assert [found.sentence for found in report.findings] == [sentence]


def test_leading_zeros_are_kept_wherever_they_come(write):
    rows = "".join(f"{99999 - k:05},{k}\n" for k in range(0, 99_999, 3))
    path = write(f"zip,y\n{rows}")
    frame, report = read_csv(path)
    assert frame["zip"].iloc[[0, -1]].tolist() == ["99999", "00003"]
    assert report.findings[0].offer == "Read “zip” as Numbers"
    assert read_text(path, report.findings[0].other)[0]["zip"].iloc[-1] == 3


def test_a_file_of_nothing_but_leading_zeros_is_one_of_numbers(write):
    frame, report = read_csv(write("x,y\n01,02\n02,04\n10,20\n"))
    assert frame["x"].tolist() == [1, 2, 10]
    assert report.findings[0].sentence.startswith("“x” holds numbers with leading zeros: “01” was read as 1.")
    assert not report.findings[0].offers  # a table needs numbers


def test_dates_in_doubt_are_offered_both_ways(write):
    path = write("d,y\n03/04/2020,1\n05/06/2020,2\n")
    frame, report = read_csv(path)
    assert frame["d"].tolist() == ["03/04/2020", "05/06/2020"]
    (found,) = report.findings
    assert [words for words, _ in found.offers] == [
        "Read “d” as Dates, Day First",
        "Read “d” as Dates, Month First",
    ]
    assert [read_text(path, options)[0]["d"].iloc[0].month for _, options in found.offers] == [4, 3]


def test_plain_columns_are_told_nothing_of(write):
    assert told(write, "a,b,c\n1,x,0.5\n2,y,0.25\n-3,z,1e5\n") == []
    assert read_csv(write("a,b\n1,2\n"))[1].to_tell(AUTOMATIC) == ()


def test_the_only_numbers_are_not_offered_as_text(write):
    (finding,) = read_csv(write("price\n$475\n$12\n"))[1].findings
    assert not finding.offers
