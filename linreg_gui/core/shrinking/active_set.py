"""The least of squares with a penalty on the sizes of weights: by active sets, exact but for rounding."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.problem import ProblemError, ProblemKind

# A feature with less than this share of its square beside the active ones is a combination of them.
_DEPENDENT = 1e-11
_ROUNDING = 1e-13
_MOST_CHANGES = 50  # of the active set for each feature; far more than are ever needed


class ActiveSet:
    """Seeks the u of least ½uᵀRu − cᵀu + l1·‖u‖₁ + ½·l2·‖u‖² for one penalty after the other.

    Parameters
    ----------
    R : array, shape (d, d)
        Symmetric, without negative eigenvalues.
    c : array, shape (d,)
    start : array, shape (d,), optional
        From where it is sought; a solution nearby saves time.

    Notes
    -----
    For given signs of the weights that are not 0 the least is that of a quadratic. As in Lawson and Hanson
    (1974, chapter 23), one goes there until a weight would change its sign, which then leaves; where none
    does, the feature enters whose condition of Karush, Kuhn and Tucker is violated most. The loss falls with
    each change, so that no active set comes again. The inverse for the active set is updated as features
    come and go; each solution is refined with R itself.
    """

    def __init__(self, R: FloatArray, c: FloatArray, start: FloatArray | None = None) -> None:
        self._R, self._c = R, c
        self._u = np.zeros(len(c)) if start is None else start.copy()
        self._signs = np.sign(self._u)
        self._active = np.flatnonzero(self._u)
        self._l2 = 0.0
        self._inverse = self._inverted()

    def least(self, l1: float, l2: float) -> FloatArray:
        """The weights under one penalty, ``l1`` > 0 and ``l2`` ≥ 0, shape (d,).

        Raises
        ------
        ProblemError
            If rounding leaves them open.
        """
        u = self._u
        if l2 != self._l2:
            self._l2 = l2
            self._inverse = self._inverted()
        entered, refused = -1, set[int]()
        for _ in range(_MOST_CHANGES * (len(u) + 10)):
            check_wanted()
            self._settle(l1)
            if entered >= 0 and u[entered] == 0.0:
                refused.add(entered)  # only rounding lets it in
            slope = self._c - self._R @ u
            over = np.abs(slope) - l1
            over[self._active] = over[list(refused)] = -np.inf
            entered = int(over.argmax())
            if not over[entered] > _ROUNDING * (1.0 + np.abs(u).sum()):
                return u.copy()
            self._signs[entered] = np.sign(slope[entered])
            if not self._enter(entered):
                refused.add(entered)
        raise ProblemError(
            "The weights under this penalty could not be told apart from rounding.", ProblemKind.NO_SOLUTION
        )

    def _settle(self, l1: float) -> None:
        """Go to the least on the active set; features whose weights would change their sign leave it."""
        u = self._u
        while self._active.size:
            A = self._active
            target = self._solution(self._c[A] - l1 * self._signs[A])
            now = u[A]
            wrong = target * self._signs[A] <= 0.0
            if not wrong.any():
                u[A] = target
                return
            share = np.where(wrong, now / np.where(wrong, now - target, 1.0), np.inf)
            share[wrong & (now == 0.0)] = 0.0
            first = float(share.min())
            u[A] = now + first * (target - now)
            self._leave(np.flatnonzero(share == first))

    def _enter(self, entering: int) -> bool:
        """Make a feature active, and let one go where it is a combination of those; whether it may enter.

        Along such a combination predictions stay and the penalty falls, until a weight is 0.
        """
        A, R, u = self._active, self._R, self._u
        across = R[A, entering]
        along = self._solution(across)
        own = R[entering, entering] + self._l2
        rest = own - across @ along
        if not rest > _DEPENDENT * own:
            way = -along * self._signs[entering]
            shrinks = way * u[A] < 0.0
            if not shrinks.any():
                return False
            step = np.where(shrinks, -u[A] / np.where(shrinks, way, 1.0), np.inf)
            first = int(step.argmin())
            u[A] += step[first] * way
            u[entering] = step[first] * self._signs[entering]
            self._leave(np.array([first]))
            self._active = np.append(self._active, entering)
            self._inverse = self._inverted()
            return True
        k = A.size
        inverse = np.empty((k + 1, k + 1))
        inverse[:k, :k] = self._inverse + np.outer(along, along / rest)
        inverse[k, :k] = inverse[:k, k] = -along / rest
        inverse[k, k] = 1.0 / rest
        self._inverse, self._active = inverse, np.append(A, entering)
        return True

    def _leave(self, places: np.ndarray) -> None:
        self._u[self._active[places]] = 0.0
        for place in places[::-1].tolist():
            column = self._inverse[:, place]
            inverse = self._inverse - np.outer(column, column / column[place])
            self._inverse = np.delete(np.delete(inverse, place, 0), place, 1)
            self._active = np.delete(self._active, place)

    def _solution(self, right: FloatArray) -> FloatArray:
        """Of the equations of the active set; once refined, and the inverse made anew where that fails."""
        found = self._inverse @ right
        missed = self._missed(right, found)
        found = found + self._inverse @ missed
        if np.abs(self._missed(right, found)).max(initial=0.0) > _ROUNDING * (1.0 + np.abs(found).sum()):
            self._inverse = self._inverted()
            found = self._inverse @ right
            found = found + self._inverse @ self._missed(right, found)
        return found

    def _missed(self, right: FloatArray, found: FloatArray) -> FloatArray:
        whole = np.zeros(len(self._u))
        whole[self._active] = found
        return np.asarray(right - (self._R @ whole)[self._active] - self._l2 * found)

    def _inverted(self) -> FloatArray:
        block = self._R[np.ix_(self._active, self._active)]
        block[np.diag_indices(len(block))] += self._l2
        return np.asarray(np.linalg.inv(block))


def violation(R: FloatArray, c: FloatArray, l1: float, l2: float, u: FloatArray) -> float:
    """By how much the conditions of Karush, Kuhn and Tucker are missed at most; 0 at the exact minimum."""
    slope = c - R @ u - l2 * u
    missed = np.where(u == 0.0, np.maximum(np.abs(slope) - l1, 0.0), np.abs(slope - l1 * np.sign(u)))
    return float(missed.max(initial=0.0))
