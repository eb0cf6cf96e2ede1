"""How does minibatch SGD run? A solver is advanced by its caller: no pace, no thread, no recording."""
