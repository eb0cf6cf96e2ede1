"""The menu bar: every command of the window with its text, key and help, and no behaviour."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from linreg_gui.core.model.shown_equation import EquationForm
from linreg_gui.views.panes.view_row import Place
from linreg_gui.views.training.transport_bar import TransportActions
from linreg_gui.views.widgets.texts import add_action, set_caption, set_help

from .data_menu import DataMenu
from .device_menu import DeviceMenu
from .edit_menu import EditMenu
from .menu_part import MenuPart
from .pane_menu import PaneMenu
from .preset_menu import PresetMenu
from .view_table import rows_of

_EQUATION_FORMS = (
    (
        EquationForm.AUTOMATIC,
        "&As Short as Possible",
        "Write features around their means where the plain equation would need too many digits.",
    ),
    (EquationForm.PLAIN, "Weights and &Bias", "Write the plain equation, with all the digits that it needs."),
    (
        EquationForm.CENTRED,
        "Around the &Means",
        "Write every feature as its distance from its mean; the constant is then the prediction there.",
    ),
)


class Menus(MenuPart):
    """Builds the menu bar of a window and keeps its actions."""

    recent_requested = Signal(object)  # Path
    appearance_requested = Signal(str)
    equation_form_changed = Signal()

    def __init__(self, window: QMainWindow, transport: TransportActions) -> None:
        super().__init__(window)
        self._build_file()
        self.edit = EditMenu(window)
        self.data = DataMenu(window)
        self._build_model(transport)
        self._build_train(transport)
        self._build_view()
        self._build_tools()
        self._build_help()
        self.restyle()

    def restyle(self) -> None:
        """Draw the icons in the colours of the palette."""
        super().restyle()
        self.edit.restyle()
        self.data.restyle()
        self.panes.restyle()

    def show_recent_files(self, paths: Sequence[Path]) -> None:
        """Fill File > Open Recent."""
        self.recent.clear()
        for number, path in enumerate(paths, 1):
            action = add_action(self.recent, path.name)
            if number < 10:
                set_caption(action, "&{}  {}", str(number), path.name)
            set_help(action, str(path))
            action.triggered.connect(lambda _=False, path=path: self.recent_requested.emit(path))
        self.recent.setEnabled(bool(paths))
        if paths:
            self.recent.addSeparator()
            self.recent.addAction(self.clear_recent)

    def show_appearance(self, name: str) -> None:
        """Tick the chosen look."""
        self._appearances[name].setChecked(True)

    def _build_file(self) -> None:
        menu = self._menu("&File")
        key = QKeySequence.StandardKey
        help_text = "Open another window of the program, with data of its own."
        self.new_window = self._action(menu, "New &Window", "Ctrl+Shift+N", help_text)
        self.open = self._action(menu, "&Open…", key.Open, "Open a table or a project.", "open")
        help_text = "Show a sample of a Parquet or Feather file, and fit all of its rows part by part."
        self.open_large = self._action(menu, "Open &Large Table…", None, help_text)
        help_text = "The same for all Parquet and Feather files of a folder, as one table."
        self.open_folder = self._action(menu, "Ope&n Folder as a Large Table…", None, help_text)
        self.import_file = self._action(
            menu, "&Import…", "Ctrl+Shift+O", "Open a table and say how it is written, with a preview."
        )
        self.recent = self._submenu(menu, "Open &Recent")
        self.samples = self._action(
            menu, "Sa&mples…", "Ctrl+Shift+M", "Look through the bundled datasets and open one."
        )
        self.clear_recent = QAction("&Clear This List", self)
        menu.addSeparator()
        help_text = "Save data, choices, settings and the run as a project."
        self.save = self._action(menu, "&Save", key.Save, help_text, "save")
        self.save_as = self._action(menu, "Save &As…", key.SaveAs, "Save the project under another name.")
        help_text = "Write the table with fitted values, residuals and intervals as CSV, Excel or Parquet."
        exports = self._submenu(menu, "&Export")
        self.export = self._action(exports, "The &Table…", "Ctrl+Shift+X", help_text)
        self.export.setEnabled(False)
        help_text = "Write the analysis as a script in Python or R, which gives the same numbers."
        self.export_script = self._action(exports, "As a &Script…", "Ctrl+Alt+S", help_text)
        self.export_script.setEnabled(False)
        help_text = "Write runs as one file that plays in any browser, without a network."
        self.export_page = self._action(exports, "Interactive &Page…", "Ctrl+Alt+P", help_text)
        self.export_page.setEnabled(False)
        help_text = "Put a report together of data, model, checks and figures, as HTML or PDF."
        self.report = self._action(exports, "As a &Report…", "Ctrl+Alt+E", help_text)
        self.report.setEnabled(False)
        help_text = "Open another table, and write it with what is predicted for each row, and its intervals."
        self.predict_file = self._action(menu, "&Predict For Rows in a File…", None, help_text)
        self.predict_file.setEnabled(False)
        help_text = "Write a plot as PNG, PDF or SVG, in the size that a paper or a slide needs."
        self.save_figure = self._action(menu, "Save &Figure…", "Ctrl+Alt+F", help_text)
        self.add_to_report = self._submenu(menu, "A&dd to Report")
        menu.addSeparator()
        help_text = "Keep a copy of unsaved work, to restore it should the program end unexpectedly."
        self.keep_work = self._action(menu, "&Keep Unsaved Work", None, help_text)
        self.keep_work.setCheckable(True)
        help_text = "Restore or discard work that an earlier start could not save."
        self.unsaved_work = self._action(menu, "Restore &Unsaved Work…", None, help_text)
        menu.addSeparator()
        self.close_window = self._action(menu, "&Close Window", key.Close, "Close this window.")
        self.quit = self._action(menu, "&Quit", "Ctrl+Q", "Close every window and the program.")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _build_model(self, transport: TransportActions) -> None:
        menu = self.model = self._menu("&Model")
        menu.addAction(transport.solve)
        help_text = (
            "Write the model as a formula, or choose interactions, powers, a bias and a ridge penalty."
        )
        self.write_model = self._action(menu, "Write as a &Formula", None, help_text)
        help_text = "Fit the logarithm of the label, as for prices: a feature then multiplies it."
        self.log_label = self._action(menu, "Fit the &Logarithm of the Label", None, help_text)
        self.log_label.setCheckable(True)
        menu.addSeparator()
        help_text = "Keep the exact solution under a name, to compare it with others."
        self.keep_fit = self._action(menu, "&Keep Fit", "Ctrl+K", help_text)
        help_text = "Keep what SGD has come to at the step that is shown, to compare it with others."
        self.keep_trained = self._action(menu, "Keep Fit of &SGD", "Ctrl+Shift+K", help_text)
        menu.addSeparator()
        help_text = "Type feature values and read the prediction."
        self.predict = self._action(menu, "&Predict", "Ctrl+P", help_text)

    def _build_train(self, transport: TransportActions) -> None:
        menu = self._menu("&Train")
        menu.addActions([transport.run, transport.step, transport.step_ten, transport.step_back])
        menu.addSeparator()
        menu.addActions([transport.run_to_end, transport.reset, transport.pin])
        menu.addSeparator()
        help_text = "Look at the run one update earlier; the run itself stays as it is, and may go on."
        self.look_back = self._action(menu, "&Look Back", "Alt+Left", help_text)
        self.look_on = self._action(menu, "Look &On", "Alt+Right", "Look at the run one update later.")
        help_text = "Show the end of the run again, and follow it."
        self.look_at_end = self._action(menu, "Back to the En&d", "Alt+End", help_text)
        menu.addSeparator()
        help_text = "Train two to six runs together, on the same data, and compare how fast they come near."
        self.race = self._action(menu, "R&ace…", "Ctrl+Alt+R", help_text)
        help_text = "Search learning rate, batch size and other settings by the loss on held-out rows."
        self.tune = self._action(menu, "T&une…", "Ctrl+Shift+T", help_text)
        self.suggest = self._action(
            menu, "&Suggest Settings", "Ctrl+T", "Use settings that end close to the exact solution."
        )
        self.compute_on = DeviceMenu(self._window)
        menu.addMenu(self.compute_on)

    def _build_view(self) -> None:
        self.view = self._menu("&View")
        self.logarithmic = self._action(
            self.view, "&Logarithmic Loss", "Ctrl+Shift+L", "Draw the loss on a logarithmic axis."
        )
        self.logarithmic.setCheckable(True)
        help_text = "Show labels and predictions in the label’s own units where its logarithm is fitted."
        self.own_units = self._action(self.view, "Label in Its Own &Units", "Ctrl+Shift+U", help_text)
        self.own_units.setCheckable(True)
        self.own_units.setEnabled(False)
        self._build_equation()
        self.view.addSeparator()
        self.presets = PresetMenu(self._window, self.view)
        self.panes = PaneMenu(self._window, self.view, rows_of(Place.MIDDLE))
        self.below_docks = self.view.addSeparator()
        appearance = self._submenu(self.view, "&Appearance")
        group = QActionGroup(self)
        self._appearances: dict[str, QAction] = {}
        for name, text in (("system", "Like the &System"), ("light", "&Light"), ("dark", "&Dark")):
            action = appearance.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, name=name: self.appearance_requested.emit(name))
            group.addAction(action)
            self._appearances[name] = action
        appearance.addSeparator()
        help_text = "Black and white instead of softer colours; like the system, where it wants that."
        self.high_contrast = self._action(appearance, "&High Contrast", None, help_text)
        self.high_contrast.setCheckable(True)
        zoom = self._submenu(self.view, "&Zoom")
        self.zoom_in = self._action(zoom, "&Larger", "Ctrl++", "Make everything in the windows larger.")
        self.zoom_in.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.zoom_out = self._action(zoom, "&Smaller", "Ctrl+-", "Make everything in the windows smaller.")
        self.zoom_back = self._action(zoom, "&Usual Size", "Ctrl+0", "Show everything in its usual size.")

    def _build_equation(self) -> None:
        menu = self._submenu(self.view, "&Equation")
        group = QActionGroup(self)
        self.equation_forms: dict[EquationForm, QAction] = {}
        for form, text, help_text in _EQUATION_FORMS:
            action = self._action(menu, text, None, help_text)
            action.setCheckable(True)
            action.triggered.connect(self.equation_form_changed)
            group.addAction(action)
            self.equation_forms[form] = action
        self.show_equation_form(EquationForm.AUTOMATIC)

    def show_equation_form(self, form: EquationForm) -> None:
        """Tick a form."""
        self.equation_forms[form].setChecked(True)

    def equation_form(self) -> EquationForm:
        """How the equation is to be written."""
        return next(form for form, action in self.equation_forms.items() if action.isChecked())

    def _build_tools(self) -> None:
        menu = self._menu("T&ools")
        help_text = "Time the same sums by a Python loop, NumPy, Numba and on the GPU."
        self.vectorisation = self._action(menu, "&Vectorisation…", "Ctrl+Shift+Y", help_text)
        menu.addSeparator()
        self.copy_results = self._action(
            menu, "Copy &Results", "Ctrl+Shift+C", "Copy weights, bias and losses of both solutions as text."
        )
        help_text = "Copy the window as a picture."
        self.copy_picture = self._action(menu, "Copy &Picture of the Window", None, help_text)

    def _build_help(self) -> None:
        menu = self._menu("&Help")
        help_text = "Samples, recent files and other ways to begin."
        self.welcome = self._action(menu, "&Welcome", None, help_text)
        help_text = "Four short steps that point at what the window has to offer."
        self.tour = self._action(menu, "&Tour", None, help_text)
        self.lessons = self._submenu(menu, "L&essons")
        set_help(self.lessons.menuAction(), "Play the chapter: each lesson in a window of its own.")
        menu.addSeparator()
        help_text = "Click on anything to read what it does."
        self.whats_this = self._action(menu, "W&hat’s This?", "Shift+F1", help_text)
        self.keys = self._action(menu, "&Keyboard Shortcuts", "F1", "List the keys.")
        menu.addSeparator()
        help_text = "What there is to compute on, how fast it is, and how to add a GPU."
        self.devices = self._action(menu, "&Devices…", None, help_text)
        help_text = "Try every part of the program on this machine; your work is not touched."
        self.check = self._action(menu, "&Check This Installation…", None, help_text)
        self.show_log = self._action(menu, "Show &Log…", None, "Read what went wrong, if anything did.")
        menu.addSeparator()
        self.about = self._action(menu, "&About", None, "Version, licence and libraries.")
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
