"""What an import keeps of where its records came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_desktop.entity.origins import runs
from crm_desktop.exchange.settled import UPDATED, Settled


def of_sheet(settled: Settled, ids: Mapping[int, int]) -> dict[str, dict[str, str]]:
    """By kind the ids of the records that a sheet made or changed, and the row of each: "ids" and "rows", in step."""
    intake = settled.intake
    number = intake.row_number
    made = [(ids[leader], number(leader)) for leader in settled.creates]
    later = [
        (ids[leader], number(place))
        for place, leader in enumerate(settled.matching.leaders)
        if settled.outcomes[place] == UPDATED and leader in ids
    ]
    found = {intake.entity.name: _kept(made, later)}
    for along in settled.companions:
        if along.ids:
            rows = [(row, number(place)) for row, place in zip(along.ids, along.places, strict=True)]
            found[along.entity.name] = _kept(rows, ())
    return {kind: kept for kind, kept in found.items() if kept}


def _kept(made: Sequence[tuple[int, int]], later: Sequence[tuple[int, int]]) -> dict[str, str]:
    kept: dict[str, str] = {}
    if made:
        kept |= {"made": runs(row for row, _number in made), "made_rows": runs(number for _row, number in made)}
    if later:
        later = sorted(later)
        kept |= {"changed": runs(row for row, _n in later), "changed_rows": runs(number for _row, number in later)}
    return kept
