from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.chapter.price_ticks import log_prices, log_step, on_ticks, relative_tick


def test_one_cent_is_a_fifth_of_a_penny_stock_and_nothing_of_a_dear_one() -> None:
    assert relative_tick([0.05, 50.0], 0.01) == pytest.approx([0.2, 0.0002])
    assert log_step([0.05, 50.0], 0.01) == pytest.approx([np.log(0.06) - np.log(0.05), 0.0002], rel=1e-3)


def test_cheap_prices_fall_on_a_few_spikes_and_may_fail() -> None:
    rng = np.random.default_rng(0)
    true = np.exp(rng.normal(np.log(0.03), 0.8, 2000))
    traded = on_ticks(true, 0.01)
    assert np.abs(traded - true).max() <= 0.005 + 1e-12
    logs, failed = log_prices(traded)
    assert len(logs) + failed == 2000
    assert failed > 0
    assert len(np.unique(np.round(traded / 0.01))) < 60 < len(np.unique(true))
    assert len(np.unique(on_ticks(1000.0 * true, 0.01))) > 1500


def test_a_tick_of_nothing_and_negative_prices_are_refused() -> None:
    with pytest.raises(ValueError, match="tick"):
        on_ticks([1.0], 0.0)
    with pytest.raises(ValueError, match="negative"):
        on_ticks([-1.0], 0.01)
