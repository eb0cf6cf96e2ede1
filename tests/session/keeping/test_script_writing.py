from __future__ import annotations

from pathlib import Path

import pytest
from run_scripts import asked_of, modelled, table_of

from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.session.keeping.script_writing import write_script


def frame() -> pd.DataFrame:
    return pd.DataFrame({"a": [1.0, 2.0, 4.0, 7.0], "y": [2.0, 5.0, 9.0, 13.0]})


def test_the_table_beside_takes_the_place_of_no_other(tmp_path: Path) -> None:
    asked = asked_of(modelled(frame(), "y ~ a"))
    other = tmp_path / "mine data.csv"
    other.write_text("precious")
    with pytest.raises(ProblemError, match="is there already"):
        write_script(asked, Language.R, tmp_path / "mine.R")
    assert other.read_text() == "precious"
    assert not (tmp_path / "mine.R").exists()
    other.unlink()
    paths = write_script(asked, Language.R, tmp_path / "mine.R").paths
    assert [path.name for path in paths] == ["mine.R", "mine data.csv"]
    write_script(asked, Language.R, tmp_path / "mine.R")  # both were agreed to


def test_what_was_read_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "mine data.csv"
    frame().to_csv(path, index=False)
    asked = asked_of(table_of(path, "y ~ a"))
    (tmp_path / "mine.py").touch()
    with pytest.raises(ProblemError, match="was read"):
        write_script(asked, Language.PYTHON, tmp_path / "mine.py")
    assert path.read_text().startswith("a,y")
