"""Which tables a list is read from: only a change of one of these makes it be read again."""

from __future__ import annotations

import re

from crm_desktop.entity import paths
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.conditions import FROM_IMPORT, READY, Condition
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Link
from crm_desktop.errors import Refused
from crm_desktop.ui.listing.state import ListState


def tables_behind(state: ListState) -> set[str]:
    """The kind's own table, those of its parts and tags, and all that its columns, filters and views look into."""
    company, entity, asked = state.company, state.entity, state.query()
    asked_for = [*asked.conditions, *(one for view in state.views for one in view.query.conditions)]
    texts = [ready.sql for ready in entity.filters]
    texts += [_sql_of(company, entity, name.lstrip("-")) for name in {*asked.columns, *asked.order}]
    texts += [_asked_in(company, entity, condition) for condition in asked_for]
    words = set(re.findall(r"[a-z_]+", " ".join(texts)))
    found = {table for table in company.journal.models if table in words}
    found |= {children.model.table() for children in entity.children} | {entity.name}
    return found | ({"tag", "tagging"} if entity.tags else set())


def _sql_of(company: Company, entity: Entity, name: str) -> str:
    if not company.has_column(entity, name):
        return ""
    column: Column = company.column(entity, name)
    linked = column.field.rel_model.table() if isinstance(column.field, Link) else ""
    return f"{column.sql} {column.sort} {linked}"


def _asked_in(company: Company, entity: Entity, condition: Condition) -> str:
    """What a condition looks into, those inside it included."""
    if condition.column in (FROM_IMPORT, READY):
        return " ".join(ready.sql for ready in entity.filters if ready.name == condition.value)
    found = _sql_of(company, entity, condition.column)
    if condition.of:
        try:
            kind, column = paths.leaf(company, entity, condition.column)
            other = paths.measured(company, kind, column.name).relation.other
        except Refused:
            return found
        found += "".join(" " + _asked_in(company, other, one) for one in condition.of)
    return found
