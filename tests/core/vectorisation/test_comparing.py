"""Crossovers are where lines cross on logarithmic scales, and the sentence says what the numbers say."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from linreg_gui.core.vectorisation.comparing import crossovers, disagreement, sentence
from linreg_gui.core.vectorisation.export import table_text
from linreg_gui.core.vectorisation.values import Contender, Task, Timing, ratio_text

PYTHON, NUMPY, NUMBA, CUPY = Contender


def timings(times: dict[Contender, dict[int, float]], task: Task = Task.ADD) -> list[Timing]:
    return [Timing(task, c, n, seconds) for c, line in times.items() for n, seconds in line.items()]


def test_two_power_laws_cross_where_they_are_equal() -> None:
    sizes = (10, 90, 1000, 10_000)
    lines = {PYTHON: {n: 1e-8 * n for n in sizes}, NUMPY: {n: 1e-7 * n**0.5 for n in sizes}}
    found = crossovers(timings(lines))
    assert len(found) == 1
    assert found[0].n == pytest.approx(100.0)
    assert found[0].seconds == pytest.approx(1e-6)
    assert (found[0].faster, found[0].slower) == (NUMPY, PYTHON)


def test_lines_that_run_close_together_do_not_cross_over_and_over() -> None:
    wobbling = {10: 1.0e-6, 100: 1.2e-6, 1000: 0.9e-6, 10_000: 1.2e-6}
    assert crossovers(timings({NUMPY: dict.fromkeys(wobbling, 1e-6), NUMBA: wobbling})) == []


def test_a_lead_is_lost_where_the_lines_cross_and_not_where_that_is_clear() -> None:
    lines = {NUMPY: dict.fromkeys((10, 100, 1000), 1.0), NUMBA: {10: 4.0, 100: 0.9, 1000: 0.1}}
    found = crossovers(timings(lines))
    assert [(c.faster, c.slower) for c in found] == [(NUMBA, NUMPY)]
    assert 80.0 < found[0].n < 100.0


def test_a_point_where_both_are_equal_is_the_crossover() -> None:
    lines = {NUMPY: {10: 1.0, 100: 1.0, 1000: 1.0}, NUMBA: {10: 4.0, 100: 1.0, 1000: 0.1}}
    assert [crossover.n for crossover in crossovers(timings(lines))] == pytest.approx([100.0])


def test_what_was_not_measured_and_sizes_of_one_alone_are_left_out() -> None:
    found = timings({PYTHON: {10: 1.0, 100: 1.0}, NUMPY: {10: 5.0, 1000: 0.1}})
    found.append(Timing(Task.ADD, NUMPY, 100, predicted=0.001))
    assert crossovers(found) == []


def test_several_crossovers_come_in_the_order_of_n() -> None:
    sizes = (10, 1100, 100_000)
    lines = {CUPY: dict.fromkeys(sizes, 1e-5), NUMPY: dict.fromkeys(sizes, 1e-6)}
    lines[PYTHON] = {n: 1e-8 * n for n in sizes}
    assert [round(c.n) for c in crossovers(timings(lines))] == [100, 1000]


def test_the_sentence_says_how_many_times_as_fast_and_why() -> None:
    text = sentence(timings({PYTHON: {10_000: 310e-6}, NUMPY: {10_000: 1e-6}}), 10_000)
    assert text.startswith(
        "Adding two vectors of 10,000 numbers is 310 × as fast in one NumPy call as one by one in Python, "
    )


def test_the_sentence_does_not_praise_numpy_where_python_is_faster() -> None:
    text = sentence(timings({PYTHON: {10: 1e-7}, NUMPY: {10: 3e-7}}), 10)
    assert "is 3.0 × as fast one by one in Python as in one NumPy call" in text
    assert "costs some time before it computes anything" in text


def test_equal_times_are_said_to_be_equal() -> None:
    text = sentence(timings({PYTHON: {10: 1.0e-7}, NUMPY: {10: 1.05e-7}}), 10)
    assert text == "Adding two vectors of 10 numbers takes as long in one NumPy call as one by one in Python."


def test_a_predicted_time_is_compared_as_about() -> None:
    found = timings({NUMPY: {10**8: 0.1}}, Task.DOT)
    found.append(Timing(Task.DOT, PYTHON, 10**8, predicted=4.0))
    assert "is about 40 × as fast in one NumPy call" in sentence(found, 10**8)


def test_numba_and_the_gpu_are_compared_too() -> None:
    found = timings({PYTHON: {1000: 1.0}, NUMPY: {1000: 0.1}}, Task.EPOCH)
    found.append(Timing(Task.EPOCH, NUMBA, 1000, 0.01, warm_up=0.5))
    found.append(Timing(Task.EPOCH, CUPY, 1000, 0.001, transfer=0.02))
    text = sentence(found, 1000)
    assert "An epoch of SGD over 1,000 examples, 32 to a minibatch, is 10 × as fast with NumPy" in text
    assert "once, in 500 ms, and then is 10 × as fast as NumPy." in text
    assert "The GPU takes 1.00 ms, and 20.0 ms to move the numbers: it pays where the numbers stay" in text


@pytest.mark.parametrize(
    ("seconds", "transfer", "text"), [(0.01, 0.02, "the fastest"), (1.0, 0.0, "nothing is gained")]
)
def test_the_gpu_is_praised_only_for_what_it_is_worth(seconds, transfer, text) -> None:
    found = [Timing(Task.ADD, NUMPY, 50, 0.1), Timing(Task.ADD, CUPY, 50, seconds, transfer=transfer)]
    assert text in sentence(found, 50)


def test_the_sentence_names_the_size_from_which_numpy_pays() -> None:
    sizes = (10, 100, 1000)
    lines = {PYTHON: {n: 1e-8 * n for n in sizes}, NUMPY: dict.fromkeys(sizes, 5e-7)}
    assert sentence(timings(lines), 100).endswith("NumPy overtakes the Python loop at about 50 numbers.")
    lines[NUMPY] = {10: 5e-7, 100: 5e-7, 1000: 5e-5}  # and loses it again: a disturbance
    assert "overtakes" not in sentence(timings(lines), 100)


def test_there_is_no_sentence_where_nothing_was_measured() -> None:
    assert sentence([], 10) == ""
    assert sentence([Timing(Task.ADD, NUMPY, 10, problem="No.")], 10) == ""


def test_different_results_are_told_and_rounding_is_none() -> None:
    first = Timing(Task.EPOCH, PYTHON, 10, 1.0, answer=(0.3, 1.0))
    rounded = replace(first, contender=NUMPY, answer=(0.1 + 0.2, 1.0))
    wrong = replace(first, contender=NUMBA, answer=(0.3, 1.001))
    assert rounded.answer != first.answer
    assert disagreement([first, rounded]) == ""
    assert disagreement([first, rounded, wrong]) == (
        "Python loop and Numba computed different results from the same 10 numbers."
    )
    assert disagreement([first, replace(wrong, n=20)]) == ""


def test_ratios_are_written_with_as_many_digits_as_they_deserve() -> None:
    assert [ratio_text(r) for r in (1.26, 9.97, 31.4, 3144.0)] == ["1.3", "10", "31", "3,100"]


def test_the_table_has_a_row_for_each_timing_in_a_fixed_order() -> None:
    found = [
        Timing(Task.ADD, NUMPY, 10, 1.5e-6, warm_up=0.5, transfer=0.25, runs=7),
        Timing(Task.ADD, PYTHON, 1000, predicted=12.0, problem="Too long, really."),
    ]
    predicted, measured = csv.DictReader(io.StringIO(table_text(found, ",")))
    assert (predicted["contender"], measured["contender"]) == ("Python loop", "NumPy")
    assert (predicted["seconds per run"], predicted["remark"]) == ("", "Too long, really.")
    assert float(predicted["seconds predicted"]) == 12.0
    assert float(measured["seconds per run"]) == 1.5e-6
    assert (measured["seconds of warm-up"], measured["seconds of transfer"]) == ("0.5", "0.25")
    assert (measured["n"], measured["runs"]) == ("10", "7")
    assert table_text(found).splitlines()[0].split("\t")[:3] == ["task", "contender", "n"]
