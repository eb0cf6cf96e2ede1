"""How are weights and bias found? A folder a solver, one result (`model.fit_result.Fit`); no statistics."""
