"""make_screenshots.py [FOLDER]: the pictures of the README, of the installed program, drawn offscreen."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pandas as pd
from PySide6.QtCore import QEventLoop, QItemSelectionModel, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from linreg_gui.app.program import Program
from linreg_gui.app.wiring.importing import ImportWiring
from linreg_gui.core.editing.computed_edits import add_computed
from linreg_gui.core.formulas.transforms import logarithm
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.lessons.places import bundled_lessons
from linreg_gui.core.lessons.reading import read_lesson_file
from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.table.roles import Role, suggest_roles
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.views.comparing.compare_view import CompareView
from linreg_gui.views.explaining.microscope_view import MicroscopeView
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.importing.import_dialog import ImportDialog
from linreg_gui.views.lessons.lesson_panel import LessonPanel
from linreg_gui.views.panes.view_row import Preset
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.shrinking.shrinkage_view import ShrinkageView
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.table.terms_panel import TermsPanel
from linreg_gui.views.tuning.tune_dialog import TuneDialog
from linreg_gui.views.tuning.tuning_view import TuningView

SIZE = 1280, 800
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "screenshots"


class Studio:
    """One program with settings of its own, driven and photographed."""

    def __init__(self, application: QApplication, home: Path, look: str, name: str = "") -> None:
        settings = Settings(QSettings(str(home / f"{name or look}.ini"), QSettings.Format.IniFormat))
        settings.set_shows_welcome(False)
        self.application = application
        self.program = Program(application, settings)
        self.program.confirm_loss = lambda: True
        self.window, self.session = self.program.window, self.program.session
        self.window.resize(*SIZE)
        self.window.show()
        self.program.appearance.choose(look)
        self.wait(0.5)

    def wait(self, seconds: float) -> None:
        # An event loop of its own, as without one Qt deletes nothing that is no longer needed.
        loop = QEventLoop()
        QTimer.singleShot(int(1000 * seconds), loop.quit)
        loop.exec()

    def open_table(self, frame: pd.DataFrame, name: str, source: str = "") -> None:
        roles = suggest_roles(frame)
        numeric = frozenset(frame.select_dtypes("number").columns)
        self.session.document.replace("Open", Table(frame, roles, name, source, numeric=numeric))
        self.wait(1.5)

    def run(self) -> None:
        training = self.session.training
        while not training.available:
            self.wait(0.2)
        training.run_to_end()
        while not training.ended:  # the first run waits for its loop to be compiled
            self.wait(0.2)
        self.wait(1.0)

    def save(self, path: Path, widget: QWidget | None = None) -> None:
        if not (widget or self.window).grab().save(str(path)):
            raise OSError(f"{path} could not be written.")


def sample(studio: Studio, name: str, run: bool = True) -> None:
    found = {known.path.name: known for known in samples()}
    studio.session.opening.open_sample(found[name])
    studio.wait(1.5)
    if run:
        studio.run()


def looking_back(studio: Studio) -> None:
    """The third update of a run, unfolded, with what it did on the surface."""
    sample(studio, "engel.csv")
    studio.window.show_view(MicroscopeView)
    studio.session.moment.look_at(3)
    studio.wait(2.0)


def race(studio: Studio) -> None:
    """Three batch sizes on the same data."""
    sample(studio, "engel.csv", run=False)
    config = studio.session.training.config
    sizes = (1, 32, 235)
    configs = [replace(config, batch_size=size, epochs=20) for size in sizes]
    studio.session.training.set_speed(None)
    studio.session.race.start(configs, [f"batch size {size}" for size in sizes])
    while studio.session.race.running:
        studio.wait(0.2)
    studio.run()


def plane(studio: Studio) -> None:
    """Two features, so that the model is a plane."""
    dice = np.random.default_rng(3)
    area, age = dice.uniform(40.0, 160.0, 120).round(), dice.uniform(0.0, 60.0, 120).round()
    price = 40.0 + 2.1 * area - 1.6 * age + dice.normal(0.0, 22.0, 120)
    studio.open_table(pd.DataFrame({"area": area, "age": age, "price": price.round(1)}), "houses.csv")
    studio.window.show_view(PlanePlot)
    studio.session.training.step(40)
    studio.wait(3.0)


def groups(studio: Studio) -> None:
    sample(studio, "anscombe.csv", run=False)
    boxes = {box.accessibleName(): box for box in studio.window.findChildren(QComboBox)}
    boxes["Colour by"].setCurrentIndex(1)
    studio.wait(1.0)


def painting(studio: Studio) -> None:
    rng = np.random.default_rng(4)
    x = np.r_[rng.uniform(0.5, 9.2, 122), rng.normal(7.3, 0.7, 24)].round(2)
    y = np.r_[0.7 * x[:122] + 1.1 + 0.8 * rng.normal(size=122), rng.normal(1.6, 0.7, 24)].round(2)
    studio.open_table(pd.DataFrame({"x": x, "y": y}), "New table")
    studio.session.document.exclude_rows(range(122, 146))
    studio.wait(1.5)
    studio.run()
    table = studio.window.view(DataTable).view
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(122, 146):
        table.selectionModel().select(table.model().index(row, 0), rows)
    table.scrollTo(table.model().index(124, 0))
    studio.wait(1.0)


def editing(studio: Studio) -> None:
    rng = np.random.default_rng(2)
    n = 180
    town = rng.choice(["Köln", "Ulm", "Bonn", "Jena"], size=n, p=[0.33, 0.26, 0.27, 0.14])
    area = rng.gamma(6.0, 13.0, size=n).round(1)
    rooms = rng.integers(1, 6, size=n)
    level = pd.Series(town).map({"Köln": 32e3, "Ulm": -29e3, "Bonn": 0.0, "Jena": -72e3}).to_numpy()
    price = (6e4 + 2e3 * area + level + 3e4 * rng.normal(size=n)).clip(4e4).round()
    area[rng.choice(n, 11, replace=False)] = np.nan
    sold = pd.Timestamp("2024-01-02") + pd.to_timedelta(rng.integers(0, 360, size=n), unit="D")
    frame = pd.DataFrame(
        {"town": town, "area": area, "rooms": rooms, "sold on": sold, "price": price.astype(int)}
    )
    studio.open_table(frame, "flats.csv", "/home/anna/flats.csv")
    document = studio.session.document
    document.edit("Compute", lambda table: add_computed(table, [logarithm("price")])[0])
    document.choose_roles({**document.table.roles, "town": Role.FEATURE})
    document.exclude_rows([3])
    studio.wait(1.5)
    studio.run()
    for name in ("training", "weights", "prediction"):
        studio.window.findChild(QWidget, name).close()
    studio.window.resizeDocks([studio.window.findChild(QWidget, "data")], [640], Qt.Orientation.Horizontal)
    studio.program.menus.edit.find.trigger()
    studio.window.view(DataTable).find_bar.field.setText("ulm")
    studio.wait(1.0)


def importing(studio: Studio, folder: Path) -> ImportDialog:
    towns = ("Ulm", "Köln", "Bonn")
    rows = [
        f"{50 + i},5;{'n.a.x' if i == 7 else i % 5 + 1};{(i + 1) * 1000 + 101 + i};{towns[i % 3]};"
        f"2026-{i % 12 + 1:02}-{i % 28 + 1:02}"
        for i in range(40)
    ]
    path = folder / "flats.csv"
    path.write_text("Flats\nas of today\narea;rooms;price;town;sold\n" + "\n".join(rows), encoding="utf-8")
    studio.window.findChild(ImportWiring).look_at(path, ReadOptions(skip_rows=2))
    studio.wait(2.0)
    return studio.window.findChildren(ImportDialog)[-1]


def analysis(studio: Studio) -> None:
    """Houses whose price rises with their area, faster in one town, and one row that is mistaken."""
    rng = np.random.default_rng(4)
    town = rng.choice(["Bonn", "Köln", "Ulm"], 180)
    area, age = rng.normal(110.0, 32.0, 180).round(1), rng.integers(1, 90, 180)
    price = 60.0 + 2.1 * area - 0.6 * age + np.where(town == "Köln", 45.0 + 0.7 * (area - 110.0), 0.0)
    frame = pd.DataFrame(
        {"town": town, "area": area, "age": age, "price": price + rng.normal(0.0, 22.0, 180)}
    )
    frame.loc[12, "price"] = 620.0
    studio.open_table(frame.round({"price": 1}), "houses.csv")
    document = studio.session.document
    document.choose_roles(dict.fromkeys(frame.columns, Role.FEATURE) | {"price": Role.LABEL})
    studio.wait(1.0)
    studio.window.presets.show(Preset.ANALYSE)
    studio.window.show_view(TermsPanel)
    studio.wait(0.5)
    panel = studio.window.view(TermsPanel)
    panel.formula_requested.emit("price ~ area * town + age")
    studio.wait(1.5)
    studio.run()
    studio.wait(2.0)


def comparing(studio: Studio) -> None:
    """Three models of the cars among the kept fits, and the way to a simpler one."""
    sample(studio, "motor_trend_cars.csv", run=False)
    menus, fits = studio.program.menus, studio.session.fits
    studio.window.presets.show(Preset.ANALYSE)
    for name, formula in (
        ("all", "mpg ~ cylinders + displacement + horsepower + rear_axle_ratio + weight"),
        ("two", "mpg ~ weight + horsepower"),
        ("product", "mpg ~ weight * horsepower"),
    ):
        studio.window.view(TermsPanel).formula_requested.emit(formula)
        studio.wait(1.5)
        menus.keep_fit.trigger()
        studio.wait(2.0)
        fits.rename(fits.kept[-1][0], name)
    studio.window.view(TermsPanel).formula_requested.emit(
        "mpg ~ cylinders + displacement + horsepower + rear_axle_ratio + weight"
    )
    names = studio.window.panes.name_of
    views = (names(ShrinkageView) or "", names(CompareView) or "")
    studio.window.panes.show_arrangement(
        Arrangement((PaneColumn(tuple(PanePlace((name,)) for name in views)),))
    )
    studio.window.message_bar.clear()
    studio.wait(3.0)


def tuning(studio: Studio) -> None:
    """Twenty trials of learning rate and batch size, the best one opened."""
    sample(studio, "engel.csv", run=False)
    session, window = studio.session, studio.window
    studio.program.menus.tune.trigger()
    window.message_bar.action_button.click()  # to hold out rows
    studio.wait(2.0)
    dialog = window.findChild(TuneDialog)
    assert dialog is not None
    dialog.accept()
    while not (session.tuning.study and session.tuning.study.is_complete and not session.tuning.running):
        studio.wait(0.5)
    window.view(TuningView).open_best.click()
    names = window.panes.name_of
    panes = tuple(PaneColumn((PanePlace((names(view) or "",)),)) for view in (TuningView, FitPlot))
    window.panes.show_arrangement(Arrangement(panes))
    studio.wait(3.0)
    window.message_bar.clear()
    studio.wait(0.5)


def lesson(studio: Studio) -> None:
    """A lesson in its window: five updates of one of its tasks are made, and a hint is asked for."""
    found = read_lesson_file(bundled_lessons()["one-update"]).lesson
    studio.program.start_lesson(found)
    studio.window.resize(*SIZE)
    studio.wait(2.0)
    studio.session.training.step(5)
    studio.window.view(LessonPanel).hint.click()
    studio.wait(1.0)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    with tempfile.TemporaryDirectory() as home:
        application = QApplication([])
        light = Studio(application, Path(home), "light")
        sample(light, "engel.csv")
        light.save(folder / "light.png")
        groups(light)
        light.save(folder / "groups.png")
        painting(light)
        light.save(folder / "painting.png")
        dialog = importing(light, Path(home))
        light.save(folder / "import.png", dialog)
        dialog.reject()
        editing(light)
        light.save(folder / "editor.png")
        light.window.close()
        steps = Studio(application, Path(home), "light", "steps")
        looking_back(steps)
        steps.save(folder / "update.png")
        steps.window.close()
        runs = Studio(application, Path(home), "light", "runs")
        race(runs)
        runs.save(folder / "race.png")
        plane(runs)
        runs.save(folder / "plane.png")
        runs.window.close()
        desk = Studio(application, Path(home), "light", "desk")
        analysis(desk)
        desk.save(folder / "analyse.png")
        desk.window.close()
        fits = Studio(application, Path(home), "light", "fits")
        comparing(fits)
        fits.save(folder / "compare.png")
        fits.window.close()
        search = Studio(application, Path(home), "light", "search")
        tuning(search)
        search.save(folder / "tuning.png")
        search.window.close()
        played = Studio(application, Path(home), "light", "played")
        lesson(played)
        played.save(folder / "lesson.png")
        played.window.close()
        dark = Studio(application, Path(home), "dark")
        sample(dark, "diabetes.csv")
        dark.save(folder / "dark.png")
        dark.window.close()
        os._exit(0)  # nothing is kept


if __name__ == "__main__":
    main()
