"""An analysis as an R script on base R alone."""

from __future__ import annotations

from pathlib import Path

from linreg_gui.core.table.recipe import Missing

from .expressions import R, functions_of, r_text, text_of
from .features_text import FeatureWords, feature_text, formula_text, formulas_of
from .page import Page, listed, place_of
from .python_writer import fills, needed_columns, numbers_to_fill, opening_lines
from .r_fit import write_fit
from .r_parts import HERE, SHOW
from .r_sgd import write_sgd
from .recipe import EXCLUDED, HELD_OUT, DataBeside, ScriptRecipe

_WORDS = FeatureWords(
    R,
    r_text,
    lambda name, is_text: (
        f"is.na(column[[{r_text(name)}]]) * 1.0" if is_text else f"missing[[{r_text(name)}]] * 1.0"
    ),
    lambda base, degree, place: f"poly({base}, {degree})[, {place}]",
)
_WHOLE = {"mean": "mean", "median": "median", "std": "sd", "sum": "sum", "min": "min", "max": "max"}


def r_script(recipe: ScriptRecipe, script: Path) -> str:
    """The text of the script, which will be that file."""
    page = Page()
    page.add(*opening_lines(recipe, "It needs R alone."))
    page.block(HERE)
    page.block(SHOW)
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


def _write_reading(page: Page, recipe: ScriptRecipe, script: Path) -> None:
    page.heading("Read the data", "Every cell is read as a text first, so that nothing is guessed.")
    place, beside = place_of(recipe, script)
    page.add(f"file <- here({r_text(place)})" if beside else f"file <- {r_text(place)}")
    separator, skip, thousands, decimal, encoding = ",", 0, "", ".", "utf-8"
    missing: tuple[str, ...] = ("",)
    if not isinstance(recipe.source, DataBeside):
        options = recipe.source.options
        separator, skip = options.separator or ",", options.skip_rows
        missing, thousands = recipe.source.missing, options.thousands or ""
        decimal, encoding = options.decimal or ".", options.encoding or "utf-8"
    page.add("lines <- readLines(file, warn = FALSE)")
    if encoding.startswith("utf-8"):
        page.add('Encoding(lines) <- "UTF-8"')
        page.add('lines[1] <- sub("^\\ufeff", "", lines[1])  # the mark that some programs begin with')
    else:
        name = "CP1252" if encoding == "cp1252" else "latin1"
        page.add(f'lines <- iconv(lines, "{name}", "UTF-8")')
    page.add(
        "cells <- read.table(",
        f'  text = lines, sep = {r_text(separator)}, skip = {skip}, header = TRUE, quote = "\\"",',
        '  colClasses = "character", na.strings = character(0), check.names = FALSE,',
        '  comment.char = "", encoding = "UTF-8"',
        ")",
        "names(cells) <- trimws(names(cells))" if isinstance(recipe.source, DataBeside) else "",
    )
    page.add("# These texts stand for a missing cell.")
    page.add(_c("MISSING <- c(", [r_text(text) for text in missing], ")"))
    page.add(
        "",
        "# The texts of a column, and its numbers; NA where a cell is missing.",
        "texts <- function(name) {",
        "  found <- trimws(cells[[name]])",
        "  ifelse(found %in% MISSING, NA, found)",
        "}",
        "numbers <- function(name) {",
        "  found <- texts(name)",
    )
    if thousands:
        page.add(f'  found <- gsub({r_text(thousands)}, "", found, fixed = TRUE)  # the thousands sign')
    if decimal == ",":
        page.add('  found <- sub(",", ".", found, fixed = TRUE)  # the decimal sign')
    page.add("  as.numeric(found)", "}", "", "column <- list()")
    if recipe.ready:
        page.add(_c("FEATURES <- c(", [r_text(name) for name in recipe.features], ")"))
        others = [r_text(name) for name in (recipe.label, recipe.weights) if name is not None]
        page.add(f"for (name in c(FEATURES, {', '.join(others)})) column[[name]] <- numbers(name)")
        return
    for name, is_text in recipe.columns.items():
        page.add(f"column[[{r_text(name)}]] <- {'texts' if is_text else 'numbers'}({r_text(name)})")


def _c(start: str, items: list[str], end: str) -> str:
    return listed(start, items, end)


def _rows(rows: tuple[int, ...]) -> list[str]:
    return [str(row + 1) for row in rows]


def _write_computed(page: Page, recipe: ScriptRecipe) -> None:
    page.heading("Compute columns", "What is no number, such as 1 / 0, counts as missing.")
    whole = sorted(set().union(*(functions_of(each.tree) for each in recipe.computed)))
    if whole:
        page.say("Means and the like are taken over the rows that are not excluded.")
        if recipe.use is not None:
            page.add(f"counted <- cells[[{r_text(recipe.use)}]] != {r_text(EXCLUDED)}")
        else:
            page.add("counted <- rep(TRUE, nrow(cells))")
            if recipe.excluded:
                page.add(_c("counted[c(", _rows(recipe.excluded), ")] <- FALSE"))
        page.add("some <- function(x) na.omit(rep_len(x, nrow(cells))[counted])")
        page.add(*(f"whole_{name} <- function(x) {_WHOLE[name]}(some(x))" for name in whole))
    for each in recipe.computed:
        page.say(f"{each.name} = {each.formula}")
        page.add(f"values <- suppressWarnings(rep_len({text_of(each.tree, each.names, R)}, nrow(cells)))")
        page.add(f"column[[{r_text(each.name)}]] <- ifelse(is.finite(values), values, NA)")


def _write_rows(page: Page, recipe: ScriptRecipe) -> None:
    page.heading("Choose the rows that take part", "Rows are counted from 1.")
    page.add("used <- rep(TRUE, nrow(cells))")
    if recipe.use is not None and not recipe.ready:
        page.add(f"used[cells[[{r_text(recipe.use)}]] == {r_text(EXCLUDED)}] <- FALSE")
    elif recipe.excluded:
        page.say("Rows that were excluded.")
        page.add(_c("used[c(", _rows(recipe.excluded), ")] <- FALSE"))
    needed = needed_columns(recipe)
    if needed:
        page.say("A row in which one of these is missing is left out.")
        page.add(_c("for (name in c(", [r_text(name) for name in needed], ")) {"))
        page.add("  used <- used & !is.na(column[[name]])", "}")
    for source in () if recipe.ready else formulas_of(recipe):
        page.say(f"So is one in which {source.factor.shown if source.factor else ''} has no number.")
        lost = "".join(f" | is.na(column[[{r_text(name)}]])" for name in source.columns)
        page.add(f"values <- suppressWarnings({formula_text(source, R)})")
        page.add(f"used <- used & (is.finite(values){lost if fills(recipe) else ''})")
    if recipe.log_label:
        page.say("A label that is not above 0 has no logarithm.")
        page.add(f"used <- used & column[[{r_text(recipe.label)}]] > 0")
    if recipe.weights is not None and not recipe.ready:
        page.say("A row of weight 0 takes no part.")
        page.add(f"used <- used & column[[{r_text(recipe.weights)}]] > 0")
    page.add("used <- used & !is.na(used)")
    if recipe.use is not None:
        page.add(f"held_out <- (cells[[{r_text(recipe.use)}]] == {r_text(HELD_OUT)})[used]")
    elif recipe.held_out:
        page.say("Rows that are held out, to see how well the fit does on rows that it has not seen.")
        page.add(_c("held_out <- which(used) %in% c(", _rows(recipe.held_out), ")"))
    page.add("column <- lapply(column, function(values) values[used])")
    if not fills(recipe):
        return
    middle = "median" if recipe.missing is Missing.MEDIAN else "mean"
    page.add("", f"# Missing numbers of features are filled with the {middle} of the others.")
    page.add("missing <- list()")
    page.add(_c("for (name in c(", [r_text(name) for name in numbers_to_fill(recipe)], ")) {"))
    page.add("  missing[[name]] <- is.na(column[[name]])")
    page.add(f"  column[[name]][missing[[name]]] <- {middle}(column[[name]], na.rm = TRUE)", "}")


def _write_features(page: Page, recipe: ScriptRecipe) -> None:
    page.heading("Make the features and the label")
    if recipe.references:
        page.say("A category has a feature of 0 and 1 for each level but one, with which they are compared:")
        page.say(*(f"{name}: {level}" for name, level in recipe.references.items()))
    page.add("X <- list()")
    if recipe.ready:
        page.add("for (name in FEATURES) X[[name]] <- column[[name]]")
    else:
        for name, source in zip(recipe.features, recipe.sources, strict=True):
            page.add(f"X[[{r_text(name)}]] <- {feature_text(source, recipe, _WORDS)}")
    page.add("names <- names(X)", "X <- do.call(cbind, X)")
    label = f"column[[{r_text(recipe.label)}]]"
    page.add(f"y <- log({label})" if recipe.log_label else f"y <- {label}")
    if recipe.weights is not None:
        page.add(f"weights <- column[[{r_text(recipe.weights)}]]")
    else:
        page.add("weights <- rep(1, length(y))  # all rows count alike")
    if recipe.held_out or recipe.use is not None:
        page.add("X_held_out <- X[held_out, , drop = FALSE]", "y_held_out <- y[held_out]")
        page.add("X <- X[!held_out, , drop = FALSE]", "y <- y[!held_out]", "weights <- weights[!held_out]")
    page.add('cat(length(y), "rows,", ncol(X), "features\\n")')
