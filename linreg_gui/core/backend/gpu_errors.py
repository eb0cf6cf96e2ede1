"""What went wrong on a GPU, each in one sentence; knows the errors of CuPy and CUDA by their names only."""

from __future__ import annotations

from linreg_gui.core.problem import Problem, ProblemError

ADVICE = "The CPU does all the work."

_NO_CUPY = "CuPy is not installed, which it takes to compute on an NVIDIA GPU."
_SENTENCES = {
    "no cupy": _NO_CUPY,
    "cupy broken": "CuPy is installed but cannot be imported: install it anew, for the CUDA of your driver.",
    "no driver": "There is no NVIDIA driver: install it, or there is no NVIDIA GPU in this computer.",
    "old driver": "The NVIDIA driver is too old for this CuPy: update the driver, or install an older CuPy.",
    "no device": "The NVIDIA driver finds no GPU that computes.",
    "nvrtc": "The compiler of CUDA (NVRTC) is missing: install CuPy with its CUDA parts.",
    "cublas": "The matrix library of CUDA (cuBLAS) is missing: install CuPy with its CUDA parts.",
    "cusolver": "The solver library of CUDA (cuSOLVER) is missing: install CuPy with its CUDA parts.",
    "busy": "The GPU is busy: another program has it for itself.",
    "memory": "The memory of the GPU is full: close other programs that use it.",
    "timeout": "The GPU did not answer in time.",
    "crash": "The NVIDIA driver crashed when it was asked for the GPU.",
    "wrong": "The GPU gave wrong results in a test computation.",
    "device": "The GPU stopped working.",
}
# Words in the name or the message of an error, in the order in which they are looked for.
_WORDS = (
    ("nodevice", "no device"),
    ("no cuda-capable device", "no device"),
    ("invaliddevice", "no device"),
    ("devicesunavailable", "busy"),
    ("device unavailable", "busy"),
    ("busy or unavailable", "busy"),
    ("outofmemory", "memory"),
    ("memoryallocation", "memory"),
    ("out of memory", "memory"),
    ("alloc_failed", "memory"),
    ("stubdriver", "no driver"),
    ("libcuda.so", "no driver"),
    ("nvcuda.dll", "no driver"),
    ("nvrtc", "nvrtc"),
    ("cublas", "cublas"),
    ("cusolver", "cusolver"),
    ("cusparse", "cusolver"),
    ("nvjitlink", "cusolver"),
)
_DEVICE_MODULES = ("cupy", "cupy_backends", "cupyx", "cuda")


def gpu_problem(kind: str) -> Problem:
    """The problem of a kind, in a sentence."""
    return Problem(_SENTENCES[kind], kind)


def problem_of(error: BaseException, driver: int | None = None) -> Problem | None:
    """What an error raised by CuPy or CUDA means; None for an error that is none of theirs.

    Parameters
    ----------
    error : exception
    driver : int, optional
        Version of the driver as CUDA counts; 0 where there is none.
    """
    if isinstance(error, ProblemError):
        return error.problem
    kind = type(error)
    theirs = kind.__module__.split(".")[0] in _DEVICE_MODULES
    if not theirs and not isinstance(error, (ImportError, MemoryError, OSError)):
        return None
    if isinstance(error, ModuleNotFoundError) and error.name == "cupy":
        return gpu_problem("no cupy")
    text = f"{kind.__name__} {error}".lower()
    if "insufficientdriver" in text or "unsupported display driver" in text:
        return gpu_problem("old driver" if driver else "no driver")
    # A library that is missing is told by an ImportError; one that fails at work has run out of something.
    for word, name in _WORDS:
        if word in text and (name not in ("nvrtc", "cublas", "cusolver") or _is_missing(error, text)):
            return gpu_problem(name)
    if isinstance(error, MemoryError):
        return None
    return gpu_problem("cupy broken" if isinstance(error, (ImportError, OSError)) else "device")


def _is_missing(error: BaseException, text: str) -> bool:
    return isinstance(error, (ImportError, OSError)) or "notfound" in text or "no such file" in text
