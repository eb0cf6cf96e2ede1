"""The encoding of a file without a mark is told from its letters; where little tells, it is the commonest."""

from __future__ import annotations

import charset_normalizer
import pytest

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
        ("item;n\n5 €;1\n6 €;2\n", "cp1252"),
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
