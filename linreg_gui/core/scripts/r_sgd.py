"""Minibatch SGD in base R: the same minibatches, update after update."""

from __future__ import annotations

from linreg_gui.core.model.losses import PoissonLoss
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart

from .page import Page, listed
from .python_sgd import loss_word, used_settings
from .r_parts import DRAWN, ORDER, WORDS64
from .recipe import RunPart, ScriptRecipe

_SLOPES = {
    "squared": "output - label",
    "absolute": "sign(output - label)",
    "huber": "pmax(pmin(output - label, s$delta), -s$delta)",
    "poisson": "exp(output) - label",
}


def _value(value: object) -> str:
    if value is None:
        return "NA"
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _list(settings: dict[str, object]) -> list[str]:
    return [f"{name} = {_value(value)}" for name, value in settings.items()]


def write_sgd(page: Page, recipe: ScriptRecipe) -> None:
    """The run, up to the update at which it was."""
    run = recipe.run
    assert run is not None
    settings = used_settings(run)
    known = list(settings[0])
    page.heading(
        "Minibatch stochastic gradient descent",
        "The rows come in the order that the program took them in, so each minibatch is the same.",
    )
    if len(settings) == 1:
        page.add(listed("s <- list(", _list(settings[0]), ")"))
    else:
        page.say("Settings were changed during the run: from which update on each of them hold.")
        page.add(f"since <- c({', '.join(str(step) for step, _ in run.changes)})", "changes <- list(")
        each = [f"  list({', '.join(_list(entry))})" for entry in settings]
        page.add(",\n".join(each), ")")
    page.block(WORDS64)
    page.block(ORDER)
    if any(config.with_replacement for _, config in run.changes):
        page.block(DRAWN)
    page.add("", f'SEED <- u64("{run.first.seed % 2**64:016X}")', f"UPDATES <- {run.steps}")
    if "decay" in known:
        _write_rate(page, run)
    _write_scale(page, recipe, run)
    _write_start(page, run)
    _write_loop(page, recipe, run, known)
    _write_end(page, recipe, "average_after" in known)


def _write_rate(page: Page, run: RunPart) -> None:
    page.add("", "# The learning rate after so many epochs.", "rate_after <- function(done, s) {")
    decays = {config.decay for _, config in run.changes}
    shares = {
        "cosine": "0.5 + 0.5 * cos(pi * min(done / s$epochs, 1))",
        "inverse time": "(1 / (1 + done / s$decay_epochs))",
        "step": "s$decay_factor^floor(done / s$decay_epochs)",
    }
    for decay, share in shares.items():
        if decay in decays:
            page.add(f'  if (s$decay == "{decay}") return(s$learning_rate * ({share}))')
    page.add("  s$learning_rate", "}")


def _write_scale(page: Page, recipe: ScriptRecipe, run: RunPart) -> None:
    page.add("", "n <- nrow(X)", "d <- ncol(X)", "share <- weights / mean(weights)")
    if not run.first.standardise:
        page.add("centre <- rep(0, d)  # features are taken as they are", "scale <- rep(1, d)")
    else:
        page.say("Features are standardised; the weights are taken back to their own units at the end.")
        page.add(f"centre <- {'colMeans(share * X)' if recipe.has_bias else 'rep(0, d)'}")
        page.add("spread <- sqrt(colMeans(share * sweep(X, 2, centre)^2))")
        if recipe.has_bias:
            page.say("A constant feature tells nothing.")
            page.add("spread[apply(X, 2, min) == apply(X, 2, max)] <- 0")
        page.add("scale <- ifelse(spread > 0, 1 / spread, 0)")
    page.add("Z <- sweep(sweep(X, 2, centre), 2, scale, `*`)", "dimnames(Z) <- NULL")
    if not recipe.has_bias or any(isinstance(config.loss, PoissonLoss) for _, config in run.changes):
        page.add("y_centre <- 0", "y_trained <- y")
        return
    page.say("Labels far from zero are trained on less their mean, which keeps their last digits.")
    page.add(
        "y_mean <- mean(share * y)",
        "far <- abs(y_mean) > 1024 * sqrt(mean(share * (y - y_mean)^2))",
        "y_centre <- if (far) y_mean else 0",
        "y_trained <- y - y_centre",
    )


def _write_start(page: Page, run: RunPart) -> None:
    start = run.first.start
    page.add("", "theta <- rep(0, d)  # the weights", "constant <- -y_centre")
    if isinstance(start, NormalStart):
        page.say("The run began at weights that were drawn by chance.")
        page.add(listed("drawn <- c(", [repr(value) for value in run.start], ")"))
        page.add("theta <- ifelse(scale > 0, drawn, 0)")
    elif isinstance(start, ChosenStart):
        page.say("The run began at weights and a bias that were chosen.")
        page.add(listed("chosen <- c(", [repr(value) for value in start.weights], ")"))
        page.add("theta <- ifelse(scale > 0, chosen / scale, 0)")
        page.add(f"constant <- {start.bias!r} - y_centre + sum(chosen * centre)")
    page.add("theta <- c(theta, constant)")


def _write_loop(page: Page, recipe: ScriptRecipe, run: RunPart, known: list[str]) -> None:
    page.add("velocity <- rep(0, d + 1)", "average <- rep(0, d + 1)", "averaged <- 0")
    page.add("epoch <- 0", "position <- 0", "for (update in seq_len(UPDATES)) {")
    if len(run.changes) > 1:
        page.add("  s <- changes[[max(which(since <= update - 1))]]")
    page.add("  if (position == 0) order <- order_of_rows(n, SEED, epoch)")
    drawn = {config.with_replacement for _, config in run.changes}
    if True in drawn:
        page.add("  if (position == 0) drawn <- rows_drawn(n, SEED, epoch)")
    page.add("  end <- min(position + s$batch_size, n)")
    source = "order" if drawn == {False} else "drawn"
    if len(drawn) == 2:
        source = "(if (s$with_replacement) drawn else order)"
    page.add(f"  rows <- {source}[(position + 1):end]", "  z <- Z[rows, , drop = FALSE]")
    page.add("  output <- drop(z %*% theta[1:d]) + theta[d + 1]", "  label <- y_trained[rows]")
    words = list(dict.fromkeys(loss_word(config.loss) for _, config in run.changes))
    if "loss" in known:
        page.add("  slope <- switch(s$loss,")
        page.add(",\n".join(f"    {word} = {_SLOPES[word]}" for word in words), "  )")
    else:
        page.add(f"  slope <- {_SLOPES[words[0]]}  # of the loss of each row, by its output")
    if recipe.weights is not None:
        page.add("  slope <- slope * share[rows]  # rows count by their weights")
    constant = "sum(slope)" if recipe.has_bias else "0"
    page.add(f"  gradient <- c(drop(crossprod(z, slope)), {constant}) / length(rows)")
    if "weight_decay" in known:
        page.add("  gradient <- gradient + c(s$weight_decay * scale^2, 0) * theta")
    rate = "rate_after(epoch + position / n, s)" if "decay" in known else "s$learning_rate"
    if "momentum" in known:
        page.add("  velocity <- s$momentum * velocity + gradient", f"  theta <- theta - {rate} * velocity")
    else:
        page.add(f"  theta <- theta - {rate} * gradient")
    if "average_after" in known:
        page.add(
            "  averages <- !is.na(s$average_after) && epoch >= s$average_after",
            "  averaged <- if (averages) averaged + 1 else 0",
            "  if (averaged == 1) average <- theta",
            "  if (averaged > 1) average <- average + (theta - average) / averaged",
        )
    page.add("  position <- end", "  if (position == n) {", "    position <- 0", "    epoch <- epoch + 1")
    page.add("  }", "}")


def _write_end(page: Page, recipe: ScriptRecipe, averages: bool) -> None:
    page.add("")
    if averages:
        page.say("Where weights are averaged, it is their mean that is shown.")
        page.add("if (averaged > 0) theta <- average")
    page.add("w <- theta[1:d] * scale")
    if recipe.has_bias:
        page.add("b <- y_centre + theta[d + 1] - sum(w * centre)")
        page.add('show_numbers("weights of SGD", c("bias", names), list(estimate = c(b, w)))')
    else:
        page.add('show_numbers("weights of SGD", names, list(estimate = w))')
