"""Fits in the session: kept by table, drawn while there are looks, cross-validated with their rows."""

from __future__ import annotations

from dataclasses import replace

from session_steps import open_and_wait, small_csv

from linreg_gui.core.limits import MOST_PINNED
from linreg_gui.core.project.kept_fit import FoldSettings


def keep(qtbot, session) -> None:
    count = len(session.fits.kept)
    qtbot.waitUntil(lambda: session.desk.desk is not None, timeout=30_000)
    session.fits.keep()
    qtbot.waitUntil(lambda: len(session.fits.kept) > count, timeout=30_000)
    qtbot.waitUntil(lambda: session.fits.values[-1].cross is not None, timeout=30_000)


def test_without_a_fit_nothing_is_kept_and_that_is_told(qtbot, session) -> None:
    with qtbot.waitSignal(session.problem_found, timeout=30_000) as told:
        session.fits.keep()
    assert "no fit yet" in told.args[0].sentence


def test_each_table_has_fits_of_its_own(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    keep(qtbot, session)
    first = session.fits.values
    open_and_wait(qtbot, session, small_csv(tmp_path, "other.csv", 3.0))
    assert session.fits.values == ()
    keep(qtbot, session)
    assert [fit.name for fit in session.fits.values] == ["Fit 1"]
    assert session.fits.values[0].estimate[1] != first[0].estimate[1]


def test_only_so_many_are_drawn_as_can_be_told_apart(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    keep(qtbot, session)
    fit, table = session.fits.values[0], session.document.table
    fits = [replace(fit, name=f"Fit {n + 1}", look=n if n < MOST_PINNED else None) for n in range(8)]
    session.fits.put(table.origin, fits, FoldSettings())
    session.fits.follow(table)
    last = session.fits.kept[-1][0]
    with qtbot.waitSignal(session.problem_found, timeout=30_000) as told:
        session.fits.show(last, True)
    assert "hide one of them first" in told.args[0].sentence
    session.fits.show(session.fits.kept[2][0], False)
    session.fits.show(last, True)
    assert session.fits.values[-1].look == 2


def test_rows_that_are_gone_keep_their_numbers_and_are_looked_at_when_they_are_back(
    qtbot, session, tmp_path
) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    keep(qtbot, session)
    before = session.fits.values[0].cross
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.exclude_rows([0])
    session.fits.choose_folds(FoldSettings(folds=4))
    qtbot.waitUntil(lambda: not session.crossing.running, timeout=30_000)
    assert session.fits.values[0].cross == before
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.undo()
    qtbot.waitUntil(lambda: session.fits.values[0].cross.settings.folds == 4, timeout=30_000)
    qtbot.waitUntil(lambda: not session.crossing.running, timeout=30_000)
