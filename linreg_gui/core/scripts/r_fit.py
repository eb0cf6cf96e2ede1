"""The exact solution in base R, with its table of coefficients."""

from __future__ import annotations

from linreg_gui.core.model.losses import HuberLoss, PoissonLoss, SquaredLoss

from .page import Page, weights_words
from .r_parts import NEWTON, SANDWICH
from .recipe import ScriptRecipe


def write_fit(page: Page, recipe: ScriptRecipe) -> None:
    """The exact solution, with its table of coefficients."""
    loss = recipe.loss
    page.heading(
        "Find the weights exactly",
        f"Those with the least {loss.mean_name}{weights_words(recipe)}.",
    )
    if recipe.has_bias:
        page.say("Less their means, features keep their digits; what they say of the bias is taken back.")
        page.add(
            'names_of_all <- c("bias", names)',
            "centre <- colSums(weights * X) / sum(weights)",
            "A <- cbind(1, sweep(X, 2, centre))",
            "back <- diag(ncol(A))",
            "back[1, -1] <- -centre",
        )
    else:
        page.add("names_of_all <- names", "A <- X  # there is no bias", "back <- diag(ncol(A))")
    page.add("dimnames(A) <- NULL", "n <- nrow(A)", "k <- ncol(A)")
    if isinstance(loss, SquaredLoss) and not recipe.ridge:
        _write_least_squares(page, recipe)
    elif isinstance(loss, SquaredLoss):
        _write_ridge(page, recipe)
    else:
        _write_newton(page, recipe)
    output = "drop(A %*% found)"
    page.add("", f"residual <- y - {f'exp({output})' if isinstance(loss, PoissonLoss) else output}")
    page.add("half_mse <- 0.5 * sum(weights * residual^2) / sum(weights)")
    centre = "sum(weights * y) / sum(weights)" if recipe.has_bias else "0"
    page.add(f"spread <- sum(weights * (y - {centre})^2) / sum(weights)")
    page.add('show_numbers("the fit", c("half mean squared error", "R\\u00b2"),')
    page.add("  list(value = c(half_mse, 1 - 2 * half_mse / spread)))")
    if recipe.held_out or recipe.use is not None:
        design = "cbind(1, X_held_out)" if recipe.has_bias else "X_held_out"
        output = f"drop({design} %*% theta)"
        page.add(f"missed <- y_held_out - {f'exp({output})' if isinstance(loss, PoissonLoss) else output}")
        page.add(
            'show_numbers("rows held out", "half mean squared error", list(value = 0.5 * mean(missed^2)))'
        )


def _show_estimates(page: Page) -> None:
    page.add("theta <- drop(back %*% found)")
    page.add('show_numbers("coefficients", names_of_all, list(estimate = theta))')


def _show_table(page: Page, statistic: str, p: str, half: str) -> None:
    page.add(
        f"half <- {half} * errors",
        'show_numbers("coefficients", names_of_all, list(',
        f'  estimate = theta, "standard error" = errors, {statistic} = theta / errors,',
        f"  p = 2 * {p}, low = theta - half, high = theta + half",
        "))",
    )


def _write_least_squares(page: Page, recipe: ScriptRecipe) -> None:
    page.add("fit <- lm(y ~ 0 + A, weights = weights, tol = 1e-14)", "found <- unname(coef(fit))")
    if recipe.errors is None:
        _show_estimates(page)
        return
    if recipe.errors == "plain":
        page.add("covariance <- vcov(fit)")
    else:
        page.say("Errors that are robust against noise that varies from row to row (White 1980).")
        page.add("bread <- chol2inv(qr.R(fit$qr))", "leverage <- hatvalues(fit)")
        page.add("squares <- (sqrt(weights) * residuals(fit))^2")
        change = {
            "HC0": "squares",
            "HC1": "squares * n / (n - k)",
            "HC2": "squares / (1 - leverage)",
            "HC3": "squares / (1 - leverage)^2",
        }[recipe.errors]
        page.add(
            f"squares <- {change}  # {recipe.errors}",
            "covariance <- bread %*% crossprod(sqrt(weights) * A * sqrt(squares)) %*% bread",
        )
    page.add("theta <- drop(back %*% found)")
    page.add("errors <- sqrt(diag(back %*% covariance %*% t(back)))")
    half = f"qt(0.5 + 0.5 * {recipe.level!r}, n - k)"
    _show_table(page, "t", "pt(-abs(theta / errors), n - k)", half)


def _write_ridge(page: Page, recipe: ScriptRecipe) -> None:
    page.say("The penalty draws the weights, and not the bias, towards 0.")
    page.add(f"ridge <- {recipe.ridge!r}", "share <- weights / sum(weights)")
    page.add(f"y_mean <- {'sum(share * y)' if recipe.has_bias else '0'}")
    page.add("Z <- A[, -1, drop = FALSE]" if recipe.has_bias else "Z <- A")
    page.add("moments <- crossprod(Z * share, Z) + diag(ridge, ncol(Z))")
    page.add("found <- drop(solve(moments, crossprod(Z, share * (y - y_mean)), tol = 1e-18))")
    if recipe.has_bias:
        page.add("found <- c(y_mean, found)")
    _show_estimates(page)


def _write_newton(page: Page, recipe: ScriptRecipe) -> None:
    loss = recipe.loss
    if isinstance(loss, HuberLoss):
        page.add(
            f"delta <- {loss.threshold!r}",
            "inside <- function(o, y) pmin(abs(o - y), delta)",
            "losses <- function(o, y) inside(o, y) * (abs(o - y) - inside(o, y) / 2)",
            "slopes <- function(o, y) pmax(pmin(o - y, delta), -delta)",
            "bends <- function(o, y) (abs(o - y) <= delta) * 1",
            "START <- qr.coef(qr(A, tol = 1e-14), y)",
        )
    else:
        page.add(
            "losses <- function(o, y) exp(o) - y * o",
            "slopes <- function(o, y) exp(o) - y",
            "bends <- function(o, y) exp(o)",
            "START <- rep(0, k)",
        )
        if recipe.has_bias:
            page.add("START[1] <- log(mean(y))")
    page.block(NEWTON)
    page.add("", f"penalty <- rep({recipe.ridge!r}, k)")
    if recipe.has_bias:
        page.add("penalty[1] <- 0  # the bias is not drawn towards 0")
    page.add("found <- least_loss(A, y, penalty)")
    if recipe.errors is None:
        _show_estimates(page)
        return
    page.block(SANDWICH)
    page.add("", "theta <- drop(back %*% found)")
    page.add("bend <- bends(drop(A %*% found), y)", "slope <- slopes(drop(A %*% found), y)")
    if recipe.errors != "plain":
        page.add("errors <- sqrt(diag(covariance_of(A, bend, slope, robust = TRUE)))")
        if recipe.errors == "HC1":
            page.add("errors <- errors * sqrt(n / (n - k))")
    elif isinstance(loss, PoissonLoss):
        page.add("errors <- sqrt(diag(covariance_of(A, bend, slope, robust = FALSE)))")
    else:
        page.say("Huber (1981), Robust Statistics, 7.6.")
        page.add(
            "within <- mean(bend)",
            "correction <- 1 + k / n * (1 - within) / within",
            "size <- correction * sqrt(sum(slope^2) / (n - k)) / within",
            "errors <- size * sqrt(diag(covariance_of(A, rep(1, n), slope, robust = FALSE)))",
        )
    _show_table(page, "z", "pnorm(-abs(theta / errors))", f"qnorm(0.5 + 0.5 * {recipe.level!r})")
