"""How does a person see linear regression happen? README.md is the map; here are name and version only."""

PROGRAM_NAME = "Linear Regression"
__version__ = "0.1.0"
