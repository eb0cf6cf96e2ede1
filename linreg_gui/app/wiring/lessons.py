"""Wires lessons: the menu that lists them, and in the window of one its panel to what is played."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.lessons.lesson import Lesson
from linreg_gui.core.lessons.places import bundled_lessons, lesson_titles
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace
from linreg_gui.core.project.layout import Area, DockPlace, Layout, Workplace
from linreg_gui.session.lessons.play import LessonPlay
from linreg_gui.session.session import Session
from linreg_gui.views.lessons.lesson_panel import LessonPage, LessonPanel
from linreg_gui.views.panes.view_row import Place, Preset
from linreg_gui.views.widgets.texts import add_action
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import VIEWS, first_arrangement

_WIDTH = 340
_SIDES: Mapping[Place, Area] = {Place.LEFT: "left", Place.RIGHT: "right"}
_KINDS = {row.name: row.view for row in VIEWS}
_TITLES = {row.name: row.title for row in VIEWS}


class LessonsWiring(QObject):
    """Between the list of lessons, the panel and the play, if this is the window of a lesson."""

    requested = Signal(object)  # Path: of a lesson, to be opened in a window of its own
    left = Signal(str)  # the lesson is over, and a person goes on with their own data in this view

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self.play: LessonPlay | None = None
        window.menus.lessons.aboutToShow.connect(self._fill)

    def begin(self, lesson: Lesson) -> None:
        """Play a lesson in this window, which has nothing else.

        Raises
        ------
        ProblemError
            If its data cannot be had.
        """
        ticked = self._session.settings.ticked_tasks(lesson.id)
        play = self.play = LessonPlay(self._session, lesson, ticked, self._in_sight, self)
        panel = self._window.view(LessonPanel)
        panel.answered.connect(play.give)
        panel.hint_requested.connect(play.ask_for_hint)
        panel.show_requested.connect(play.show_me)
        panel.page_requested.connect(play.go_to)
        panel.restart_requested.connect(self._restart)
        panel.link_followed.connect(self._follow)
        panel.own_requested.connect(self._leave)
        play.changed.connect(partial(self._show, panel))
        play.ticked.connect(lambda _: self._remember())
        play.view_wanted.connect(self.bring_up)
        play.problem_found.connect(self._session.problem_found)
        self._lay_out(lesson)
        play.start()
        self._show(panel)

    def _fill(self) -> None:
        menu = self._window.menus.lessons
        menu.clear()
        for name, title in lesson_titles().items():
            add_action(menu, title).triggered.connect(partial(self._request, name))

    def _request(self, name: str, *_: object) -> None:
        path: Path | None = bundled_lessons().get(name)
        if path is not None:
            self.requested.emit(path)

    def _lay_out(self, lesson: Lesson) -> None:
        """Its views in the middle, and the panel alone at the sides; what else is there opens at a click."""
        columns = [PaneColumn(tuple(PanePlace(views) for views in column)) for column in lesson.panes]
        panes = Arrangement(tuple(columns)) if columns else first_arrangement(Preset(lesson.preset))
        docks = tuple(
            DockPlace(row.name, _SIDES[row.place], visible=row.view is LessonPanel, width=_WIDTH)
            for row in VIEWS
            if row.place in _SIDES
        )
        workplace = Workplace(panes, docks, sized=True)
        self._window.put_layout(Layout(lesson.preset, {lesson.preset: workplace}))

    def _show(self, panel: LessonPanel) -> None:
        play = self.play
        if play is None:
            return
        panel.show_page(
            LessonPage(
                play.lesson,
                play.at,
                frozenset(play.progress.ticks),
                play.said,
                play.is_mistake,
                play.hints,
                play.is_busy,
                _TITLES,
            )
        )

    def _remember(self) -> None:
        if self.play is not None:
            self._session.settings.set_ticked_tasks(self.play.lesson.id, list(self.play.progress.ticks))

    def _restart(self) -> None:
        play = self.play
        if play is None:
            return
        try:
            play.restart()
        except ProblemError as error:
            self._session.problem_found.emit(error.problem)
        else:
            self._remember()

    def _leave(self) -> None:
        if self.play is not None:
            self.left.emit(self.play.lesson.own_view)

    def _in_sight(self) -> list[str]:
        shown = [pane.shown for pane in self._window.panes.panes() if pane.isVisible()]
        return [name for name in shown if name in _KINDS]

    def _follow(self, link: str) -> None:
        kind, _, name = link.partition(":")
        if kind == "view":
            self.bring_up(name)
        elif kind == "lesson":
            self._request(name)

    def bring_up(self, name: str) -> None:
        """Show a view by its name."""
        if name in _KINDS:
            self._window.show_view(_KINDS[name])
            if self.play is not None:
                self.play.look_again()
