"""Jobs that make a table by reading a file or a sample. They know no signals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from linreg_gui.core.cells.column_signs import UNKNOWN
from linreg_gui.core.installation.resources import Sample
from linreg_gui.core.large.sample import sample_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.progress import progress_heard_by
from linreg_gui.core.reading.findings import Finding
from linreg_gui.core.reading.options import AUTOMATIC, ReadOptions
from linreg_gui.core.reading.report import ReadCancelled
from linreg_gui.core.reading.table_file import read_table as read_table_file
from linreg_gui.core.table.new_table import new_table
from linreg_gui.core.table.roles import Role, left_out_sentence
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import sound_text
from linreg_gui.session.job_thread import Mailbox, Stop, reporting


class FileSize(float):
    """Among the fractions done in a mailbox: the bytes of the file, once it has answered."""


def read_table(
    path: Path, source: str, options: ReadOptions, progress: Mailbox[float], stop: Stop
) -> Table | None:
    """The table in a file with a first choice of roles; None if it was cancelled. Of a folder, a sample."""
    if path.is_dir():
        return read_large(path, progress, stop)
    if size := _size_of(path):
        progress.put(FileSize(size))
    try:
        frame, found = read_table_file(path, options, progress=reporting(progress, stop))
    except ReadCancelled:
        return None
    units = {name: unit for name, unit in found.units.items() if name in frame.columns}
    signs = {note.name: note.signs for note in found.columns if note.signs != UNKNOWN}
    table = new_table(frame, sound_text(path.name), sound_text(source))
    left_out = left_out_sentence(table.roles, table.numeric)
    if left_out:
        found = replace(found, findings=(*found.findings, Finding(left_out, is_doubt=False)))
    roles = {**table.roles, **dict.fromkeys([found.row_names] if found.row_names else [], Role.IGNORED)}
    if Role.FEATURE in roles.values():  # or there would be none
        table = replace(table, roles=roles)
    return replace(table, report=found, units=units, signs=signs)


def read_sample(sample: Sample, progress: Mailbox[float], stop: Stop) -> Table | None:
    """A bundled dataset, with what is to be said of it; None if it was cancelled."""
    return read_table(sample.path, f"{sample.about} {sample.source}", AUTOMATIC, progress, stop)


def read_large(path: Path, progress: Mailbox[float], _stop: Stop) -> Table:
    """A sample of the rows of a file, or of all files in a folder, which may be larger than memory."""
    with progress_heard_by(progress.put):
        return sample_of(path).get_ready()


def empty_table() -> Table:
    """Two columns of numbers without a row, to type or draw rows into."""
    frame = pd.DataFrame({"x": np.empty(0), "y": np.empty(0)})
    roles = {"x": Role.FEATURE, "y": Role.LABEL}
    return Table(frame, roles, "New table", numeric=frozenset(roles))


def _size_of(path: Path) -> int:
    """Bytes of a file, 0 where that cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
