"""What is there once per process? Nothing here knows one window from another, but as a list of them."""
