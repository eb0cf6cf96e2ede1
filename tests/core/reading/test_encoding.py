"""The encoding of a file is told from its letters, whatever a few bytes are that are none of them."""

from __future__ import annotations

import charset_normalizer
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv

GERMAN = "stadt;wert\nKöln;1\nMünchen;2\nDüsseldorf;3\nÜberlingen;4\n"
POLISH = "miasto;cena\nŁódź;1\nPoznań;2\nKraków;3\nGdańsk;4\n"
RUSSIAN = "город;цена\nМосква;1\nКазань;2\nОмск;3\n"
GREEK = "πόλη;τιμή\nΑθήνα;1\nΘεσσαλονίκη;2\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "cp850"),
        ("ciudad;n\nMálaga;1\nA Coruña;2\nCádiz;3\n", "cp1252"),
        ("item;n\nfor 5 €;1\nfor 6 €;2\n", "cp1252"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (GREEK, "cp1253"),
        ("都市;価格\n東京;1\n大阪;2\n名古屋;3\n", "shift_jis"),
        ("城市;价格\n北京;1\n上海;2\n广州;3\n", "gb18030"),
        ("도시;가격\n서울;1\n부산;2\n인천;3\n", "euc_kr"),
    ],
)
def test_the_letters_tell_the_encoding(tmp_path, text, encoding):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    frame, report = read_csv(path)
    assert report.encoding == encoding
    names, *rows = [line.split(";") for line in text.splitlines()]
    assert list(frame) == names
    assert frame.to_numpy().tolist() == [[word, int(number)] for word, number in rows]


def test_an_encoding_can_be_corrected(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(POLISH.encode("cp1250"))
    assert read_csv(path, encoding="cp1252")[0]["miasto"][1] == "Poznañ"


def test_only_the_beginning_of_a_long_file_is_looked_at(tmp_path, monkeypatch):
    looked_at = []

    def from_bytes(sample, **options):
        looked_at.append(len(sample))
        return charset_normalizer_from_bytes(sample, **options)

    charset_normalizer_from_bytes = charset_normalizer.from_bytes
    monkeypatch.setattr(charset_normalizer, "from_bytes", from_bytes)
    path = tmp_path / "table.csv"
    rows = "".join(f"Тула {k};{k}\n" for k in range(50_000))
    path.write_bytes((RUSSIAN + rows).encode("cp1251"))
    assert read_csv(path)[1].encoding == "cp1251"
    assert len(looked_at) == 1
    assert looked_at[0] <= 20_000


def with_bad_bytes(rows, bad):
    """A table of UTF-8 with a byte of Latin-1 in some of its lines, the names in line 1."""
    lines = ["site,größe,n".encode(), *(f"Zürich,{i / 2},{i}".encode() for i in range(1, rows))]
    for line in bad:
        lines[line - 1] = lines[line - 1].replace("ü".encode(), b"\xfc").replace("ß".encode(), b"\xdf")
    return b"\n".join(lines) + b"\n"


@pytest.mark.parametrize(
    ("rows", "bad"),
    [(40, [40]), (40, [2]), (40, [1]), (40, [3, 9, 12, 30]), (20_000, [19_999]), (20_000, [7, 8, 12_000])],
)
@pytest.mark.parametrize("given", [None, "utf-8", "utf-8-sig"])
def test_a_few_bad_bytes_are_marked_and_told_and_change_no_other_cell(tmp_path, rows, bad, given):
    path = tmp_path / "table.csv"
    path.write_bytes((b"\xef\xbb\xbf" if given == "utf-8-sig" else b"") + with_bad_bytes(rows, bad))
    frame, report = read_csv(path, encoding=None if given == "utf-8-sig" else given)
    assert report.encoding.startswith("utf-8")
    assert frame["n"].to_list() == list(range(1, rows))
    names = ["Z�rich" if i + 1 in bad else "Zürich" for i in range(1, rows)]
    assert frame["site"].to_list() == names
    assert frame.columns[1] == ("grö�e" if 1 in bad else "größe")
    (finding,) = report.findings
    assert finding.sentence.startswith(f"{len(bad)} cell")
    assert all(f"{line:,}" in finding.sentence for line in bad)
    assert preview_csv(path).columns[0].name == "site"


@pytest.mark.parametrize("rows", [5, 200, 20_000])
def test_bad_bytes_among_ascii_alone_are_letters_of_another_encoding(tmp_path, rows):
    path = tmp_path / "table.csv"
    path.write_bytes(b"site,n\n" + b"Ulm,1\n" * rows + b"Z\xfcrich,2\n")
    frame, report = read_csv(path)
    assert report.encoding == "cp1252"
    assert frame["site"].iloc[-1] == "Zürich"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("aßüéçøñ€", min_size=3, max_size=8), min_size=8, max_size=20), st.data())
def test_one_bad_byte_leaves_all_other_cells_as_they_are(tmp_path, names, data):
    line = data.draw(st.integers(0, len(names) - 1))
    byte = data.draw(st.sampled_from([b"\xfc", b"\xe9", b"\xff", b"\x80", b"\xc3", b"\xf0"]))
    cells = [f"ü{name}".encode() for name in names]
    cells[line] = b"a" + byte + b"b"
    path = tmp_path / "table.csv"
    path.write_bytes(b"name,n\n" + b"".join(cell + b",%d\n" % i for i, cell in enumerate(cells)))
    frame, report = read_csv(path)
    expected = [cell.decode("utf-8", "replace") for cell in cells]
    assert frame["name"].to_list() == expected
    assert frame["n"].to_list() == list(range(len(names)))
    assert f"line {line + 2}." in report.findings[0].sentence


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "shift_jis", "gb18030", "euc_kr", "big5", "koi8_r"])
def test_other_encodings_are_not_taken_for_broken_utf_8(tmp_path, encoding):
    words = {
        "cp1252": "Zürich Größe Äpfel naïve",
        "cp1251": "Москва Казань Пермь",
        "koi8_r": "Москва Казань Пермь",
        "shift_jis": "東京 大阪 横浜",
        "gb18030": "北京 上海 广州",
        "euc_kr": "서울 부산 대구",
        "big5": "臺北 高雄 臺中",
    }
    rows = words[encoding].split()
    path = tmp_path / "table.csv"
    path.write_bytes(
        "\n".join(["name,n", *(f"{name},{i}" for i, name in enumerate(rows * 9))]).encode(encoding)
    )
    _, report = read_csv(path)
    assert report.findings == ()
    assert "utf" not in report.encoding
