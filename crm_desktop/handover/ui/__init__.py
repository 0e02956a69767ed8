"""Handing over in the window."""
