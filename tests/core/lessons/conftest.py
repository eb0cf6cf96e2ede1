"""A small lesson that tests change at one place, to see what is told of it."""

from __future__ import annotations

import pytest

SMALL = """+++
id = "small"
title = "A small lesson"
minutes = 5

[data]
table = '''
area,age,price
1,5,3.5
2,3,5.1
3,9,6.9
4,1,9.2
5,4,11.1
6,7,12.8
'''
label = "price"
features = ["area"]

[settings]
learning_rate = 0.1
batch_size = 3
epochs = 200
decay = "constant"
standardise = true

[own]
say = "Try your own."
view = "fit"
+++

# Steps

Some *words*, an equation $w x + b$, and [the loss](view:loss).

```task
id = "steps"
rows = ["4d"]
say = "Make five updates."
check = "step == 5"
hints = ["Weak.", "Strong."]
show = ["step 5"]
solve = ["step 5"]
fail = ["step 4"]
```

```task
id = "weight"
say = "Which weight has the exact solution?"
answer = "number"
right = "exact.weights.area"
tolerance = "0.01"
hints = ["Weak.", "Strong."]
begin = ["reset"]
show = ["run"]
solve = ["type exact.weights.area"]
fail = ["type 0"]

[[mistakes]]
when = "near(answer, exact.bias, 0.01)"
say = "That is the bias."
```
"""


@pytest.fixture
def small() -> str:
    return SMALL
