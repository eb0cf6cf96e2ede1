"""Both solutions as plain text with every digit, to be pasted elsewhere."""

from __future__ import annotations

from ..core.analysis import Analysis
from .training_job import Picture


def results_text(analysis: Analysis, picture: Picture) -> str:
    """Tab-separated: one line per weight, then the losses and the row ledger."""
    data, exact, state = analysis.data, analysis.exact, picture.snapshot
    lines = [f"label\t{data.label_name}", "\tminibatch SGD\texact"]
    for j, name in enumerate(data.feature_names):
        lines.append(f"weight of {name}\t{float(state.weights[j])!r}\t{float(exact.weights[j])!r}")
    lines += [
        f"bias\t{state.bias!r}\t{exact.bias!r}",
        f"half mean squared error\t{picture.half_mse!r}\t{exact.half_mse!r}",
        f"steps\t{state.step}\t",
        f"rows\t{analysis.ledger.sentence}",
    ]
    return "\n".join(lines) + "\n"
