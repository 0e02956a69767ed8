"""Rows without any key, a draft without a number say, that are there already with the very same values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.records import blank
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.keycolumns import KeyColumn, stored_rows

if TYPE_CHECKING:
    from crm_desktop.exchange.matching import Matching, Together


def match_identical(intake: Intake, columns: Sequence[KeyColumn], alike: Sequence[Together], found: Matching) -> None:
    """Rows without any key (a draft without a number) are there already where a record has the very same values."""
    keyless = [
        place
        for place, leader in enumerate(found.leaders)
        if leader == place
        and place not in found.records
        and place not in found.conflicts
        and alike[place] is None
        and not any(column.keys[place] for column in columns if not column.tells)
    ]
    start = blank(intake.entity)
    names = [name for name in intake.fields if name not in intake.entity.match]
    if not keyless or len(names) < 2:
        return
    values = [intake.fields[name] for name in names]
    defaults = [start.get(name) for name in names]
    given = {
        place: tuple([known if known is not None else default for known, default in zip(row, defaults, strict=True)])
        for place in keyless
        if len(row := [column[place] for column in values]) - row.count(None) > 1
    }
    free: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    wanted = set(given.values())
    taken = set(found.records.values())
    for record, stored in stored_rows(intake, names):
        if stored in wanted and record not in taken:
            free[stored].append(record)
    for place, row_values in given.items():
        if free.get(row_values):
            found.records[place], found.by[place] = free[row_values].pop(0), tuple(names)
