"""Two linear layers, one after the other: their product, which is linear again, and the saddle it makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, finite_number, frozen


@dataclass(frozen=True, eq=False)
class LinearLayer:
    """h = Wx + b.

    Attributes
    ----------
    weights : array, shape (outputs, inputs)
    bias : array, shape (outputs,)
    """

    weights: FloatArray
    bias: FloatArray

    @classmethod
    def of(cls, weights: ArrayLike, bias: ArrayLike) -> LinearLayer:
        """A checked layer; a ValueError where the shapes do not agree or a number is not finite."""
        W, b = finite_array(weights, "The weights", 2), finite_array(bias, "The bias", 1)
        if len(b) != len(W):
            raise ValueError("A layer has one bias for each output.")
        return cls(frozen(W), frozen(b))

    def output(self, x: ArrayLike) -> FloatArray:
        """What it gives for the inputs x, shape (inputs,)."""
        return np.asarray(self.weights @ finite_array(x, "The inputs", 1) + self.bias)

    def then(self, second: LinearLayer) -> LinearLayer:
        """Both as one layer: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂) (exercise 6 of chapter 3.1).

        Its rank is at most the smallest number of inputs, outputs and hidden values.
        """
        if second.weights.shape[1] != len(self.weights):
            raise ValueError("The second layer takes as many inputs as the first one has outputs.")
        W, b = second.weights @ self.weights, second.weights @ self.bias + second.bias
        return LinearLayer(frozen(W), frozen(b))


def product_loss(u: ArrayLike, v: ArrayLike) -> FloatArray:
    """L(u, v) = ½(1 − uv)², two layers of one weight each that are to give 1 at x = 1; elementwise."""
    return np.asarray(0.5 * (1.0 - np.asarray(u, dtype=float) * np.asarray(v, dtype=float)) ** 2)


def product_gradient(u: float, v: float) -> tuple[float, float]:
    """∂L/∂u = −v(1 − uv) and ∂L/∂v = −u(1 − uv): both 0 at the saddle (0, 0) and in the valleys uv = 1."""
    missing = 1.0 - u * v
    return -v * missing, -u * missing


def product_hessian(u: float, v: float) -> FloatArray:
    """The Hessian of L, shape (2, 2): at 0 its eigenvalues are −1 and 1, in the valleys 0 and u² + v²."""
    mixed = 2.0 * u * v - 1.0
    return np.array([[v * v, mixed], [mixed, u * u]])


def product_descent(u: float, v: float, rate: float, steps: int) -> FloatArray:
    """The path of gradient descent on L from (u, v), shape (steps + 1, 2); it ends early where it blows up.

    From a point with u = −v it runs into the saddle, from 0 it never moves.
    """
    finite_number(rate, "The learning rate")
    path = [(finite_number(u, "u"), finite_number(v, "v"))]
    for _ in range(steps):
        slopes = product_gradient(*path[-1])
        following = path[-1][0] - rate * slopes[0], path[-1][1] - rate * slopes[1]
        if not np.isfinite(following).all() or max(map(abs, following)) > 1e100:
            break
        path.append(following)
    return np.array(path)
