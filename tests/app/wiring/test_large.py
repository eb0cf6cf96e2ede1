"""A sample of a large table in the window: said everywhere, read-only, and never passed for all rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.cli.main import main
from linreg_gui.core.comparing.kept_cross import cross_numbers
from linreg_gui.core.desk.keeping import exact_fit_kept
from linreg_gui.core.playing.page import PageMaker
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.reading.options import AUTOMATIC
from linreg_gui.core.reporting.building import report_of
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.core.scripts.writing import script_of
from linreg_gui.core.writing.results import ExportRequest, ResultColumns
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.session.keeping.exporting import export_table
from linreg_gui.session.opening.predicting import FileReading
from linreg_gui.session.training.results_text import results_text
from linreg_gui.session.training.training import Phase
from linreg_gui.views.results.all_rows_view import AllRowsView

N_ROWS = 20_500  # more than a sample has


@pytest.fixture
def opened(qtbot, program, tmp_path: Path):
    a, noise = np.random.default_rng(1).normal(size=(2, N_ROWS))
    path = tmp_path / "big.parquet"
    pd.DataFrame({"a": a, "y": 2.0 * a + noise}).to_parquet(path, row_group_size=3000, index=False)
    program.window.show()
    with qtbot.waitSignals([program.session.analysed, program.session.all_rows.answered], timeout=30_000):
        program.session.opening.open_large(path)
    qtbot.waitUntil(lambda: program.session.training.phase is Phase.IDLE, timeout=30_000)
    return program


def test_a_sample_is_told_kept_and_never_passed_for_all_rows(qtbot, opened, tmp_path: Path, capsys) -> None:
    session, window = opened.session, opened.window
    table, objective = session.document.table, session.training.objective
    whole = session.all_rows.answer
    assert whole.ledger.rows_used == N_ROWS
    assert whole.estimate[1] != objective.exact.weights[0]  # which is that of the sample
    assert window.view(AllRowsView).title.text() == "Exact fit of all 20,500 rows"

    # Whatever tells of rows or of the exact solution, tells of the sample.
    assert session.analysis.ledger.sentence.startswith("sample: 20,000 read")
    assert "of the sample" in window.equation.whole_text
    assert "over the rows of the sample" in window.equation.chip.help_text
    assert "20,000 of 20,500 rows" in window.sample_notice.label.whole_text
    qtbot.waitUntil(lambda: session.moment.picture is not None, timeout=30_000)
    copied = results_text(objective, session.moment.picture)
    assert "exact (of the sample)" in copied
    assert "sample of\t20,500 rows" in copied

    # It is read-only.
    with qtbot.waitSignal(session.document.queue.refused):
        session.document.edit_cell(0, 0, "5")
    assert session.document.table is table

    # Nothing leaves that would be taken for that of all rows.
    desk, training = session.desk.desk, session.training
    request = ExportRequest(OutputKind.CSV, ResultColumns())
    kept = tmp_path / "kept.csv"
    refused = {
        "script": lambda: script_of(_Asked(table), Language.PYTHON, tmp_path / "a.py"),
        "page": lambda: PageMaker(_Asked(table)).page(None),
        "report": lambda: report_of(_Asked(desk=desk), None, {}, str),
        "table": lambda: export_table(table, objective, kept, request, None, lambda: False),
        "fit": lambda: exact_fit_kept(desk, training.config, training.rules, "Fit"),
    }
    for ask in refused.values():
        with pytest.raises(ProblemError, match="of the sample alone"):
            ask()
    assert not kept.exists()
    assert "of the sample alone" in cross_numbers(table, None, FoldSettings()).problem
    files = FileReading(session.jobs)
    with qtbot.waitSignal(files.failed) as told:
        files.read(tmp_path / "big.parquet", AUTOMATIC, table, session.analysis)
    assert "of the sample alone" in told.args[0].sentence

    # A project keeps where the rows are.
    project = tmp_path / "big.linreg"
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(project)
    assert read_project(project).table.large == table.large
    assert main(["predict", str(project), str(tmp_path / "big.parquet"), "--out", str(kept)]) != 0
    assert "of the sample alone" in capsys.readouterr().err
    assert not kept.exists()


class _Asked:
    """What is asked of a table; it is refused before anything else is looked at."""

    def __init__(self, table=None, desk=None) -> None:
        self.table, self.desk = table, desk
