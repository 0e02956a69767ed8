"""Which tables a list is read from: only a change of one of these makes it be read again."""

from __future__ import annotations

import re

from crm_desktop.entity.columns import Column
from crm_desktop.entity.fields import Link
from crm_desktop.ui.listing.state import ListState


def tables_behind(state: ListState) -> set[str]:
    """The kind's own table, those of its parts and tags, and all that its columns, filters and views look into."""
    company, entity, asked = state.company, state.entity, state.query()
    columns = company.columns(entity)
    names = {*asked.columns, *(name.lstrip("-") for name in asked.order)}
    names |= {condition.column for condition in asked.conditions}
    for view in state.views:
        names |= {condition.column for condition in view.query.conditions}
    shown = [columns[name] for name in names if name in columns]
    sql = " ".join([ready.sql for ready in entity.filters] + [_sql_of(column) for column in shown])
    words = set(re.findall(r"[a-z_]+", sql))
    found = {table for table in company.journal.models if table in words}
    found |= {children.model.table() for children in entity.children} | {entity.name}
    return found | ({"tag", "tagging"} if entity.tags else set())


def _sql_of(column: Column) -> str:
    linked = column.field.rel_model.table() if isinstance(column.field, Link) else ""
    return f"{column.sql} {column.sort} {linked}"
