"""Letters in the window."""
