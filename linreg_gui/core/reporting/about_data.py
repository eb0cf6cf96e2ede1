"""What a report tells of the data and of the model: which rows and columns, and what is predicted of what."""

from __future__ import annotations

from collections.abc import Iterator

from linreg_gui.core.cells.shown import cell_writer
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.editing.model_edits import model_of
from linreg_gui.core.number_text import number_text
from linreg_gui.core.table.recipe import LabelScale, Missing
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.telling.equation_text import equation_names, terms, whole_text
from linreg_gui.core.wording import counted, first_few
from linreg_gui.core.writing.table_text import TextTable

from .report import Block, Equation, Grid, Points, Words
from .source import ReportSource

# Longer tables are no use on a page; they say how many more rows there are.
MOST_ROWS = 500
_FIRST_ROWS, _MOST_COLUMNS, _MOST_LEVELS = 10, 8, 12
_ROLES = {Role.FEATURE: "feature", Role.LABEL: "label", Role.IGNORED: "ignored"}
_MISSING = {
    Missing.DROP: "dropped",
    Missing.MEAN: "filled with the mean",
    Missing.MEDIAN: "filled with the median",
    Missing.INDICATE: "filled and indicated",
}


def data_blocks(source: ReportSource) -> Iterator[Block]:
    """Where the data come from, how rows were lost, and what each column is used for."""
    table, ledger = source.desk.table, source.desk.analysis.ledger
    size = f"{counted(len(table.frame), 'row')} and {counted(len(table.names), 'column')}"
    edited = ", edited since they were read" if table.edited else ""
    yield Words(f"The data are “{table.name}”{edited}: {size}. {ledger.sentence}.")
    yield Grid(_rows_table(source.desk))
    yield Grid(_columns_table(source.desk))
    if ledger.filled_caveat:
        yield Words(ledger.filled_caveat, quiet=True)
    told = [] if table.report is None else [found.sentence for found in table.report.findings]
    if table.report is not None and table.report.doubt is not None:
        told.insert(0, table.report.doubt.sentence)
    told += ledger.notes
    if table.truth is not None and source.desk.data.truth is not None:
        told.append(f"The data were made by the program: {source.desk.data.truth.sentence}")
    if told:
        yield Points("What is to be known of them", tuple(told))


def first_rows_blocks(source: ReportSource) -> Iterator[Block]:
    """The first rows of the columns that the model is about, or of the first ones."""
    table = source.desk.table
    used = [name for name in table.names if table.roles[name] is not Role.IGNORED]
    names = (used or list(table.names))[:_MOST_COLUMNS]
    frame = table.frame.iloc[:_FIRST_ROWS]
    writers = {name: cell_writer(table.frame[name].array) for name in names}
    cells = [[writers[name](cell) for cell in frame[name].array] for name in names]
    rows = [(f"{row + 1:,}", *texts) for row, texts in enumerate(zip(*cells, strict=True))]
    notes = []
    if len(table.frame) > _FIRST_ROWS:
        notes.append(f"The first {_FIRST_ROWS} of {counted(len(table.frame), 'row')}.")
    if len(used) > len(names):
        notes.append(f"The first {len(names)} of {counted(len(used), 'column')} of the model.")
    numbers = (True, *(name in table.numeric for name in names))
    yield Grid(TextTable(("row", *names), rows, numbers, "First rows of the data", tuple(notes)))


def model_blocks(source: ReportSource) -> Iterator[Block]:
    """The model as a formula and as an equation, and how it was fitted."""
    desk = source.desk
    objective, data, formula = desk.objective, desk.data, model_of(desk.table)
    if formula is not None:
        yield Equation("Formula", formula.written)
    if desk.fit is not None:
        yield Equation("Exact solution", equation_of(source))
        if objective.shown_equation(source.form, _indicators(desk)).is_centred:
            yield Words("Features that lie far from zero stand around their means.", quiet=True)
    yield Words(f"{objective.explanation}")
    minimised = f"What is made as small as possible is the {objective.mean_name}"
    if objective.weight_decay:
        minimised += (
            f", with a ridge penalty of {number_text(objective.weight_decay)} on half the squared weights"
        )
    yield Words(f"{minimised}, over {counted(data.n_rows, 'row')}.")
    if desk.analysis.label_scale is LabelScale.LOG:
        yield Words(
            f"The logarithm of {desk.analysis.label} is what is predicted: a feature multiplies it.",
            quiet=True,
        )


def equation_of(source: ReportSource) -> str:
    """The equation of the exact solution, as the window writes it."""
    desk = source.desk
    objective, analysis, fit = desk.objective, desk.analysis, desk.fit
    assert fit is not None
    shown = objective.shown_equation(source.form, _indicators(desk))
    sources, made = analysis.ledger.sources, analysis.ledger.made_features
    names = equation_names(shown_features(desk.data.feature_names, sources, desk.table.units), sources, made)
    label = shown_label(desk.data.label_name, analysis.label, desk.table.units)
    constant = float(fit.predict(shown.centres)[0]) if shown.is_centred else None
    written = terms(names, fit.weights, fit.bias, shown, constant)
    return whole_text(objective.equation_label.format(label), written, MOST_ROWS)


def _indicators(desk: Desk) -> list[int]:
    ledger = desk.analysis.ledger
    return [j for j in ledger.made_features if ledger.sources[j].is_indicator]


def _rows_table(desk: Desk) -> TextTable:
    """Every row once: where it went, and why."""
    ledger = desk.analysis.ledger
    rows = [("read", f"{ledger.rows_read:,}")]
    if ledger.excluded:
        rows.append(("excluded by hand", f"−{ledger.excluded:,}"))
    rows += [(f"dropped: {entry}", f"−{entry.rows:,}") for entry in ledger.dropped]
    if len(rows) > 1:
        rows.append(("used", f"{ledger.rows_used:,}"))
    if ledger.held_out:
        rows.append(("held out for validation", f"−{ledger.held_out:,}"))
    rows.append(("fitted", f"{desk.data.n_rows:,}"))
    notes = tuple(
        f"{counted(entry.cells, 'missing cell')} of {entry.column}: {_MISSING[ledger.missing]}."
        for entry in ledger.filled
    )
    return TextTable(("rows", "count"), rows, (False, True), "How rows were lost", notes)


def _columns_table(desk: Desk) -> TextTable:
    table, analysis = desk.table, desk.analysis
    of_terms = {name for term in table.recipe.terms for name in term.columns}
    categories = {category.column: category for category in analysis.ledger.categories}
    means, stds = analysis.moments.feature_means, analysis.moments.feature_stds
    plain = {
        source.column: j
        for j, source in enumerate(analysis.ledger.sources)
        if not (source.is_indicator or source.is_made or source.offset)
    }
    rows: list[tuple[str, ...]] = []
    ignored: list[str] = []
    for name in table.names:
        role, unit = table.roles[name], table.units.get(name, "")
        if name == table.recipe.weights:
            rows.append((name, "weighs rows", unit, "", "", ""))
        elif role is Role.IGNORED:
            ignored.append(name)
        else:
            place = plain.get(name)
            spread = ("", "") if place is None else (means[place], stds[place])
            if role is Role.LABEL and analysis.label_scale is LabelScale.PLAIN and not _is_shifted(desk):
                spread = analysis.moments.label_mean, analysis.label_spread
            texts = [number_text(float(value), 5) if value != "" else "" for value in spread]
            used = "in terms" if name in of_terms and place is None else _ROLES[role]
            category = categories.get(name)
            made = ""
            if category is not None:
                levels = first_few(list(category.levels), _MOST_LEVELS)
                made = f"levels: {levels}" + (f"; reference: {category.reference}" * bool(category.reference))
            rows.append((name, used, unit, *texts, made))
    fitted = counted(desk.data.n_rows, "row")
    weighted = ", weighted" if desk.data.row_weights is not None else ""
    notes = [f"Means and standard deviations (divisor n) are of the {fitted} that are fitted{weighted}."]
    if ignored:
        notes.append(f"Ignored: {first_few(ignored, _MOST_LEVELS, 'column')}.")
    if len(rows) > MOST_ROWS:
        notes.append(f"The first {MOST_ROWS} of {counted(len(rows), 'column')}.")
    heads = ("column", "used as", "unit", "mean", "standard deviation", "levels")
    numbers = (False, False, False, True, True, False)
    kept = [at for at in range(len(heads)) if at < 2 or any(row[at] for row in rows)]
    return TextTable(
        tuple(heads[at] for at in kept),
        [tuple(row[at] for at in kept) for row in rows[:MOST_ROWS]],
        tuple(numbers[at] for at in kept),
        "Columns and what they are used for",
        tuple(notes),
    )


def _is_shifted(desk: Desk) -> bool:
    """Whether the label is fitted less an offset, so that its mean is another one."""
    return bool(desk.data.label_name != desk.analysis.label)
