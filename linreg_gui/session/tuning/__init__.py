"""Which settings are searched, and how far is that? What is proposed is decided in core/tuning."""
