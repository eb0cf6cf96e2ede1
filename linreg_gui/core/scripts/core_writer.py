"""An analysis as a Python script on this program’s own core, which has all of its digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from linreg_gui.core.model.losses import HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart, Start
from linreg_gui.core.table.recipe import Missing

from .page import Page, listed, place_of, weights_words
from .python_parts import SHOW
from .python_writer import opening_lines
from .recipe import EXCLUDED, HELD_OUT, DataBeside, ScriptRecipe


def core_script(recipe: ScriptRecipe, script: Path) -> str:
    """The text of the script, which will be that file."""
    page = Page()
    page.add(*opening_lines(recipe, "It needs Python with linreg_gui."))
    page.add("", "from pathlib import Path", "", "import numpy as np", "", "from linreg_gui import core", "")
    page.block(SHOW)
    _write_reading(page, recipe, script)
    for each in recipe.computed:
        page.add(f"frame[{each.name!r}] = core.evaluate({each.formula!r}, frame)")
    _write_rows(page, recipe)
    if recipe.exact:
        _write_fit(page, recipe)
    if recipe.run is not None:
        _write_run(page, recipe)
    return page.text


def _write_reading(page: Page, recipe: ScriptRecipe, script: Path) -> None:
    page.heading("Read the data", "Separator, signs and encoding are those with which the file was opened.")
    place, beside = place_of(recipe, script)
    page.add(f"FILE = Path(__file__).with_name({place!r})" if beside else f"FILE = Path({place!r})")
    if isinstance(recipe.source, DataBeside):
        texts = {name for name, is_text in recipe.columns.items() if is_text}
        texts |= set() if recipe.use is None else {recipe.use}
        names = recipe.source.frame.columns
        types = tuple((name, "text" if name in texts else "number") for name in names)
        options = ReadOptions(",", ".", "", "utf-8", True, missing=(), quote='"', types=types, units=False)
    else:
        options = recipe.source.options
    given = [
        f"{each.name}={_plain(getattr(options, each.name))!r}"
        for each in fields(ReadOptions)
        if getattr(options, each.name) != each.default
    ]
    page.add(listed("options = core.ReadOptions(", given, ")"))
    page.add("frame, report = core.read_table(FILE, options)")


def _plain(value: object) -> object:
    """A member of a list of choices as its text."""
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    return str(value) if isinstance(value, str) else value


def _write_rows(page: Page, recipe: ScriptRecipe) -> None:
    page.heading("Make the dataset", "Rows are counted from 0; texts become features of 0 and 1.")
    out = bool(recipe.excluded) or (recipe.use is not None and not recipe.ready)
    if recipe.use is not None:
        page.add(f"use = frame[{recipe.use!r}].to_numpy()")
        if out:
            page.add(f"excluded = use == {EXCLUDED!r}")
    elif out:
        page.add("# Rows that were excluded.")
        rows = [str(row) for row in recipe.excluded]
        page.add(listed("excluded = np.isin(np.arange(len(frame)), [", rows, "])"))
    page.add("data, ledger = core.to_dataset(", "    frame,", f"    label={recipe.label!r},")
    page.add(listed("    features=[", [repr(name) for name in recipe.names_of_features], "],"))
    if recipe.terms:
        page.add(listed("    terms=[", [repr(term) for term in recipe.terms], "],"))
    if not recipe.has_bias:
        page.add("    has_bias=False,")
    if recipe.missing is not Missing.DROP:
        page.add(f"    missing={str(recipe.missing)!r},")
    if recipe.references:
        page.add(f"    references={dict(recipe.references)!r},")
    if recipe.log_label:
        page.add('    label_scale="log",')
    if out:
        page.add("    excluded=excluded,")
    if recipe.weights is not None:
        page.add(f"    weights={recipe.weights!r},")
    page.add(")", "print(ledger.sentence)")
    if recipe.use is not None:
        page.add(f"held_out = (use == {HELD_OUT!r})[ledger.used_rows]")
    elif recipe.held_out:
        page.add("# Rows that are held out, to see how well the fit does on rows that it has not seen.")
        rows = [str(row) for row in recipe.held_out]
        page.add(listed("held_out = np.isin(ledger.used_rows, [", rows, "])"))
    if recipe.held_out or recipe.use is not None:
        page.add("data, validation = data.part(~held_out), data.part(held_out)")


def loss_text(loss: Loss) -> str:
    """Such as ``core.HuberLoss(2.0)``."""
    inside = repr(loss.threshold) if isinstance(loss, HuberLoss) else ""
    return f"core.{type(loss).__name__}({inside})"


def _write_fit(page: Page, recipe: ScriptRecipe) -> None:
    loss = recipe.loss
    page.heading("Find the weights exactly", f"Those with the least {loss.mean_name}{weights_words(recipe)}.")
    squared = isinstance(loss, SquaredLoss)
    if squared:
        page.add(f"fit = core.fit(data{f', ridge={recipe.ridge!r}' if recipe.ridge else ''})")
    else:
        ridge = f", weight_decay={recipe.ridge!r}" if recipe.ridge else ""
        page.add(f"fit = core.solve_reference(data, {loss_text(loss)}{ridge}).fit")
    page.add("print(fit.explanation)")
    chosen = f"level={recipe.level!r}, errors={recipe.errors!r}"
    if recipe.errors is None:
        if recipe.has_bias:
            page.add('names, estimate = ["bias", *data.feature_names], [fit.bias, *fit.weights]')
        else:
            page.add("names, estimate = data.feature_names, fit.weights")
        page.add('show("coefficients", names, {"estimate": estimate})')
    else:
        if squared:
            page.add(f"table = core.infer(data, fit, {chosen}).table")
        elif isinstance(loss, PoissonLoss):
            page.add(f"table = core.infer_counts(data, fit, {chosen}).table")
        else:
            page.add(f"table = core.infer_huber(data, fit, {loss_text(loss)}, {chosen}).table")
        statistic = '"t"' if squared else '"z"'
        page.add(
            'show("coefficients", table.names, {',
            '    "estimate": table.estimate, "standard error": table.standard_error,',
            f'    {statistic}: table.t, "p": table.p, "low": table.low, "high": table.high,',
            "})",
        )
    page.add('show("the fit", ["half mean squared error", "R²"], {"value": [fit.half_mse, fit.r_squared]})')
    if recipe.held_out or recipe.use is not None:
        link = "np.exp" if isinstance(loss, PoissonLoss) else ""
        page.add(f"missed = validation.y - {link}(fit.predict(validation.X))")
        page.add('show("rows held out", ["half mean squared error"],')
        page.add('     {"value": [0.5 * np.mean(missed**2)]})')


def _write_run(page: Page, recipe: ScriptRecipe) -> None:
    run = recipe.run
    assert run is not None
    page.heading(
        "Minibatch stochastic gradient descent",
        "The order of the rows is a function of seed and epoch, so each minibatch is the same. It is "
        "core.minibatch_rows(data.n_rows, seed, epoch, first, last).",
    )
    page.add(listed("config = core.SgdConfig(", _changed(run.first, SgdConfig()), ")"))
    page.add("sgd = core.Sgd(data, config)")
    before = run.first
    for step, config in run.changes[1:]:
        page.add(f"sgd.advance({step} - sgd.step)")
        page.add(listed("sgd.change(", _changed(config, before), ")"))
        before = config
    page.add(f"sgd.advance({run.steps} - sgd.step)", "state = sgd.snapshot()")
    if recipe.has_bias:
        page.add('show("weights of SGD", ["bias", *data.feature_names],')
        page.add('     {"estimate": [state.bias, *state.weights]})')
    else:
        page.add('show("weights of SGD", data.feature_names, {"estimate": state.weights})')


def _changed(config: SgdConfig, before: SgdConfig) -> list[str]:
    """The settings that are not as before."""
    found: Mapping[str, object] = {each.name: getattr(config, each.name) for each in fields(SgdConfig)}
    return [f"{name}={_setting(value)}" for name, value in found.items() if value != getattr(before, name)]


def _setting(value: object) -> str:
    if isinstance(value, Loss):
        return loss_text(value)
    if isinstance(value, NormalStart):
        return f"core.NormalStart({value.spread!r}, {value.seed!r})"
    if isinstance(value, ChosenStart):
        return f"core.ChosenStart({value.weights!r}, {value.bias!r})"
    return "core.ZeroStart()" if isinstance(value, Start) else repr(value)
