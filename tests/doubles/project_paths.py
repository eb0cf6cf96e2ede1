"""Where the files are that several tests read, so that a test may be moved without counting folders."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
# The NIST reference problems with their certified answers.
NIST = TESTS / "core" / "nist"
