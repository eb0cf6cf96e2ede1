"""What the JSON of the commands looks like, as a JSON Schema that they print themselves.

A version holds what it says: later ones of the same number may have keys more, and none that is gone or means
something else.
"""

from __future__ import annotations

import json
from typing import Any

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
FIT, PREDICT = "linreg-gui fit 1", "linreg-gui predict 1"

_TEXT, _COUNT, _NUMBER = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "number"}
_TEXTS = {"type": "array", "items": _TEXT}


def _said(kind: dict[str, Any], words: str) -> dict[str, Any]:
    return {**kind, "description": words}


def _or_null(kind: dict[str, Any], words: str) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}], "description": words}


def _object(words: str, **properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": words,
        "properties": properties,
        "required": list(properties),
    }


def _by_name(kind: dict[str, Any], words: str) -> dict[str, Any]:
    return {"type": "object", "description": words, "additionalProperties": kind}


_FILLED = _by_name(_COUNT, "How many missing cells were filled, by column.")
_COEFFICIENT = _object(
    "The bias, or the weight of a feature.",
    name=_TEXT,
    estimate=_NUMBER,
    standard_error=_or_null(_NUMBER, "Null where it is no number."),
    statistic=_or_null(_NUMBER, "Estimate over standard error: t, or z where `statistic` says so."),
    p=_or_null(_NUMBER, "Two-sided, against a true value of 0."),
    low=_or_null(_NUMBER, "Lower end of the interval."),
    high=_or_null(_NUMBER, "Upper end of the interval."),
)
_FIT = _object(
    "What “linreg-gui fit --json” prints.",
    schema={"const": FIT, "description": "The command, and the version of this schema."},
    weights=_by_name(_NUMBER, "By feature, in label units per feature unit."),
    bias=_or_null(_NUMBER, "In label units; null for a model without one."),
    loss=_said(_TEXT, "What is least on the mean over the rows."),
    mean_loss=_or_null(_NUMBER, "Its mean over the rows."),
    other_answers=_said(_TEXT, "A sentence where other weights do as well; else empty."),
    half_mse=_or_null(_NUMBER, "Half the mean squared error over the rows."),
    r_squared=_or_null(_NUMBER, "Null where the label is constant."),
    method=_said(_TEXT, "cholesky, qr, minimum-norm, sgd, newton or interior-point."),
    explanation=_said(_TEXT, "How it was solved, in a sentence."),
    rank=_said(_COUNT, "Of the features less their means."),
    condition_number=_or_null(_NUMBER, "Of the scaled features; null where it is infinite."),
    dependencies={
        "type": "array",
        "description": "Features that depend on others.",
        "items": _object("One of them.", feature=_TEXT, on=_TEXTS, sentence=_TEXT),
    },
    digits=_or_null({"type": "integer"}, "Leading digits of the weights that the data tell."),
    centred=_or_null(
        _object(
            "The same model as prediction + Σ weight · (feature − at), which keeps all digits.",
            at=_by_name(_NUMBER, "By feature."),
            prediction=_NUMBER,
        ),
        "Null where it is not known.",
    ),
    doubt=_or_null(_TEXT, "Numbers of the file that could be read in two ways."),
    rows=_object(
        "What became of the rows.",
        read=_COUNT,
        used=_COUNT,
        dropped={
            "type": "array",
            "items": _object("Rows that are left out.", column=_TEXT, reason=_TEXT, rows=_COUNT),
        },
        filled=_FILLED,
    ),
    references=_by_name(_TEXT, "The reference level, by category."),
    coefficients=_or_null(
        _object(
            "The table of coefficients.",
            errors={"enum": ["plain", "HC0", "HC1", "HC2", "HC3"]},
            level=_said(_NUMBER, "Of the intervals."),
            statistic={"enum": ["t", "z"]},
            rows={"type": "array", "items": _COEFFICIENT},
        ),
        "Null where none was asked for.",
    ),
    cross_validation=_or_null(
        _object(
            "How far rows are missed by models that have not seen them.",
            folds=_COUNT,
            seed={"type": "integer"},
            rmse=_or_null(_NUMBER, "Root of the mean squared error, in label units."),
            rmse_standard_error=_or_null(_NUMBER, "From how the folds scatter."),
            loss=_or_null(_NUMBER, "Mean of the loss."),
            loss_standard_error=_or_null(_NUMBER, "From how the folds scatter."),
        ),
        "Null where none was asked for.",
    ),
    written={"type": "array", "items": _TEXT, "description": "Files that were written."},
    notes=_said(_TEXTS, "Sentences on what one should know."),
)
_FIT["properties"] |= {
    "formula": _said(_TEXT, "The model, where it was given as a formula."),
    "row_weights": _said(_TEXT, "The column that says how much rows count, where there is one."),
}
_PREDICT = _object(
    "What “linreg-gui predict --json” prints.",
    schema={"const": PREDICT, "description": "The command, and the version of this schema."},
    output=_said(_TEXT, "The file that was written."),
    rows=_object(
        "What became of the rows that were to be predicted.",
        read=_COUNT,
        predicted=_COUNT,
        not_predicted={
            "type": "array",
            "items": _object(
                "Rows without a prediction, and why.", column=_TEXT, reason=_TEXT, rows=_COUNT, levels=_TEXTS
            ),
        },
        filled=_FILLED,
    ),
    columns=_said(_TEXTS, "The columns that the file has more than the one that was read."),
    notes=_said(_TEXTS, "Sentences on what one should know."),
)
SCHEMAS = {"fit": _FIT, "predict": _PREDICT}


def schema_text(command: str) -> str:
    """The JSON Schema of what this command prints."""
    return json.dumps({"$schema": _DRAFT, **SCHEMAS[command]}, ensure_ascii=False, indent=2)
