import subprocess
import sys
from pathlib import Path

import pytest

from linreg_gui.core.worker.program import own_command, own_environment


def test_a_frozen_program_is_started_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command("--worker-process", module="anything") == (sys.executable, "--worker-process")


def test_nothing_in_the_present_folder_is_imported(tmp_path: Path) -> None:
    (tmp_path / "argparse.py").write_text("raise SystemExit('taken over')")
    ended = subprocess.run(
        own_command("--version"),
        cwd=tmp_path,
        env=own_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.startswith("linreg-gui ")
