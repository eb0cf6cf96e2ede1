"""What the tests of the document begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from linreg_gui.session.job_thread import Jobs


@pytest.fixture
def jobs(qtbot) -> Iterator[Jobs]:
    """Threads that have ended when the test has."""
    jobs = Jobs()
    yield jobs
    jobs.close()
