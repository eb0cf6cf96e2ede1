"""Who makes the updates: NumPy, Numba or the GPU? One rule in three places; no settings are made here."""
