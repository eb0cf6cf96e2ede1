"""What a preview of computed columns is told in."""

from __future__ import annotations

import math

from linreg_gui.core.formulas.preview import FormulaPreview, PreviewColumn
from linreg_gui.views.widgets.style import number_text


def preview_sentence(preview: FormulaPreview) -> tuple[str, bool]:
    """A sentence about the new columns, and whether it warns."""
    failures = [column for column in preview.columns if column.failures]
    if len(preview.columns) == 1:
        column = preview.columns[0]
        return f"{_range(column)} {column.failures}".rstrip(), bool(failures)
    parts = [f"“{column.name}”: {column.failures}" for column in failures]
    return " ".join([f"{len(preview.columns)} new columns.", *parts]), bool(failures)


def _range(column: PreviewColumn) -> str:
    missing = f", {column.n_missing:,} missing" if column.n_missing else ""
    if math.isnan(column.least):
        return f"Every cell is missing{missing and ' because what it is computed from is'}."
    if column.least == column.most:
        return f"{number_text(column.least)} in every row{missing}."
    return f"From {number_text(column.least)} to {number_text(column.most)}{missing}."
