"""Wires the features that shrinkage, or a choice of features, has left: they become the model."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from linreg_gui.session.session import Session
from linreg_gui.views.shrinking.choice_view import ChoiceView
from linreg_gui.views.shrinking.shrinkage_view import ShrinkageView
from linreg_gui.views.window.main_window import MainWindow


class ShrinkingWiring(QObject):
    """Between the wishes of these views and the document; they are fed as all views of the desk."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        for view in (ShrinkageView, ChoiceView):
            window.when_made(view, self._take)

    def _take(self, view: QWidget) -> None:
        assert isinstance(view, (ShrinkageView, ChoiceView))
        view.model_requested.connect(self._session.document.change_model)
        view.folds_requested.connect(self._choose_folds)

    def _choose_folds(self, n_folds: int) -> None:
        fits = self._session.fits
        fits.choose_folds(replace(fits.folds, folds=n_folds))
