"""CRM Desktop: an offline CRM for one person, one laptop, one file."""

__version__ = "0.1.0"
