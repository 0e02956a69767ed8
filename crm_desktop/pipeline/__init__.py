"""Opportunities and the stages they pass."""
