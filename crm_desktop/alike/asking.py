"""The two questions: which records are probably one, and which records a list's rows probably are already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from crm_desktop.alike.blocking import candidates
from crm_desktop.alike.judging import judge
from crm_desktop.alike.population import population
from crm_desktop.alike.reasons import Reason, reasons
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity

PROBABLE: Final = 0.85
"""From here on a pair is shown: so many of a hundred such pairs should be one."""
MOST_TOLD: Final = 200_000
"""So many pairs get their reasons at once."""


@dataclass(frozen=True)
class Pair:
    """Two records of one kind that are probably one, with their ids, the smaller first."""

    one: int
    other: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Group:
    """Records that are probably all one: each is a pair with another of them."""

    rows: tuple[int, ...]
    """Their ids, in order."""
    pairs: tuple[Pair, ...]
    """The pairs among them, the most probable first."""

    @property
    def score(self) -> float:
        """How probable the least probable link is that holds the group together."""
        return self.pairs[-1].score


@dataclass(frozen=True)
class Candidate:
    """A record that a row of a list probably is already."""

    row: int
    """The record's id."""
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Twin:
    """Two rows of a list, by their places, that are probably one record; the earlier first."""

    one: int
    other: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass
class Likely:
    """What `likely` found."""

    records: dict[int, list[Candidate]] = field(default_factory=dict)
    """For each place in the list that has any: the records it may be, the most probable first."""
    twins: list[Twin] = field(default_factory=list)
    """Rows of the list that may be one record, the most probable first."""


def likely(
    company: Company,
    entity: Entity,
    probes: Mapping[str, Sequence[Any]],
    *,
    least: float = PROBABLE,
    most: int = 5,
    pulse: Callable[[], None] | None = None,
) -> Likely:
    """The records that each row of a list probably is already, and the rows that are probably one; see the package."""
    pulse = pulse or _nothing
    people = population(company, entity, probes, pulse)
    judged = judge(people, candidates(people, thorough=False, pulse=pulse), least, pulse)
    found = Likely()
    for at in np.argsort(-judged.score, kind="stable")[:MOST_TOLD]:
        one, other, score = int(judged.one[at]), int(judged.other[at]), float(judged.score[at])
        place = other - people.records
        if one >= people.records:
            found.twins.append(Twin(one - people.records, place, score, reasons(people, judged, int(at))))
        elif len(there := found.records.setdefault(place, [])) < most:
            there.append(Candidate(people.ids[one], score, reasons(people, judged, int(at))))
    return found


def pairs(
    company: Company,
    entity: Entity,
    *,
    least: float = PROBABLE,
    among: Sequence[int] = (),
    pulse: Callable[[], None] | None = None,
) -> list[Pair]:
    """All pairs of a kind's records that are probably one, the most probable first; thorough, so it takes its time.

    With `among` only those pairs in which one of these records is: what a change of them has brought.
    """
    pulse = pulse or _nothing
    people = population(company, entity, None, pulse)
    changed = set(among)
    places = [place for place, row in enumerate(people.ids) if row in changed] if among else []
    if among and not places:
        return []
    judged = judge(people, candidates(people, thorough=True, pulse=pulse, among=places), least, pulse)
    return [
        Pair(
            people.ids[int(judged.one[at])],
            people.ids[int(judged.other[at])],
            float(judged.score[at]),
            reasons(people, judged, int(at)),
        )
        for at in np.argsort(-judged.score, kind="stable")[:MOST_TOLD]
    ]


def grouped(found: Sequence[Pair]) -> list[Group]:
    """Pairs that have records in common joined to groups, the most probable first; the order of the pairs is kept."""
    leader: dict[int, int] = {}

    def root(row: int) -> int:
        while (above := leader.setdefault(row, row)) != row:
            leader[row] = row = leader[above]
        return row

    for pair in found:
        leader[root(pair.other)] = root(pair.one)
    together: dict[int, list[Pair]] = {}
    for pair in found:
        together.setdefault(root(pair.one), []).append(pair)
    return [
        Group(tuple(sorted({row for pair in linked for row in (pair.one, pair.other)})), tuple(linked))
        for linked in together.values()
    ]


def _nothing() -> None:
    pass
