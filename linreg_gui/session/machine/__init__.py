"""What can this machine do? Jobs that measure and check; what they measure is in core."""
