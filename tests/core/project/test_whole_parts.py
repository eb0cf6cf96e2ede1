"""Whatever is wrong with a file, its parts come back as they were written or not at all."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from linreg_gui.core.project.archive import read_archive, write_archive
from linreg_gui.core.project.whole_parts import whole_parts

NAMES = re.compile(r"[a-z/0-9]+\.(json|npy)")
PARTS = {
    "a.json": b'{"text": "' + b"some words " * 20 + b'"}',
    "changes/0.npy": bytes(range(200)),
    "changes/1.npy": b"PK\3\4 is how a part begins" * 9,
    "empty.npy": b"",
}


@pytest.fixture
def path(tmp_path) -> Path:
    with (tmp_path / "file.zip").open("wb") as file:
        late = {"changes/1.npy": lambda part: part.write(PARTS["changes/1.npy"])}
        write_archive(file, {**PARTS, **late})
    return tmp_path / "file.zip"


def test_all_parts_of_a_sound_file_are_whole(path) -> None:
    assert whole_parts(path, NAMES) == PARTS == read_archive(path, NAMES)


def test_every_single_flipped_bit_costs_one_part_at_most(path) -> None:
    sound = path.read_bytes()
    n_lost = 0
    for at in range(0, len(sound), 3):
        flipped = bytearray(sound)
        flipped[at] ^= 1 << (at * 5) % 8
        path.write_bytes(flipped)
        found = whole_parts(path, NAMES)
        assert found.items() <= PARTS.items()
        assert len(found) >= len(PARTS) - 1
        n_lost += len(PARTS) - len(found)
    assert n_lost > len(sound) // 6


def test_a_file_that_is_cut_keeps_the_parts_before_the_cut(path) -> None:
    sound = path.read_bytes()
    lengths = []
    for end in range(0, len(sound), 5):
        path.write_bytes(sound[:end])
        found = whole_parts(path, NAMES)
        assert list(found.items()) == list(PARTS.items())[: len(found)]
        lengths.append(len(found))
    assert lengths == sorted(lengths)
    assert lengths[0] == 0
    assert lengths[-1] == len(PARTS)  # only the table of contents is cut there


def test_parts_survive_garbage_before_and_between_them(path) -> None:
    sound = path.read_bytes()
    second = sound.index(b"PK\3\4", 4)
    noise = random.Random(3).randbytes(50)
    path.write_bytes(noise + sound[:second] + b"PK\3\4" + noise + sound[second:])
    assert whole_parts(path, NAMES) == PARTS


def test_only_expected_names_are_taken(path) -> None:
    assert whole_parts(path, re.compile(r"a\.json")).keys() == {"a.json"}


def test_an_archive_without_sums_of_names_has_no_whole_parts(path) -> None:
    path.write_bytes(path.read_bytes().replace((0x524C).to_bytes(2, "little"), b"XX"))
    assert whole_parts(path, NAMES) == {}


def test_what_is_no_file_is_an_error_of_the_system(tmp_path) -> None:
    with pytest.raises(IsADirectoryError):
        whole_parts(tmp_path, NAMES)
    with pytest.raises(FileNotFoundError):
        whole_parts(tmp_path / "nowhere", NAMES)


def test_of_parts_that_are_not_wanted_it_is_only_told_that_they_are_whole(path) -> None:
    found = whole_parts(path, NAMES, re.compile(r".*\.json"))
    assert found == {name: data if name.endswith(".json") else b"" for name, data in PARTS.items()}
