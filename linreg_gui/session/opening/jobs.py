"""Jobs that make a table: reading a file or a sample, generating data. They know no signals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from linreg_gui.core.cells.column_signs import UNKNOWN
from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.installation.resources import Sample
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.number_text import number_text
from linreg_gui.core.reading.findings import Finding
from linreg_gui.core.reading.options import AUTOMATIC, ReadOptions
from linreg_gui.core.reading.report import ReadCancelled
from linreg_gui.core.reading.table_file import read_table as read_table_file
from linreg_gui.core.table.roles import Role, left_out_sentence, suggest_roles
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted, sound_text
from linreg_gui.session.job_thread import Mailbox, Stop, reporting


class FileSize(float):
    """Among the fractions done in a mailbox: the bytes of the file, once it has answered."""


def read_table(
    path: Path, source: str, options: ReadOptions, progress: Mailbox[float], stop: Stop
) -> Table | None:
    """The table in a file with a first choice of roles; None if it was cancelled."""

    if size := _size_of(path):
        progress.put(FileSize(size))
    try:
        frame, found = read_table_file(path, options, progress=reporting(progress, stop))
    except ReadCancelled:
        return None
    units = {name: unit for name, unit in found.units.items() if name in frame.columns}
    signs = {note.name: note.signs for note in found.columns if note.signs != UNKNOWN}
    table = _new_table(frame, sound_text(path.name), sound_text(source))
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


def generate_table(
    weights: tuple[float, ...], bias: float, noise_std: float, n_rows: int, seed: int, **options: Any
) -> Table:
    """A table of generated data that remembers its truth; the options are those of `make_synthetic`."""
    data = make_synthetic(np.array(weights), bias, noise_std, n_rows, seed, **options)
    columns = {name: np.ascontiguousarray(data.X[:, j]) for j, name in enumerate(data.feature_names)}
    label = data.y.astype(np.int64) if options.get("noise") == "poisson" else data.y
    frame = pd.DataFrame({**columns, data.label_name: label}, copy=False)
    source = f"Generated: {counted(n_rows, 'row')}, {_in_words(noise_std, **options)}, seed {seed}."
    return _new_table(frame, "Generated data", source, data.truth)


def _in_words(
    noise_std: float,
    noise: str = "normal",
    outlier_share: float = 0.0,
    features: str = "normal",
    correlation: float = 0.0,
) -> str:
    """The noise, and what else differs from the chapter's example."""
    named = noise.replace("laplace", "Laplace").replace("student", "Student")
    match noise:
        case "poisson":
            parts = ["Poisson counts"]
        case "log-normal":
            parts = [f"log-normal prices, σ = {number_text(noise_std)} of the logarithm"]
        case _:
            parts = [f"noise σ = {number_text(noise_std)}" + (f" ({named})" if noise != "normal" else "")]
    parts += [f"{number_text(100.0 * outlier_share)} % outliers"] if outlier_share else []
    parts += [f"{features} features"] if features != "normal" else []
    parts += [f"correlation {number_text(correlation)}"] if correlation else []
    return ", ".join(parts)


def empty_table() -> Table:
    """Two columns of numbers without a row, to type or draw rows into."""
    frame = pd.DataFrame({"x": np.empty(0), "y": np.empty(0)})
    roles = {"x": Role.FEATURE, "y": Role.LABEL}
    return Table(frame, roles, "New table", numeric=frozenset(roles))


def _new_table(frame: pd.DataFrame, name: str, source: str, truth: Truth | None = None) -> Table:
    numeric = numeric_columns(frame)
    return Table(frame, suggest_roles(frame, numeric), name, source, truth, frozenset(numeric))


def _size_of(path: Path) -> int:
    """Bytes of a file, 0 where that cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
