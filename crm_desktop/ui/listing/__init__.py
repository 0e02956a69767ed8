"""The generic list page: any kind of record as a table with views, filters, columns and actions."""

from crm_desktop.ui.listing.commands import list_actions
from crm_desktop.ui.listing.page import ListPage

__all__ = ["ListPage", "list_actions"]
