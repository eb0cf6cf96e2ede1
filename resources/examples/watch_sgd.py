"""Minibatch SGD on its way to the exact answer, step by step; and back, to the last bit.

235 Belgian households of 1857: how much of its income does a household spend on food?
"""

from pathlib import Path

import numpy as np

from linreg_gui import core

CSV = Path(__file__).parents[1] / "samples" / "engel.csv"
STOPS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 600)

frame, _ = core.read_csv(CSV)
data, _ = core.to_dataset(frame, label="food_expenditure", features=["income"])

# Where it should end: the answer that needs no steps.
exact = core.fit(data)

# Learning rate, batch size and epochs that suit these data. The rate falls to 0 towards the end, so that the
# last minibatches no longer push the weight about.
config = core.suggest_config(data)
print(f"learning rate {config.learning_rate:g}, {config.batch_size} rows a minibatch, {config.epochs} epochs")

# A solver makes as many updates as it is told to, and then waits.
sgd = core.Sgd(data, config)
seen = {}
print(" step  epoch    weight      bias   loss above the smallest one")
for stop in STOPS:
    sgd.advance(stop - sgd.step)
    now = seen[stop] = sgd.snapshot()
    # The loss is half the mean squared error over all rows, not of the last minibatch alone.
    above = core.half_mse(data, now.weights, now.bias) - exact.half_mse
    print(f"{now.step:5} {now.epoch:6.1f} {now.weights[0]:9.6f} {now.bias:9.4f}   {above:14.4f}")
print(f"exact        {exact.weights[0]:9.6f} {exact.bias:9.4f}   {0:14.4f}")

# The order of the rows is a function of the seed alone, so any step can be visited again.
sgd.seek(50)
again = sgd.snapshot()
same = np.array_equal(again.weights, seen[50].weights) and again.bias == seen[50].bias
print(f"back at step {again.step}: the same to the last bit? {'yes' if same else 'no'}")

# And forward once more: the end is the end that was there before.
sgd.advance(sgd.steps_left)
end = sgd.snapshot()
same = np.array_equal(end.weights, seen[600].weights) and end.bias == seen[600].bias
print(f"at step {end.step} for the second time: the same to the last bit? {'yes' if same else 'no'}")
print(f"the weight is {abs(end.weights[0] / exact.weights[0] - 1):.3%} from the exact one")
