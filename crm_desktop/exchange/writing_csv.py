"""Text files (.csv): UTF-8 with BOM, as Excel wants it; days as 2026-03-05, amounts in plain digits.

A text that a spreadsheet would take for a formula gets an apostrophe before it (see `guard`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Kind
from crm_desktop.exchange.guard import guarded
from crm_desktop.exchange.tables import distinct
from crm_desktop.exchange.writing_groups import GroupLine
from crm_desktop.exchange.writing_rows import CHUNK, rows, typed
from crm_desktop.writing import Asked, Progress, stop_if

_NUL: Final = re.compile("[\x00\ud800-\udfff]")


def write_csv(
    company: Company,
    entity: Entity,
    path: Path,
    ids: Sequence[int],
    columns: Sequence[Column],
    *,
    groups: Sequence[GroupLine] = (),
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> int:
    """Write a list as comma-separated text; returns the number of rows."""
    done = 0
    kinds = [column.kind for column in columns]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([guarded(heading) for heading in distinct([column.title for column in columns])])
        above, left = iter(groups), 0
        for row in rows(company, entity, ids, columns):
            if groups and not left:
                group = next(above)
                left = group.rows
                writer.writerow(_group(group, kinds))
            left -= 1
            writer.writerow([shown(kind, raw) for kind, raw in zip(kinds, row[1:], strict=True)])
            done += 1
            if done % CHUNK == 0 or done == len(ids):
                stop_if(cancelled)
                if progress is not None:
                    progress(done, len(ids))
    return done


def _group(group: GroupLine, kinds: Sequence[Kind]) -> list[str]:
    """The row above a group."""
    figures = [shown(kind, group.raws.get(place)) for place, kind in enumerate(kinds)]
    return [guarded(_NUL.sub("", group.text)), *figures[1:]]


def shown(kind: Kind, raw: Any) -> str:
    """A raw value as the text of one cell."""
    if raw is None:
        return ""
    value = typed(kind, raw)
    if isinstance(value, str):
        return guarded(_NUL.sub("", value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    return "" if value is None else str(value)
