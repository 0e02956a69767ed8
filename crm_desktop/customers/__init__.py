"""Customers and the people at them."""
