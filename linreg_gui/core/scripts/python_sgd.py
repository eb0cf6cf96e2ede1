"""Minibatch SGD in plain Python: the same minibatches, update after update."""

from __future__ import annotations

from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart

from .page import Page, listed
from .python_parts import DRAWN, ORDER
from .recipe import RunPart, ScriptRecipe


def settings_of(config: SgdConfig) -> dict[str, object]:
    """What may change in the course of a run, as a script keeps it."""
    return {
        "learning_rate": config.learning_rate,
        "batch_size": config.batch_size,
        "epochs": config.epochs,
        "decay": config.decay,
        "decay_epochs": config.decay_epochs,
        "decay_factor": config.decay_factor,
        "momentum": config.momentum,
        "weight_decay": config.weight_decay,
        "average_after": config.average_after,
        "loss": loss_word(config.loss),
        "delta": config.loss.threshold if isinstance(config.loss, HuberLoss) else None,
        "with_replacement": config.with_replacement,
    }


def loss_word(loss: Loss) -> str:
    """The loss by a word."""
    return {AbsoluteLoss: "absolute", HuberLoss: "huber", PoissonLoss: "poisson"}.get(type(loss), "squared")


def used_settings(run: RunPart) -> list[dict[str, object]]:
    """The settings that say anything, of each change."""
    every = [settings_of(config) for _, config in run.changes]
    idle = {
        "decay_epochs": all(each["decay"] not in ("inverse time", "step") for each in every),
        "decay_factor": all(each["decay"] != "step" for each in every),
        "decay": all(each["decay"] == "constant" for each in every),
        "epochs": all(each["decay"] != "cosine" for each in every),
        "momentum": all(not each["momentum"] for each in every),
        "weight_decay": all(not each["weight_decay"] for each in every),
        "average_after": all(each["average_after"] is None for each in every),
        "loss": len({each["loss"] for each in every}) == 1,
        "delta": all(each["loss"] != "huber" for each in every),
        "with_replacement": len({each["with_replacement"] for each in every}) == 1,
    }
    return [{name: value for name, value in each.items() if not idle.get(name)} for each in every]


def write_sgd(page: Page, recipe: ScriptRecipe) -> None:
    """The run, up to the update at which it was."""
    run = recipe.run
    assert run is not None
    settings = used_settings(run)
    known = settings[0].keys()
    page.heading(
        "Minibatch stochastic gradient descent",
        "The rows come in the order that the program took them in, so each minibatch is the same.",
    )
    if len(settings) == 1:
        page.add(listed("settings = {", [f'"{name}": {value!r}' for name, value in settings[0].items()], "}"))
    else:
        page.say("Settings were changed during the run: from which update on each of them hold.")
        page.add("changes = [")
        for (step, _), each in zip(run.changes, settings, strict=True):
            page.add(f"    ({step}, {each!r}),")
        page.add("]")
    page.add(f"SEED, UPDATES = {run.first.seed}, {run.steps}", "")
    page.block(ORDER)
    if any(config.with_replacement for _, config in run.changes):
        page.add("")
        page.block(DRAWN)
    if "decay" in known:
        page.add("")
        _write_rate(page, run)
    _write_scale(page, recipe, run)
    _write_start(page, recipe, run)
    _write_loop(page, recipe, run, list(known))
    _write_end(page, recipe, "average_after" in known)


def _write_rate(page: Page, run: RunPart) -> None:
    page.add("", "def rate_after(done, s):", '    """The learning rate after so many epochs."""')
    decays = {config.decay for _, config in run.changes}
    if "cosine" in decays:
        page.add(
            '    if s["decay"] == "cosine":',
            '        share = 0.5 + 0.5 * np.cos(np.pi * min(done / s["epochs"], 1.0))',
            '        return s["learning_rate"] * share',
        )
    if "inverse time" in decays:
        page.add(
            '    if s["decay"] == "inverse time":',
            '        return s["learning_rate"] * (1 / (1 + done / s["decay_epochs"]))',
        )
    if "step" in decays:
        page.add(
            '    if s["decay"] == "step":',
            '        share = s["decay_factor"] ** np.floor(done / s["decay_epochs"])',
            '        return s["learning_rate"] * share',
        )
    page.add('    return s["learning_rate"]')


def _write_scale(page: Page, recipe: ScriptRecipe, run: RunPart) -> None:
    page.add("", "", "n, d = X.shape", "share = weights / weights.mean()")
    if not run.first.standardise:
        page.add("centre, scale = np.zeros(d), np.ones(d)  # features are taken as they are")
    else:
        page.say("Features are standardised; the weights are taken back to their own units at the end.")
        centre = "(share[:, None] * X).mean(axis=0)" if recipe.has_bias else "np.zeros(d)"
        page.add(f"centre = {centre}")
        page.add("spread = np.sqrt((share[:, None] * (X - centre) ** 2).mean(axis=0))")
        if recipe.has_bias:
            page.add("spread[X.min(axis=0) == X.max(axis=0)] = 0.0  # a constant feature tells nothing")
        page.add("scale = np.divide(1.0, spread, out=np.zeros(d), where=spread > 0)")
    page.add("Z = (X - centre) * scale")
    if any(isinstance(config.loss, PoissonLoss) for _, config in run.changes):
        page.add("y_centre = 0.0")
        return
    page.say("Labels far from zero are trained on less their mean, which keeps their last digits.")
    page.add(
        "y_mean = (share * y).mean()",
        "far = abs(y_mean) > 1024 * np.sqrt((share * (y - y_mean) ** 2).mean())",
        f"y_centre = y_mean if far else 0.0{'' if recipe.has_bias else '  # and there is no bias'}"
        if recipe.has_bias
        else "y_centre = 0.0  # there is no bias to make up for it",
        "y_trained = y - y_centre",
    )


def _write_start(page: Page, recipe: ScriptRecipe, run: RunPart) -> None:
    start = run.first.start
    page.add("", "theta = np.zeros(d + 1)  # the weights, and the constant")
    page.add("theta[-1] = -y_centre" if recipe.has_bias else "theta[-1] = 0.0")
    if isinstance(start, NormalStart):
        page.say("The run began at weights that were drawn by chance.")
        page.add(listed("drawn = np.array([", [repr(value) for value in run.start], "])"))
        page.add("theta[:-1] = np.where(scale > 0, drawn, 0.0)")
    elif isinstance(start, ChosenStart):
        page.say("The run began at weights and a bias that were chosen.")
        page.add(listed("chosen = np.array([", [repr(value) for value in start.weights], "])"))
        page.add("theta[:-1] = np.divide(chosen, scale, out=np.zeros(d), where=scale > 0)")
        page.add(f"theta[-1] = {start.bias!r} - y_centre + chosen @ centre")


def _write_loop(page: Page, recipe: ScriptRecipe, run: RunPart, known: list[str]) -> None:
    label = "y" if any(isinstance(config.loss, PoissonLoss) for _, config in run.changes) else "y_trained"
    page.add("velocity, average, averaged = np.zeros(d + 1), np.zeros(d + 1), 0")
    page.add("epoch = position = 0", "for update in range(UPDATES):")
    if len(run.changes) > 1:
        page.add("    s = [s for step, s in changes if step <= update][-1]")
    else:
        page.add("    s = settings")
    page.add("    if position == 0:", "        order = order_of_rows(n, SEED, epoch)")
    drawn = {config.with_replacement for _, config in run.changes}
    if True in drawn:
        page.add("        drawn = rows_drawn(n, SEED, epoch)")
    page.add('    end = min(position + s["batch_size"], n)')
    source = "order" if drawn == {False} else "drawn"
    if len(drawn) == 2:
        page.add('    rows = (drawn if s["with_replacement"] else order)[position:end]')
    else:
        page.add(f"    rows = {source}[position:end]")
    page.add(f"    output, label = Z[rows] @ theta[:-1] + theta[-1], {label}[rows]")
    _write_slopes(page, run, known)
    if recipe.weights is not None:
        page.add("    slope = slope * share[rows]  # rows count by their weights")
    constant = "slope.sum()" if recipe.has_bias else "0.0"
    page.add(f"    gradient = np.append(slope @ Z[rows], {constant}) / len(rows)")
    if "weight_decay" in known:
        page.add('    gradient = gradient + np.append(s["weight_decay"] * scale**2, 0.0) * theta')
    rate = "rate_after(epoch + position / n, s)" if "decay" in known else 's["learning_rate"]'
    if "momentum" in known:
        page.add('    velocity = s["momentum"] * velocity + gradient')
        page.add(f"    theta = theta - {rate} * velocity")
    else:
        page.add(f"    theta = theta - {rate} * gradient")
    if "average_after" in known:
        page.add(
            '    averages = s["average_after"] is not None and epoch >= s["average_after"]',
            "    averaged = averaged + 1 if averages else 0",
            "    if averaged:",
            "        average = theta if averaged == 1 else average + (theta - average) / averaged",
        )
    page.add("    position = end", "    if position == n:", "        position, epoch = 0, epoch + 1")


def _write_slopes(page: Page, run: RunPart, known: list[str]) -> None:
    texts = {
        "squared": "output - label",
        "absolute": "np.sign(output - label)",
        "huber": 'np.clip(output - label, -s["delta"], s["delta"])',
        "poisson": "np.exp(output) - label",
    }
    words = list(dict.fromkeys(loss_word(config.loss) for _, config in run.changes))
    if "loss" not in known:
        page.add(f"    slope = {texts[words[0]]}  # of the loss of each row, by its output")
        return
    for place, word in enumerate(words):
        page.add(f'    {"elif" if place else "if"} s["loss"] == "{word}":')
        page.add(f"        slope = {texts[word]}")


def _write_end(page: Page, recipe: ScriptRecipe, averages: bool) -> None:
    page.add("")
    if averages:
        page.say("Where weights are averaged, it is their mean that is shown.")
        page.add("theta = average if averaged else theta")
    page.add("w = theta[:-1] * scale")
    if recipe.has_bias:
        page.add("b = y_centre + theta[-1] - w @ centre")
        page.add('show("weights of SGD", ["bias", *names], {"estimate": np.append(b, w)})')
    else:
        page.add('show("weights of SGD", names, {"estimate": w})')
