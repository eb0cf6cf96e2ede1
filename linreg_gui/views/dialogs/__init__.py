"""Which dialogs stand on their own? One file each; none that belongs to a dock: that is with it."""
