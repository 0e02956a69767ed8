"""The generic list page: any kind of record as a table with views, filters, columns and actions."""
