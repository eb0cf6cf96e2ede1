"""The program as its own process on a real X server, driven by keys."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from project_paths import ROOT

from linreg_gui.core.installation.resources import resource_path

NEEDED = ("Xvfb", "xdotool")
pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason="Xvfb or xdotool is not installed"
)


@pytest.fixture
def x_environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A private server with 24 bits of colour, gone afterwards, and a home of its own."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        # Without -noreset it starts anew, and refuses everybody meanwhile, whenever its last client is gone.
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as pipe:
        number = pipe.readline().strip()
    home = tmp_path / "home"
    home.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "WAYLAND", "XDG_"))}
    yield {
        **kept,
        "DISPLAY": f":{number}",
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "LINREG_GUI_NONNATIVE_DIALOGS": "1",
    }
    server.terminate()
    server.wait(10)


@pytest.fixture
def desk(x_environment: dict[str, str], tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(x_environment, tmp_path)
    yield desk
    desk.end()


class Desk:
    """One program on the server."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._output = folder / "output.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *words: str) -> None:
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "linreg_gui", *words],
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def run(self, *words: str) -> int:
        """Another process of Python, to its end."""
        command = [sys.executable, *words]
        return subprocess.run(command, env=self._environment, timeout=60, check=False).returncode

    def xdotool(self, *words: str) -> str:
        command = ["xdotool", *words]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=30, check=False
        )
        return done.stdout.strip()

    def window(self, name: str, seconds: float = 60.0) -> str:
        """The visible window with this text in its title, once there is one."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.xdotool("search", "--onlyvisible", "--name", name).split()
            if found:
                return found[0]
            assert self._process is not None
            assert self._process.poll() is None, self.output
            time.sleep(0.1)
        raise AssertionError(f"no window “{name}”; output: {self.output}")

    def keys(self, window: str, *keys: str) -> None:
        self.xdotool("windowfocus", "--sync", window)
        for key in keys:
            self.xdotool("key", key)

    def wait(self, seconds: float = 30.0) -> int:
        assert self._process is not None
        return self._process.wait(seconds)

    def end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)

    @property
    def output(self) -> str:
        return self._output.read_text(errors="replace")


def test_a_file_is_opened_run_paused_and_the_window_closed_by_keys(desk: Desk) -> None:
    desk.start(str(resource_path("samples", "engel.csv")))
    window = desk.window("engel.csv")
    desk.keys(window, "space", "shift+space", "ctrl+space", "ctrl+space", "ctrl+q")
    assert desk.wait() == 0
    assert desk.output == ""


@pytest.mark.parametrize(("welcome", "title"), [("true", "Linear Regression"), ("false", "engel")])
def test_a_file_chosen_in_the_dialog_takes_the_place_of_the_welcome_page_or_the_sample(
    desk: Desk, tmp_path: Path, welcome: str, title: str
) -> None:
    settings = tmp_path / "home" / ".config" / "linreg_gui" / "Linear Regression.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[General]\nwelcome={welcome}\n")
    path = tmp_path / "mine.csv"
    path.write_text("x,y\n" + "".join(f"{x},{2 * x + 1}\n" for x in range(20)))
    desk.start()
    window = desk.window(title)
    desk.keys(window, "ctrl+o")
    dialog = desk.window("Open a Table")
    desk.xdotool("windowfocus", "--sync", dialog)
    desk.xdotool("type", "--delay", "10", str(path))
    desk.keys(dialog, "Return")
    window = desk.window("mine.csv")
    desk.keys(window, "ctrl+e", "ctrl+q")
    assert desk.wait() == 0
    assert desk.output == ""


def test_a_second_start_opens_its_window_in_the_first_process(desk: Desk) -> None:
    desk.start(str(resource_path("samples", "norris.csv")))
    desk.window("norris.csv")
    words = ["-m", "linreg_gui", str(resource_path("samples", "engel.csv"))]
    assert desk.run(*words) == 0
    desk.keys(desk.window("engel.csv"), "space", "ctrl+q")
    assert desk.wait() == 0
    assert desk.output == ""


def test_a_polite_kill_in_mid_run_ends_it_cleanly(desk: Desk) -> None:
    desk.start(str(resource_path("samples", "diabetes.csv")))
    window = desk.window("diabetes.csv")
    desk.keys(window, "ctrl+space")
    assert desk._process is not None
    desk._process.terminate()
    assert desk.wait() == 0
    assert desk.output == ""


def test_a_display_that_is_not_there_is_a_sentence(x_environment: dict[str, str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "linreg_gui"],
        env={**x_environment, "DISPLAY": ":4711"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert ":4711" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
