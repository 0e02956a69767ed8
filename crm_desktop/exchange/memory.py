"""What a list's columns were mapped to the last time, kept by its headings and outside of undo."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm_desktop.entity.company import Company
from crm_desktop.exchange.columns import LOOKED_AT, column_content
from crm_desktop.exchange.headingwords import own_headings, squeezed
from crm_desktop.exchange.tables import Table
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.exchange.mapping import SheetPlan

_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS import_memory (fingerprint TEXT PRIMARY KEY, kind TEXT NOT NULL, mapping TEXT NOT NULL)"
)


@dataclass(frozen=True)
class Remembered:
    """The kind and the targets by heading of the last list with these headings."""

    kind: str
    mapping: dict[str, str | None]


def fingerprint(table: Table) -> str:
    """What two lists of the same make have in common: their headings, and their contents where they have none.

    A workbook of failed rows counts as the list that it comes from.
    """
    own = own_headings()
    parts = [fold(heading) for heading in table.headings if squeezed(heading) not in own]
    if table.header_row is None:
        parts += [column_content(table.column(at, LOOKED_AT)).content for at in range(len(parts))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def recall(company: Company, table: Table) -> Remembered | None:
    """How the last list with these headings was mapped; None where there was none."""
    if company.execute("SELECT 1 FROM sqlite_master WHERE name = 'import_memory'").fetchone() is None:
        return None
    found = company.execute(
        "SELECT kind, mapping FROM import_memory WHERE fingerprint = ?", (fingerprint(table),)
    ).fetchone()
    return Remembered(found[0], json.loads(found[1])) if found else None


def remember(company: Company, sheet: SheetPlan) -> None:
    """Keep how a list is mapped; an undo of the import leaves it."""
    if sheet.kind is None:
        return
    with company.journal.silently() as connection:
        connection.execute(_TABLE)
        connection.execute(
            "INSERT OR REPLACE INTO import_memory VALUES (?, ?, ?)",
            (fingerprint(sheet.table), sheet.kind, json.dumps(sheet.mapping, ensure_ascii=False)),
        )
