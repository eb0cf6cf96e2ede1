"""Who draws the figures of a report, in a window and without one?"""
