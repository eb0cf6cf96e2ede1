"""What the self-test tries, in order: each check returns a sentence, or raises why not."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import mul
from pathlib import Path

import numpy as np
from PySide6.QtCore import QStandardPaths, QTemporaryFile
from PySide6.QtGui import QFontDatabase, QFontInfo, QOffscreenSurface, QOpenGLContext
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from linreg_gui.core.inference.infer import infer
from linreg_gui.core.installation.certified import LONGLEY, NORRIS, agreeing_digits
from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.lessons.equations import equation
from linreg_gui.core.lessons.inspection import spans_of
from linreg_gui.core.lessons.places import bundled_lessons
from linreg_gui.core.lessons.reading import read_lesson_file
from linreg_gui.core.playing.asked import Asked, Look, Looks, PageWish, PlayedRun
from linreg_gui.core.playing.numbers_part import loss_text
from linreg_gui.core.playing.page import PageMaker
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.tuning.importance import importance_of
from linreg_gui.core.tuning.optuna_search import HOW_TO_ADD, has_optuna
from linreg_gui.core.tuning.proposing import next_values
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.tuning.study import Sampler, Study, Trial
from linreg_gui.core.wording import counted, size_text
from linreg_gui.core.worker.calling import WorkerLost, call_in_worker
from linreg_gui.core.writing.table_file import OutputKind, write_table
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.table.history_panel import HistoryPanel
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.widgets.style import Series, is_dark

from .bench import Bench, Failed, Untried, drawn_letter, is_blank, pixels, same_bits, shows

# What the exact solver reaches on both, see tests/core/test_analytic.py, with one digit to spare.
_EXACT_DIGITS = 8.0
_SGD_DIGITS = 6.0
_ERROR_DIGITS = 6.0
# Of all rows at half the rate at which one update is exact: the distance halves with every update.
_SURE = SgdConfig(learning_rate=0.5, batch_size=36, epochs=60)
_SHORT = SgdConfig(learning_rate=0.05, batch_size=8, epochs=10)
_MOST_IN_WORKER = 1 << 28
_TRIALS = 12
_LETTERS = "Aé−²ŷ“”…×"


def _fonts(bench: Bench) -> str:
    families = QFontDatabase.families()
    if not families:
        raise Failed("There is no font, so every letter would be a box: install one, such as DejaVu.")
    font = bench.application.font()
    drawings = {drawn_letter(letter, font) for letter in _LETTERS}
    if len(drawings) < len(_LETTERS):
        raise Failed(f"Not all of {' '.join(_LETTERS)} can be told apart: install a font that has them.")
    return f"{len(families)} families, of which “{QFontInfo(font).family()}” is used."


def _opengl(_: Bench) -> str:
    context = QOpenGLContext()
    if not context.create():
        raise Untried("There is no OpenGL here; nothing in this program needs it.")
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    if not context.makeCurrent(surface):
        raise Untried("OpenGL is there and cannot be used; nothing in this program needs it.")
    version = context.format().version()
    context.doneCurrent()
    return f"OpenGL {version[0]}.{version[1]}."


def _folders(_: Bench) -> str:
    kinds = QStandardPaths.StandardLocation
    places = [
        QStandardPaths.writableLocation(kind)
        for kind in (kinds.AppConfigLocation, kinds.AppLocalDataLocation, kinds.CacheLocation)
    ]
    for place in places:
        # The folder itself comes into being when something is kept; what it will lie in must allow that.
        probe = QTemporaryFile(f"{_existing(place)}/linreg-gui-XXXXXX")
        if not probe.open():
            raise Failed(f"Nothing can be written to “{place}”.")
    return "Settings, unsaved work and compiled code can be kept."


def _existing(place: str) -> str:
    path = Path(place)
    while not path.is_dir() and path != path.parent:
        path = path.parent
    return str(path)


def _exact(bench: Bench) -> str:
    digits = []
    for answer in (LONGLEY, NORRIS):
        exact = bench.open(resource_path("samples", answer.file)).exact
        digits.append(answer.digits(exact.weights, exact.bias))
    if min(digits) < _EXACT_DIGITS:
        raise Failed(f"Only {min(digits):.1f} digits agree with the certified answers of NIST.")
    return f"Longley to {digits[0]:.1f} and Norris to {digits[1]:.1f} certified digits."


def _inference(bench: Bench) -> str:
    analysis = bench.program.session.analysis
    if analysis is None:
        raise Failed("There are no data.")
    found = infer(analysis.data, analysis.exact).table.standard_error
    digits = agreeing_digits(list(found), list(NORRIS.standard_errors))
    if digits < _ERROR_DIGITS:
        raise Failed(f"Only {digits:.1f} digits of the standard errors agree with those of NIST.")
    return f"Standard errors of Norris to {digits:.1f} certified digits."


def _sgd(bench: Bench) -> str:
    training = bench.program.session.training
    training.set_config(_SURE)
    training.reset()
    training.run_to_end()
    state = bench.rest()
    digits = NORRIS.digits(state.weights, state.bias)
    if state.step != _SURE.epochs or digits < _SGD_DIGITS:
        raise Failed(f"After {state.step} updates only {digits:.1f} digits agree with the certified answer.")
    return f"Norris to {digits:.1f} certified digits after {state.step} updates, in a thread of its own."


def _steps(bench: Bench) -> str:
    training = bench.program.session.training
    training.set_config(_SHORT)
    training.reset()
    training.step(12)
    there = bench.rest()
    training.step(9)
    further = bench.rest()
    for _ in range(9):
        training.step_back()
        back = bench.rest()
    training.step(9)
    again = bench.rest()
    if there.step != 12 or not same_bits(there, back) or not same_bits(further, again):
        raise Failed("Stepping back and forth did not lead to the same weights.")
    return "9 steps back and 9 forth, the same to the last bit."


def _tuning(_: Bench) -> str:
    """Proposals of Optuna, without any run: the loss is known to be least at a learning rate of 0.1."""
    if not has_optuna():
        raise Untried(f"There is no Optuna for Bayesian optimisation: {HOW_TO_ADD} adds it.")
    space = (SettingRange(TunedSetting.RATE, 1e-3, 1.0), SettingRange(TunedSetting.BATCH, 1.0, 100.0))
    study = Study(space, _SURE, Sampler.BAYESIAN, 0, 2 * _TRIALS)
    for _trial in range(_TRIALS):
        values = next_values(study)
        study = study.with_trial(Trial(values, abs(math.log10(values[0]) + 1.0), 1))
    told = importance_of(study).shares
    if next_values(study) != next_values(study) or len(told) != len(space):
        raise Failed("Optuna does not propose the same settings for the same trials.")
    return f"Optuna proposed {_TRIALS} trials, and tells which setting mattered."


def _project(bench: Bench) -> str:
    session, path = bench.program.session, bench.folder / "self-test.linreg"
    before = bench.rest()
    saved: list[bool] = []
    session.projects.save(path, lambda: saved.append(True))
    bench.wait(lambda: bool(saved), "Saving the project", 15.0)
    bench.open(resource_path("samples", LONGLEY.file))
    restored: list[bool] = []
    link = session.training.restored.connect(restored.append)
    bench.open(path)
    bench.wait(lambda: bool(restored), "Repeating the saved run", 15.0)
    session.training.restored.disconnect(link)
    if not restored[0] or not same_bits(before, bench.rest()):
        raise Failed("The saved run was not the same when it was opened again.")
    return f"{path.stat().st_size:,} bytes saved, opened, and its run repeated to the last bit."


def _files(bench: Bench) -> str:
    table = bench.program.session.document.table
    if table is None:
        raise Failed("There is no table.")
    kinds = list(OutputKind)
    if importlib.util.find_spec("xlsxwriter") is None:
        kinds.remove(OutputKind.EXCEL)
    for kind in kinds:
        path = bench.folder / f"table.{kind}"
        with path.open("wb") as file:
            write_table(table.frame, file, kind)
        frame, _ = read_table(path)
        if not np.array_equal(frame.to_numpy(float), table.frame.to_numpy(float)):
            raise Failed(f"What was written as {kind} is not what was read again.")
    return f"{' and '.join(kinds)} written and read again without a difference."


def _worker(bench: Bench) -> str:
    """What a library is not trusted to stop is read by another process of this program, frozen or not."""
    path = bench.folder / "worker.csv"
    path.write_bytes(b"x,y\n1,2.5\n2,4.5\n")
    try:
        frame, _ = call_in_worker(read_table, path, most_bytes=_MOST_IN_WORKER)
        if frame.to_numpy(float).tolist() != [[1.0, 2.5], [2.0, 4.5]]:
            raise Failed("A process of its own did not read what is in the file.")
        free = size_text(_MOST_IN_WORKER)
        try:
            call_in_worker(mul, b"x", 8 * _MOST_IN_WORKER, most_bytes=_MOST_IN_WORKER)
        except WorkerLost as error:
            if error.for_memory:
                return f"A process of its own read a table, and was stopped when it took more than {free}."
    except WorkerLost as error:
        raise Failed("A process of its own, with which files are read, does not answer.") from error
    raise Failed(f"A process of its own took more than the {free} that it may take.")


def _page(bench: Bench) -> str:
    """A page that plays, of the run that was just repeated; its drawing comes with the program."""
    training = bench.program.session.training
    state, run, found = bench.rest(), bench.program.session.runs.record(), training.replay()
    table = bench.program.session.document.table
    if run is None or found is None or table is None:
        raise Failed("There is no run.")
    look = Look("#000000", "#FFFFFF")
    played = PlayedRun(0, run, "", found[1], present=True)
    page = PageMaker(Asked(table, found[0], (played,), Looks(look, look, look, ()), 0)).page(PageWish((0,)))
    if loss_text(found[0].mean_loss(state.weights, state.bias, state.bias_rest)) not in page.text:
        raise Failed("The page does not tell the loss of the run.")
    return f"{counted(run.step, 'step')} in {size_text(len(page.data))}."


def _lessons(_: Bench) -> str:
    """The lessons are there, and what draws their equations."""
    paths, drawn = bundled_lessons(), 0
    try:
        for path in paths.values():
            read = read_lesson_file(path)
            if read.mistakes:
                raise Failed(f"{path.name}, line {read.mistakes[0][0]}: {read.mistakes[0][1]}")
            for _line, span in spans_of(read.lesson):
                if span.equation:
                    drawn += 1
                    if not QSvgRenderer(equation(span.text).svg.encode()).isValid():
                        raise Failed(f"The equation “{span.text}” in {path.name} cannot be shown.")
    except ProblemError as error:
        raise Failed(error.problem.sentence) from error
    if not paths:
        raise Failed("There are no lessons.")
    return f"{len(paths)} lessons with {drawn} equations."


def _pictures(bench: Bench) -> str:
    window = bench.program.window
    training = bench.program.session.training
    training.set_config(replace(_SHORT, epochs=20))
    training.run_to_end()
    bench.rest()
    bench.application.processEvents()
    views: Sequence[tuple[str, QWidget, tuple[Series, ...]]] = (
        ("the window", window, ()),
        ("the fit plot", window.fit_plot, (Series.DATA, Series.FIT)),
        ("the loss curve", window.loss_plot, (Series.FIT,)),
        ("the noise histogram", window.noise_histogram, (Series.RESIDUALS,)),
        ("the equation", window.equation, ()),
        ("the transport bar", window.transport_bar, ()),
        ("the table", window.view(DataTable), ()),
        ("the columns", window.view(ColumnsPanel), ()),
        ("the history", window.view(HistoryPanel), ()),
        ("the training panel", window.view(TrainingPanel), ()),
        ("the weights", window.view(WeightsTable), ()),
        ("the prediction", window.view(PredictPanel), ()),
        ("the status line", window.status_line, ()),
    )
    dark = is_dark(window.palette())
    for name, view, drawn in views:
        dots = pixels(view)
        if is_blank(dots):
            raise Failed(f"The picture of {name} is blank.")
        for series in drawn:
            if not shows(dots, series.colour(dark)):
                raise Failed(f"The {series.name.lower()} cannot be seen in {name}.")
    return f"{len(views)} pictures, none of them blank."


CHECKS: Sequence[tuple[str, Callable[[Bench], str]]] = (
    ("Fonts", _fonts),
    ("OpenGL", _opengl),
    ("Folders", _folders),
    ("Exact solution", _exact),
    ("Inference", _inference),
    ("Minibatch SGD", _sgd),
    ("Stepping", _steps),
    ("Tuning", _tuning),
    ("Project file", _project),
    ("Files", _files),
    ("Worker process", _worker),
    ("Interactive page", _page),
    ("Lessons", _lessons),
    ("Pictures", _pictures),
)
