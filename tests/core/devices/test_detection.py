"""Looking for a GPU: every failure is one sentence, and none of them hangs."""

from __future__ import annotations

import builtins
import importlib.machinery
import json
import sys
import types

import numpy as np
import pytest
from gpu_double import DEVICE, CUDARuntimeError

from linreg_gui.cli.main import main
from linreg_gui.core.backend.backend import Backend, CupyBackend, backend
from linreg_gui.core.backend.gpu_errors import gpu_problem, problem_of
from linreg_gui.core.devices import detection as gpu_check
from linreg_gui.core.devices.detection import Detection, detect, look, report
from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.problem import ProblemError


class DynamicLibNotFoundError(RuntimeError):
    __module__ = "cuda.pathfinder"


class OutOfMemoryError(MemoryError):
    __module__ = "cupy.cuda.memory"


class FakeCupy(types.ModuleType):
    """As much of CuPy as looking for a GPU uses, on NumPy; whatever is in `failing` raises."""

    def __init__(self, failing: dict[str, BaseException], driver: int = 13000, devices: int = 1) -> None:
        super().__init__("cupy")
        self.__version__ = "14.2.0"
        self.__spec__ = importlib.machinery.ModuleSpec("cupy", None)

        def does(name, result):
            def call(*_, **__):
                if name in failing:
                    raise failing[name]
                return result

            return call

        runtime = types.SimpleNamespace(
            driverGetVersion=lambda: driver,
            runtimeGetVersion=lambda: 13020,
            getDeviceCount=does("count", devices),
            getDeviceProperties=lambda _: {"name": b"NVIDIA H100", "major": 9, "minor": 0},
            memGetInfo=lambda: (8 * 10**10, 85 * 10**9),
        )
        self.cuda = types.SimpleNamespace(runtime=runtime)
        self.linalg = types.SimpleNamespace(qr=lambda x: does("qr", np.linalg.qr(x))(), norm=np.linalg.norm)
        self.eye, self.allclose = np.eye, np.allclose
        self.arange = lambda *a: does("arange", np.arange(*a))()

        def kernel(_grid, _block, arguments):
            does("nvrtc", None)()
            arguments[0][:] *= 2.0 if "wrong" not in failing else 3.0

        module = types.SimpleNamespace(get_function=lambda _: kernel)
        self.RawModule = lambda code, options: module


@pytest.fixture
def with_cupy(monkeypatch):
    def put(**arguments):
        monkeypatch.setitem(sys.modules, "cupy", FakeCupy(**arguments))

    return put


CUDA = CUDARuntimeError
FAILURES = [
    ("count", CUDA("cudaErrorInsufficientDriver: CUDA driver version is insufficient"), "too old"),
    ("count", CUDA("cudaErrorNoDevice: no CUDA-capable device is detected"), "finds no GPU"),
    ("count", CUDA("cudaErrorSystemDriverMismatch: unsupported display driver / cuda driver"), "too old"),
    (
        "arange",
        CUDA("cudaErrorDevicesUnavailable: CUDA-capable device(s) is/are busy or unavailable"),
        "busy",
    ),
    ("arange", OutOfMemoryError("Out of memory allocating 512 bytes"), "memory of the GPU is full"),
    ("arange", CUDA("cudaErrorMemoryAllocation: out of memory"), "memory of the GPU is full"),
    ("arange", ImportError('Failure finding "libcublas.so.13"'), "(cuBLAS) is missing"),
    ("qr", ImportError('Failure finding "libcusolver.so.12"'), "(cuSOLVER) is missing"),
    (
        "qr",
        ImportError('Failure finding "libnvJitLink.so.13 or libnvJitLink.so.12"'),
        "(cuSOLVER) is missing",
    ),
    (
        "nvrtc",
        DynamicLibNotFoundError('Failure finding "libnvrtc.so.13": No such file'),
        "(NVRTC) is missing",
    ),
    ("nvrtc", CUDA("cudaErrorNoKernelImageForDevice: no kernel image is available"), "stopped working"),
    ("wrong", ValueError(), "wrong results"),
]


@pytest.mark.parametrize(("place", "error", "words"), FAILURES, ids=lambda value: str(value)[:40])
def test_every_failure_is_one_sentence(with_cupy, place, error, words):
    with_cupy(failing={place: error})
    found = look()
    assert found.device is None
    assert words in found.problem.sentence
    assert found.problem.sentence.endswith(".")
    assert "Error" not in found.problem.sentence


def test_a_missing_driver_is_told_from_one_that_is_too_old(with_cupy):
    with_cupy(failing={"count": CUDA("cudaErrorInsufficientDriver: insufficient")}, driver=0)
    assert look().problem.kind == "no driver"


def test_a_driver_without_a_device_is_told(with_cupy):
    with_cupy(failing={}, devices=0)
    assert look().problem.kind == "no device"


def test_a_cupy_that_cannot_be_imported_is_told(monkeypatch):
    def broken(name, *rest, **named):
        if name == "cupy":
            raise ImportError("DLL load failed")
        return original(name, *rest, **named)

    original = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", broken)
    assert look().problem.kind == "cupy broken"


def test_a_gpu_that_works_is_described(with_cupy):
    with_cupy(failing={})
    device = look().device
    assert (device.name, device.driver, device.runtime) == ("NVIDIA H100", "13.0", "13.2")
    assert (device.memory, device.free_memory) == (85 * 10**9, 8 * 10**10)


def test_a_bug_in_the_program_is_no_problem_of_the_device(with_cupy):
    with_cupy(failing={"arange": KeyError("a bug")})
    with pytest.raises(KeyError):
        CupyBackend()
    assert problem_of(ValueError("out of memory")) is None


def test_without_cupy_nothing_is_started(monkeypatch):
    monkeypatch.setattr(gpu_check, "cupy_is_installed", lambda: False)
    monkeypatch.setattr(gpu_check.subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    assert detect() == Detection(None, gpu_problem("no cupy"))


def answers(program: str, seconds: float = 60.0) -> Detection:
    return detect(seconds, (sys.executable, "-c", program))


def test_a_driver_that_hangs_is_given_up_on():
    assert answers("import time; time.sleep(100)", 0.2).problem.kind == "timeout"


def test_an_answer_that_is_no_longer_wanted_is_not_waited_for():
    asked = iter([False, False, True])
    command = (sys.executable, "-c", "import time; time.sleep(100)")
    assert detect(60.0, command, lambda: next(asked)).device is None


@pytest.mark.parametrize("program", ["import os; os.abort()", "print('[]')", "print('{}')", "print('x')", ""])
def test_a_driver_that_crashes_takes_nothing_along(program):
    assert answers(program).problem.kind == "crash"


def test_a_program_that_cannot_be_started_is_told():
    assert detect(command=("/nowhere/python",)).problem.kind == "crash"


@pytest.mark.parametrize("detection", [Detection(DEVICE, None), Detection(None, gpu_problem("busy"))])
def test_what_the_other_process_found_arrives(detection):
    assert answers(f"print('noise'); print({report(detection)!r})") == detection


def test_the_command_tells_it_in_words_and_as_json(monkeypatch, capsys):
    monkeypatch.setattr(gpu_check, "cupy_is_installed", lambda: False)
    monkeypatch.setitem(sys.modules, "cupy", None)
    assert main(["devices"]) == 0
    assert capsys.readouterr().out.startswith("CPU only. CuPy is not installed")
    assert main(["devices", "--json"]) == 0
    assert '"kind": "no cupy"' in capsys.readouterr().out


def test_asking_for_a_gpu_that_is_not_there_is_a_problem(monkeypatch, random_data):
    monkeypatch.setitem(sys.modules, "cupy", None)
    with pytest.raises(ProblemError, match="CuPy is not installed"):
        backend("cupy")
    for solver in ("analytic", "sgd"):
        with pytest.raises(ProblemError, match="CuPy is not installed"):
            fit(random_data(), solver=solver, backend="cupy")


def test_numpy_is_a_backend_like_the_others():
    host = backend("numpy")
    array = np.arange(10.0)
    assert [part.tolist() for (part,) in host.blocks([array], 4)] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert host.to_host(host.to_device(array)) is array
    assert host.free_memory() > 0
    assert isinstance(host, Backend)
    host.synchronise()


class Event:
    """Remembers whether what it stands for was asked for."""

    def __init__(self, **_):
        self.recorded = 0

    def record(self, _stream):
        self.recorded += 1

    def synchronize(self):
        pass


class Stream:
    """Copies at once, and remembers for what it was told to wait."""

    def __init__(self, **_):
        self.waited = []

    def wait_event(self, event):
        self.waited.append((event, event.recorded))


class DeviceArray:
    """Memory of the device: it is filled by copies from pinned memory only."""

    def __init__(self, shape, dtype):
        self.values = np.full(shape, -1.0, dtype)

    def __len__(self):
        return len(self.values)

    def __getitem__(self, rows):
        part = DeviceArray.__new__(DeviceArray)
        part.values = self.values[rows]
        return part

    def __setitem__(self, rows, block):
        self.values[rows] = block.values

    def set(self, pinned, stream):
        assert isinstance(stream, Stream)
        assert isinstance(pinned, Pinned)
        self.values[...] = pinned


class Pinned(np.ndarray):
    """Memory of the host that the device may read."""


@pytest.fixture
def copying(with_cupy, monkeypatch):
    """A GPU on which only copying is of interest."""
    with_cupy(failing={})
    cp = sys.modules["cupy"]
    gpu = CupyBackend()
    computing = Stream()
    cp.cuda.Stream = Stream
    cp.cuda.Event = Event
    cp.empty = DeviceArray
    cp.cuda.get_current_stream = lambda: computing
    pinned = types.ModuleType("cupyx")
    pinned.empty_pinned = lambda shape, dtype: np.empty(shape, dtype).view(Pinned)
    monkeypatch.setitem(sys.modules, "cupyx", pinned)
    return gpu, computing


@pytest.mark.parametrize("n_rows", [1, 3, 4, 10, 99])
def test_blocks_go_through_pinned_memory_in_order_and_none_is_overwritten_too_soon(copying, n_rows):
    gpu, computing = copying
    X, y = np.arange(20.0).reshape(10, 2), np.arange(10.0)
    seen = []
    for block_X, block_y in gpu.blocks((X, y), n_rows):
        np.testing.assert_array_equal(block_X.values[:, 0], 2.0 * block_y.values)
        seen.extend(block_y.values.tolist())
        # Computing waits for the copy of this very block.
        assert computing.waited[-1][1] >= 1
    assert seen == y.tolist()


def test_large_arrays_are_sent_in_blocks_too(copying, monkeypatch):
    monkeypatch.setattr("linreg_gui.core.backend.backend._SENT_AT_ONCE", 48)
    array = np.arange(40.0).reshape(20, 2)
    np.testing.assert_array_equal(copying[0].to_device(array).values, array)


@pytest.fixture
def own_path(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delenv("LINREG_GUI_CUPY_FOLDER", raising=False)
    yield
    gpu_check.use_cupy_from("")


@pytest.mark.skipif(gpu_check.cupy_is_installed(), reason="CuPy is installed")
def test_cupy_is_found_in_a_folder_and_asked_about_there(own_path, tmp_path):
    package = tmp_path / "cupy"
    package.mkdir()
    package.joinpath("__init__.py").write_text("raise ImportError('a part of CUDA is missing')")
    gpu_check.use_cupy_from(str(tmp_path))
    assert gpu_check.cupy_is_installed()
    found = gpu_check.detect()
    assert found.device is None
    assert found.problem.kind != gpu_problem("no cupy").kind
    gpu_check.use_cupy_from("")
    assert not gpu_check.cupy_is_installed()
    assert gpu_check.detect().problem == gpu_problem("no cupy")


def test_a_folder_replaces_nothing_that_is_found_without_it(own_path, tmp_path):
    gpu_check.use_cupy_from(str(tmp_path))
    gpu_check.use_cupy_from(str(tmp_path / "other"))
    assert sys.path[-1] == str(tmp_path / "other")
    assert str(tmp_path) not in sys.path


@pytest.mark.skipif(gpu_check.cupy_is_installed(), reason="CuPy is installed")
def test_a_program_without_standard_output_answers_in_a_file(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["devices", "--json", "--report", str(tmp_path / "found.json")]) == 0
    answer = json.loads((tmp_path / "found.json").read_text())
    assert answer["problem"]["kind"] == "no cupy"
