"""Figures over several areas at once."""
