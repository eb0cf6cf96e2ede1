"""Pages that play, as a text: true numbers, curves that keep their shape, and nothing private or harmful."""

from __future__ import annotations

import base64
import hashlib
import html
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from played import HOSTILE, SGD, asked_of, equation_in, lines, odd_cases, race, record_of, run_of

from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.number_text import plain_number
from linreg_gui.core.playing.asked import PageWish, PlayedRun
from linreg_gui.core.playing.axes import logarithmic_axis
from linreg_gui.core.playing.codes import decoded, encoded, far_places
from linreg_gui.core.playing.numbers_part import loss_text
from linreg_gui.core.playing.page import PageMaker
from linreg_gui.core.playing.thinning import ends_of_epochs, looked_at, thinned
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.row_states import RowStates
from linreg_gui.core.telling.equation_text import distance_text, terms, whole_text

_TOLD = ("no exact solution", "many weights")


@pytest.fixture(scope="module")
def raced():
    asked = race()
    page = PageMaker(asked).page(PageWish((0, 1, 2), steps=60, rows=50))
    return asked, page, record_of(page)


def test_every_number_is_that_of_the_very_step_it_stands_beside(raced) -> None:
    asked, _, record = raced
    objective, data = asked.objective, asked.objective.analysis.data
    shown = objective.shown_equation()
    checked = 0
    for at, played in enumerate(asked.runs):
        sgd = Sgd.repeat(data, played.run.changes)
        numbers, frames = record["numbers"]["runs"][at], len(record["numbers"]["runs"][at]["losses"])
        assert record["modes"][0]["texts"][frames - 1] == f"{played.run.step:,}"
        for frame in range(0, frames, 4):
            sgd.seek(int(record["modes"][0]["texts"][frame].replace(",", "")))
            state = sgd.snapshot()
            parts = terms(["area"], state.weights, state.bias, shown)
            assert equation_in(record, at, frame) == whole_text("price", parts)
            loss = 0.5 * np.mean((data.X @ state.weights + state.bias - data.y) ** 2)
            assert float(plain_number(numbers["losses"][frame])) == pytest.approx(loss, rel=1e-5)
            away = objective.distance(state.weights, state.bias, state.bias_rest)
            assert numbers["distances"][frame] == distance_text(away if sgd.step else None)
            assert float(numbers["epochs"][frame]) == pytest.approx(state.epoch, rel=1e-4)
            checked += 1
    assert checked > 15
    exact = terms(["area"], objective.exact.weights, objective.exact.bias, shown)
    assert record["numbers"]["exact"] == [f"{term.sign} {term.number}".strip() for term in exact]
    assert record["numbers"]["least"] == loss_text(objective.least)


def test_what_is_drawn_lies_where_the_numbers_are(raced) -> None:
    asked, _, record = raced
    ticks = dict(zip(record["fit"]["upwards"]["texts"], decoded(record["fit"]["upwards"]["at"]), strict=True))
    (low, at_low), *_, (high, at_high) = ticks.items()

    def height(value: float) -> float:
        share = (value - float(low)) / (float(high) - float(low))
        return float(at_low + share * (at_high - at_low))

    exact, points = asked.objective.exact, decoded(record["fit"]["points"]).reshape(-1, 2)
    xs = [float(plain_number(text)) for text in record["fit"]["rows"]["values"][0]]
    ys = [float(plain_number(text)) for text in record["fit"]["rows"]["values"][1]]
    np.testing.assert_allclose(points[:, 1], [height(y) for y in ys], atol=1e-4)
    (x0, y0), (x1, y1) = decoded(record["fit"]["exact"]).reshape(-1, 2)
    along = (points[:, 0] - x0) / (x1 - x0)
    line = [height(float(exact.weights[0]) * x + exact.bias) for x in xs]
    np.testing.assert_allclose(y0 + along * (y1 - y0), line, atol=2e-4)
    # On the surface the start lies at the ticks of 0.
    surface = record["surface"]
    for axis, start in zip(("across", "upwards"), surface["runs"][0][:2], strict=True):
        zero = [
            place
            for place, text in zip(decoded(surface[axis]["at"]), surface[axis]["texts"], strict=True)
            if float(text) == 0.0
        ]
        assert zero == pytest.approx([start], abs=1e-4)


def test_runs_of_other_batch_sizes_can_be_compared_at_the_ends_of_epochs(raced) -> None:
    _, _, record = raced
    epochs = record["modes"][1]
    for epoch in ("1", "2", "3", "4"):
        tick = epochs["texts"].index(epoch)
        steps = [record["modes"][0]["texts"][frames[tick]] for frames in epochs["frames"]]
        assert steps == [f"{int(epoch) * size}" for size in (60, 12, 3)]


def test_steps_are_thinned_so_that_curves_keep_their_shape() -> None:
    lasts, in_epoch = (5000, 300), (250, 0)
    steps = looked_at(lasts, in_epoch, 512)
    curves = [
        np.exp(-steps / 40.0)[:, None],
        np.where(steps < 150, 1.0, 0.0)[: np.searchsorted(steps, 301), None],
    ]
    ends = ends_of_epochs(lasts, in_epoch)
    kept = thinned(steps, curves, 80, ends)
    assert len(kept) == 80
    assert {0, 300, 5000, *range(0, 5001, 250)} <= set(kept.tolist()) <= set(steps.tolist())
    for curve in curves:
        known = steps[: len(curve)]
        mine = kept[kept <= known[-1]]
        between = np.interp(known, mine, np.interp(mine, known, curve[:, 0]))
        assert np.abs(between - curve[:, 0]).max() < 0.02
    np.testing.assert_array_equal(thinned(steps[:50], [curves[0][:50]], 50, ends), steps[:50])


def test_places_are_written_in_three_letters_and_read_again() -> None:
    shares = np.array([0.0, 1.0, 0.123456, -2.5, np.nan, 99.0, -np.inf])
    np.testing.assert_allclose(
        decoded(encoded(shares)), [0.0, 1.0, 0.123456, -2.5, np.nan, 4.0, -3.0], atol=2e-5
    )
    assert encoded(shares).isascii()
    assert len(encoded(shares)) == 21


def test_a_logarithmic_axis_is_labelled_however_long_it_is() -> None:
    for low, high in ((0.84, 1.0), (5.0, 900.0), (1e-9, 1e3), (1e-300, 1e300)):
        axis = logarithmic_axis("loss", (math.log10(low), math.log10(high)))
        assert 3 <= len(axis.ticks) <= 12
        for place, text in axis.ticks:
            assert axis.low <= place <= axis.high
            assert 10.0**place == pytest.approx(float(plain_number(text)), rel=1e-6)


def test_a_way_that_leads_far_out_is_turned_nowhere() -> None:
    places = np.array([[0.5, 0.5], [30.0, -12.0], [2e5, 3.0], [np.nan, 0.0]])
    assert far_places(places) == [0.5, 0.5, 30.0, -12.0, None, None, None, None]
    record = record_of(PageMaker(odd_cases()["diverged"][0]).page(PageWish((0,))))
    linear = next(kind for kind in record["loss"]["kinds"] if kind["name"] == "linear")
    assert np.isfinite(decoded(linear["runs"][0])).all()  # with no other run beside it all is in sight


def test_nothing_is_given_away_that_was_not_asked_for() -> None:
    frame = lines(40).rename(columns={"area": "salary", "price": "bonus"})
    frame["colleague"] = [f"Ada {row}" for row in range(40)]
    runs = [("mine", None, SGD)]
    asked = asked_of(frame, "bonus", runs, name="payroll.csv", ignored=["colleague"], choice=0)
    maker = PageMaker(asked)
    private = maker.page(PageWish((0,), column_names=False, rows=0))
    record = record_of(private)
    assert not [word for word in ("salary", "bonus", "Ada", "colleague", "payroll") if word in private.text]
    assert record["fit"]["rows"] is None
    assert record["fit"]["points"] == ""
    assert equation_in(record, 0, 3).startswith("label = ")
    assert "names of columns, the names of rows and the name of the file" in private.told[-1]
    told = maker.page(PageWish((0,), rows=10, row_names=True, file_name=True))
    rows = record_of(told)["fit"]["rows"]
    assert len(rows["names"]) == len(rows["values"][0]) == 10
    where = [int(name.removeprefix("Ada ")) for name in rows["names"]]
    values = [float(plain_number(text)) for text in rows["values"][1]]
    np.testing.assert_allclose(values, frame["bonus"].iloc[where], rtol=1e-5)
    assert "payroll.csv" in told.text
    assert "10 of 40 rows" in told.told[1]


def test_rows_that_are_hidden_are_given_away_by_no_page() -> None:
    asked = asked_of(lines(40), "price", [("now", None, SGD)], choice=0)
    hidden = RowStates().hiding(asked.table.row_ids.of(40)[:30])
    page = PageMaker(replace(asked, table=replace(asked.table, states=hidden))).page(PageWish((0,)))
    values = [float(plain_number(text)) for text in record_of(page)["fit"]["rows"]["values"][1]]
    np.testing.assert_allclose(values, asked.table.frame["price"].iloc[30:], rtol=1e-5)
    assert "All 10 rows that are not hidden are drawn." in page.told


def test_names_of_people_end_no_script_and_run_none() -> None:
    frame = lines(40).set_axis([f"a {HOSTILE}", f"b {HOSTILE}"], axis="columns")
    asked = asked_of(frame, f"b {HOSTILE}", [(HOSTILE, None, SGD)], name=f"{HOSTILE}\ud800", choice=0)
    page = PageMaker(asked).page(PageWish((0,), HOSTILE, file_name=True))
    assert page.text.lower().count("<script") == page.text.lower().count("</script") == 2
    assert "<!--" not in page.text
    record = record_of(page)
    assert record["runs"][0]["name"] == HOSTILE
    assert record["fit"]["across"]["name"] == f"a {HOSTILE}"
    assert html.escape(" ".join(HOSTILE.split())) in page.text
    assert page.data.decode("utf-8") == page.text


def test_the_page_may_load_nothing_and_run_nothing_but_itself(raced) -> None:
    text = raced[1].text
    policy = re.search('Content-Security-Policy" content="([^"]+)"', text)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for element in ("script", "style"):
        content = re.search(f"<{element}>(.*?)</{element}>", text, re.DOTALL)[1]
        known = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{known}'" in policy
    loads = re.findall(
        r"""(?:src|href|action)\s*=\s*["']([^"']*)|url\(([^)]*)|@import|fetch\(|XMLHttp|import\(""", text
    )
    assert [found for found in loads if found[0] != "data:," and not found[1].startswith("#${")] == []
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text


def test_the_size_is_told(raced) -> None:
    page = raced[1]
    (told,) = re.findall(r"The page has (\d+) kB", page.text)
    assert int(told) == pytest.approx(len(page.data) / 1000, abs=1)
    assert "59 of 240 steps and the start are kept" in page.told[0]
    assert "50 of 600 rows are drawn" in page.told[1]


def test_colours_are_those_of_the_window_and_no_two_runs_share_one() -> None:
    runs = [("now", None, SGD), ("pinned", 0, SGD), ("other", 3, SGD)]
    asked = asked_of(lines(40), "price", runs, choice=0)
    unpinned = replace(asked.runs[2], run=replace(asked.runs[2].run, look=None))
    page = PageMaker(replace(asked, runs=(*asked.runs[:2], unpinned))).page(PageWish((0, 1, 2)))
    for number, look in enumerate((asked.looks.present, asked.looks.pinned[0], asked.looks.pinned[1])):
        assert f"--run-{number}: {look.light};" in page.text
        assert f"--run-{number}: {look.dark};" in page.text


def test_a_run_without_states_is_repeated_to_the_last_bit_or_it_is_told() -> None:
    asked = race()
    wish = PageWish((0, 1), steps=40)
    bare = tuple(replace(played, states=None) for played in asked.runs)
    same = PageMaker(replace(asked, runs=bare)).page(wish)
    assert same.text == PageMaker(asked).page(wish).text
    other = replace(bare[0], run=replace(bare[0].run, weights=bare[0].run.weights + 1e-9))
    told = PageMaker(replace(asked, runs=(other, *bare[1:]))).page(wish).told
    assert any("“batch 10” ended with other digits" in sentence for sentence in told)
    farther = replace(bare[0], run=replace(bare[0].run, step=10_000))
    with pytest.raises(ProblemError, match="does not come as far"):
        PageMaker(replace(asked, runs=(farther, *bare[1:]))).page(wish)


def test_pages_of_all_kinds_of_models_and_runs_can_be_made() -> None:
    found, cases = {}, odd_cases()
    for name, (asked, wish) in cases.items():
        page = PageMaker(asked).page(wish)
        found[name] = record = record_of(page)
        frames = len(record["numbers"]["runs"][0]["losses"])
        assert {len(column) for column in record["numbers"]["runs"][0]["terms"]} == {frames}, name
        for kind in record["loss"]["kinds"]:
            assert len(kind["runs"][0]) == 3 * frames, name
    assert found["many weights"]["numbers"]["more"] == "5 more terms"
    assert len(found["many weights"]["numbers"]["products"]) == 21
    assert found["many weights"]["numbers"]["products"][0] != "× x0"
    assert re.match(r"y = [−0-9]", equation_in(found["many weights"], 0, 5))  # with no plus before the first
    assert "no rows" in found["predictions without rows"]["fit"]["problem"]
    assert found["predictions"]["numbers"]["validated"]
    assert found["predictions"]["fit"]["across"]["name"] == "actual y"
    assert found["one of two"]["fit"]["across"]["name"] == "x1"
    assert found["no bias"]["numbers"]["products"] == ["× x0", "× x1"]
    assert found["counts"]["numbers"]["label"] == "log(mean y)"
    assert len(decoded(found["logarithm"]["fit"]["exact"])) == 98
    assert found["far from zero"]["numbers"]["rows"][-1] == "constant"
    assert found["diverged"]["runs"][0]["end"].startswith("diverged after")
    assert found["dependent"]["surface"].get("problem") or found["dependent"]["surface"]["contours"]
    no_exact = found["no exact solution"]
    assert no_exact["numbers"]["exact"] is None
    assert no_exact["numbers"]["least"] == "–"
    assert "no exact solution" in no_exact["surface"]["problem"]
    assert "secret" not in str(no_exact)
    without, many = (PageMaker(cases[name][0]).page(PageWish((0,))).text for name in _TOLD)
    assert not re.search("beside the exact|Exact: loss", without)
    assert "20 of 25 weights are told, those of most effect" in many


def test_what_cannot_be_wished_for_is_refused() -> None:
    for wrong in ({"runs": ()}, {"runs": range(8)}, {"steps": 5}, {"rows": -1}, {"rows": 5000}):
        with pytest.raises(ValueError, match="A page shows"):
            PageWish(**{"runs": (0,), **wrong})
    with pytest.raises(ValueError, match="hexadecimal"):
        replace(race().looks.data, light="red; } body { display: none")


def test_the_script_draws_and_works_out_no_number() -> None:
    script = resource_path("page", "page.js").read_text(encoding="utf-8")
    assert not re.search(
        r"toFixed|toPrecision|toLocaleString|Intl\.|innerHTML|outerHTML|document\.write|eval\(", script
    )


def test_a_run_can_stand_beside_itself_as_another(raced) -> None:
    asked = raced[0]
    run, states = run_of(asked.objective.analysis, "short", SGD, steps=0)
    played = PlayedRun(9, run, "", states)
    record = record_of(PageMaker(replace(asked, runs=(*asked.runs, played))).page(PageWish((0, 9))))
    assert len(record["numbers"]["runs"][1]["losses"]) == 1
