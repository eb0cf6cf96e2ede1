"""What is vectorisation worth here? (chapter 3.1.2) Sums are timed; nothing is fitted, nothing drawn.

The same sums by a Python loop, NumPy, Numba and CuPy:

>>> from linreg_gui.core.vectorisation.measuring import measure_sizes
>>> from linreg_gui.core.vectorisation.values import Contender, Task
>>> few = measure_sizes(Task.ADD, [10, 100], contenders=[Contender.PYTHON, Contender.NUMPY])
>>> [(timing.contender.label, timing.n) for timing in few]
[('Python loop', 10), ('NumPy', 10), ('Python loop', 100), ('NumPy', 100)]
"""
