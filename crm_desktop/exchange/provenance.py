"""What an import keeps of where its records came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_desktop.entity.origins import runs
from crm_desktop.exchange.settled import CREATED, UNCHANGED, UPDATED, Settled


def of_sheet(settled: Settled, ids: Mapping[int, int]) -> dict[str, dict[str, str]]:
    """By kind the ids of the records that a sheet made or changed, and the row of each: "ids" and "rows", in step."""
    intake = settled.intake
    number = intake.sheet.table.row_numbers
    later = sorted(
        (ids[leader], number[place])
        for place, leader in enumerate(settled.matching.leaders)
        if settled.outcomes[place] == UPDATED
        or (leader != place and settled.outcomes[leader] in (CREATED, UPDATED) and settled.outcomes[place] == UNCHANGED)
    )
    creates = settled.creates
    found = {
        intake.entity.name: _kept("made", [ids[leader] for leader in creates], [number[leader] for leader in creates])
        | _kept("changed", [row for row, _number in later], [number for _row, number in later])
    }
    for along in settled.companions:
        if along.ids:
            found[along.entity.name] = _kept("made", along.ids, [number[place] for place in along.places])
    for kind, fresh in settled.linked.items():
        rows = sorted((row, number[place]) for row, place in _first_named(settled, kind, fresh).items())
        kept = _kept("made", [row for row, _number in rows], [number for _row, number in rows])
        found.setdefault(kind, {}).update(kept)
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


def _kept(what: str, ids: Sequence[int], rows: Sequence[int]) -> dict[str, str]:
    """Ids and rows in step, under their names; nothing where there are none."""
    return {what: runs(ids), f"{what}_rows": runs(rows)} if ids else {}
