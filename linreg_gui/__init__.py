"""See linear regression happen: minibatch SGD next to the exact answer."""

PROGRAM_NAME = "Linear Regression"
__version__ = "0.1.0"
