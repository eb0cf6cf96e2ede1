"""The features of a dataset as expressions about columns, in Python or R."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linreg_gui.core.formulas.parsing import parse
from linreg_gui.core.table.feature_sources import Source, SourceKind

from .expressions import Dialect, text_of
from .recipe import ScriptRecipe


@dataclass(frozen=True)
class FeatureWords:
    """How a language says what a feature is.

    Attributes
    ----------
    dialect : Dialect
    text : callable
        A text as the language has it.
    missing : callable
        The indicator of missing cells of a column, by its name and whether it holds texts.
    polynomial : callable
        One of the polynomials of a column, by its expression, degree and place.
    """

    dialect: Dialect
    text: Callable[[str], str]
    missing: Callable[[str, bool], str]
    polynomial: Callable[[str, int, int], str]


def feature_text(source: Source, recipe: ScriptRecipe, words: FeatureWords) -> str:
    """The expression of one feature."""
    column = words.dialect.column(source.column)
    match source.kind:
        case SourceKind.PRODUCT:
            return " * ".join(feature_text(each, recipe, words) for each in source.of)
        case SourceKind.LEVEL if recipe.columns.get(source.column, False):
            return f"({column} == {words.text(source.level)}) * 1.0"
        case SourceKind.LEVEL:
            return f"({column} == {words.dialect.number(float(source.level))}) * 1.0"
        case SourceKind.MISSING:
            return words.missing(source.column, recipe.columns.get(source.column, False))
        case SourceKind.POLYNOMIAL if source.factor is not None:
            base = words.dialect.column(source.factor.text)
            return words.polynomial(base, source.factor.degree, source.degree)
        case SourceKind.FORMULA if source.factor is not None:
            return formula_text(source, words.dialect)
    return column


def formula_text(source: Source, dialect: Dialect) -> str:
    """The formula of a term."""
    assert source.factor is not None
    parsed = parse(source.factor.text)
    return text_of(parsed.tree, parsed.names, dialect)


def formulas_of(recipe: ScriptRecipe) -> tuple[Source, ...]:
    """The formulas among the terms, each once; a row in which one has no number takes no part."""
    found: dict[str, Source] = {}

    def look(source: Source) -> None:
        if source.kind is SourceKind.FORMULA and source.factor is not None:
            found.setdefault(source.factor.text, source)
        for each in source.of:
            look(each)

    for source in recipe.sources:
        look(source)
    return tuple(found.values())


def has_kind(recipe: ScriptRecipe, kind: SourceKind) -> bool:
    """Whether some feature, or a part of one, is of this kind."""

    def look(source: Source) -> bool:
        return source.kind is kind or any(look(each) for each in source.of)

    return not recipe.ready and any(look(source) for source in recipe.sources)
