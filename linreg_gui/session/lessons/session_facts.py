"""The state of the session as the frozen value that the facts of lessons are read from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from linreg_gui.core.lessons.answers import NOTHING, Given
from linreg_gui.core.lessons.state import Deed, SessionState
from linreg_gui.core.solvers.sgd.next_update import NextUpdate
from linreg_gui.session.session import Session
from linreg_gui.session.training.training import Phase, Training


def session_state(
    session: Session, *, deeds: Sequence[Deed] = (), views: Sequence[str] = (), given: Given = NOTHING
) -> SessionState:
    """Everything that a lesson can ask about, as it is now.

    What was done since the task began, which views are in sight, and what was answered, is known to whoever
    shows the lesson.
    """
    training = session.training
    end = None if training.picture is None else training.picture.snapshot
    moment = session.moment.picture
    present = session.runs.record()
    kept = tuple(entry.run for entry in session.runs.kept if session.runs.of_these_data(entry))
    return SessionState(
        table=session.document.table,
        analysis=training.analysis,
        objective=training.objective if training.available else None,
        config=training.config,
        phase=training.phase.value,
        end=end,
        shown=None if moment is None else moment.snapshot,
        look_ahead=_look_ahead(training),
        finished=training.finished,
        diverged=training.has_diverged,
        runs=kept if present is None or not present.step else (*kept, present),
        fits=session.fits.values,
        selected=session.selection.rows,
        pointed=session.pointed.row,
        views=tuple(views),
        lab=session.lab.state,
        deeds=tuple(deeds),
        given=given,
    )


def _look_ahead(training: Training) -> Callable[[], NextUpdate | None]:
    """What the next update starts from, by a copy of the run that nobody else has."""
    run, picture = training.replay(), training.picture
    if run is None or picture is None or training.phase is not Phase.IDLE or training.has_diverged:
        return lambda: None
    replay, step = run[1], picture.snapshot.step

    def update() -> NextUpdate | None:
        replay.seek(step)
        return replay.next_update()

    return update
