"""What an import really changed, read again from the file: the counts of its report are these."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from crm_desktop.entity.parts import Tagging
from crm_desktop.exchange.keycolumns import chunks
from crm_desktop.exchange.settled import UNCHANGED, UPDATED, Settled
from crm_desktop.store.row import quoted


def mark(settled_in: Any) -> int:
    """Where the journal stands; what is written after is the import's."""
    return int(settled_in.execute("SELECT coalesce(max(id), 0) FROM journal_change").fetchone()[0])


def verify(settled: Settled, ids: dict[int, int], since: int) -> None:
    """Compare every row's fate with what was written since `since`: created ones are there, updated ones did change.

    A record that was written with what it had counts as unchanged. A record missing ends the import.
    """
    _created(settled, ids)
    there = {leader: row for leader, row in settled.matching.records.items() if leader in ids}
    claimed = {leader for leader in there if settled.outcomes[leader] in (UPDATED, UNCHANGED)}
    if not claimed:
        return
    touched = _touched(settled, since)
    for along in settled.companions:
        touched |= {there[leader] for leader in along.touched & claimed}
    for leader in claimed:
        settled.outcomes[leader] = UPDATED if there[leader] in touched else UNCHANGED
    for place, leader in enumerate(settled.matching.leaders):
        if leader != place and settled.outcomes[place] == UPDATED and settled.outcomes[leader] == UNCHANGED:
            settled.outcomes[place] = UNCHANGED


def _created(settled: Settled, ids: dict[int, int]) -> None:
    if not settled.creates:
        return
    rows = [ids[leader] for leader in (settled.creates[0], settled.creates[-1])]
    sql = f"SELECT count(*) FROM {quoted(settled.intake.entity.name)} WHERE id BETWEEN ? AND ?"
    (count,) = settled.intake.company.execute(sql, rows).fetchone()
    assert count == len(settled.creates), f"{count} of {len(settled.creates)} records are there"


def _touched(settled: Settled, since: int) -> set[int]:
    """The records of the kind that the journal tells of since then, by themselves or by what belongs to them."""
    company, entity = settled.intake.company, settled.intake.entity
    changed: dict[str, set[int]] = {}
    runs: list[tuple[str, int, int]] = []
    for op, table, row, after in company.execute(
        "SELECT op, tbl, row, CASE op WHEN 'R' THEN after END FROM journal_change WHERE id > ?", (since,)
    ):
        if op == "R":
            runs.append((table, row, after))
        else:
            changed.setdefault(table, set()).add(row)
    owners = {children.model.table(): children.link for children in entity.children}
    owners |= {along.entity.name: along.companion.link for along in settled.companions if not along.companion.through}
    owners[Tagging.table()] = "row"
    found = changed.get(entity.name, set())
    for table, link in owners.items():
        condition = " AND kind = ?" if table == Tagging.table() else ""
        more = [entity.name] if condition else []
        for name, first, last in runs:
            if name == table:
                found |= _owners(company, table, link, f"id BETWEEN ? AND ?{condition}", [first, last, *more])
        for chunk in chunks(sorted(changed.get(table, ()))):
            inside = f"id IN (SELECT value FROM json_each(?)){condition}"
            found |= _owners(company, table, link, inside, [json.dumps(chunk), *more])
    return found


def _owners(company: Any, table: str, link: str, where: str, parameters: Iterable[Any]) -> set[int]:
    sql = f"SELECT DISTINCT {quoted(link)} FROM {quoted(table)} WHERE {where}"
    return {row for (row,) in company.execute(sql, list(parameters)) if row is not None}
