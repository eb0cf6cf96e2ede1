"""The choice of a device, and the dialog that tells about them."""

from __future__ import annotations

import pytest
from gpu_double import DEVICE
from PySide6.QtWidgets import QLabel

from linreg_gui.core.backend.gpu_errors import gpu_problem
from linreg_gui.core.devices.choice import ComputeOn, CostModel, Rates
from linreg_gui.core.devices.state import DeviceState, Host, Stage, host
from linreg_gui.views.dialogs.devices_dialog import DevicesDialog
from linreg_gui.views.window.device_button import DeviceButton
from linreg_gui.views.window.device_menu import DeviceMenu

RATES = Rates(2.5e-8, 7e-10, 1.5e-3, 1e-10)
READY = DeviceState(Stage.READY, ComputeOn.GPU, DEVICE, None, CostModel(RATES, RATES))
NONE = DeviceState(Stage.READY, problem=gpu_problem("old driver"))


@pytest.fixture
def menu(qtbot) -> DeviceMenu:
    menu = DeviceMenu()
    qtbot.addWidget(menu)
    return menu


@pytest.fixture
def dialog(qtbot) -> DevicesDialog:
    dialog = DevicesDialog(Host("AMD EPYC", 2, 16_000_000_000))
    qtbot.addWidget(dialog)
    return dialog


def texts(dialog: DevicesDialog) -> str:
    dialog.show()
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_what_cannot_be_chosen_says_why(menu) -> None:
    menu.show_devices(NONE)
    for compute_on in (ComputeOn.GPU, ComputeOn.GPU_FLOAT32):
        action = menu.choices[compute_on]
        assert not action.isEnabled()
        assert action.toolTip() == gpu_problem("old driver").sentence
    assert menu.choices[ComputeOn.AUTO].isChecked()
    assert all(menu.choices[compute_on].isEnabled() for compute_on in (ComputeOn.AUTO, ComputeOn.CPU))
    assert menu.toolTipsVisible()


def test_a_gpu_that_is_being_prepared_cannot_be_chosen_yet(menu) -> None:
    menu.show_devices(DeviceState(Stage.PREPARING, device=DEVICE))
    assert not menu.choices[ComputeOn.GPU].isEnabled()
    assert menu.choices[ComputeOn.GPU].toolTip() == "The GPU is being prepared."


def test_a_choice_is_only_asked_for(qtbot, menu) -> None:
    menu.show_devices(READY)
    assert menu.choices[ComputeOn.GPU].isChecked()
    with qtbot.waitSignal(menu.device_requested) as asked:
        menu.choices[ComputeOn.GPU_FLOAT32].trigger()
    assert asked.args == [ComputeOn.GPU_FLOAT32]


def test_showing_a_choice_asks_for_nothing(qtbot, menu) -> None:
    with qtbot.assertNotEmitted(menu.device_requested):
        menu.show_devices(READY)


def test_the_button_says_what_computes_and_opens_the_choice(qtbot, menu) -> None:
    button = DeviceButton()
    qtbot.addWidget(button)
    button.set_choices(menu)
    button.show_device("GPU · CuPy", "GPU, as you chose.")
    assert button.device == "GPU · CuPy"
    assert button.accessibleName() == "Computed on: GPU · CuPy"
    assert button.toolTip().startswith("GPU, as you chose.")
    assert button.menu() is menu


def test_a_gpu_is_told_with_all_that_is_known_of_it(dialog) -> None:
    dialog.show_devices(READY, "GPU, as you chose.")
    shown = texts(dialog)
    for words in (
        "NVIDIA H100 80GB HBM3",
        "85.0 GB of memory",
        "CUDA 13.0",
        "CuPy 14.2.0",
        "capability 9.0",
        "AMD EPYC",
        "2 cores, 16.0 GB",
        "25.0 ns per update",
        "700 ns per 1,000 values",
        "1.50 ms to start",
        "10.0 GB/s to send data",
        "GPU, as you chose.",
    ):
        assert words in shown
    assert "pip install" not in shown


def test_without_a_gpu_the_reason_and_the_way_to_add_one_are_told(dialog) -> None:
    dialog.show_devices(NONE, "CPU chosen.")
    shown = texts(dialog)
    assert gpu_problem("old driver").sentence in shown
    assert "linreg_gui[gpu-cuda13]" in shown
    assert "linreg_gui[gpu-cuda12]" in shown
    assert dialog.again.isEnabled()


def test_a_gpu_that_failed_is_told_with_the_reason(dialog) -> None:
    failed = DeviceState(Stage.READY, ComputeOn.GPU, DEVICE, gpu_problem("device"))
    dialog.show_devices(failed, "")
    assert "NVIDIA H100" in texts(dialog)
    assert "stopped working" in texts(dialog)


def test_while_it_looks_it_says_so_and_cannot_be_asked_again(dialog) -> None:
    dialog.show_devices(DeviceState(), "")
    assert "Looking for a GPU…" in texts(dialog)
    assert not dialog.again.isEnabled()
    dialog.show_devices(DeviceState(Stage.PREPARING, device=DEVICE), "")
    assert "Preparing it" in texts(dialog)


def test_detect_again_is_only_asked_for(qtbot, dialog) -> None:
    dialog.show_devices(NONE, "")
    with qtbot.waitSignal(dialog.detect_requested):
        dialog.again.click()


def test_this_machine_has_a_cpu_with_a_name() -> None:
    found = host()
    assert found.name
    assert found.cores >= 1
    assert found.memory > 1e8


def test_a_folder_with_cupy_is_shown_asked_for_and_forgotten(qtbot, dialog) -> None:
    dialog.show_devices(NONE, "")
    dialog.show_folder("")
    assert "looked for" not in texts(dialog)
    assert not dialog.drop_folder.isVisible()
    dialog.show_folder("/opt/cupy")
    assert "CuPy is looked for in /opt/cupy, too." in texts(dialog)
    with qtbot.waitSignal(dialog.folder_dropped):
        dialog.drop_folder.click()
    with qtbot.waitSignal(dialog.folder_requested):
        dialog.choose_folder.click()
