"""Questions at the left, the plot and the words of one at the right, and rows that are chosen there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from linreg_gui.core.desk.check import model_check
from linreg_gui.core.desk.check_values import Look, ModelCheck, Question
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import AbsoluteLoss, SquaredLoss
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet, SelectMode
from linreg_gui.core.table.table import Table
from linreg_gui.core.writing.figure import FigureRequest
from linreg_gui.views.desk.check_view import CheckChoices, CheckView
from linreg_gui.views.figures.drawing import figure_image
from linreg_gui.views.widgets.style import dark_palette

QUESTIONS = list(Question)


def desk_of(n_rows: int = 60, loss=None, name: str = "area") -> Desk:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, 2))
    frame = pd.DataFrame({name: X[:, 0], "age": X[:, 1], "price": X @ [3.0, 1.0] + rng.normal(size=n_rows)})
    roles = {key: Role.LABEL if key == "price" else Role.FEATURE for key in frame}
    objective = Objective(analyse(frame, roles), loss or SquaredLoss())
    return Desk(objective if loss is None else objective.solved(), Table(frame, roles, "houses"))


@pytest.fixture
def view(qtbot) -> CheckView:
    view = CheckView()
    qtbot.addWidget(view)
    view.resize(760, 460)
    view.show()
    qtbot.waitExposed(view)
    return view


def fed(view: CheckView, desk: Desk) -> ModelCheck:
    found = model_check(desk, view.wish)
    view.show_value(found)
    view.grab()
    return found


def look_at(view: CheckView, desk: Desk, question: Question, choice: int = 0) -> ModelCheck:
    view.list.setCurrentIndex(view.model.index(QUESTIONS.index(question)))
    fed(view, desk)
    if choice:
        view.box.setCurrentIndex(choice)
    return fed(view, desk)


def pixel_of(view: CheckView, x: float, y: float) -> QPoint:
    return view.plot.canvas.mapFromScene(view.plot.view_box.mapViewToScene(QPointF(x, y)))


def picked(view: CheckView) -> list[tuple[list[int], SelectMode]]:
    """The rows that are asked for, by where they are then."""
    found: list[tuple[list[int], SelectMode]] = []
    selecting = view.plot.selecting
    selecting.spot_requested.connect(
        lambda spot, mode: found.append((view.places().at(spot).rows().tolist(), mode))
    )
    selecting.area_requested.connect(
        lambda area, mode: found.append((view.places().within(area).rows().tolist(), mode))
    )
    return found


def test_each_question_has_its_answer_and_is_read_as_a_sentence(view) -> None:
    found = fed(view, desk_of())
    for row, verdict in enumerate(found.verdicts):
        index = view.model.index(row)
        assert index.data() == verdict.question.value
        read = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert verdict.short in read
        assert verdict.standing.value in read  # never the sign alone


def test_up_and_down_go_through_the_questions(view) -> None:
    desk, wishes = desk_of(), []
    fed(view, desk)
    view.wish_changed.connect(lambda: wishes.append(view.wish.question))
    view.list.setFocus()
    for key, question in (
        (Qt.Key.Key_Down, Question.SPREAD),
        (Qt.Key.Key_Down, Question.NORMAL),
        (Qt.Key.Key_Up, Question.SPREAD),
        (Qt.Key.Key_End, Question.NEW_DATA),
    ):
        QTest.keyClick(view.list, key)
        assert wishes[-1] is question
        found = fed(view, desk)
        assert view.answer.text() == found.verdict.short
        assert all(reason in view.reasons.text() for reason in found.verdict.reasons)
        assert all(value in view.numbers.text() for _, value in found.verdict.numbers)
        assert view.yours.isVisible() == bool(found.verdict.yours)
        assert view.plot.summary() == found.picture.sentence


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_points_and_curves_are_drawn_where_they_are(view, question) -> None:
    found = look_at(view, desk_of(), question)
    picture = found.picture
    np.testing.assert_array_equal(view.plot.points.getData(), (picture.x, picture.y))
    looks = {curve.look: curve for curve in picture.curves}
    for look, item in view.plot.curves.items():
        assert item.isVisible() == (look in looks)
        if look in looks:
            np.testing.assert_array_equal(item.getData(), (looks[look].x, looks[look].y))
    assert view.plot.band.isVisible() == (Look.BAND in looks)
    assert view.plot.bars.isVisible() == (Look.BARS in looks)
    assert view.plot.axis_labels() == (picture.x_name, picture.y_name)
    (low, high), (bottom, top) = view.plot.view_ranges()
    assert low <= picture.x_range[0]
    assert high >= picture.x_range[1]
    assert bottom <= picture.y_range[0]
    assert top >= picture.y_range[1]


def test_the_plot_of_a_question_is_chosen_and_remembered(view) -> None:
    desk = desk_of()
    found = look_at(view, desk, Question.STRAIGHT, 2)
    assert view.box.currentText() == "against age"
    assert found.picture.x_name == "age"
    look_at(view, desk, Question.FEW_ROWS)
    assert not view.box.isVisible()
    assert look_at(view, desk, Question.STRAIGHT).picture.x_name == "age"
    assert view.choices == CheckChoices("STRAIGHT", 2)


def test_what_was_chosen_is_chosen_again(view) -> None:
    view.choose(CheckChoices("NORMAL", 1))
    found = fed(view, desk_of())
    assert found.verdict.question is Question.NORMAL
    assert view.list.currentIndex().row() == QUESTIONS.index(Question.NORMAL)
    assert view.box.currentText() == "Q–Q plot, detrended"
    view.choose(CheckChoices("no such question", -5))
    assert view.wish.question is Question.STRAIGHT
    fed(view, desk_of())


def test_a_click_selects_the_row_of_a_point_and_a_click_beside_none(view) -> None:
    found, rows = look_at(view, desk_of(), Question.FEW_ROWS), picked(view)
    picture = found.picture
    at = int(np.argmax(picture.x))  # it lies apart
    place = pixel_of(view, picture.x[at], picture.y[at])
    viewport = view.plot.canvas.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, place)
    empty = pixel_of(view, picture.x.max(), picture.y.max())
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, empty)
    row = int(picture.rows[at])
    assert rows == [([row], SelectMode.NEW), ([row], SelectMode.ADD), ([], SelectMode.NEW)]


def test_a_drag_with_shift_selects_all_rows_in_a_rectangle_and_moves_nothing(view) -> None:
    found, rows = look_at(view, desk_of(), Question.STRAIGHT), picked(view)
    picture, before = found.picture, view.plot.view_ranges()
    start, end = pixel_of(view, picture.x.min(), 0.0), pixel_of(view, 0.0, picture.y.max())
    shift, left = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
    viewport = view.plot.canvas.viewport()
    QTest.mousePress(viewport, left, shift, start - QPoint(3, 0))
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseRelease(viewport, left, shift, end - QPoint(0, 3))
    inside = picture.rows[(picture.x < 0.0) & (picture.y > 0.0)]
    ((chosen, mode),) = rows
    assert mode is SelectMode.ADD
    assert set(inside) - set(chosen) <= set(picture.rows[np.abs(picture.y) < 0.05])
    assert len(chosen) >= len(inside) - 1
    assert view.plot.view_ranges() == before


def test_the_row_of_the_point_that_is_read_is_selected_by_return(view) -> None:
    found, rows = look_at(view, desk_of(), Question.STRAIGHT), picked(view)
    QTest.keyClick(view.plot.canvas, Qt.Key.Key_Return)
    assert rows == []  # nothing is read yet
    QTest.keyClick(view.plot.canvas, Qt.Key.Key_Down)
    QTest.keyClick(view.plot.canvas, Qt.Key.Key_End)
    QTest.keyClick(view.plot.canvas, Qt.Key.Key_Return)
    last = int(found.picture.rows[np.argmax(found.picture.x)])
    assert rows == [([last], SelectMode.NEW)]


def test_selected_rows_are_marked(view) -> None:
    desk, wishes = desk_of(), []
    fed(view, desk)
    view.wish_changed.connect(lambda: wishes.append(view.wish))
    view.select(RowSet.of_rows(np.array([4, 8])))
    assert len(wishes) == 1
    found = fed(view, desk)
    np.testing.assert_array_equal(
        view.plot.marks.getData(), (found.picture.x[[4, 8]], found.picture.y[[4, 8]])
    )
    assert "2 selected" in view.plot.strip.names()


def test_what_was_made_for_another_question_is_not_drawn(view) -> None:
    desk = desk_of()
    old = model_check(desk, view.wish)
    look_at(view, desk, Question.SPREAD)
    view.show_value(old)
    assert view.plot.axis_labels()[1].startswith("√")


def test_what_is_not_valid_is_said_in_place_of_the_plot(view) -> None:
    look_at(view, desk_of(loss=AbsoluteLoss()), Question.FEW_ROWS)
    assert "least squares" in view.plot.message()
    assert view.answer.text() == "Cannot be told here"


def test_very_many_rows_are_an_image_in_which_rows_are_selected(view) -> None:
    found, rows = look_at(view, desk_of(30_000), Question.FEW_ROWS), picked(view)
    assert view.plot.image.item.isVisible()
    assert not view.plot.points.count()
    at = int(np.argmax(found.picture.x))
    place = pixel_of(view, found.picture.x[at], found.picture.y[at])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(view.plot.canvas.viewport(), left, none, place)
    assert rows == [([int(found.picture.rows[at])], SelectMode.NEW)]


def test_without_a_fit_the_questions_stand_alone(view) -> None:
    fed(view, desk_of())
    view.clear()
    assert view.model.index(0).data() == Question.STRAIGHT.value
    assert not view.text.isVisible()
    assert "exact solution" in view.plot.message()
    view.show_waiting()
    assert "worked out" in view.plot.message()


@pytest.mark.parametrize("size", [(580, 300), (1500, 900)])
def test_there_is_room_for_plot_and_words(view, size) -> None:
    view.resize(*size)
    for question in QUESTIONS:
        look_at(view, desk_of(), question)
        assert view.plot.height() >= 0.4 * size[1]
        assert view.text.height() >= 50
        assert view.text.width() >= 300


def test_names_like_markup_are_names(view) -> None:
    look_at(view, desk_of(name="<b>bold</b>"), Question.STRAIGHT, 1)
    assert view.box.currentText() == "against <b>bold</b>"
    assert view.plot.axis_labels()[0] == "<b>bold</b>"


def test_it_is_drawn_in_the_dark(view) -> None:
    look_at(view, desk_of(), Question.FEW_ROWS)
    light = view.grab().toImage()
    view.setPalette(dark_palette())
    fed(view, desk_of())
    assert view.grab().toImage() != light


def test_the_choice_of_a_plot_can_stand_elsewhere(view) -> None:
    heading = view.give_heading()
    look_at(view, desk_of(), Question.STRAIGHT)
    assert heading.isAncestorOf(view.box)
    heading.setParent(None)
    assert not view.isAncestorOf(view.box)
    heading.deleteLater()


def test_the_row_under_the_pointer_is_told(view) -> None:
    found, rows = look_at(view, desk_of(), Question.FEW_ROWS), []
    view.row_pointed.connect(rows.append)
    at = int(np.argmax(found.picture.x))
    place = pixel_of(view, found.picture.x[at], found.picture.y[at])
    view.plot.canvas.scene().sigMouseMoved.emit(view.plot.canvas.mapToScene(place))
    view.plot.canvas.pointer_left.emit()
    assert rows == [int(found.picture.rows[at]), None]


def test_until_the_plot_of_another_question_comes_its_choices_cannot_be_mistaken(view, qtbot) -> None:
    desk = desk_of()
    found = look_at(view, desk, Question.STRAIGHT)
    assert view.box.isEnabled()
    view.list.setCurrentIndex(view.model.index(QUESTIONS.index(Question.NORMAL)))
    assert not view.box.isEnabled()
    told = next(verdict for verdict in found.verdicts if verdict.question is Question.NORMAL)
    assert view.answer.text() == told.short
    qtbot.waitUntil(lambda: "being drawn" in view.plot.message())
    fed(view, desk)
    assert view.box.isEnabled()
    assert view.plot.picture is not None
    assert not view.plot.message()


def test_words_that_have_room_are_not_scrolled(view, qtbot) -> None:
    view.resize(1200, 900)
    for question in QUESTIONS:
        look_at(view, desk_of(), question)
        qtbot.waitUntil(lambda: not view.text.verticalScrollBar().isVisible())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_a_plot_leaves_the_window_as_a_figure_under_its_question_and_as_numbers(view, question) -> None:
    look_at(view, desk_of(), question)
    assert view.plot.title() == question.value
    request = FigureRequest(width=14.0, height=8.0, dpi=96)
    image = figure_image(view.plot, request)
    colours = {
        image.pixelColor(x, y).rgb() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert len(colours) > 3
    view.plot.copy_numbers()
    assert QGuiApplication.clipboard().text().count("\n") > 3


def test_names_of_bars_do_not_lie_on_each_other(qtbot, view) -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(60, 14)), columns=[*(f"f{j}" for j in range(13)), "price"])
    roles = {key: Role.LABEL if key == "price" else Role.FEATURE for key in frame}
    desk = Desk(Objective(analyse(frame, roles), SquaredLoss()), Table(frame, roles, "many"))
    view.choose(CheckChoices(Question.SAME.name))
    for height in (700, 260):
        view.resize(760, height)
        fed(view, desk)

        def room_of_a_name() -> float:
            return view.plot.view_box.height() / len(view.plot.canvas.getAxis("left")._tickLevels[0])

        qtbot.waitUntil(lambda: room_of_a_name() >= view.fontMetrics().lineSpacing(), timeout=30_000)


def test_questions_are_whole_where_half_of_the_view_is_enough(view) -> None:
    view.resize(620, 300)
    widest = max(view.list.fontMetrics().horizontalAdvance(one.value) for one in QUESTIONS)
    assert view.list.width() > widest
