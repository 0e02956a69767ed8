"""The trash of a company: deleted records by themselves, how they were called, and how they go for good."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.entity import attachments
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Link
from crm_desktop.i18n import _
from crm_desktop.store import history, undo
from crm_desktop.store.forgetting import compact, forget
from crm_desktop.store.history import Deleted

ALL = 1 << 62


def listed(company: Company, limit: int = ALL) -> list[Deleted]:
    """Deleted records, the newest first; what went along with its owner is restored with it and not listed itself."""
    kinds = {entity.name: entity for entity in company.entities}
    found = [one for one in history.trash(company.journal, limit=limit) if one.table in kinds]
    there = {(one.table, one.row) for one in found}
    return [one for one in found if not _owners(kinds[one.table], one) & there]


def title_of(company: Company, entity: Entity, one: Deleted) -> str:
    """How a deleted record was called."""
    made = entity.fields().get(entity.title)
    raw = one.values.get(made.column_name) if made is not None else None
    if isinstance(made, Link):
        target = company.entity_of(made.rel_model)
        return company.title(target, raw) if target is not None and raw else f"#{one.row}"
    text = made.show(raw).split("\n")[0] if made is not None else ""
    return text or f"#{one.row}"


def restore(company: Company, chosen: Sequence[Deleted]) -> None:
    """Bring deleted records back with what belonged to them, all of them or none, as one entry."""
    if len(chosen) == 1:
        entity = company.entity(chosen[0].table)
        named = title_of(company, entity, chosen[0])
        title = _("Restore {kind} {title}").format(kind=entity.singular.lower(), title=named)
    else:
        title = _("Restore {n} records").format(n=f"{len(chosen):,}")
    with company.journal.entry(title):
        for one in chosen:
            undo.restore(company.journal, one.table, one.row, title)


def remove(company: Company, chosen: Sequence[Deleted]) -> int:
    """Remove deleted records for good, with all that belonged to them, files too; returns how many of them.

    This cannot be undone.
    """
    forget(company.journal, chosen)
    attachments.sweep(company)
    compact(company.journal)
    return len(chosen)


def _owners(entity: Entity, one: Deleted) -> set[tuple[str, int]]:
    """The records that this one was a part of."""
    found: set[tuple[str, int]] = set()
    for made in entity.model._meta.sorted_fields:
        if isinstance(made, Link) and made.part and one.values.get(made.column_name):
            found.add((made.rel_model._meta.table_name, one.values[made.column_name]))
    kind, link = getattr(entity.model, "belongs_to_any", (None, None))
    if kind is not None and link is not None and one.values.get(kind) and one.values.get(link):
        found.add((one.values[kind], one.values[link]))
    return found
