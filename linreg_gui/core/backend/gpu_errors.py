"""What went wrong on a GPU, each in one sentence; knows the errors of CuPy and CUDA by their names only."""

from __future__ import annotations

from linreg_gui.core.problem import Problem, ProblemError, ProblemKind

ADVICE = "The CPU does all the work."

_NO_CUPY = "CuPy is not installed, which it takes to compute on an NVIDIA GPU."
_SENTENCES = {
    ProblemKind.NO_CUPY: _NO_CUPY,
    ProblemKind.CUPY_BROKEN: (
        "CuPy is installed but cannot be imported: install it anew, for the CUDA of your driver."
    ),
    ProblemKind.NO_DRIVER: (
        "There is no NVIDIA driver: install it, or there is no NVIDIA GPU in this computer."
    ),
    ProblemKind.OLD_DRIVER: (
        "The NVIDIA driver is too old for this CuPy: update the driver, or install an older CuPy."
    ),
    ProblemKind.NO_DEVICE: "The NVIDIA driver finds no GPU that computes.",
    ProblemKind.NVRTC: "The compiler of CUDA (NVRTC) is missing: install CuPy with its CUDA parts.",
    ProblemKind.CUBLAS: "The matrix library of CUDA (cuBLAS) is missing: install CuPy with its CUDA parts.",
    ProblemKind.CUSOLVER: (
        "The solver library of CUDA (cuSOLVER) is missing: install CuPy with its CUDA parts."
    ),
    ProblemKind.BUSY: "The GPU is busy: another program has it for itself.",
    ProblemKind.MEMORY: "The memory of the GPU is full: close other programs that use it.",
    ProblemKind.TIMEOUT: "The GPU did not answer in time.",
    ProblemKind.CRASH: "The NVIDIA driver crashed when it was asked for the GPU.",
    ProblemKind.WRONG: "The GPU gave wrong results in a test computation.",
    ProblemKind.DEVICE: "The GPU stopped working.",
}
# Words in the name or the message of an error, in the order in which they are looked for.
_WORDS = (
    ("nodevice", ProblemKind.NO_DEVICE),
    ("no cuda-capable device", ProblemKind.NO_DEVICE),
    ("invaliddevice", ProblemKind.NO_DEVICE),
    ("devicesunavailable", ProblemKind.BUSY),
    ("device unavailable", ProblemKind.BUSY),
    ("busy or unavailable", ProblemKind.BUSY),
    ("outofmemory", ProblemKind.MEMORY),
    ("memoryallocation", ProblemKind.MEMORY),
    ("out of memory", ProblemKind.MEMORY),
    ("alloc_failed", ProblemKind.MEMORY),
    ("stubdriver", ProblemKind.NO_DRIVER),
    ("libcuda.so", ProblemKind.NO_DRIVER),
    ("nvcuda.dll", ProblemKind.NO_DRIVER),
    ("nvrtc", ProblemKind.NVRTC),
    ("cublas", ProblemKind.CUBLAS),
    ("cusolver", ProblemKind.CUSOLVER),
    ("cusparse", ProblemKind.CUSOLVER),
    ("nvjitlink", ProblemKind.CUSOLVER),
)
_LIBRARIES = (ProblemKind.NVRTC, ProblemKind.CUBLAS, ProblemKind.CUSOLVER)
_DEVICE_MODULES = ("cupy", "cupy_backends", "cupyx", "cuda")


def gpu_problem(kind: ProblemKind) -> Problem:
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
        return gpu_problem(ProblemKind.NO_CUPY)
    text = f"{kind.__name__} {error}".lower()
    if "insufficientdriver" in text or "unsupported display driver" in text:
        return gpu_problem(ProblemKind.OLD_DRIVER if driver else ProblemKind.NO_DRIVER)
    # A library that is missing is told by an ImportError; one that fails at work has run out of something.
    for word, name in _WORDS:
        if word in text and (name not in _LIBRARIES or _is_missing(error, text)):
            return gpu_problem(name)
    if isinstance(error, MemoryError):
        return None
    broken = isinstance(error, (ImportError, OSError))
    return gpu_problem(ProblemKind.CUPY_BROKEN if broken else ProblemKind.DEVICE)


def _is_missing(error: BaseException, text: str) -> bool:
    return isinstance(error, (ImportError, OSError)) or "notfound" in text or "no such file" in text
