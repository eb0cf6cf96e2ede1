"""Files beside what is saved: those of killed processes are swept, and no other one ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linreg_gui.session.keeping.litter import sweep_litter
from linreg_gui.session.keeping.saving import write_whole
from linreg_gui.session.keeping.temporary_files import TemporaryFile, sweep_temporary_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there anyway")

WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from linreg_gui.session.keeping.saving import write_whole
def write(file):
    file.write(b"half of it")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
write_whole(Path(sys.argv[1]), write)
"""


def test_what_a_killed_process_was_writing_is_swept_at_the_next_start(tmp_path) -> None:
    path = tmp_path / "work.linreg"
    path.write_bytes(b"whole")
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(path)], check=False, cwd=Path.cwd())
    assert len(list(tmp_path.iterdir())) == 2
    assert sweep_litter([path, path], [tmp_path / "nowhere"]) >= 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["work.linreg"]
    assert path.read_bytes() == b"whole"


def test_what_is_being_written_is_never_swept(tmp_path) -> None:
    path = tmp_path / "work.linreg"
    swept = []

    def write(file) -> None:
        file.write(b"all of it")
        swept.append(sweep_temporary_files(tmp_path))

    write_whole(path, write, lambda _: swept.append(sweep_temporary_files(tmp_path)))
    assert swept == [0, 0, 0]
    assert path.read_bytes() == b"all of it"


def test_a_persons_own_files_stay(tmp_path) -> None:
    for name in (
        ".work.x.tmp",
        ".work.abcd0123.tmp",
        "work.linreg-0123456789abcdef.tmp",
        ".work.linreg-01.tmp",
    ):
        (tmp_path / name).write_text("own")
    (tmp_path / ".folder.linreg-0123456789abcdef.tmp").mkdir()
    assert sweep_temporary_files(tmp_path) == 0
    assert len(list(tmp_path.iterdir())) == 5


def test_one_that_is_swept_before_it_is_locked_is_made_anew(tmp_path, monkeypatch) -> None:
    names, real = [], os.open

    def opened(path, flags, mode=0o777) -> int:
        handle = real(path, flags, mode)
        names.append(Path(path).name)
        if len(names) == 1:
            Path(path).unlink()
        return handle

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", opened)
        made = TemporaryFile(tmp_path / "work.linreg", 0o600)
    assert [entry.name for entry in tmp_path.iterdir()] == [made.path.name] == names[1:]
    os.close(made.handle)
    made.unlock()
    assert sweep_temporary_files(tmp_path) == 1
