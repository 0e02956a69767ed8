"""What was settled for groups of rows and single rows, laid over what matching found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from crm_desktop.errors import Refused
from crm_desktop.exchange.decisions import (
    FILL,
    LIKELY,
    MATCHES,
    NEW,
    RESTORE,
    SEVERAL,
    SKIP,
    TRASH,
    TWINS,
    RowChoice,
)
from crm_desktop.exchange.settled import SKIPPED, Settled

Restore = Callable[[int], None]
"""Brings a deleted record back by its id; Refused where that cannot be."""


class Deciding:
    """The choices of one sheet, laid over its matching; what they are for single records goes to `settled.ways`."""

    def __init__(self, settled: Settled, mode: str) -> None:
        self.settled, self.matching, self.intake = settled, settled.matching, settled.intake
        self.mode = mode
        self.decisions = self.intake.sheet.decisions
        self.ways = settled.ways
        self.choices: dict[int, RowChoice] = {}
        """By place in the list."""
        self._moved: dict[int, int] = {}
        for number, choice in self.decisions.rows.items():
            place = self.intake.sheet.table.place_of(number)
            if place is not None and place < self.intake.count:
                self.choices[place] = choice

    def run(self) -> None:
        """Change leaders and records as was settled."""
        self._part_twins()
        self._take_out(place for place, choice in self.choices.items() if choice.way == SKIP)
        self._settle_several()
        self._settle_likely()
        self._move()
        self._settle_named()
        self._settle_trash()
        self._settle_there()
        self._one_row_each()
        self._move()

    # Rows of one record -----------------------------------------------------------------------------------------------

    def _part_twins(self) -> None:
        """Rows that mean one record but are to be records of their own, or to be passed over."""
        way = NEW if self.mode == NEW else self.decisions.way_of(TWINS)
        leaders = self.matching.leaders
        chosen = {place: choice.way for place, choice in self.choices.items() if choice.way in (NEW, FILL)}
        if way == FILL and NEW not in chosen.values():
            return
        skipped = []
        for place, leader in enumerate(leaders):
            if leader == place:
                continue
            mine = chosen.get(place, way)
            if mine == NEW:
                leaders[place] = place
            elif mine == SKIP:
                skipped.append(place)
        self._take_out(skipped)

    def _take_out(self, places: Iterable[int]) -> None:
        """Pass rows over; where one of them led others, the next of those leads."""
        out = set(places)
        if not out:
            return
        leaders = self.matching.leaders
        followers: dict[int, list[int]] = defaultdict(list)
        for place, leader in enumerate(leaders):
            if leader in out and place not in out:
                followers[leader].append(place)
        for leader, rest in followers.items():
            first = rest[0]
            for place in rest:
                leaders[place] = first
            matching = self.matching
            known: tuple[dict[int, Any], ...] = (
                matching.records, matching.by, matching.several, matching.conflicts, matching.likely, matching.trash,
            )  # fmt: skip
            for found in known:
                if leader in found and first not in found:
                    found[first] = found.pop(leader)
        for place in out:
            leaders[place] = place
            self.matching.conflicts.pop(place, None)
            self.matching.records.pop(place, None)
            self.settled.outcomes[place] = SKIPPED

    # Rows that may be one of some records -----------------------------------------------------------------------------

    def _settle_several(self) -> None:
        group = NEW if self.mode == NEW else self.decisions.way_of(SEVERAL)
        conflicts, out = self.matching.conflicts, []
        for place in sorted(conflicts):
            choice = self.choices.get(place)
            way = (choice.way if choice is not None else None) or group
            leader = self.matching.leaders[place]
            if choice is not None and choice.record is not None:
                self._is(place, choice.record, choice.way)
            elif way == SKIP:
                out.append(place)
            elif way != NEW and (leader == place or leader in conflicts):
                continue
            conflicts.pop(place, None)
        self._take_out(out)

    def _settle_likely(self) -> None:
        """Rows that probably are a record, or another row: new ones unless it was said that they are the same."""
        group, out = self.decisions.way_of(LIKELY), []
        for place, likely in self.matching.likely.items():
            choice = self.choices.get(place)
            way = (choice.way if choice is not None else None) or group
            if way == NEW or self._out(place) or place in self.matching.records:
                continue
            if way == SKIP:
                out.append(place)
            elif likely.row is not None and likely.record is None:
                leader = self.matching.leaders[likely.row]
                if leader != place:
                    self._follow(place, leader)
            elif choice is None or choice.record is None:
                assert likely.record is not None
                self._is(place, likely.record, way)
        self._take_out(out)

    def _settle_named(self) -> None:
        """Rows of which the person named the record."""
        for place, choice in self.choices.items():
            if choice.record is not None and choice.way not in (SKIP, NEW, RESTORE) and not self._out(place):
                self._is(place, choice.record, choice.way)

    def _settle_trash(self) -> None:
        group, out = self.decisions.way_of(TRASH), []
        for place, row in list(self.matching.trash.items()):
            choice = self.choices.get(place)
            way = (choice.way if choice is not None else None) or group
            if self._out(place) or place in self.matching.records:
                continue
            if way == SKIP:
                out.append(place)
            elif way == RESTORE:
                self.settled.restores[place] = row
        self._take_out(out)

    def _settle_there(self) -> None:
        """Rows whose record is there, by what was settled for each."""
        for leader in list(self.matching.records):
            choice = self.choices.get(leader)
            way = self.ways.get(leader) or (choice.way if choice is not None and choice.way in MATCHES else None)
            way = way or self.mode
            if way == NEW:
                del self.matching.records[leader]
                self.matching.by.pop(leader, None)
            elif way != self.mode:
                self.ways[leader] = way

    def _one_row_each(self) -> None:
        """Two rows that by now mean one record are rows of one record."""
        claims: dict[int, int] = {}
        for leader in sorted(self.matching.records):
            first = claims.setdefault(self.matching.records[leader], leader)
            if first != leader:
                del self.matching.records[leader]
                self.ways.pop(leader, None)
                self._follow(leader, first)

    # Inside -----------------------------------------------------------------------------------------------------------

    def _out(self, place: int) -> bool:
        return self.settled.outcomes[place] == SKIPPED

    def _is(self, place: int, record: int, way: str | None) -> None:
        """A row means this record."""
        leader = self.matching.leaders[place]
        if leader != place and leader not in self.matching.records:
            leader = place
            self.matching.leaders[place] = place
        self.matching.records[leader] = record
        if way in MATCHES:
            self.ways[leader] = way
        elif self.mode in (NEW, SKIP):
            self.ways[leader] = FILL

    def _follow(self, place: int, leader: int) -> None:
        """A row and those that follow it mean the record of another row."""
        self._moved[place] = leader

    def _move(self) -> None:
        """Give the rows that follow others by now their new leaders, all at once."""
        moved, leaders = self._moved, self.matching.leaders
        if not moved:
            return
        for place in moved:
            found = moved[place]
            while found in moved:
                found = moved[found]
            moved[place] = found
        leaders[:] = [moved.get(leader, leader) for leader in leaders]
        moved.clear()


def restore_chosen(settled: Settled, restore: Restore | None) -> None:
    """Bring back the deleted records that rows stand for; without `restore` (a mere check) they count as updated."""
    for place, row in settled.restores.items():
        if restore is None:
            continue
        try:
            restore(row)
        except Refused as refused:
            settled.fail(place, refused.sentence, None)
        else:
            settled.matching.records[place] = row
