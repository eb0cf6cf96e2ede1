"""Pages that play, in a real browser: by keyboard, by eye and by ear, with the numbers of the core."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import MISSING, Browser, browser
from played import HOSTILE, odd_cases, race, record_of

from linreg_gui.core.playing.asked import PageWish
from linreg_gui.core.playing.numbers_part import loss_text
from linreg_gui.core.playing.page import PageMaker
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.telling.equation_text import distance_text, terms, whole_text

# One browser is enough for all of them.
pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.skipif(bool(MISSING), reason=MISSING)]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


_ODD = ("many weights", "predictions", "predictions without rows", "counts", "diverged", "no exact solution")


def wait(page: Browser, condition: str) -> None:
    """Until something is so in the page."""
    look = f"const look = () => ({condition}) ? done(true) : setTimeout(look, 9)"
    page.driver.set_script_timeout(60)
    assert page.driver.execute_async_script(f"const done = arguments[0]; {look}; look()")


def slider(page: Browser) -> tuple[str, dict[str, Any]]:
    ((_, name, told),) = page.accessible("slider")
    return name, told


def test_a_race_of_three_batch_sizes_plays_and_tells_the_numbers_of_the_core(started, tmp_path: Path) -> None:
    asked = race()
    made = PageMaker(asked).page(PageWish((0, 1, 2), "A race", steps=60, rows=50))
    path, record = tmp_path / "race.html", record_of(made)
    path.write_bytes(made.data)
    started.open(path, prefers_color_scheme="light")
    objective = asked.objective
    shown, steps = objective.shown_equation(), record["modes"][0]["texts"]
    assert started.driver.title == "A race"

    def check(at: int) -> None:
        """All that is shown is what the solver has at the very steps that are told."""
        assert started.run("return document.querySelector('#scrubber').value") == str(at)
        spoken = "return document.querySelector('#scrubber').getAttribute('aria-valuetext')"
        assert started.run(spoken) == f"Step {steps[at]} of 240"
        assert started.text("#position") == f"Step {steps[at]} of 240"
        table = {row[0]: row[1:] for row in started.cells("#numbers")}
        equations = started.run("return [...document.querySelectorAll('dd')].map(d => d.textContent)")
        for number, played in enumerate(asked.runs):
            sgd = Sgd.repeat(objective.analysis.data, played.run.changes)
            step = min(int(steps[at]), played.run.step)
            sgd.seek(step)
            state = sgd.snapshot()
            parts = list(terms(["area"], state.weights, state.bias, shown))
            assert table["step"][number] == f"{step:,}"
            assert table["half mean squared error"][number] == loss_text(
                objective.mean_loss(state.weights, state.bias)
            )
            away = objective.distance(state.weights, state.bias, state.bias_rest) if step else None
            assert table["beside exact"][number] == distance_text(away)
            assert table["weight of area"][number] == f"{parts[0].sign}{parts[0].number}"
            assert equations[number] == whole_text("price", parts)
        exact = terms(["area"], objective.exact.weights, objective.exact.bias, shown)
        assert equations[-1] == whole_text("price", exact)
        assert table["half mean squared error"][-1] == loss_text(objective.least)

    check(0)
    started.press("ArrowRight")
    check(1)
    started.press("ArrowRight", shift=True)
    check(11)
    started.press("ArrowLeft")
    check(10)
    started.run("document.querySelector('#scrubber').focus()")
    started.press("ArrowLeft", shift=True)
    check(0)
    started.press("End")
    check(len(steps) - 1)
    started.press("Home")
    check(0)

    # Playing: by Space to a pause, then to the end, where it stops by itself and says so.
    started.run("document.querySelector('#speed').value = '0.5'; document.activeElement.blur()")
    started.press(" ")
    wait(started, "Number(document.querySelector('#scrubber').value) > 1")
    assert started.text("#play span") == "Pause"
    started.press(" ")
    at = int(started.run("return document.querySelector('#scrubber').value"))
    assert 1 < at < len(steps) - 1
    assert started.text("#play span") == "Play"
    assert started.text("#told").startswith(f"Paused at step {steps[at]} of 240. batch 10: loss ")
    check(at)
    started.run("document.querySelector('#on').click()")
    check(at + 1)
    started.run("document.querySelector('#back').click()")
    check(at)
    started.press("End")
    started.press("ArrowLeft")
    started.press(" ")
    wait(started, "document.querySelector('#play span').textContent === 'Play'")
    check(len(steps) - 1)

    # By epochs all runs come to an epoch at once, and a run that is hidden is so everywhere.
    started.run(
        "const mode = document.querySelector('#mode'); mode.selectedIndex = 1;"
        "mode.dispatchEvent(new Event('change'))"
    )
    started.press("Home")
    while started.text("#position") != "Epoch 2 of 4":
        started.press("ArrowRight")
    at_epoch = record["modes"][1]["texts"].index("2")
    table = {row[0]: row[1:] for row in started.cells("#numbers")}
    assert table["step"] == ["120", "24", "6", "–"]
    drawn = "return document.querySelectorAll('#loss .line.run-1').length"
    assert started.run(drawn) == 2
    started.run("document.querySelectorAll('.runs input')[1].click()")
    assert started.run(drawn) == 0
    heads = "[...document.querySelectorAll('#numbers thead th')].filter(h => !h.hidden)"
    assert started.run(f"return {heads}.map(h => h.textContent)") == ["batch 10", "batch 250", "Exact"]

    # What is told to whoever does not see it.
    name, told = slider(started)
    assert name == "Step shown"
    assert (told["value"], told["valuemin"], told["focusable"]) == (at_epoch, 0, True)
    images = [name for _, name, _ in started.accessible("image", "img") if name]
    assert [each.partition(" ")[0] for each in images] == ["Fit:", "Loss", "half"]
    assert all("batch 10 at step 120" in each and "batch 50" not in each for each in images)
    assert {name for _, name, _ in started.accessible("button")} >= {"Play", "Step back", "Step on"}
    assert [told["live"] for _, _, told in started.accessible("status")] == ["polite"]
    assert started.complaints() == []
    assert [url for url in started.requests() if not url.startswith(("file:", "data:", "chrome"))] == []


def test_every_kind_of_page_shows_itself_on_every_screen(started, tmp_path: Path) -> None:
    cases = {name: case for name, case in odd_cases().items() if name in _ODD}
    assert len(cases) == len(_ODD)
    hostile = race()
    runs = tuple(replace(run, run=replace(run.run, name=HOSTILE[:80])) for run in hostile.runs)
    cases["hostile"] = replace(hostile, runs=runs), PageWish((0, 1), HOSTILE, steps=20, rows=9)
    for number, (name, (asked, wish)) in enumerate(cases.items()):
        path = tmp_path / f"{number}.html"
        path.write_bytes(PageMaker(asked).page(wish).data)
        width, scheme = ((400, "dark"), (1280, "light"), (320, "light"))[number % 3]
        started.open(path, width=width, prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
        started.press("End")
        assert started.complaints() == [], name
        assert started.run("return document.documentElement.scrollWidth") <= width, name
        assert started.run("return document.querySelectorAll('script').length") == 2
        assert "NaN" not in started.run("return document.body.outerHTML.replace(/<script.*/s, '')"), name
        assert not re.search("undefined|null", started.text("main")), name
        dark = started.run("return getComputedStyle(document.body).backgroundColor")
        assert dark == ("rgb(27, 32, 39)" if scheme == "dark" else "rgb(246, 247, 249)")
    # Who wants less motion sees one picture a second.
    started.press("Home")
    started.press(" ")
    assert "one picture a second" in started.text("#told")
    started.press(" ")
    assert started.text("#told").startswith("Paused at step 0")
