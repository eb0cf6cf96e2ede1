"""Plots leave the window: as files of each kind, into the clipboard, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from rendered import pdf_text
from session_steps import open_and_wait

from linreg_gui.app.wiring.figures import FiguresWiring
from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.core.writing.figure import FigureKind, FigureRequest
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.vectorisation.vectorisation_window import VectorisationWindow


@pytest.fixture
def figures(qtbot, program, tmp_path: Path) -> FiguresWiring:
    frame = pd.DataFrame({"x": range(30), "y": [2.0 * x + (x % 3) for x in range(30)]})
    frame.to_csv(tmp_path / "points.csv", index=False)
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        open_and_wait(qtbot, program.session, tmp_path / "points.csv")
    program.session.training.step(10)
    plot = program.window.loss_plot
    qtbot.waitUntil(lambda: plot.all_rows.getData()[0][-1:].tolist() == [10.0], timeout=30_000)
    fit = program.window.fit_plot
    qtbot.waitUntil(lambda: "% from exact" in fit.summary(), timeout=30_000)
    noise = program.window.noise_histogram
    qtbot.waitUntil(lambda: noise.isVisible() and not noise.message(), timeout=30_000)
    return program.window.findChild(FiguresWiring)


def kinds_of(kind: type[ThemedPlot]) -> set[type[ThemedPlot]]:
    direct = kind.__subclasses__()
    return {*direct, *(other for one in direct for other in kinds_of(one))}


def save_as(qtbot, program, figures: FiguresWiring, path: Path, kind: FigureKind) -> None:
    program.window.menus.save_figure.trigger()
    dialog = figures.dialog
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind.value))
    dialog.ok.click()
    file_dialog = program.window.findChild(QFileDialog, "file_dialog")
    file_dialog.fileSelected.emit(str(path))
    file_dialog.close()


def test_a_plot_is_saved_in_each_kind_and_the_wish_is_remembered(qtbot, program, figures, tmp_path) -> None:
    fit = program.window.fit_plot
    fit.canvas.setFocus()
    for kind in FigureKind:
        path = tmp_path / f"figure.{kind}"
        with qtbot.waitSignal(figures.saving.saved, timeout=30_000) as told:
            save_as(qtbot, program, figures, path, kind)
        assert told.args == [path]
        assert program.session.settings.figure().kind is kind
    assert "Fit" in pdf_text((tmp_path / "figure.pdf").read_bytes())
    wish = FigureRequest()
    image = QImage(str(tmp_path / "figure.png"))
    assert (image.width(), image.height()) == wish.pixels
    assert image.dotsPerMeterX() == round(wish.dpi / 0.0254)
    svg = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert "<title>Fit</title>" in svg
    assert "<desc>Line through 30 rows" in svg
    assert f"Saved “{tmp_path / 'figure.svg'}”." in program.window.message_bar.sentence


def test_a_name_of_another_kind_and_a_folder_that_is_gone_are_told(qtbot, program, figures, tmp_path) -> None:
    save_as(qtbot, program, figures, tmp_path / "figure.csv", FigureKind.PDF)
    assert "let it end with .pdf" in program.window.message_bar.sentence
    with qtbot.waitSignal(figures.saving.failed, timeout=30_000):
        save_as(qtbot, program, figures, tmp_path / "gone" / "figure.pdf", FigureKind.PDF)
    assert "there is no such folder" in program.window.message_bar.sentence
    assert not list(tmp_path.glob("figure*"))


def test_the_plot_of_the_focus_is_copied_and_so_are_its_numbers(qtbot, program, figures) -> None:
    window, clipboard = program.window, QApplication.clipboard()
    figures._on_focus(None, window.loss_plot.canvas)
    window.menus.edit.copy_numbers.trigger()
    lines = clipboard.text().splitlines()
    names = lines[0].split(",")
    assert {*names} == {"step", "epoch", "all rows", "minibatches", "smoothed", "exact solution"}
    _, losses = window.loss_plot.all_rows.getData()
    assert [float(line.split(",")[names.index("all rows")]) for line in lines[1:]] == losses.tolist()
    figures._on_focus(None, window.fit_plot.canvas)
    window.menus.edit.copy_numbers.trigger()
    assert clipboard.text().splitlines()[:2] == ["series,x,y", "rows,0,0"]
    window.menus.edit.copy_figure.trigger()
    assert "<title>Fit</title>" in bytes(clipboard.mimeData().data("image/svg+xml").data()).decode()


def test_without_a_plot_in_sight_it_is_said(qtbot, program) -> None:
    program.window.show()
    program.window.menus.edit.copy_figure.trigger()
    assert "There is no plot in sight" in program.window.message_bar.sentence
    program.window.menus.save_figure.trigger()
    assert program.window.findChild(FiguresWiring).dialog is None


def test_the_menu_of_a_plot_asks_for_its_figure(program, figures) -> None:
    program.window.noise_histogram.figure_requested.emit()
    assert figures.dialog.chosen() is program.window.noise_histogram
    figures.dialog.reject()


def test_the_plot_of_the_vectorisation_lab_can_be_saved_too(qtbot, program, figures) -> None:
    program.window.menus.vectorisation.trigger()
    lab = program.window.findChild(VectorisationWindow)
    qtbot.waitExposed(lab)
    lab.plot.show_timings([Timing(Task.ADD, Contender.NUMPY, 10**k, 10.0 ** (k - 8)) for k in range(2, 6)])
    lab.plot.figure_requested.emit()
    assert figures.dialog.chosen() is lab.plot
    figures.dialog.reject()
    lab.close()


def test_a_wish_that_was_damaged_is_forgotten(program) -> None:
    settings = program.session.settings
    for damaged in ("", "[]", '{"width": 1e9}', '{"kind": "exe"}', "{" * 5000):
        settings._store.setValue("figure", damaged)
        assert settings.figure() == FigureRequest()
    wish = FigureRequest(FigureKind.PNG, 8.5, 6.0, 150, title=False)
    settings.set_figure(wish)
    assert settings.figure() == wish


def test_every_plot_tells_what_is_to_be_seen_and_the_fit_says_how_it_stands(program, figures) -> None:
    text = QAccessible.Text
    for plot in program.window.findChildren(ThemedPlot):
        chart = QAccessible.queryAccessibleInterface(plot.canvas)
        assert chart.role() == QAccessible.Role.Chart
        assert chart.text(text.Name) == f"Plot: {plot.title()}"
        assert len(plot.summary()) > 20, plot
        assert plot.summary().endswith("."), plot.summary()
        if not plot.message() and plot.isVisible():
            assert chart.childCount() > 0
    said = program.window.fit_plot.summary()
    assert said.startswith("Line through 30 rows, ")
    assert "% from exact; residuals" in said


def test_every_plot_has_its_own_summary_and_numbers() -> None:
    for kind in kinds_of(ThemedPlot):
        if not kind.__module__.startswith("linreg_gui.") or kind.__subclasses__():
            continue  # a base is looked at as what is made of it
        assert kind.summary is not ThemedPlot.summary, kind
        assert kind.series is not ThemedPlot.series, kind


def test_every_place_that_tab_leads_to_has_a_name(qtbot, program, figures) -> None:
    window = program.window
    window.activateWindow()
    window.fit_plot.canvas.setFocus()
    seen: list[QWidget] = []
    while (now := QApplication.focusWidget()) is not None and now not in seen:
        seen.append(now)
        window.focusNextChild()
    assert len(seen) > 20
    assert {window.fit_plot.canvas, window.loss_plot.canvas, window.noise_histogram.canvas} <= set(seen)
    for widget in seen:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), widget


def tree_of(interface: QAccessibleInterface, deep: int = 0) -> Iterator[QAccessibleInterface]:
    yield interface
    if interface.role() in (QAccessible.Role.Table, QAccessible.Role.Tree) or deep > 40:
        return  # cells are texts of their own
    for at in range(interface.childCount()):
        child = interface.child(at)
        if child is not None and child.isValid():
            yield from tree_of(child, deep + 1)


def test_every_control_in_the_accessibility_tree_has_a_name_and_every_plot_is_a_chart(
    program, figures
) -> None:
    role, text = QAccessible.Role, QAccessible.Text
    controls = {
        *(role.Button, role.ButtonMenu, role.ButtonDropDown, role.CheckBox, role.RadioButton, role.ComboBox),
        *(role.EditableText, role.SpinBox, role.Slider, role.Chart, role.Table, role.Tree, role.List),
        *(role.PageTab, role.MenuItem, role.ListItem),
    }
    found = list(tree_of(QAccessible.queryAccessibleInterface(program.window)))
    met = [one for one in found if one.role() in controls and not one.state().invisible]
    assert len(met) > 60
    nameless = [one for one in met if not one.text(text.Name) and not _is_part(one)]
    assert [(one.role(), one.object()) for one in nameless] == []
    charts = {one.object() for one in found if one.role() == role.Chart}
    assert charts == {plot.canvas for plot in program.window.findChildren(ThemedPlot)}


def _is_part(interface: QAccessibleInterface) -> bool:
    """The field of a box, which is told as the box."""
    above = interface.parent()
    return above is not None and above.role() in (QAccessible.Role.SpinBox, QAccessible.Role.ComboBox)
