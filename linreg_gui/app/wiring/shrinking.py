"""Wires the features that shrinkage, or a choice of features, has left: they become the model."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from linreg_gui.session.session import Session
from linreg_gui.views.shrinking.shrinkage_view import ShrinkageView
from linreg_gui.views.window.main_window import MainWindow


class ShrinkingWiring(QObject):
    """Between the wishes of these views and the document; they are fed as all views of the desk."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        window.when_made(ShrinkageView, self._take)

    def _take(self, view: QWidget) -> None:
        assert isinstance(view, ShrinkageView)
        view.model_requested.connect(self._session.document.change_model)
