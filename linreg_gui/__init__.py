"""See linear regression happen: minibatch SGD next to the exact answer."""

__version__ = "0.1.0"
