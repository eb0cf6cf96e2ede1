"""Minibatch SGD as a PyTorch tutorial writes it; `torch` is None where that is missing."""

from __future__ import annotations

from typing import Any

try:
    import torch
except ImportError:
    torch = None


def torch_steps(X: Any, y: Any, order: Any, size: int, steps: int, rate: float) -> None:
    """So many updates: a linear layer, automatic gradients, `torch.optim.SGD`; all where the tensors are."""
    layer = torch.nn.Linear(X.shape[1], 1, dtype=X.dtype, device=X.device)
    optimiser = torch.optim.SGD(layer.parameters(), lr=rate)
    for k in range(steps):
        rows = order[k * size : (k + 1) * size]
        optimiser.zero_grad()
        loss = 0.5 * torch.nn.functional.mse_loss(layer(X[rows])[:, 0], y[rows])
        loss.backward()
        optimiser.step()
