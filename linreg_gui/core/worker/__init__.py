"""How does a function run in a process of its own, which can be limited and ended? Not what it does."""
