"""What is on the disk: projects, recovery, settings, log? What a project holds is in core/project."""
