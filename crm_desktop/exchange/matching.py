"""Which rows of a list mean the same record, and which records are there already: by exact keys, never by likeness.

Two of one name are one record, unless their keys say otherwise: another customer number, or for people other mobiles,
another birthday or street. A shared number alone joins only names that may be one (张伟 and 张经理, not 张伟 and 王芳).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from crm_desktop.entity.fields import Link
from crm_desktop.exchange.identical import match_identical
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.keycolumns import (
    KeyColumn,
    Keys,
    folded_titles,
    key_columns,
    load_keys_of,
    load_there,
    load_together,
    stored_rows,
    together,
    together_names,
)  # fmt: skip
from crm_desktop.exchange.personnames import may_be_one
from crm_desktop.exchange.shapes import is_person_name
from crm_desktop.i18n import _, listed
from crm_desktop.store.row import quoted
from crm_desktop.values.inparts import gathered, repeated

Together = tuple[Any, ...] | None


@dataclass(frozen=True)
class Likely:
    """A row that probably is a record that is there, or an earlier row of the list."""

    score: float
    reasons: tuple[str, ...]
    record: int | None = None
    row: int | None = None


@dataclass
class Matching:
    """What `matched` found: for each row the first row of the same record, and the record it is there already."""

    leaders: list[int]
    records: dict[int, int] = field(default_factory=dict)
    """The id of the record, by leading row."""
    by: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The columns by which it was recognised."""
    conflicts: dict[int, str] = field(default_factory=dict)
    """Rows that mean several records at once: a sentence for each."""
    shared: list[tuple[int, int, str]] = field(default_factory=list)
    """Rows whose number or address another record of another name has: row of the list, record, column."""
    numbered: list[tuple[int, int, str]] = field(default_factory=list)
    """The same where that record has another number of the owner's or of the tax office, whatever it is called."""
    several: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """The records that a row of `conflicts` fits."""
    likely: dict[int, Likely] = field(default_factory=dict)
    """Rows that probably are a record or another row, where that was looked for (see `near`)."""
    trash: dict[int, int] = field(default_factory=dict)
    """Rows whose record was deleted, where that was looked for (see `trashed`): its id."""

    def copy(self) -> Matching:
        """The same as it stands now."""
        return replace(
            self, leaders=list(self.leaders), records=dict(self.records), by=dict(self.by),
            conflicts=dict(self.conflicts), several=dict(self.several), likely=dict(self.likely),
            trash=dict(self.trash),
        )  # fmt: skip


def matched(intake: Intake, *, existing: bool = True) -> Matching:
    """Group the rows of a list by record and find the records that are there; `existing` False: look for none."""
    if not existing:
        return Matching(list(range(intake.count)))
    alike = together(intake)
    intake.pulse()
    there = intake.company.execute(f"SELECT 1 FROM {quoted(intake.entity.name)} LIMIT 1").fetchone() is not None
    if any(isinstance(made, Link) and made.part for made in intake.entity.fields().values()):
        return _matched_parts(intake, alike, there)
    columns = key_columns(intake)
    intake.pulse()
    related = _related(columns, alike)
    titles = intake.titles_folded(None if there else related)
    found = Matching(_twins(intake, columns, alike, titles, related))
    intake.pulse()
    if there:
        _Search(intake, columns, alike, titles, found).run()
    return found


def _matched_parts(intake: Intake, alike: Sequence[Together], there: bool) -> Matching:
    """Lines of documents: equal lines are so many lines, and as many of them as are there already are found."""
    found = Matching(list(range(intake.count)))
    wanted = {row for row in alike if row is not None} if there else set()
    free = {key: list(rows) for key, rows in load_together(intake, wanted).items()}
    homeless = _lines_of_the_unnamed(intake) if there and None in alike else {}
    for place, row in enumerate(alike):
        rows = free.get(row) if row is not None else homeless.get(place)
        if rows:
            found.records[place] = rows.pop(0)
            found.by[place] = tuple(intake.entity.match_together)
    return found


def _lines_of_the_unnamed(intake: Intake) -> dict[int, list[int]]:
    """Lines of documents that have no number yet: what is there with the same values, by row of the list."""
    whole, *names = [name for name in together_names(intake.entity) if name in intake.fields]
    column = intake.company.columns(intake.entity)[whole]
    unnamed = {
        row for (row,) in intake.company.execute(
            f"SELECT t.id FROM {quoted(intake.entity.name)} t WHERE {column.sql.replace('{t}', 't')} IS NULL"
        )
    }  # fmt: skip
    free: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row, stored in stored_rows(intake, names) if unnamed else ():
        if row in unnamed:
            free[stored].append(row)
    rows = zip(*(intake.fields[name] for name in names), strict=True)
    return {place: free[row] for place, row in enumerate(rows) if row in free and intake.fields[whole][place] is None}


# Rows of one record ---------------------------------------------------------------------------------------------------


def _twins(
    intake: Intake,
    columns: Sequence[KeyColumn],
    alike: Sequence[Together],
    titles: Sequence[str | None],
    related: Collection[int],
) -> list[int]:
    """For each row the first row of the list that means the same record; `related` are those that share any key."""
    leaders = list(range(intake.count))
    sure: dict[tuple[int, str], int] = {}
    likely: dict[tuple[int, str, str | None], int] = {}
    named: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    held: dict[int, list[Keys]] = {}
    for place in sorted(related):
        known = [
            one
            for at, column in enumerate(columns)
            if not column.tells
            for key in column.keys[place]
            if (one := sure.get((at, key)) if column.sure else likely.get((at, key, titles[place]))) is not None
            and not _differ_surely(columns, held[one], place)
        ]
        row = alike[place]
        leader = min(known) if known else None
        if leader is None and row is not None:
            person = _personal(intake, place)
            others = [one for one in named[row] if not _differ_surely(columns, held[one], place)]
            leader = next((one for one in others if not _contradict(columns, held[one], place, person)), None)
        leader = leaders[place] = place if leader is None else leader
        mine = held.setdefault(leader, [() for _column in columns])
        for at, column in enumerate(columns):
            mine[at] = (*mine[at], *column.keys[place])
            for key in column.keys[place]:
                if column.sure:
                    sure.setdefault((at, key), leader)
                else:
                    likely.setdefault((at, key, titles[place]), leader)
        if row is not None and leader not in named[row]:
            named[row].append(leader)
    return leaders


def _related(columns: Sequence[KeyColumn], alike: Sequence[Together]) -> set[int]:
    """The rows that share any key with another row."""
    found: set[int] = set()
    for column in columns:
        if not column.tells and (shared := repeated(gathered(chain.from_iterable(column.keys)))):
            found.update(place for place, keys in enumerate(column.keys) if keys and not shared.isdisjoint(keys))
    if several := repeated([row for row in alike if row is not None]):
        found.update(place for place, row in enumerate(alike) if row in several)
    return found


def _differ_surely(columns: Sequence[KeyColumn], held: Sequence[Keys], place: int) -> bool:
    """Whether the first sure key that both have is not the same."""
    for column, there in zip(columns, held, strict=True):
        if column.sure and there and column.keys[place]:
            return not _share(there, column.keys[place])
    return False


def _contradict(columns: Sequence[KeyColumn], held: Sequence[Keys], place: int, person: bool) -> bool:
    """Whether keys say that two of one name are not the same: another number, for people another mobile."""
    differ = False
    for column, there in zip(columns, held, strict=True):
        mine = column.keys[place]
        if not there or not mine:
            continue
        if not _share(there, mine):
            differ = differ or column.sure or person
        elif not column.tells:
            return False
    return differ


def _share(one: Keys, other: Keys) -> bool:
    return any(key in one for key in other)


def _personal(intake: Intake, place: int) -> bool:
    """Whether a row's name is a person's, of whom there may be several."""
    if intake.entity.person:
        return True
    values = intake.fields.get(intake.entity.title)
    text = values[place] if values is not None else None
    return isinstance(text, str) and is_person_name(text)


# Records that are there -----------------------------------------------------------------------------------------------


class _Search:
    """The search for the records of all rows: first by keys, then by name for those that no key has found."""

    def __init__(
        self,
        intake: Intake,
        columns: Sequence[KeyColumn],
        alike: Sequence[Together],
        titles: Sequence[str | None],
        found: Matching,
    ) -> None:
        self.intake, self.columns, self.alike, self.titles, self.found = intake, columns, alike, titles, found
        self.names: dict[int, str] = {}
        self.namesakes: dict[tuple[Any, ...], list[int]] = {}
        self.recognise = [column for column in columns if not column.tells]

    def run(self) -> None:
        for column in self.columns:
            load_there(self.intake, column)
            self.intake.pulse()
        self.names = folded_titles(
            self.intake, {row for column in self.recognise for rows in column.there.values() for row in rows}
        )
        unsettled = [place for place in range(self.intake.count) if not self._plainly(place)]
        self.intake.pulse()
        self._load_namesakes(unsettled)
        for place in unsettled:
            leader = self.found.leaders[place]
            if leader in self.found.conflicts:
                self.found.conflicts[place] = self.found.conflicts[leader]
            elif leader not in self.found.records:
                self._carefully(place, leader)
        self._one_row_each()
        match_identical(self.intake, self.columns, self.alike, self.found)

    def _plainly(self, place: int) -> bool:
        """Settle a row whose keys all lead to one record of its own name."""
        leader = self.found.leaders[place]
        if leader != place and leader in self.found.records:
            return True
        record, sure = None, False
        for column in self.recognise:
            for key in column.keys[place]:
                rows = column.there.get(key)
                if rows is None:
                    continue
                if len(rows) > 1 or (record is not None and rows[0] != record):
                    return False
                record, sure = rows[0], sure or column.sure
        if record is None or self.titles[place] is None or self.names.get(record) != self.titles[place]:
            return False
        if not sure and _differ_surely(self.columns, self._held(record), place):
            return False
        self.found.records[leader] = record
        self.found.by[leader] = tuple(
            column.name for column in self.recognise if any(key in column.there for key in column.keys[place])
        )
        return True

    def _load_namesakes(self, places: Iterable[int]) -> None:
        wanted = {row for place in places if (row := self.alike[place]) is not None}
        self.namesakes = load_together(self.intake, wanted)
        rows = {row for rows in self.namesakes.values() for row in rows}
        load_keys_of(self.intake, self.columns, rows)
        self.names.update(folded_titles(self.intake, rows - self.names.keys()))

    def _carefully(self, place: int, leader: int) -> None:
        """Settle a row by everything that is known of it and of the records."""
        candidates: set[int] | None = None
        by: list[str] = []
        others: list[tuple[int, int, str]] = []
        for column in self.recognise:
            rows = {row for key in column.keys[place] for row in column.there.get(key, ())}
            differing = {row for row in rows if _differ_surely(self.columns, self._held(row), place)}
            rows -= differing
            if not column.sure:
                others += [(place, row, column.name) for row in sorted(differing)]
                rows = self._of_one_name(rows, place, column.name)
            if not rows:
                continue
            by.append(column.name)
            if candidates is not None and not candidates & rows:
                self._conflict(place, candidates | rows)
                return
            candidates = rows if candidates is None else candidates & rows
        same = self.alike[place]
        namesakes = set(self.namesakes.get(same, ())) if same is not None else set()
        if candidates is None:
            person = _personal(self.intake, place)
            namesakes = {row for row in namesakes if not _differ_surely(self.columns, self._held(row), place)}
            candidates = {row for row in namesakes if not _contradict(self.columns, self._held(row), place, person)}
            by = list(self.intake.entity.match_together)
        elif len(candidates) > 1:
            titled = {row for row in candidates if self.names.get(row) == self.titles[place]}
            candidates = candidates & namesakes or titled or candidates
        if len(candidates) > 1:
            self._conflict(place, candidates)
        elif candidates:
            self.found.records[leader], self.found.by[leader] = candidates.pop(), tuple(by)
        else:
            self.found.numbered += others

    def _of_one_name(self, rows: set[int], place: int, column: str) -> set[int]:
        """The records that share a number and may be called so; the others are noted."""
        title = self.titles[place] or ""
        same = {row for row in rows if self.names.get(row) == title}
        if same:
            return same
        fitting = {row for row in rows if may_be_one(self.names.get(row) or "", title)}
        self.found.shared += [(place, row, column) for row in rows - fitting]
        return fitting

    def _held(self, row: int) -> list[Keys]:
        return [column.of_record.get(row, ()) for column in self.columns]

    def _conflict(self, place: int, rows: Iterable[int]) -> None:
        self.found.several[place] = tuple(sorted(rows))
        named = self.intake.company.titles(self.intake.entity, sorted(rows)[:3])
        titles = listed(f"“{title}” (#{row})" for row, title in sorted(named.items()))
        sentence = _("The row fits several records at once: {titles}. Merge those first, or take the row out.")
        self.found.conflicts[place] = sentence.format(titles=titles)

    def _one_row_each(self) -> None:
        """Rows that claim one record under one name are the same; under other names, the one of its name has it."""
        claims: dict[int, list[int]] = defaultdict(list)
        for leader, row in self.found.records.items():
            claims[row].append(leader)
        for row, leaders in claims.items():
            if len(leaders) < 2:
                continue
            leaders.sort()
            named = [leader for leader in leaders if self.titles[leader] in (self.names.get(row), None)]
            keeps = (named or leaders)[0]
            for leader in leaders:
                if leader == keeps:
                    continue
                del self.found.records[leader], self.found.by[leader]
                if self.titles[leader] in (None, self.titles[keeps]):
                    self.found.leaders = [keeps if other == leader else other for other in self.found.leaders]
