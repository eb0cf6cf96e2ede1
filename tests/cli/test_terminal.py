"""What a terminal sees, whatever becomes of it: results, one sentence or nothing, and the right status."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from project_paths import ROOT

from linreg_gui.cli import main as cli
from linreg_gui.cli import terminal
from linreg_gui.cli.terminal import INTERRUPTED, guarded, say

posix = pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
_ENVIRONMENT = {
    key: value for key, value in os.environ.items() if not key.startswith(("DISPLAY", "WAYLAND", "QT_"))
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "flats.csv"
    path.write_text("größe,y\n" + "".join(f"{k},{3 * k + 2}\n" for k in range(30)), "utf-8")
    return path


def shell(words: str, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """A command line as a shell has it, with “linreg-gui” in it."""
    command = words.replace("linreg-gui", f"{sys.executable} -m linreg_gui")
    variables = {**_ENVIRONMENT, "PYTHONPATH": str(ROOT), **changes}
    return subprocess.run(["sh", "-c", command], capture_output=True, env=variables, timeout=120, check=False)


def one_sentence(said: bytes) -> bool:
    return len(said.decode().strip().splitlines()) == 1 and b"Traceback" not in said


@posix
@pytest.mark.parametrize(
    "words",
    ["fit FILE --label y >&-", "devices --json >&-", "fit FILE --label y >/dev/full", "--version >/dev/full"],
)
def test_an_output_that_takes_nothing_is_a_sentence_and_status_two(data, words) -> None:
    if "/dev/full" in words and not Path("/dev/full").exists():
        pytest.skip("there is no full device here")
    ended = shell(f"linreg-gui {words.replace('FILE', str(data))}")
    assert ended.returncode == 2
    assert one_sentence(ended.stderr)
    assert b"could not be written" in ended.stderr


@posix
def test_a_closed_input_or_error_output_changes_nothing(data) -> None:
    ended = shell(f"linreg-gui fit {data} --label y <&- 2>&-")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"bias" in ended.stdout
    ended = shell("linreg-gui fit /dev/stdin --label y <&-")
    assert ended.returncode == 2
    assert one_sentence(ended.stderr)


def test_an_output_of_few_letters_gets_the_numbers_and_whole_json(data, monkeypatch) -> None:
    said = {}
    for words in ([], ["--json"], ["--features", "x"]):
        raw = io.BytesIO()
        for name in ("stdout", "stderr"):
            monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding="ascii"))
        status = cli.main(["fit", str(data), "--label", "y", *words])
        said[status, *words] = raw.getvalue()
    text, as_json, refused = said[0,], said[0, "--json"], said[2, "--features", "x"]
    assert b"R2 " in text
    assert b"weight of gr\\xf6\\xdfe" in text
    assert json.loads(as_json)["weights"] == {"größe": pytest.approx(3.0)}
    assert refused.startswith(b'There is no column named "x".')


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-16", "utf-8"])
def test_json_is_whole_in_every_encoding(monkeypatch, encoding) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    found = {"größe → \ud800": 1.25}
    assert say(json.dumps(found, ensure_ascii=False), as_json=True)
    assert json.loads(raw.getvalue().decode(encoding)) == found


def test_help_is_shown_where_quotes_cannot_be(monkeypatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    assert b'"linreg-gui fit --help"' in raw.getvalue()


@pytest.mark.parametrize(
    ("error", "status", "part"),
    [
        (MemoryError(), 2, "There is not enough memory"),
        (PermissionError(13, "Permission denied", "a.csv"), 2, "“a.csv” cannot be used: permission denied."),
        (OSError(5, "Input/output error"), 2, "input/output error."),
        (ImportError("libx.so: cannot map"), 1, "cannot be loaded: libx.so: cannot map."),
        (RuntimeError("can't start new thread"), 2, "no room for another thread"),
        (Exception("Unknown error: Failed to launch worker thread"), 2, "no room for another thread"),
    ],
)
def test_what_is_no_mistake_of_the_program_is_a_sentence(capsys, error, status, part) -> None:
    def run() -> int:
        raise error

    assert guarded(run) == status
    said = capsys.readouterr().err
    assert part in said
    assert len(said.splitlines()) == 1


def test_a_mistake_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        guarded(lambda: 1 // 0)


def test_ctrl_c_ends_with_its_status_and_no_word(capsys) -> None:
    def run() -> int:
        raise KeyboardInterrupt

    assert guarded(run) == INTERRUPTED
    assert capsys.readouterr() == ("", "")


def test_an_interrupt_that_comes_out_as_another_error_is_one_all_the_same(capsys) -> None:
    def run() -> int:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("half a module") from None
        return 0

    before = signal.getsignal(signal.SIGINT)
    try:
        assert guarded(run) == INTERRUPTED
    finally:
        signal.signal(signal.SIGINT, before)
        sys.unraisablehook = sys.__unraisablehook__
    assert capsys.readouterr() == ("", "")


def test_a_command_in_another_thread_is_guarded_too() -> None:
    ended: list[int] = []
    thread = threading.Thread(target=lambda: ended.append(guarded(lambda: 7)))
    thread.start()
    thread.join(20)
    assert ended == [7]


def test_a_closed_file_for_an_output_is_a_sentence(monkeypatch, capsys) -> None:
    output = io.StringIO()
    output.close()
    monkeypatch.setattr(terminal.sys, "stdout", output)
    assert not say("numbers")
    assert "could not be written" in capsys.readouterr().err
