"""A list's question as it can be asked today: columns, filters and choices that are there no more are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.entity import paths
from crm_desktop.entity.conditions import FROM_IMPORT, READY, Condition, operations
from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Refused

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.entity.query import ListQuery


def fit(company: Company, entity: Entity, query: ListQuery) -> tuple[ListQuery, list[str]]:
    """The query without what this company lacks, and the names of what was left out."""
    lacking: dict[str, None] = {}

    def there(name: str) -> bool:
        if company.has_column(entity, name.lstrip("-")):
            return True
        lacking[name.lstrip("-")] = None
        return False

    names = {ready.name for ready in entity.filters}
    conditions = []
    for one in query.conditions:
        if fits(company, entity, one):
            conditions.append(one)
        else:
            lacking[str(one.value) if one.column == READY else one.column] = None
    for name in query.ready:
        if name not in names:
            lacking[name] = None
    fitting = query.with_(
        conditions=tuple(conditions),
        ready=tuple(name for name in query.ready if name in names),
        order=tuple(name for name in query.order if there(name)),
        columns=tuple(name for name in query.columns if there(name)),
        group=query.group if not query.group or there(query.group) else "",
    )
    return fitting, list(lacking)


def fits(company: Company, entity: Entity, condition: Condition) -> bool:
    """Whether a condition, and those inside it, can be asked."""
    if condition.column == FROM_IMPORT:
        return True
    if condition.column == READY:
        return any(ready.name == condition.value for ready in entity.filters)
    try:
        kind, column = paths.leaf(company, entity, condition.column)
        if not condition.of:
            return condition.operation in (*operations(column.kind), "contains", "lacks", "in")
        other = paths.measured(company, kind, column.name).relation.other
    except Refused:
        return False
    return all(fits(company, other, one) for one in condition.of)
