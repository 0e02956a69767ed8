"""Measurements taken side by side in one run and given as ratios; see `python -m tests.bench --help`."""
