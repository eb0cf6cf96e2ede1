"""The CUDA source of minibatch SGD (`sgd.cu`), with the constants it shares with the rest of the program."""

from __future__ import annotations

from pathlib import Path

from linreg_gui.core.minibatch_order import EPOCH_OFFSET, GOLDEN, MIX_1, MIX_2, ROUNDS

# Values of the next minibatch that a thread fetches while the current one is computed with.
PREFETCHED = 8
# What the kernel takes and gives back, by position in its two arrays of numbers.
WHOLE = (
    *(
        "n_rows",
        "n_features",
        "seed",
        "order_mask",
        "order_shift",
        "with_replacement",
        "batch_size",
        "epochs",
    ),
    *("average_after", "loss", "decay", "epoch", "position", "batch_start", "averaged", "max_steps", "steps"),
    *("diverged", "staged", "groups", "shared_state"),
)
REAL = (
    *("loss_parameter", "loss_limit", "learning_rate", "decay_epochs", "decay_factor"),
    *("momentum", "loss_sum"),
)

_CONSTANTS = {
    "ROUNDS": ROUNDS,
    "PREFETCHED": PREFETCHED,
    **{name: f"{value}ULL" for name, value in (("GOLDEN", GOLDEN), ("MIX_1", MIX_1), ("MIX_2", MIX_2))},
    "EPOCH_OFFSET": f"{EPOCH_OFFSET}ULL",
}


def cuda_source(precision: str) -> str:
    """The source for rows of this precision."""
    defined = {**_CONSTANTS, "REAL": "float" if precision == "float32" else "double"}
    lines = [f"#define {name} {value}" for name, value in defined.items()]
    code = Path(__file__).with_name("sgd.cu").read_text(encoding="utf-8")
    code = code.replace("WHOLE_NAMES", ", ".join(f"W_{name}" for name in WHOLE))
    code = code.replace("REAL_NAMES", ", ".join(f"R_{name}" for name in REAL))
    return "\n".join((*lines, code))
