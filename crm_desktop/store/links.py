"""What leads from one table to another: links between rows, and rows that are part of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.store.row import Row, quoted


def links(models: Mapping[str, type[Row]]) -> list[tuple[str, str, str]]:
    """Every link between tables: child table, its column, parent table."""
    return [
        (model.table(), field.column_name, field.rel_model._meta.table_name)
        for model in models.values()
        for field in model._meta.sorted_fields
        if getattr(field, "rel_model", None) is not None
    ]


def parts_of(model: type[Row], parent: str) -> list[str]:
    """When a row `k` of a model is part of the row `s.row` of the table `s.tbl`, `parent`: conditions, each enough.

    A row that belongs to any other (a tag on a record) is part of that alone, whatever else it links to.
    """
    kind, row = getattr(model, "belongs_to_any", (None, None))
    if kind is not None and row is not None:
        return [f"k.{quoted(kind)} = s.tbl AND k.{quoted(row)} = s.row"]
    return [
        f"k.{quoted(field.column_name)} = s.row"
        for field in model._meta.sorted_fields
        if getattr(field, "part", False) and field.rel_model._meta.table_name == parent
    ]


def field_of(model: type[Row], column: str) -> Any:
    """The field that is kept in a column."""
    return next(field for field in model._meta.sorted_fields if field.column_name == column)
