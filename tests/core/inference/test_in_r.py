"""Every number of an analysis beside that of R, which is asked once for all of them, where it is there."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui import core
from linreg_gui.core.comparing.nested import f_test
from linreg_gui.core.fitting.formula_fit import FormulaFit, fit_formula
from linreg_gui.core.inference.distributions import distributions
from linreg_gui.core.inference.predictor import count_predictor

pytestmark = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not there")

N = 120
TOWNS = ("Aalen", "Bonn", "Ulm")
NEW = pd.DataFrame({"area": [60.0, 181.5], "age": [3.0, 55.0], "town": ["Ulm", "Aalen"], "floor": ["2", "1"]})
# What is fitted: “main” is looked at from all sides, of the others it is the table of coefficients.
FORMULAS = {
    "main": "price ~ area + age + town",
    "small": "price ~ area",
    "product": "price ~ area * age",
    "levels": "price ~ area * town + C(floor)",
    "cells": "price ~ town:C(floor) + area - 1",
    "poly": "price ~ poly(area, 3) + town",
    "powers": "price ~ age + I(age^2) + log(area)",
    "origin": "price ~ area + age - 1",
    "no bias": "price ~ town + area - 1",
    "log": "log(price) ~ log(area) + town",
}
SCRIPT = r"""
options(digits = 17, warn = 2)
d <- read.csv(commandArgs(TRUE)[1], colClasses = c(town = "factor", floor = "factor"))
d$town <- relevel(d$town, REFERENCE)
d$floor <- relevel(d$floor, "1")
new <- data.frame(area = c(60, 181.5), age = c(3, 55), town = factor(c("Ulm", "Aalen"), levels(d$town)))
say <- function(name, values) cat(name, "\t", paste(sprintf("%.17g", values), collapse = " "), "\n", sep = "")
table_of <- function(name, fit) {
  found <- coef(summary(fit))
  for (k in 1:4) say(paste(name, c("estimate", "error", "t", "p")[k]), found[, k])
  ends <- confint.default(fit)
  if (!inherits(fit, "glm")) ends <- confint(fit)
  say(paste(name, "low"), ends[, 1])
  say(paste(name, "high"), ends[, 2])
}
fits <- list()
FITS
for (name in names(fits)) table_of(name, fits[[name]])
main <- fits[["main"]]
s <- summary(main)
say("summary", c(s$r.squared, s$adj.r.squared, s$sigma, s$fstatistic[1], logLik(main)))
say("f p", do.call(pf, c(as.list(unname(s$fstatistic)), lower.tail = FALSE)))
say("criteria", c(AIC(main) - 2, BIC(main) - log(nrow(d))))
X <- model.matrix(main)
e <- residuals(main)
h <- hatvalues(main)
n <- nrow(X)
k <- ncol(X)
say("press", sum((e / (1 - h))^2))
bread <- chol2inv(qr.R(qr(X)))
for (kind in c("HC0", "HC1", "HC2", "HC3")) {
  w <- switch(kind, HC0 = e^2, HC1 = e^2 * n / (n - k), HC2 = e^2 / (1 - h), HC3 = e^2 / (1 - h)^2)
  say(kind, sqrt(diag(bread %*% crossprod(X * w, X) %*% bread)))
}
say("hat", h)
say("cooks", cooks.distance(main))
say("dffits", dffits(main))
say("dfbetas", dfbetas(main))
say("covratio", covratio(main))
say("rstandard", rstandard(main))
say("rstudent", rstudent(main))
vif <- sapply(2:k, function(j) 1 / (1 - summary(lm(X[, j] ~ X[, -c(1, j)]))$r.squared))
say("vif", vif)
sequential <- anova(main)
say("anova ss", sequential[["Sum Sq"]])
say("anova p", sequential[["Pr(>F)"]][1:3])
nested <- anova(fits[["small"]], main)
say("nested", c(nested$F[2], nested[["Pr(>F)"]][2], nested$Df[2], nested$Res.Df[2]))
for (kind in c("confidence", "prediction"))
  say(kind, predict(main, new, interval = kind, level = 0.9))
weighted <- lm(price ~ area + age + town, d, weights = d$w)
table_of("weighted", weighted)
count <- glm(calls ~ area + age, poisson, d)
# Errors are those of the step before the last one.
for (again in 1:3) count <- glm(calls ~ area + age, poisson, d, start = coef(count))
table_of("counts", count)
say("counts deviance", c(deviance(count), count$null.deviance, logLik(count), AIC(count), BIC(count)))
means <- predict(count, new, se.fit = TRUE)
half <- qnorm(0.95) * means$se.fit
say("counts new", exp(c(means$fit, means$fit - half, means$fit + half)))
z <- as.vector(scale(fitted(main)))
bent <- update(main, . ~ . + I(z^2) + I(z^3))
say("reset", {r <- anova(main, bent); c(r$F[2], r[["Pr(>F)"]][2])})
say("breusch", {r <- n * summary(lm(e^2 ~ X[, -1]))$r.squared; c(r, pchisq(r, k - 1, lower.tail = FALSE))})
say("durbin", sum(diff(e)^2) / sum(e^2))
say("far t", 2 * pt(c(13.7, 25, 8.5), c(431, 96, 1e6), lower.tail = FALSE))
say("far f", pf(c(95, 2e4, 64), c(4, 10, 3), c(436, 60, 1e5), lower.tail = FALSE))
say("far chi", pchisq(c(190, 205, 700), c(2, 7, 100), lower.tail = FALSE))
say("far normal", 2 * pnorm(c(13.3, 20, 37), lower.tail = FALSE))
"""


@cache
def flats() -> pd.DataFrame:
    """Flats with towns, counts and weights."""
    rng = np.random.default_rng(16)
    area, age = rng.uniform(30.0, 150.0, N), rng.integers(1, 60, N).astype(float)
    town = rng.choice(TOWNS, N, p=[0.2, 0.3, 0.5])
    price = 50.0 + 3.0 * area - 0.4 * age + 20.0 * (town == "Ulm") + rng.normal(0.0, 12.0, N)
    calls = rng.poisson(np.exp(0.4 + 0.012 * area - 0.01 * age))
    floor = np.where(rng.uniform(size=N) < 0.6, "1", "2")
    columns = {"area": area, "age": age, "town": town, "floor": floor, "calls": calls, "price": price}
    return pd.DataFrame(columns | {"w": rng.uniform(0.2, 3.0, N)})


@cache
def ours(name: str) -> FormulaFit:
    """A fit as the notebook makes it."""
    return fit_formula(flats(), FORMULAS[name], references={"town": "Bonn", "floor": "1"})


@pytest.fixture(scope="module")
def r(tmp_path_factory: pytest.TempPathFactory) -> dict[str, np.ndarray]:
    """What R says, by name; one process for all."""
    folder: Path = tmp_path_factory.mktemp("r")
    flats().to_csv(folder / "flats.csv", index=False)
    fits = "\n".join(
        f'fits[["{name}"]] <- lm({text.replace("C(floor)", "floor")}, d)' for name, text in FORMULAS.items()
    )
    script = SCRIPT.replace("FITS", fits).replace("REFERENCE", '"Bonn"')
    (folder / "ask.R").write_text(script)
    done = subprocess.run(
        ["Rscript", "--vanilla", str(folder / "ask.R"), str(folder / "flats.csv")],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return {name: np.array(values.split(), dtype=float) for name, values in lines}


def same(ours: object, theirs: np.ndarray) -> None:
    np.testing.assert_allclose(np.ravel(ours), theirs, rtol=1e-9, atol=0.0)


@pytest.mark.parametrize("name", FORMULAS)
def test_the_table_of_coefficients(r, name) -> None:
    found = ours(name)
    table = core.infer(found.data, found.fit).table
    numbers = {
        "estimate": table.estimate,
        "error": table.standard_error,
        "t": table.t,
        "p": table.p,
        "low": table.low,
        "high": table.high,
    }
    order = [slice(None)] * 2
    if table.names[0] != "bias":  # R has the level that was made the first one first, we have the alphabet
        order = [np.argsort(table.estimate), np.argsort(r[f"{name} estimate"])]
    for kind, values in numbers.items():
        same(values[order[0]], r[f"{name} {kind}"][order[1]])


def test_the_summary_and_robust_errors(r) -> None:
    found = ours("main")
    told = core.infer(found.data, found.fit)
    same([told.r_squared, told.adjusted_r_squared, told.sigma, told.f, told.log_likelihood], r["summary"])
    same(told.f_p, r["f p"])
    same([told.aic, told.bic], r["criteria"])
    same(core.leave_one_out(found.data).rmse ** 2 * N, r["press"])
    for kind in ("HC0", "HC1", "HC2", "HC3"):
        same(core.infer(found.data, found.fit, errors=kind).table.standard_error, r[kind])


def test_influence_and_inflation(r) -> None:
    data = ours("main").data
    found = core.influence(data)
    numbers = {
        "hat": found.leverage,
        "cooks": found.cooks_distance,
        "dffits": found.dffits,
        "covratio": found.covratio,
        "rstandard": found.studentised,
        "rstudent": found.deleted,
        "dfbetas": core.dfbetas(data).T,
    }
    for name, values in numbers.items():
        np.testing.assert_allclose(np.ravel(values), r[name], rtol=1e-9, atol=1e-12)
    same(core.collinearity(data).variance_inflation, r["vif"])


def test_analyses_of_variance(r) -> None:
    found, small = ours("main"), ours("small")
    table = core.sequential_anova(found.data, terms=["area", "age", "town", "town"])
    same([*table.sum_of_squares, table.residual_sum_of_squares], r["anova ss"])
    same(table.p, r["anova p"])
    sums = [2.0 * fit.fit.half_mse * N for fit in (small, found)]
    test = f_test(*sums, 3, N - 5)
    same([test.f, test.p, test.more, test.freedom], r["nested"])


def test_predictions_with_their_intervals(r) -> None:
    found = ours("main")
    levels = [NEW["town"] == name.split(" = ")[-1] for name in found.data.feature_names[2:]]
    X = np.column_stack([NEW["area"], NEW["age"], *levels]).astype(float)
    told = core.prediction_intervals(found.data, X, found.fit, level=0.9)
    same(found.predict(NEW), told.prediction)
    same([told.prediction, told.mean_low, told.mean_high], r["confidence"])
    same([told.prediction, told.low, told.high], r["prediction"])


def test_row_weights(r) -> None:
    data = ours("main").data
    table = core.infer(data, row_weights=flats()["w"].to_numpy()).table
    for kind, numbers in (("estimate", table.estimate), ("error", table.standard_error), ("low", table.low)):
        same(numbers, r[f"weighted {kind}"])


def test_counts(r) -> None:
    data = core.Dataset(flats()[["area", "age"]].to_numpy(), flats()["calls"].to_numpy(float))
    fit = core.solve_reference(data, core.PoissonLoss()).fit
    found = core.infer_counts(data, fit)
    table = found.table
    numbers = {
        "estimate": table.estimate,
        "error": table.standard_error,
        "t": table.t,
        "p": table.p,
        "low": table.low,
        "high": table.high,
    }
    for kind, values in numbers.items():
        same(values, r[f"counts {kind}"])
    likelihood = [found.deviance, found.null_deviance, found.log_likelihood, found.aic, found.bic]
    same(likelihood, r["counts deviance"])
    same(count_predictor(data, fit).at(NEW[["area", "age"]].to_numpy(), 0.9), r["counts new"])


def test_tests_of_residuals(r) -> None:
    data = ours("main").data
    curves, tests = core.curvature_tests(data), core.residual_tests(data)
    same([curves.reset, curves.reset_p], r["reset"])
    same([tests.breusch_pagan, tests.breusch_pagan_p], r["breusch"])
    same(tests.durbin_watson, r["durbin"])


def test_p_values_far_out(r) -> None:
    ours = distributions()
    same([2.0 * ours.t.sf(t, n) for t, n in ((13.7, 431), (25.0, 96), (8.5, 1e6))], r["far t"])
    same([ours.f.sf(*f) for f in ((95.0, 4, 436), (2e4, 10, 60), (64.0, 3, 1e5))], r["far f"])
    same([ours.chi2.sf(*x) for x in ((190.0, 2), (205.0, 7), (700.0, 100))], r["far chi"])
    same([2.0 * ours.norm.sf(z) for z in (13.3, 20.0, 37.0)], r["far normal"])
