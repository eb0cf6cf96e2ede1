"""Which signal goes where? One file a dock, menu or dialog: connections only, no looks, no state."""
