"""`linreg-gui fit` of files that are read part by part."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui import core
from linreg_gui.cli import main as cli
from linreg_gui.core.reading import arrow_file, checks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"area": rng.uniform(20, 200, 300), "town": rng.choice(["Bonn", "Ulm"], 300)})
    frame["price"] = 50 + 3 * frame["area"] + rng.normal(size=300)
    frame.to_parquet(tmp_path / "whole.parquet", index=False)
    parts = tmp_path / "parts"
    parts.mkdir()
    for k in range(3):
        frame[100 * k : 100 * (k + 1)].to_parquet(parts / f"{k}.parquet", index=False, row_group_size=40)
    return parts


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = cli.main(["fit", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("which", ["folder", "pattern", "too large"])
def test_many_files_give_what_one_gives(folder: Path, capsys, monkeypatch, which: str) -> None:
    asked = "price ~ area * town", "--robust", "hc3", "--json"
    whole = json.loads(run(capsys, folder.parent / "whole.parquet", *asked)[1])
    path: object = {"folder": folder, "pattern": f"{folder}/*.parquet"}.get(
        which, folder.parent / "whole.parquet"
    )
    if which == "too large":
        path = folder.parent / "whole.parquet"

        def refuse(path: Path, size: float) -> None:
            raise checks.too_large(path, size, 1.0)

        monkeypatch.setattr(arrow_file, "refuse_too_large", refuse)
    status, text, err = run(capsys, path, *asked)
    assert (status, err) == (0, "")
    found = json.loads(text)
    assert found["weights"] == pytest.approx(whole["weights"], rel=1e-10)
    assert found["rows"] == whole["rows"]
    for mine, theirs in zip(found["coefficients"]["rows"], whole["coefficients"]["rows"], strict=True):
        assert mine["standard_error"] == pytest.approx(theirs["standard_error"], rel=1e-10)
    assert found["notes"][-1] == "The rows stayed in their files and were read part by part."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--missing", "mean"), "--missing mean needs all rows at once"),
        (("--solver", "sgd"), "--solver sgd needs all rows at once"),
        (("--loss", "huber"), "--loss huber needs all rows at once"),
        (("--cross-validate", 5), "--cross-validate needs all rows at once"),
        (("--reference", "town=Rom"), "“town” has no level “Rom”"),
        (("--reference", "rown=Rom"), "There is no column named “rown”"),
    ],
)
def test_what_does_not_go_is_a_sentence(folder: Path, capsys, words, sentence: str) -> None:
    status, text, err = run(capsys, folder, "price ~ area + town", *words)
    assert (status, text) == (2, "")
    assert sentence in err


def test_a_slip_in_the_formula_is_marked(folder: Path, capsys) -> None:
    status, _, err = run(capsys, folder, "price ~ area + rea")
    assert status == 2
    assert err.endswith("price ~ area + rea\n               ^^^\n")


def test_the_rows_need_not_fit_into_memory(folder: Path) -> None:
    with pytest.raises(core.ProblemError, match="needs all rows at once"):
        _ = core.open_large(folder, "price ~ area").X
