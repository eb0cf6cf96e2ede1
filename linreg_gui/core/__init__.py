"""All mathematics and data handling, without Qt: the notebook API."""
