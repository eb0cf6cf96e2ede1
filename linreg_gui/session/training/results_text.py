"""Both solutions as plain text with every digit, to be pasted elsewhere."""

from __future__ import annotations

from linreg_gui.core.editing.clipboard import harmless_block
from linreg_gui.core.fitting.analysis import Analysis

from .training_job import Picture


def results_text(analysis: Analysis, picture: Picture) -> str:
    """Tab-separated: one line per weight, then the losses and the row ledger; the true numbers if known."""
    data, exact, state = analysis.data, analysis.exact, picture.snapshot
    truth = data.linear_truth
    lines = [f"label\t{data.label_name}", "\tminibatch SGD\texact" + ("\ttrue" if truth else "")]
    for j, name in enumerate(data.feature_names):
        true = f"\t{float(truth.weights[j])!r}" if truth else ""
        lines.append(f"weight of {name}\t{float(state.weights[j])!r}\t{float(exact.weights[j])!r}{true}")
    lines += [
        f"bias\t{state.bias!r}\t{exact.bias!r}" + (f"\t{truth.bias!r}" if truth else ""),
        f"half mean squared error\t{picture.half_mse!r}\t{exact.half_mse!r}",
        f"steps\t{state.step}\t",
        f"rows\t{analysis.ledger.sentence}",
    ]
    lines += [f"reference level of {c.column}\t{c.reference}" for c in analysis.ledger.categories]
    if data.truth is not None and not data.truth.straight:
        lines.append(f"truth\t{data.truth.sentence}")
    return harmless_block("\n".join(lines) + "\n")
