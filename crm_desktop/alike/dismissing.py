"""Pairs that a person has looked at and found to be two: remembered, so that nobody is asked again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from crm_desktop.alike.asking import Pair
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _, listed


def dismiss(company: Company, entity: Entity, rows: Sequence[int]) -> None:
    """Remember that no two of these records are the same; an undoable change."""
    titles = company.titles(entity, rows)
    with company.journal.entry(_("Not the same: {titles}").format(titles=listed(titles.values()))):
        for one, other in combinations(sorted(set(rows)), 2):
            company.execute(
                "INSERT OR IGNORE INTO not_the_same (kind, one, other) VALUES (?, ?, ?)", (entity.name, one, other)
            )


def dismissed(company: Company, entity: Entity) -> set[tuple[int, int]]:
    """The pairs of a kind that are known to be two; the smaller id first."""
    return set(company.execute("SELECT one, other FROM not_the_same WHERE kind = ?", (entity.name,)).fetchall())


def undismissed(company: Company, entity: Entity, found: Sequence[Pair]) -> list[Pair]:
    """The pairs without those that are known to be two."""
    known = dismissed(company, entity)
    return [pair for pair in found if (pair.one, pair.other) not in known]
