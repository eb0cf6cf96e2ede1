"""Many windows and processes save the same file: whoever has not seen the latest content writes nothing.

Each adds one to what it has read and saves it; told that it was overtaken, it reads again. In the end nothing
is lost if the sum is that of all that were saved.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from threading import Thread

import pytest
from processes import start

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.session.keeping.conflicts import Conflict, check_seen
from linreg_gui.session.keeping.file_version import read_version
from linreg_gui.session.keeping.saving import write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
SAVER = """
import sys
from dataclasses import replace
from pathlib import Path
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project_file import read_project
from linreg_gui.session.keeping.conflicts import Conflict
from linreg_gui.session.keeping.file_version import read_version
from linreg_gui.session.keeping.project_writing import write_seen

path, wanted, overtaken = Path(sys.argv[1]), int(sys.argv[2]), 0
while wanted:
    try:
        project, version = read_version(path, read_project)
    except ProblemError:
        continue
    frame = project.table.frame + 1
    try:
        write_seen(path, replace(project, table=replace(project.table, frame=frame)), lambda: version)
        wanted -= 1
    except ProblemError as error:
        assert isinstance(error.problem, Conflict), error.problem
        overtaken += 1
print("overtaken", overtaken, flush=True)
"""


def add(path: Path, times: int) -> int:
    """Add one so many times; how often somebody else was quicker."""
    overtaken = 0
    while times:
        try:
            number, version = read_version(path, lambda path: int(path.read_text()))
            content = str(number + 1).encode()
            check = lambda file, version=version: check_seen(file, version, lambda _: "")  # noqa: E731
            write_whole(path, lambda file, content=content: file.write(content), check)
            times -= 1
        except ProblemError as error:
            if not isinstance(error.problem, Conflict) and error.problem.kind is not ProblemKind.CHANGED:
                raise
            overtaken += 1
    return overtaken


@posix
def test_of_many_processes_and_threads_that_save_one_file_none_loses_what_another_has_saved(tmp_path) -> None:
    path = tmp_path / "number"
    path.write_text("0")
    children = []
    for _ in range(3):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, none of which a child needs
            children.append(os.fork())
        if children[-1] == 0:
            status = 1
            try:
                add(path, 8)
                status = 0
            finally:
                os._exit(status)
    threads = [Thread(target=add, args=(path, 8)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert int(path.read_text()) == 5 * 8
    assert [entry.name for entry in tmp_path.iterdir()] == ["number"]


@posix
@pytest.mark.attack
def test_of_many_programs_that_save_one_project_none_loses_what_another_has_saved(tmp_path: Path) -> None:
    import pandas as pd

    from linreg_gui.core.project.project import Project
    from linreg_gui.core.project.project_file import read_project, write_project
    from linreg_gui.core.table.roles import Role
    from linreg_gui.core.table.table import Table

    path, programs, times = tmp_path / "work.linreg", 6, 40
    frame = pd.DataFrame({"x": [0.0, 1.0, 2.0], "y": [0.0, 0.0, 0.0]})
    with path.open("wb") as file:
        write_project(file, Project(Table(frame, {"x": Role.FEATURE, "y": Role.LABEL}, "work")))
    running = [start(SAVER, tmp_path, str(path), str(times)) for _ in range(programs)]
    outputs = [process.communicate(timeout=600)[0] for process in running]
    assert all(output.startswith("overtaken") for output in outputs), outputs
    overtaken = sum(int(output.split()[1]) for output in outputs)
    found = read_project(path).table.frame.iloc[0, 0]
    lost = programs * times - found
    print(f"{programs * times} times saved, {overtaken} times overtaken and told, {lost:g} lost")
    assert lost == 0
