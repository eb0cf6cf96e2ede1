import io

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.worker.messages import receive, send


def sent(*values: object) -> io.BytesIO:
    pipe = io.BytesIO()
    for value in values:
        send(pipe, value)
    pipe.seek(0)
    return pipe


def test_values_arrive_one_after_the_other_as_they_were() -> None:
    frame = pd.DataFrame({"x": [1.5, np.nan], "town": ["a", None], "k": pd.Categorical(["u", "v"])})
    pipe = sent(("told", 0.5), frame)
    assert receive(pipe) == ("told", 0.5)
    pd.testing.assert_frame_equal(receive(pipe), frame)


def test_arrays_are_beside_what_is_pickled_and_may_be_written_to() -> None:
    array = receive(sent(np.arange(10_000.0)))
    array[3] = 7.0
    assert array[3] == 7.0


def test_the_size_is_known_before_room_is_made() -> None:
    def check(size: int) -> None:
        assert size > 8_000_000
        raise MemoryError

    with pytest.raises(MemoryError):
        receive(sent(np.zeros(1_000_000)), check)


def test_a_value_that_breaks_off_is_none() -> None:
    whole = sent(np.zeros(100)).getvalue()
    for count in (0, 3, 20, len(whole) - 1):
        with pytest.raises(EOFError):
            receive(io.BytesIO(whole[:count]))
