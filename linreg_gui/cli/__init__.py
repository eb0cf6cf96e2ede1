"""How is the program started, or asked without a window? Nothing here knows a widget."""
