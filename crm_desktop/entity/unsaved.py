"""What was typed and is not saved yet, kept in the company file until it is: no record, no history, nothing to undo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

_TABLE: Final = "CREATE TABLE IF NOT EXISTS unsaved (place TEXT PRIMARY KEY, at TEXT NOT NULL, held TEXT NOT NULL)"


class Unsaved(NamedTuple):
    """What stands in one place (a form, the scratch pad), and when it was typed."""

    at: datetime
    held: Any


def unsaved(company: Company) -> dict[str, Unsaved]:
    """What was typed and never saved, by its place, the newest first."""
    if not _there(company):
        return {}
    rows = company.execute("SELECT place, at, held FROM unsaved ORDER BY at DESC, place")
    return {place: Unsaved(datetime.fromisoformat(at), json.loads(held)) for place, at, held in rows}


def keep(company: Company, held: Mapping[str, Any], now: datetime) -> None:
    """Keep what stands in some places now, as plain values; None where it was saved or thrown away."""
    gone = [(place,) for place, one in held.items() if one is None]
    if not _there(company) and len(gone) == len(held):
        return
    kept = [
        (place, now.isoformat(timespec="seconds"), json.dumps(one, ensure_ascii=False))
        for place, one in held.items()
        if one is not None
    ]
    with company.journal.silently() as connection:
        connection.execute(_TABLE)
        connection.executemany("DELETE FROM unsaved WHERE place = ?", gone)
        connection.executemany("INSERT OR REPLACE INTO unsaved VALUES (?, ?, ?)", kept)


def _there(company: Company) -> bool:
    return company.execute("SELECT 1 FROM sqlite_master WHERE name = 'unsaved'").fetchone() is not None
