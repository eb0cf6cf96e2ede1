"""An analysis as a Python script on NumPy, pandas and statsmodels alone."""

from __future__ import annotations

from pathlib import Path

from linreg_gui import __version__
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.recipe import Missing

from .expressions import PYTHON, functions_of, text_of
from .features_text import FeatureWords, feature_text, formula_text, formulas_of, has_kind
from .page import Page, listed, place_of, wrapped
from .python_fit import write_fit
from .python_parts import POLY, SHOW
from .python_sgd import write_sgd
from .recipe import EXCLUDED, HELD_OUT, DataBeside, ScriptRecipe

_WORDS = FeatureWords(
    PYTHON,
    repr,
    lambda name, is_text: f"pd.isna(column[{name!r}]) * 1.0" if is_text else f"missing[{name!r}] * 1.0",
    lambda base, degree, place: f"poly({base}, {degree})[:, {place - 1}]",
)
_WHOLE = {
    "mean": "np.mean(some(x))",
    "median": "np.median(some(x))",
    "std": "np.std(some(x), ddof=1)",
    "sum": "np.sum(some(x))",
    "min": "np.min(some(x))",
    "max": "np.max(some(x))",
}


def python_script(recipe: ScriptRecipe, script: Path) -> str:
    """The text of the script, which will be that file."""
    page = Page()
    _write_start(page, recipe)
    _write_reading(page, recipe, script)
    if recipe.computed:
        _write_computed(page, recipe)
    _write_rows(page, recipe)
    _write_features(page, recipe)
    if recipe.exact:
        write_fit(page, recipe)
    if recipe.run is not None:
        write_sgd(page, recipe)
    return page.text


def opening_lines(recipe: ScriptRecipe, needs: str) -> list[str]:
    """What every script begins with, as the lines of a comment."""
    return [
        *wrapped(f"{recipe.title}: linear regression."),
        "#",
        *wrapped(f"Written by Linear Regression {__version__}. {needs}"),
        *wrapped("It gives the numbers that the program shows, to the last digit shown."),
        *(line for sentence in recipe.told for line in wrapped(sentence)),
    ]


def _write_start(page: Page, recipe: ScriptRecipe) -> None:
    page.add(*opening_lines(recipe, "It needs Python with numpy, pandas and statsmodels."))
    page.add("", "from pathlib import Path", "", "import numpy as np", "import pandas as pd")
    if isinstance(recipe.loss, SquaredLoss) and not recipe.ridge and recipe.exact:
        page.add("import statsmodels.api as sm")
    elif recipe.exact:
        page.add("from scipy import optimize, stats  # statsmodels brings it")
    page.add("")
    page.block(SHOW)
    if has_kind(recipe, SourceKind.POLYNOMIAL):
        page.add("")
        page.block(POLY)


def _write_reading(page: Page, recipe: ScriptRecipe, script: Path) -> None:
    page.heading("Read the data", "Every cell is read as a text first, so that nothing is guessed.")
    place, beside = place_of(recipe, script)
    page.add(f"FILE = Path(__file__).with_name({place!r})" if beside else f"FILE = Path({place!r})")
    missing: tuple[str, ...] = ("",)
    thousands, decimal = "", "."
    if isinstance(recipe.source, DataBeside):
        page.add('cells = pd.read_csv(FILE, dtype=str, keep_default_na=False, encoding="utf-8")')
    else:
        options = recipe.source.options
        page.add(
            "cells = pd.read_csv(",
            "    FILE,",
            f"    sep={options.separator!r},",
            f"    encoding={options.encoding!r},",
            *([f"    skiprows={options.skip_rows}, "] if options.skip_rows else []),
            "    quotechar='\"',",
            "    dtype=str,",
            "    keep_default_na=False,",
            "    index_col=False,",
            ")",
        )
        missing, thousands, decimal = recipe.source.missing, options.thousands or "", options.decimal or "."
    page.add("", "# These texts stand for a missing cell.")
    page.add(listed("MISSING = [", [repr(text) for text in missing], "]"), "", "")
    if any(recipe.columns.values()):
        page.add(
            "def texts(name):",
            '    """The texts of a column; NaN where a cell is missing."""',
            "    found = cells[name].str.strip()",
            "    return found.mask(found.isin(MISSING)).to_numpy(dtype=object)",
            "",
            "",
        )
    page.add(
        "def numbers(name):",
        '    """The numbers of a column; NaN where a cell is missing."""',
        "    found = cells[name].str.strip()",
        '    found = found.mask(found.isin(MISSING), "nan")',
    )
    if thousands:
        page.add(f'    found = found.str.replace({thousands!r}, "", regex=False)  # the thousands sign')
    if decimal == ",":
        page.add('    found = found.str.replace(",", ".", regex=False)  # the decimal sign')
    page.add("    return np.array([float(number) for number in found])", "", "")
    if recipe.ready:
        page.add(listed("FEATURES = [", [repr(name) for name in recipe.features], "]"))
        names = f"[*FEATURES, {recipe.label!r}{'' if recipe.weights is None else f', {recipe.weights!r}'}]"
        page.add(f"column = {{name: numbers(name) for name in {names}}}")
        return
    page.add("column = {}")
    for name, is_text in recipe.columns.items():
        page.add(f"column[{name!r}] = {'texts' if is_text else 'numbers'}({name!r})")


def _write_computed(page: Page, recipe: ScriptRecipe) -> None:
    page.heading("Compute columns", "What is no number, such as 1 / 0, counts as missing.")
    whole = sorted(set().union(*(functions_of(each.tree) for each in recipe.computed)))
    if whole:
        page.say("Means and the like are taken over the rows that are not excluded.")
        if recipe.use is not None:
            page.add(f"counted = cells[{recipe.use!r}].to_numpy() != {EXCLUDED!r}")
        else:
            page.add(listed("counted = ~np.isin(np.arange(len(cells)), [", _rows(recipe.excluded), "])"))
        page.add("", "")
        page.add("def some(x):")
        page.add('    """The numbers of these rows."""')
        page.add("    x = np.broadcast_to(x, len(cells))[counted]", "    return x[~np.isnan(x)]", "", "")
        for name in whole:
            page.add(f"def whole_{name}(x):", f"    return {_WHOLE[name]}", "", "")
    for each in recipe.computed:
        page.say(f"{each.name} = {each.formula}")
        page.add('with np.errstate(all="ignore"):')
        page.add(f"    values = {text_of(each.tree, each.names, PYTHON)}")
        page.add("values = np.broadcast_to(np.asarray(values, dtype=float), len(cells))")
        page.add(f"column[{each.name!r}] = np.where(np.isfinite(values), values, np.nan)")


def _rows(rows: tuple[int, ...]) -> list[str]:
    return [str(row) for row in rows]


def _write_rows(page: Page, recipe: ScriptRecipe) -> None:
    page.heading("Choose the rows that take part", "Rows are counted from 0.")
    page.add("used = np.ones(len(cells), dtype=bool)")
    if recipe.use is not None and not recipe.ready:
        page.add(f"used[cells[{recipe.use!r}].to_numpy() == {EXCLUDED!r}] = False")
    elif recipe.excluded:
        page.say("Rows that were excluded.")
        page.add(listed("used[[", _rows(recipe.excluded), "]] = False"))
    needed = needed_columns(recipe)
    if needed:
        page.say("A row in which one of these is missing is left out.")
        page.add(listed("for name in [", [repr(name) for name in needed], "]:"))
        page.add("    used &= ~pd.isna(column[name])")
    for source in () if recipe.ready else formulas_of(recipe):
        page.say(f"So is one in which {source.factor.shown if source.factor else ''} has no number.")
        lost = "".join(f" | np.isnan(column[{name!r}])" for name in source.columns) if fills(recipe) else ""
        page.add('with np.errstate(all="ignore"):', f"    values = {formula_text(source, PYTHON)}")
        page.add(f"used &= np.isfinite(values){lost}")
    if recipe.log_label:
        page.say("A label that is not above 0 has no logarithm.")
        page.add(f"used &= column[{recipe.label!r}] > 0")
    if recipe.weights is not None and not recipe.ready:
        page.say("A row of weight 0 takes no part.")
        page.add(f"used &= column[{recipe.weights!r}] > 0")
    if recipe.use is not None:
        page.add(f"held_out = (cells[{recipe.use!r}].to_numpy() == {HELD_OUT!r})[used]")
    elif recipe.held_out:
        page.say("Rows that are held out, to see how well the fit does on rows that it has not seen.")
        page.add(listed("held_out = np.isin(np.flatnonzero(used), [", _rows(recipe.held_out), "])"))
    page.add("column = {name: values[used] for name, values in column.items()}")
    if not fills(recipe):
        return
    middle = "median" if recipe.missing is Missing.MEDIAN else "mean"
    page.add("", f"# Missing numbers of features are filled with the {middle} of the others.", "missing = {}")
    page.add(listed("for name in [", [repr(name) for name in numbers_to_fill(recipe)], "]:"))
    page.add("    missing[name] = np.isnan(column[name])")
    page.add(f"    column[name] = np.where(missing[name], np.nan{middle}(column[name]), column[name])")


def fills(recipe: ScriptRecipe) -> bool:
    return recipe.missing is not Missing.DROP and bool(numbers_to_fill(recipe))


def numbers_to_fill(recipe: ScriptRecipe) -> tuple[str, ...]:
    """The columns of numbers that features are made of, and no codes of categories."""
    found = {base.column for base in recipe.bases if base.kind in (SourceKind.NUMBER, SourceKind.DATE)}
    return tuple(sorted(found)) if not recipe.ready else ()


def needed_columns(recipe: ScriptRecipe) -> tuple[str, ...]:
    """The columns whose missing cells cost the row."""
    if recipe.ready:
        return ()
    last = [recipe.label, *([] if recipe.weights is None else [recipe.weights])]
    features = dict.fromkeys(base.column for base in recipe.bases)
    # A category whose levels are all one has no feature, and costs rows all the same.
    features |= dict.fromkeys(name for name, is_text in recipe.columns.items() if is_text)
    features |= dict.fromkeys(recipe.references)
    if recipe.missing is Missing.DROP:
        return (*features, *last)
    filled = set(numbers_to_fill(recipe))
    indicated = recipe.missing is Missing.INDICATE
    kept = (name for name in features if name not in filled and not indicated)
    return (*kept, *last)


def _write_features(page: Page, recipe: ScriptRecipe) -> None:
    page.heading("Make the features and the label")
    if recipe.references:
        page.say("A category has a feature of 0 and 1 for each level but one, with which they are compared:")
        page.say(*(f"{name}: {level}" for name, level in recipe.references.items()))
    page.add("X = pd.DataFrame(index=range(used.sum()))")
    if recipe.ready:
        page.add("for name in FEATURES:", "    X[name] = column[name]")
    else:
        for name, source in zip(recipe.features, recipe.sources, strict=True):
            page.add(f"X[{name!r}] = {feature_text(source, recipe, _WORDS)}")
    label = f"column[{recipe.label!r}]"
    page.add(f"y = np.log({label})" if recipe.log_label else f"y = {label}")
    if recipe.weights is not None:
        page.add(f"weights = column[{recipe.weights!r}]")
    else:
        page.add("weights = np.ones(len(y))  # all rows count alike")
    if recipe.held_out or recipe.use is not None:
        page.add("X_held_out, y_held_out = X[held_out].to_numpy(), y[held_out]")
        page.add("X, y, weights = X[~held_out], y[~held_out], weights[~held_out]")
    page.add("names = list(X.columns)", "X = X.to_numpy()")
    page.add('print(len(y), "rows,", X.shape[1], "features")')
