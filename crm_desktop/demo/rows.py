"""Many rows into the company file at once, with what is derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crm_desktop.entity.fields import Derived
from crm_desktop.store.journal import Journal
from crm_desktop.store.row import Row


def insert(journal: Journal, model: type[Row], rows: Iterable[dict[str, Any]]) -> range:
    """Insert raw rows given by column name; what a row leaves out is its default, or worked out. Returns the ids."""
    columns = [name for name in model.column_names() if name != "id"]
    return journal.bulk_insert(model, columns, _values(model, columns, rows))


def _values(model: type[Row], columns: list[str], rows: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    defaults = {}
    derived = []
    for made in model._meta.sorted_fields:
        if isinstance(made, Derived):
            derived.append((made.column_name, made.of, made.work_out))
        elif made.default is not None and not callable(made.default):
            defaults[made.column_name] = made.db_value(made.default)
    asked = [(name, defaults.get(name)) for name in columns]
    for row in rows:
        for name, of, work_out in derived:
            if name not in row:
                row[name] = work_out(row.get(of))
        get = row.get
        yield tuple([get(name, default) for name, default in asked])
