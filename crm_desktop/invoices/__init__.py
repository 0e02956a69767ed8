"""Invoices, their lines and what was paid."""
