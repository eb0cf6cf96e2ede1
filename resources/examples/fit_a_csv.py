"""From a CSV to weights, intervals and a prediction: how far does a car of 1974 go on a gallon?

Put a file of your own in place of CSV, and its columns in place of LABEL and FEATURES.
"""

from pathlib import Path

from linreg_gui import core

CSV = Path(__file__).parents[1] / "samples" / "motor_trend_cars.csv"
LABEL = "mpg"
FEATURES = ["weight", "horsepower"]
NEW_CAR = [3.0, 110.0]  # its features, in the order of FEATURES: 3,000 pounds and 110 horsepower

# Separator, decimal sign and encoding are found; the report says what each column was read as.
frame, report = core.read_csv(CSV)
# A row with a hole cannot take part. The ledger counts how many were read, and how many are used.
data, ledger = core.to_dataset(frame, label=LABEL, features=FEATURES)
print(ledger.sentence)

# The weights and the bias with the smallest mean of the squared residuals, worked out exactly.
fit = core.fit(data)
print(f"{fit.r_squared:.1%} of the variance of {LABEL} is explained")

# Other cars would have given other weights. If the noise is normal, independent and alike everywhere, then
# 95 of 100 such intervals hold the true weight. Where one holds 0, the feature may have nothing to say.
table = core.infer(data, fit, level=0.95).table
for name, weight, low, high in zip(table.names, table.estimate, table.low, table.high, strict=True):
    print(f"{name:<10} {weight:9.4f}   between {low:9.4f} and {high:9.4f}")

# The mean of all cars like this one is known better than the single next car, which has noise of its own.
new = core.prediction_intervals(data, [NEW_CAR], fit, level=0.95)
print(f"prediction {new.prediction[0]:9.4f}")
print(f"mean of such cars   between {new.mean_low[0]:.2f} and {new.mean_high[0]:.2f}")
print(f"the next such car   between {new.low[0]:.2f} and {new.high[0]:.2f}")
