from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox

from linreg_gui.views.widgets.choice_model import offering


def test_a_box_shows_what_is_offered_and_knows_what_it_stands_for(qtbot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    model = offering(box)
    assert isinstance(model, QAbstractItemModel)
    box.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    names = [f"c{j}" for j in range(20_000)]
    model.offer(["nothing", *names], [None, *range(20_000)])
    box.setCurrentIndex(model.place_of(19_999))
    assert box.currentText() == "c19999"
    assert box.currentData() == 19_999
    assert model.place_of("what is not offered") == 0
    model.offer(["nothing"], [None])
    assert box.count() == 1
