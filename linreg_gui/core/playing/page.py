"""The whole page as one text: its numbers, its drawing, its words, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.loss_curve import LossAxis, heights
from linreg_gui.core.table.large_source import refuse_sample
from linreg_gui.core.wording import counted, joined, shortened, sound_text

from .asked import LONGEST_TITLE, USUAL_TITLE, Asked, Look, PageWish, PlayedRun
from .axes import linear_axis
from .codes import encoded
from .film import Film, film_of, steps_in_epoch
from .fit_part import SEED, FitPart
from .loss_part import loss_record
from .names import page_names
from .numbers_part import NumbersPart
from .page_text import colours, page_text
from .surface_part import surface_record
from .thinning import ends_of_epochs, looked_at, thinned

# Among so many steps those that are kept are chosen; fewer where each takes long.
_MOST_LOOKED_AT, _FEWEST_LOOKED_AT = 512, 64
_MOST_NUMBERS = 2_000_000
_MOST_LOSSES = 100_000_000


@dataclass(frozen=True, eq=False)
class Page:
    """A page that can be written to the disk.

    Attributes
    ----------
    text : str
    told : tuple of str
        What is in it and what is not, in sentences.
    """

    text: str
    told: tuple[str, ...]

    @cached_property
    def data(self) -> bytes:
        """As it is written."""
        return self.text.encode("utf-8")


class PageMaker:
    """Makes one page after the other of what there is; what several of them share is worked out once.

    Parameters
    ----------
    asked : Asked
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._films: dict[tuple[int, ...], list[Film]] = {}

    def page(self, wish: PageWish) -> Page:
        """The page that is wished for.

        Raises
        ------
        ProblemError
            If a run cannot be repeated here, or the data are a sample of a larger table.
        """
        refuse_sample(self.asked.table.large, "A page that plays")
        asked, objective = self.asked, self.asked.objective
        runs = [asked.by_key[key] for key in wish.runs]
        films = self._chosen_films(runs, wish.steps)
        names = page_names(asked, real=wish.column_names)
        numbers = NumbersPart(asked, names)
        fit = self._fit.record(films, wish, names)
        longest = max(films, key=lambda film: film.steps[-1])
        record = {
            "runs": [_run_record(run) for run in runs],
            "modes": _modes(films),
            "first": int(asked.by_epochs),
            "numbers": numbers.record(films),
            "fit": fit,
            "loss": loss_record(objective, films, asked.axis),
            "surface": surface_record(asked, films, names),
        }
        about = self._about(runs, films, wish, len(longest.steps))
        if numbers.left_out:
            whole = counted(len(numbers.told) + numbers.left_out, "weight")
            about.append(f"{len(numbers.told)} of {whole} are told, those of most effect.")
        told = [*about, *self._kept_back(wish)]
        title = shortened(sound_text(wish.title), LONGEST_TITLE) or USUAL_TITLE
        style = colours([asked.looks.data, asked.looks.exact, *looks_of(asked, runs)])
        return Page(page_text(title, self._subtitle(runs, wish), about, record, style), (*told,))

    def _chosen_films(self, runs: Sequence[PlayedRun], most: int) -> list[Film]:
        """At the steps that are kept, the same for all of them."""
        objective, keys = self.asked.objective, tuple(run.key for run in runs)
        lasts = [run.run.step for run in runs]
        in_epoch = [steps_in_epoch(objective, run) for run in runs]
        steps = looked_at(lasts, in_epoch, self._most_looked_at)
        if keys not in self._films:
            self._films[keys] = [film_of(objective, run, steps) for run in runs]
        found = self._films[keys]
        kept = thinned(steps, [self._curves(film) for film in found], most, ends_of_epochs(lasts, in_epoch))
        return [film.at(kept) for film in found]

    @property
    def _most_looked_at(self) -> int:
        """Among so many steps those that are kept are chosen."""
        objective, data = self.asked.objective, self.asked.objective.analysis.data
        most = _MOST_NUMBERS // data.n_features
        if not objective.is_quadratic:
            most = min(most, _MOST_LOSSES // data.n_rows)
        return min(_MOST_LOOKED_AT, max(_FEWEST_LOOKED_AT, most))

    @cached_property
    def _fit(self) -> FitPart:
        return FitPart(self.asked)

    def _curves(self, film: Film) -> FloatArray:
        """What is drawn of a run along its steps, each as large as its plot is high."""
        check_wanted()
        least, m = self.asked.objective.least, self.asked.objective.analysis.moments
        losses = film.losses
        columns = [losses, heights(losses, LossAxis.LOGARITHMIC, least)]
        if least is not None:
            columns.append(heights(losses, LossAxis.ABOVE_OPTIMUM, least))
        weights = np.array([state.weights for state in film.states])
        columns += list((weights * m.feature_stds).T[:8])
        return np.column_stack([_as_high_as_a_plot(column) for column in columns])

    def _subtitle(self, runs: Sequence[PlayedRun], wish: PageWish) -> str:
        data = self.asked.objective.analysis.data
        many = "One run" if len(runs) == 1 else f"{len(runs)} runs"
        of_file = f" of “{sound_text(self.asked.table.name)}”" if wish.file_name else ""
        with_what = f"{counted(data.n_rows, 'row')}{of_file} and {counted(data.n_features, 'feature')}"
        beside = "" if self.asked.objective.exact is None else ", beside the exact answer"
        return f"{many} of minibatch SGD on {with_what}{beside}"

    def _about(
        self, runs: Sequence[PlayedRun], films: Sequence[Film], wish: PageWish, kept: int
    ) -> list[str]:
        """What was thinned, in sentences."""
        last = max(run.run.step for run in runs)
        if kept == last + 1:
            found = [f"All {counted(last, 'step')} are kept, and the start."]
        else:
            found = [
                f"{kept - 1:,} of {counted(last, 'step')} and the start are kept, so chosen that curves keep "
                "their shape; every number shown is that of the very step beside it."
            ]
        if not wish.rows:
            found.append("No row is drawn or kept in this page.")
        elif wish.rows < self._fit.n_rows:
            drawn = len(self._fit.drawn(wish.rows).scatter.rows)
            found.append(
                f"{drawn:,} of {self._fit.rows_text} are drawn, chosen at random with seed {SEED}; losses "
                "and weights are those of all rows."
            )
        else:
            found.append(f"All {self._fit.rows_text} are drawn.")
        others = [run.run.name for run, film in zip(runs, films, strict=True) if not film.as_saved]
        if others:
            listed = joined([f"“{name}”" for name in others])
            found.append(f"{listed} ended with other digits when repeated for this page than before.")
        return found

    def _kept_back(self, wish: PageWish) -> list[str]:
        """What is private and not in the page; the names of runs are."""
        back = []
        if not wish.column_names:
            back.append("the names of columns")
        if not (wish.row_names and wish.rows):
            back.append("the names of rows")
        if not wish.file_name:
            back.append("the name of the file")
        return [f"Not in it: {joined(back)}."] if back else []


def looks_of(asked: Asked, runs: Sequence[PlayedRun]) -> list[Look]:
    """As the window draws them; those that are not pinned get looks that no other has."""
    pinned = asked.looks.pinned
    taken = {run.run.look for run in runs if not run.present}
    free = [look for look in range(len(pinned)) if look not in taken]
    found = []
    for run in runs:
        if run.present:
            found.append(asked.looks.present)
        else:
            found.append(pinned[free.pop(0) if run.run.look is None else run.run.look])
    return found


def _run_record(played: PlayedRun) -> dict[str, Any]:
    run = played.run
    ends = "diverged after " if run.diverged else "ended after "
    return {
        "name": sound_text(run.name),
        "settings": "" if played.settings == run.name else played.settings,
        "end": f"{ends}{counted(run.step, 'step')}",
    }


def _modes(films: Sequence[Film]) -> list[dict[str, Any]]:
    """What the scrubber goes along: the steps that are kept, or the epochs that runs have done at these."""
    steps = max((film.steps for film in films), key=len)
    done = [np.round(film.epochs, 9) for film in films]
    epochs = np.unique(np.concatenate(done))
    return [
        _mode(
            "step",
            steps.astype(np.float64),
            [film.steps for film in films],
            [f"{s:,}" for s in steps.tolist()],
        ),
        _mode("epoch", epochs, done, [f"{e:,.6g}" for e in epochs.tolist()]),
    ]


def _mode(name: str, stops: Any, places: Sequence[Any], texts: list[str]) -> dict[str, Any]:
    axis = linear_axis(name, (0.0, float(stops[-1])), margin=0.0)
    frames = [np.searchsorted(each, stops, side="right") - 1 for each in places]
    return {
        "name": name,
        "texts": texts,
        "axis": axis.record,
        "at": encoded(axis.shares(stops)),
        "frames": [each.tolist() for each in frames],
        "runs": [encoded(axis.shares(np.asarray(each, dtype=np.float64))) for each in places],
    }


def _as_high_as_a_plot(values: FloatArray) -> FloatArray:
    """From 0 to 1, by the numbers that are finite and no far higher than the first; others at its edges."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return np.zeros(len(values))
    low, high = float(finite.min()), float(finite.max())
    if np.isfinite(values[0]) and values[0] > low:
        high = min(high, low + 1.5 * (float(values[0]) - low))
    if not high > low:
        return np.zeros(len(values))
    return np.clip((np.nan_to_num(values, nan=low, posinf=high, neginf=low) - low) / (high - low), 0.0, 1.5)
