"""Rows of a list that probably are a record that is there, or one another, though no exact key says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm_desktop.entity.fields import Link
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
    at_place = {place: at for at, place in enumerate(places)}
    for details in intake.details.values():
        for slot in details.children.slots:
            column = details.columns.get(slot.field)
            if column is None or isinstance(details.children.model._meta.fields[slot.field], Link):
                continue
            found: list[Any] = [None] * len(places)
            where = [(details.columns.get(name, ()), wanted) for name, wanted in slot.where.items()]
            for row, owner in enumerate(details.owners):
                at = at_place.get(owner)
                if at is None or not all(part and part[row] == wanted for part, wanted in where):
                    continue
                value = column[row]
                if value is not None:
                    known = found[at]
                    found[at] = value if known is None else (*(known if isinstance(known, tuple) else (known,)), value)
            if any(one is not None for one in found):
                probes[slot.name] = found
    return probes
