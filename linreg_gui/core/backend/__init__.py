"""Where do arrays live, and who multiplies them? The only place that imports CuPy; no solver's reasoning."""
