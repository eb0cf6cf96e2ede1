"""Scripts are run, in each language, and give the numbers of the program to the last digit shown."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from run_scripts import LANGUAGES, asked_of, check_same, modelled, run_scripts, table_of

from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.scripts.asked import Asked
from linreg_gui.core.scripts.describing import script_recipe
from linreg_gui.core.scripts.recipe import DataBeside, Language, OwnFile
from linreg_gui.core.scripts.writing import script_of
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.core.table.row_ids import RowIds

NASTY = 'Fläche;"Preis; in €";Stadt;Alter;Gewicht\n'


def nasty_csv(folder: Path) -> Path:
    """Decimal commas, thousands points, a quoted name with a separator, holes, an old encoding."""
    rng = np.random.default_rng(3)
    lines = [NASTY]
    for row in range(80):
        area, age = rng.uniform(40, 200), rng.integers(0, 60)
        town = ("Köln", "Bad Aibling", "Ulm")[rng.integers(3)]
        price = 1000 * np.exp(0.01 * area + (town == "Köln") - 0.01 * age + 0.1 * rng.normal()) + 5000
        cell = f"{price:,.2f}".translate(str.maketrans(",.", ".,"))
        area_cell = "k. A." if row % 17 == 5 else f"{area:.3f}".replace(".", ",")
        town = "" if row % 29 == 7 else town
        lines.append(f"{area_cell};{cell};{town};{age};{rng.integers(0, 4)}\n")
    path = folder / "Häuser.csv"
    path.write_bytes("".join(lines).encode("cp1252"))
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_nasty_file_is_read_and_fitted_alike(language: Language, tmp_path: Path) -> None:
    excluded = np.zeros(80, dtype=bool)
    excluded[[2, 30]] = True
    recipe = Recipe(excluded=excluded, holdout=0.2, label_scale=LabelScale.LOG)
    formula = "log(`Preis; in €`) ~ Fläche * Stadt + poly(Alter, 2)"
    table = table_of(nasty_csv(tmp_path), formula, recipe)
    config = SgdConfig(learning_rate=0.05, batch_size=7, epochs=40, seed=-4, momentum=0.5, decay="cosine")
    asked = asked_of(table, config, steps=123, level=0.9, errors="HC3")
    told = run_scripts({"my script": asked}, language, tmp_path / "scripts")["my script"]
    check_same(asked, told)
    assert told.script.data is None  # it reads the very file
    assert len(told.tables["coefficients"][0]) == 8


def made(n: int = 60, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    a, b = rng.normal(10, 3, n), rng.uniform(0, 1, n)
    c = rng.choice(["one", 'two "2"', "three\nlines"], n)
    w = rng.integers(0, 4, n).astype(float)
    y = 3 + 2 * a - 4 * b + (c == "one") + rng.normal(size=n)
    counts = rng.poisson(np.exp(0.1 * a + b)).astype(float)
    a[4], b[7] = np.nan, np.nan
    return pd.DataFrame({"a": a, "b": b, "c": c, "w": w, "y": y, "counts": counts})


CASES: dict[str, Callable[[], Asked]] = {
    "row weights, robust": lambda: asked_of(
        modelled(made(), "y ~ a + b + c", Recipe(weights="w")),
        SgdConfig(epochs=20, batch_size=8, standardise=False, learning_rate=0.001),
        steps=40,
        errors="HC1",
    ),
    "no bias, averaged": lambda: asked_of(
        modelled(made(), "y ~ a + c - 1"),
        SgdConfig(epochs=20, batch_size=16, decay="inverse time", average_after=2, seed=2**40),
        steps=31,
        level=0.99,
    ),
    "filled with the median": lambda: asked_of(
        modelled(made(), "y ~ a:b + I(a^2) + exp(b)", Recipe(missing=Missing.MEDIAN)), errors="HC2"
    ),
    "indicated": lambda: asked_of(modelled(made(), "y ~ a + b * c", Recipe(missing=Missing.INDICATE))),
    "ridge and weight decay": lambda: asked_of(
        modelled(made(), "y ~ a + b"),
        SgdConfig(
            epochs=20, batch_size=9, weight_decay=0.7, decay="step", decay_factor=0.8, with_replacement=True
        ),
        steps=50,
    ),
    "Huber": lambda: asked_of(
        modelled(made(), "y ~ a + b"),
        SgdConfig(epochs=20, batch_size=9, loss=HuberLoss(0.8), start=NormalStart(0.5, 3)),
        steps=50,
    ),
    "Huber, robust": lambda: asked_of(
        modelled(made(), "y ~ a + b"), SgdConfig(loss=HuberLoss(0.8)), errors="HC1"
    ),
    "counts": lambda: asked_of(
        modelled(made(), "counts ~ a + b"),
        SgdConfig(epochs=20, batch_size=20, loss=PoissonLoss(), start=ChosenStart((0.1, 0.2), 0.5)),
        steps=20,
    ),
    "counts, robust": lambda: asked_of(
        modelled(made(), "counts ~ a + b"), SgdConfig(loss=PoissonLoss()), errors="HC0"
    ),
    "counts with weight decay": lambda: asked_of(
        modelled(made(), "counts ~ a + b"), SgdConfig(loss=PoissonLoss(), weight_decay=0.3)
    ),
    "settings that changed": lambda: asked_of(
        modelled(made(), "y ~ a + b"),
        steps=60,
        changes=(
            (0, SgdConfig(epochs=20, batch_size=7)),
            (20, SgdConfig(epochs=20, batch_size=5, learning_rate=0.01, momentum=0.8)),
            (45, SgdConfig(epochs=20, batch_size=5, loss=HuberLoss(2.0), with_replacement=True)),
        ),
    ),
    "labels far from zero": lambda: asked_of(
        modelled(made().assign(y=lambda frame: frame["y"] + 1e6), "y ~ a + b"),
        SgdConfig(epochs=20, batch_size=10),
        steps=18,
    ),
    "codes as categories": lambda: asked_of(modelled(made(), "y ~ C(w) + C(w):b")),
    "the absolute error": lambda: asked_of(
        modelled(made(n=61), "y ~ a + b"), SgdConfig(loss=AbsoluteLoss(), batch_size=10, epochs=20), steps=20
    ),
    "numbers with many digits": lambda: asked_of(
        modelled(made().assign(a=lambda frame: 10**17 + np.arange(len(frame))), "y ~ a + b")
    ),
    "computed": lambda: asked_of(
        modelled(
            made(),
            "y ~ ratio + z + high",
            Recipe(excluded=np.arange(60) == 11),
            formulas={
                "ratio": "a / b",
                "z": "standardise(w) + max(a, b) - mean(y)",
                "high": "where(is_missing(a), 0, where(w >= 2 and not (w == 3), 1, -1))",
            },
        )
    ),
    "computed without an equal": lambda: asked_of(
        modelled(made(), "y ~ before + b", formulas={"before": "lag(w, 2)"})
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_are_those_of_the_program(language: Language, tmp_path: Path) -> None:
    cases = {name: make() for name, make in CASES.items()}
    found = run_scripts(cases, language, tmp_path)
    for name, told in found.items():
        check_same(cases[name], told)
        assert ("coefficients" in told.tables) == (name != "the absolute error" or language is not Language.R)
        assert told.script.data is not None, name
        assert any("beside the script" in sentence for sentence in told.script.told), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bundled_sample_is_read_where_it_lies(language: Language, tmp_path: Path) -> None:
    table = table_of(
        resource_path("samples", "longley.csv"),
        "employed ~ gnp_deflator + gnp + unemployed + armed_forces + population + year",
    )
    asked = asked_of(table, errors="plain")
    told = run_scripts({"longley": asked}, language, tmp_path)["longley"]
    check_same(asked, told)
    assert told.script.data is None


def test_rows_are_taken_in_the_order_in_which_they_came() -> None:
    frame = made()
    table = modelled(frame, "y ~ a + b")
    order = np.argsort(-frame["y"].to_numpy())
    moved = replace(table, frame=frame.iloc[order].reset_index(drop=True), row_ids=RowIds().taken(order, 60))
    recipes = [script_recipe(asked_of(each), Language.PYTHON) for each in (table, moved)]
    first, second = (recipe.source.frame for recipe in recipes)
    pd.testing.assert_frame_equal(first, second)


def test_many_rows_that_are_left_out_stand_in_the_table_beside(tmp_path: Path) -> None:
    excluded = np.arange(900) % 3 == 0
    table = modelled(made(900), "y ~ a + b", Recipe(excluded=excluded, holdout=0.3))
    asked = asked_of(table, SgdConfig(batch_size=50), steps=9)
    told = run_scripts({"many": asked}, Language.PYTHON, tmp_path)["many"]
    check_same(asked, told)
    assert len(told.script.text.splitlines()) < 250
    check_same(asked, run_scripts({"many": asked}, Language.CORE, tmp_path)["many"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,y\nm,€\n1,2\n3,5\n4,9\n5,5\n", "other rows or columns"),
        ("a,y\n1,20 %\n3,50 %\n4,90 %\n5,1 %\n", "in its own way"),
        ("a,y,when\n1,2,2020-01-02\n3,5,2020-03-04\n4,9,2021-01-02\n9,1,2022-02-02\n", "in its own way"),
    ],
)
def test_a_file_that_plain_software_reads_otherwise_is_written_anew(
    text: str, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8")
    table = table_of(path, "y ~ a + when" if "when" in text else "y ~ a")
    recipe = script_recipe(asked_of(table), Language.PYTHON)
    assert isinstance(recipe.source, DataBeside)
    assert why in recipe.told[0]
    assert isinstance(script_recipe(asked_of(table), Language.CORE).source, OwnFile)


def test_a_file_that_has_changed_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,y\n1,2\n3,5\n4,9\n5,7\n")
    asked = asked_of(table_of(path, "y ~ a"))
    assert isinstance(script_recipe(asked, Language.R).source, OwnFile)
    path.write_text("a,y\n1,2\n3,5\n4,9\n5,8\n")
    for language in Language:
        assert isinstance(script_recipe(asked, language).source, DataBeside)


def test_a_name_is_no_code(tmp_path: Path) -> None:
    name = 'x"); open("hacked", "w")\r\x0bimport os #\'\\'
    frame = made()[["a", "y"]].rename(columns={"a": name})
    table = modelled(frame, f"y ~ `{name}`", name="a\nprint(1) #\u2028.csv")
    asked = asked_of(table)
    for language in (Language.CORE, Language.PYTHON):
        script = script_of(asked, language, tmp_path / "s.py")
        tree = ast.parse(script.text)
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        assert name in texts
        assert not [
            n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in ("open", "os", "print(1)")
        ]


def test_what_is_missing_is_told() -> None:
    table = modelled(made().assign(twice=lambda frame: 2 * frame["b"]), "y ~ b + twice")
    recipe = script_recipe(asked_of(table), Language.R)
    assert not recipe.exact
    assert any("other programs choose other weights" in sentence for sentence in recipe.told)
    assert script_recipe(asked_of(table), Language.CORE).exact
    single = asked_of(modelled(made(), "y ~ a"), SgdConfig(precision="float32"), steps=3)
    assert any("float32" in sentence for sentence in script_recipe(single, Language.PYTHON).told)
