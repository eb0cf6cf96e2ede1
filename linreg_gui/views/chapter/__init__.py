"""How are the small worlds of the chapter shown, and moved? What follows from them is in core/chapter/lab."""
