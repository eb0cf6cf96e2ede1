"""The exact solution in plain Python, with its table of coefficients."""

from __future__ import annotations

from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss

from .page import Page, weights_words
from .python_parts import NEWTON, SANDWICH
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
            'names_of_all = ["bias", *names]',
            "centre = np.average(X, axis=0, weights=weights)",
            "A = np.column_stack([np.ones(len(y)), X - centre])",
            "back = np.eye(A.shape[1])",
            "back[0, 1:] = -centre",
        )
    else:
        page.add("names_of_all = names", "A, back = X, np.eye(X.shape[1])  # there is no bias")
    if isinstance(loss, SquaredLoss) and not recipe.ridge:
        _write_least_squares(page, recipe)
    elif isinstance(loss, SquaredLoss):
        _write_ridge(page, recipe)
    elif isinstance(loss, AbsoluteLoss):
        _write_absolute(page)
    else:
        _write_newton(page, recipe)
    page.add("", "output = A @ found")
    page.add(f"residual = y - {'np.exp(output)' if isinstance(loss, PoissonLoss) else 'output'}")
    page.add("half_mse = 0.5 * np.average(residual**2, weights=weights)")
    centre = "np.average(y, weights=weights)" if recipe.has_bias else "0.0"
    page.add(f"spread = np.average((y - {centre}) ** 2, weights=weights)")
    page.add('show("the fit", ["half mean squared error", "R²"],')
    page.add('     {"value": np.array([half_mse, 1 - 2 * half_mse / spread])})')
    if recipe.held_out or recipe.use is not None:
        bias = "theta[0] + " if recipe.has_bias else ""
        weights = "theta[1:]" if recipe.has_bias else "theta"
        link = "np.exp" if isinstance(loss, PoissonLoss) else ""
        page.add(f"missed = y_held_out - {link}({bias}X_held_out @ {weights})")
        page.add('show("rows held out", ["half mean squared error"],')
        page.add('     {"value": np.array([0.5 * np.mean(missed**2)])})')


def _show_estimates(page: Page) -> None:
    page.add("theta = back @ found", 'show("coefficients", names_of_all, {"estimate": theta})')


def _write_least_squares(page: Page, recipe: ScriptRecipe) -> None:
    model = "sm.OLS(y, A)" if recipe.weights is None else "sm.WLS(y, A, weights)"
    if recipe.errors is None:
        page.add(f'found = {model}.fit(method="qr").params')
        _show_estimates(page)
        return
    kind = "nonrobust" if recipe.errors == "plain" else recipe.errors
    page.add(
        f'fit = {model}.fit(method="qr", cov_type={kind!r}, use_t=True)',
        "found, table = fit.params, fit.t_test(back)",
        "theta = table.effect",
        f"low, high = table.conf_int(alpha={_rest(recipe.level)}).T",
        'show("coefficients", names_of_all, {',
        '    "estimate": theta, "standard error": table.sd, "t": table.tvalue, "p": table.pvalue,',
        '    "low": low, "high": high,',
        "})",
    )


def _rest(level: float) -> str:
    return f"1 - {level!r}"


def _write_ridge(page: Page, recipe: ScriptRecipe) -> None:
    page.say("The penalty draws the weights, and not the bias, towards 0.")
    page.add(f"ridge = {recipe.ridge!r}", "share = weights / weights.sum()")
    page.add(f"y_mean = {'share @ y' if recipe.has_bias else '0.0'}")
    page.add("Z = A[:, 1:]" if recipe.has_bias else "Z = A")
    page.add("moments = (Z * share[:, None]).T @ Z + ridge * np.eye(Z.shape[1])")
    page.add("found = np.linalg.solve(moments, Z.T @ (share * (y - y_mean)))")
    if recipe.has_bias:
        page.add("found = np.append(y_mean, found)")
    _show_estimates(page)


def _write_absolute(page: Page) -> None:
    page.say("As a linear programme: residuals are split into what is above and what is below.")
    page.add(
        "n, k = A.shape",
        "programme = optimize.linprog(",
        "    np.r_[np.zeros(k), np.ones(2 * n)],",
        "    A_eq=np.column_stack([A, np.eye(n), -np.eye(n)]), b_eq=y,",
        "    bounds=[(None, None)] * k + [(0, None)] * (2 * n),",
        ")",
        "found = programme.x[:k]",
    )
    _show_estimates(page)


def _write_newton(page: Page, recipe: ScriptRecipe) -> None:
    loss = recipe.loss
    if isinstance(loss, HuberLoss):
        page.add(
            f"delta = {loss.threshold!r}",
            "inside = lambda o, y: np.minimum(abs(o - y), delta)",
            "losses = lambda o, y: inside(o, y) * (abs(o - y) - inside(o, y) / 2)",
            "slopes = lambda o, y: np.clip(o - y, -delta, delta)",
            "bends = lambda o, y: (abs(o - y) <= delta) * 1.0",
            "START = np.linalg.lstsq(A, y, rcond=None)[0]",
        )
    else:
        page.add(
            "losses = lambda o, y: np.exp(o) - y * o",
            "slopes = lambda o, y: np.exp(o) - y",
            "bends = lambda o, y: np.exp(o)",
            "START = np.zeros(A.shape[1])",
        )
        if recipe.has_bias:
            page.add("START[0] = np.log(y.mean())")
    page.add("")
    page.block(NEWTON)
    page.add("", "", f"penalty = np.full(A.shape[1], {recipe.ridge!r})")
    if recipe.has_bias:
        page.add("penalty[0] = 0.0  # the bias is not drawn towards 0")
    page.add("found = least_loss(A, y, penalty)")
    if recipe.errors is None:
        _show_estimates(page)
        return
    page.add("")
    page.block(SANDWICH)
    page.add(
        "",
        "",
        "n, k = A.shape",
        "theta = back @ found",
        "bend, slope = bends(A @ found, y), slopes(A @ found, y)",
    )
    if recipe.errors != "plain":
        page.add("errors = errors_of(A, bend, slope, robust=True)")
        if recipe.errors == "HC1":
            page.add("errors = errors * np.sqrt(n / (n - k))")
    elif isinstance(loss, PoissonLoss):
        page.add("errors = errors_of(A, bend, slope, robust=False)")
    else:
        page.say("Huber (1981), Robust Statistics, 7.6.")
        page.add(
            "within = bend.mean()",
            "correction = 1 + k / n * (1 - within) / within",
            "size = correction * np.sqrt(slope @ slope / (n - k)) / within",
            "errors = size * errors_of(A, np.ones(n), slope, robust=False)",
        )
    page.add(
        f"half = stats.norm.ppf(0.5 + 0.5 * {recipe.level!r}) * errors",
        'show("coefficients", names_of_all, {',
        '    "estimate": theta, "standard error": errors, "z": theta / errors,',
        '    "p": 2 * stats.norm.sf(abs(theta / errors)), "low": theta - half, "high": theta + half,',
        "})",
    )
