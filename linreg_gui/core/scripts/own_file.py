"""Whether the file that a table came from gives its cells again, read as plainly as a script reads it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.table.categories import levels_of

from .recipe import Language, OwnFile

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MOST_MISSING = 50
# What pandas and R call these alike.
_ENCODINGS = {"utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "ascii": "utf-8", "cp1252": "cp1252"}
_ENCODINGS |= {"iso-8859-1": "latin-1", "latin-1": "latin-1", "latin_1": "latin-1"}


class CannotBeRead(Exception):
    """Why a file does not do, as the end of a sentence."""


def own_file(
    frame: pd.DataFrame,
    columns: Sequence[str],
    report: ReadReport | None,
    options: ReadOptions,
    language: Language,
) -> OwnFile:
    """The file that these columns of a table can be read from.

    Parameters
    ----------
    frame : DataFrame
        With its rows in the order in which they came.
    columns : sequence of str
    report : ReadReport or None
        How the file was understood.
    options : ReadOptions
        What a person had decided about it.
    language : Language

    Raises
    ------
    CannotBeRead
        If there is no file, it is not there any more, or it gives other cells.
    """
    if report is None:
        raise CannotBeRead("they are not from a file")
    if not report.path.is_file():
        raise CannotBeRead(f"“{report.path.name}” is not there any more")
    if language is Language.CORE:
        return _by_this_program(frame, columns, report, options)
    return _plainly(frame, columns, report, options, language)


def _resolved(report: ReadReport, options: ReadOptions) -> ReadOptions:
    """With all that was found out."""
    if report.kind != "text":
        return replace(options, sheet=report.sheet or None)
    return replace(
        options,
        separator=report.separator or options.separator,
        decimal=report.decimal,
        thousands=report.thousands,
        encoding=report.encoding,
        header=report.header,
        quote=report.quote or options.quote,
    )


def _by_this_program(
    frame: pd.DataFrame, columns: Sequence[str], report: ReadReport, options: ReadOptions
) -> OwnFile:
    for chosen in (_resolved(report, options), options):
        try:
            again, _ = read_table(report.path, chosen)
        except (ProblemError, ValueError):
            continue
        there = len(again) == len(frame) and all(name in again.columns for name in columns)
        if there and all(_same_column(frame[name], again[name]) for name in columns):
            return OwnFile(report.path, chosen)
    raise CannotBeRead(f"“{report.path.name}” holds other rows or cells than the table")


def _same_column(here: pd.Series, there: pd.Series) -> bool:
    kind = feature_type(here)
    if kind is not feature_type(there):
        return False
    if kind is ColumnType.CATEGORY:
        mine, other = levels_of(here), levels_of(there)
        return mine.texts == other.texts and np.array_equal(mine.codes, other.codes)
    if kind is ColumnType.DATE:
        return bool(here.equals(there))
    same = np.array_equal(numeric_values(here), numeric_values(there), equal_nan=True)
    return same and np.array_equal(here.isna().to_numpy(), there.isna().to_numpy())


def _plainly(
    frame: pd.DataFrame,
    columns: Sequence[str],
    report: ReadReport,
    options: ReadOptions,
    language: Language,
) -> OwnFile:
    name = f"“{report.path.name}”"
    encoding = _ENCODINGS.get(report.encoding.lower().replace("_", "-"))
    whole = len(report.separator) == 1 and report.separator != " " and report.header
    plain_quote = report.quote in ("", '"')
    if report.kind != "text" or encoding is None or not whole or not plain_quote or options.skip_footer:
        raise CannotBeRead(f"{name} is no plain table of texts with a row of names")
    chosen = replace(_resolved(report, options), encoding=encoding, quote='"')
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # rows with more cells than names
            raw = plain_cells(OwnFile(report.path, chosen))
    except (OSError, ValueError, pd.errors.ParserError, pd.errors.ParserWarning):
        raise CannotBeRead(f"{name} cannot be read without the help of the program") from None
    if raw.isna().any(axis=None):
        raise CannotBeRead(f"{name} has rows of different lengths")
    if len(raw) != len(frame) or any(column not in raw.columns for column in columns):
        raise CannotBeRead(f"{name} holds other rows or columns than the table")
    if raw.columns.duplicated().any():
        raise CannotBeRead(f"{name} has columns of the same name")
    if language is Language.R:
        marks = [*map(str, raw.columns), *(text for column in raw for text in raw[column].unique())]
        if any(mark in text for text in marks for mark in '"\n\r\0'):
            raise CannotBeRead(f"{name} has quotation marks or line breaks in cells")
    missing = _missing_texts(frame, raw, columns, chosen)
    if missing is None:
        raise CannotBeRead(f"{name} has cells that the program reads in its own way, such as dates")
    return OwnFile(report.path, chosen, missing)


def plain_cells(file: OwnFile) -> pd.DataFrame:
    """The cells of a file as texts, as the scripts read them."""
    options = file.options
    return pd.read_csv(
        file.path,
        sep=options.separator,
        encoding=options.encoding,
        skiprows=options.skip_rows,
        quotechar='"',
        dtype=str,
        keep_default_na=False,
        index_col=False,
    )


def _missing_texts(
    frame: pd.DataFrame, raw: pd.DataFrame, columns: Sequence[str], options: ReadOptions
) -> tuple[str, ...] | None:
    """The texts that stand for missing cells; None where a cell is not what the table holds."""
    missing: dict[str, None] = {"": None}
    parts = []
    for name in columns:
        texts = raw[name].str.strip()
        is_text = feature_type(frame[name]) is ColumnType.CATEGORY
        if is_text:
            levels = levels_of(frame[name])
            expected = np.array([*levels.texts, None], dtype=object)[levels.codes]
            absent = levels.codes < 0
            if not np.array_equal(texts.to_numpy(dtype=object)[~absent], expected[~absent]):
                return None
        elif feature_type(frame[name]) is ColumnType.DATE:
            return None
        else:
            values = numeric_values(frame[name])
            found = numbers_in(texts, options)
            if not np.array_equal(values, found, equal_nan=True):
                return None
            absent = np.isnan(values)
        missing |= dict.fromkeys(texts[absent].unique())
        parts.append((texts, absent))
    if len(missing) > _MOST_MISSING:
        return None
    for texts, absent in parts:  # a text that is missing in one column must not be a level of another
        if not np.array_equal(texts.isin(list(missing)).to_numpy(), absent):
            return None
    return tuple(missing)


def numbers_in(texts: pd.Series, options: ReadOptions) -> FloatArray:
    """The number in each text, by these signs; NaN where there is none."""
    found: dict[str, float] = {}
    for text in texts.unique():
        plain = str(text)
        if options.thousands:
            plain = plain.replace(options.thousands, "")
        if options.decimal == ",":
            plain = plain.replace(",", ".")
        found[text] = float(plain) if NUMBER.fullmatch(plain) else float("nan")
    return np.asarray(texts.map(found).to_numpy(dtype=np.float64))


def wrong_cells(column: pd.Series) -> BoolArray:
    """Cells among numbers that are filled and hold none."""
    return np.asarray(np.isnan(numeric_values(column)) & column.notna().to_numpy())
