"""What an import keeps of where its records came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_desktop.entity.origins import runs
from crm_desktop.exchange.settled import CREATED, UNCHANGED, UPDATED, Settled


def of_sheet(settled: Settled, ids: Mapping[int, int]) -> dict[str, dict[str, str]]:
    """By kind the ids of the records that a sheet made or changed, and the row of each: "ids" and "rows", in step."""
    intake = settled.intake
    number = intake.sheet.table.row_numbers
    made = [(ids[leader], number[leader]) for leader in settled.creates]
    later = [
        (ids[leader], number[place])
        for place, leader in enumerate(settled.matching.leaders)
        if settled.outcomes[place] == UPDATED
        or (leader != place and settled.outcomes[leader] in (CREATED, UPDATED) and settled.outcomes[place] == UNCHANGED)
    ]
    found = {intake.entity.name: _kept(made, later)}
    for along in settled.companions:
        if along.ids:
            rows = [(row, number[place]) for row, place in zip(along.ids, along.places, strict=True)]
            found[along.entity.name] = _kept(rows, ())
    for kind, fresh in settled.linked.items():
        rows = sorted((row, number[place]) for row, place in _first_named(settled, kind, fresh).items())
        found.setdefault(kind, {}).update(_kept(rows, ()))
    return {kind: kept for kind, kept in found.items() if kept}


def _first_named(settled: Settled, kind: str, fresh: set[int]) -> dict[int, int]:
    """For each record that links named the first row of the list that does so."""
    intake = settled.intake
    found: dict[int, int] = {}
    for name, values in intake.fields.items():
        made = intake.entity.model._meta.fields.get(name)
        if getattr(made, "rel_model", None) is None or made.rel_model.table() != kind:
            continue
        for place, value in enumerate(values):
            if value in fresh and found.get(value, place) >= place:
                found[value] = place
    for details in intake.details.values():
        for name, values in details.columns.items():
            made = details.children.model._meta.fields.get(name)
            if getattr(made, "rel_model", None) is None or made.rel_model.table() != kind:
                continue
            for owner, value in zip(details.owners, values, strict=True):
                if value in fresh:
                    found.setdefault(value, owner)
    return found


def _kept(made: Sequence[tuple[int, int]], later: Sequence[tuple[int, int]]) -> dict[str, str]:
    kept: dict[str, str] = {}
    if made:
        kept |= {"made": runs(row for row, _number in made), "made_rows": runs(number for _row, number in made)}
    if later:
        later = sorted(later)
        kept |= {"changed": runs(row for row, _n in later), "changed_rows": runs(number for _row, number in later)}
    return kept
