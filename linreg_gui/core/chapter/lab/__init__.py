"""Which figures of the chapter are small worlds of their own, and what follows from their values? No data."""
