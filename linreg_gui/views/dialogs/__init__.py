"""Which dialogs stand on their own? One file each; a dialog that belongs to a dock is with that dock."""
