"""Rows of a list that probably are a record that is there, or one another, though no exact key says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from crm_desktop.entity.fields import Link
from crm_desktop.exchange.details import Details
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.matching import Likely, Matching


def find_likely(intake: Intake, matching: Matching) -> None:
    """Note the rows without a record that probably are one, or an earlier row, with the score and the reasons."""
    places = [
        place
        for place, leader in enumerate(matching.leaders)
        if leader == place and place not in matching.records and place not in matching.conflicts
    ]
    if not places or any(isinstance(made, Link) and made.part for made in intake.entity.fields().values()):
        return
    from crm_desktop.alike.asking import likely

    found = likely(intake.company, intake.entity, _probes(intake, places), pulse=intake.pulse)
    for at, candidates in found.records.items():
        best = candidates[0]
        reasons = tuple(reason.text for reason in best.reasons if not reason.against)
        matching.likely[places[at]] = Likely(best.score, reasons, record=best.row)
    for twin in found.twins:
        later, earlier = places[twin.other], places[twin.one]
        if later not in matching.likely:
            reasons = tuple(reason.text for reason in twin.reasons if not reason.against)
            matching.likely[later] = Likely(twin.score, reasons, row=earlier)


def _probes(intake: Intake, places: Sequence[int]) -> dict[str, Sequence[Any]]:
    """What is known of these rows, by field and slot."""
    whole = len(places) == intake.count
    probes: dict[str, Sequence[Any]] = {}
    for name, values in intake.fields.items():
        chosen = values if whole else [values[place] for place in places]
        if isinstance(intake.field(name), Link):
            chosen = [value if isinstance(value, int) and value > 0 else None for value in chosen]
        probes[name] = chosen
    at_place = None if whole else {place: at for at, place in enumerate(places)}
    for details in intake.details.values():
        rows_of = _rows_by_value(details)
        for slot in details.children.slots:
            column = details.columns.get(slot.field)
            if column is None or isinstance(details.children.model._meta.fields[slot.field], Link):
                continue
            rows: Sequence[int] = range(len(details.owners))
            for at, (name, wanted) in enumerate(slot.where.items()):
                fitting = rows_of(name).get(wanted, [])
                rows = fitting if at == 0 else sorted(set(rows).intersection(fitting))
            found = _by_record(details.owners, column, rows, len(places), at_place)
            if found is not None:
                probes[slot.name] = found
    return probes


def _rows_by_value(details: Details) -> Callable[[str], dict[Any, list[int]]]:
    """What gives the child rows that have each value in a column; every column is looked through once."""

    @cache
    def rows_of(name: str) -> dict[Any, list[int]]:
        found: dict[Any, list[int]] = {}
        for row, value in enumerate(details.columns.get(name, ())):
            found.setdefault(value, []).append(row)
        return found

    return rows_of


def _by_record(
    owners: Sequence[int],
    column: Sequence[Any],
    rows: Iterable[int],
    count: int,
    at_place: Mapping[int, int] | None,
) -> list[Any] | None:
    """The value of each record in these child rows, several as a tuple; None where there are none at all."""
    found: list[Any] = [None] * count
    any_value = False
    for row in rows:
        value = column[row]
        at = owners[row] if at_place is None else at_place.get(owners[row])
        if value is None or at is None:
            continue
        known, any_value = found[at], True
        found[at] = value if known is None else (*(known if isinstance(known, tuple) else (known,)), value)
    return found if any_value else None
