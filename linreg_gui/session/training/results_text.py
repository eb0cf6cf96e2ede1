"""Both solutions as plain text with every digit, to be pasted elsewhere."""

from __future__ import annotations

from linreg_gui.core.editing.clipboard import harmless_block
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.wording import counted

from .training_job import Picture, losses_of


def results_text(objective: Objective, picture: Picture) -> str:
    """Tab-separated: one line per weight, then the losses and the row ledger; the true numbers if known."""
    analysis, exact, state = objective.analysis, objective.exact, picture.snapshot
    data = analysis.data
    truth = data.linear_truth if objective.has_lines else None
    written = [""] * (data.n_features + 1)
    if exact is not None:
        written = [repr(float(number)) for number in (*exact.weights, exact.bias)]
    loss, _ = losses_of(objective, state)
    of_sample = " (of the sample)" if analysis.ledger.sample_of else ""
    heading = f"\tminibatch SGD{of_sample}\texact{of_sample}"
    lines = [f"label\t{data.label_name}", heading + ("\ttrue" if truth else "")]
    for j, name in enumerate(data.feature_names):
        true = f"\t{float(truth.weights[j])!r}" if truth else ""
        lines.append(f"weight of {name}\t{float(state.weights[j])!r}\t{written[j]}{true}")
    lines += [
        *(
            [f"bias\t{state.bias!r}\t{written[-1]}" + (f"\t{truth.bias!r}" if truth else "")]
            if data.has_bias
            else []
        ),
        f"{objective.mean_name}\t{loss!r}\t{'' if objective.least is None else repr(objective.least)}",
        *([f"weight decay\t{objective.weight_decay!r}\t"] if objective.weight_decay else []),
        *([] if objective.is_plain else [f"exact solution\t\t{objective.explanation}"]),
        f"steps\t{state.step}\t",
        f"rows\t{analysis.ledger.sentence}",
        *([f"sample of\t{counted(analysis.ledger.sample_of, 'row')}"] if of_sample else []),
    ]
    lines += [
        f"reference level of {c.column}\t{c.reference}" for c in analysis.ledger.categories if c.reference
    ]
    if data.truth is not None and not data.truth.straight:
        lines.append(f"truth\t{data.truth.sentence}")
    return harmless_block("\n".join(lines) + "\n")
