"""Noise and maximum likelihood, on data whose weights are known because we made them.

Labels are a weighted sum of the features, plus a bias, plus normal noise with standard deviation 0.5.
"""

import numpy as np

from linreg_gui import core

WEIGHTS, BIAS, SIGMA = [2.0, -3.4], 4.2, 0.5

data = core.make_synthetic(WEIGHTS, BIAS, noise_std=SIGMA, n_rows=1000, seed=1)
fit = core.fit(data)
print(f"weights {fit.weights.round(3)}, bias {fit.bias:.3f}; the truth is {WEIGHTS}, {BIAS}")

# What the fit does not explain is the noise, as far as we can see it. The sigma that makes the data most
# likely is on average a little too small, for the fit has followed the noise, too; that can be corrected.
residuals = core.residual(data.X, data.y, fit.weights, fit.bias)
noise, corrected = core.summarise_noise(residuals), core.infer(data, fit).sigma
print(f"sigma {noise.std:.4f} by maximum likelihood, {corrected:.4f} corrected; the truth is {SIGMA}")

# The likelihood of the data is the product of the densities of all residuals, too small a number to hold.
# Its logarithm is the sum of theirs.
by_hand = np.log(core.normal_density(residuals, noise.mean, noise.std)).sum()
print(f"log-likelihood {-noise.negative_log_likelihood:.4f}, added up by hand {by_hand:.4f}")

# The smaller the mean of the squares, the likelier the data, with the best sigma for each: the least squares
# are the most likely weights. The true ones are less likely than those that were fitted to these very rows.
zeros = [0.0, 0.0]
for name, w, b in (("fitted", fit.weights, fit.bias), ("true", WEIGHTS, BIAS), ("zero", zeros, 0.0)):
    half_mse = core.half_mse(data, w, b)
    densities = core.normal_density(core.residual(data.X, data.y, w, b), 0.0, np.sqrt(2.0 * half_mse))
    print(f"{name:<6} half mse {half_mse:8.4f}   log-likelihood {np.log(densities).sum():9.2f}")

# Is the noise normal? A small p speaks against it. But one p in twenty or so is below 0.05 where nothing is
# wrong: so we ask 200 data sets with normal noise, and 200 with the heavier tails of Laplace noise.
for kind in ("normal", "laplace"):
    samples = (core.make_synthetic(WEIGHTS, BIAS, SIGMA, 1000, seed, noise=kind) for seed in range(200))
    refused = sum(core.residual_tests(sample).jarque_bera_p < 0.05 for sample in samples)
    print(f"{kind} noise: called not normal in {refused} of 200 data sets")
