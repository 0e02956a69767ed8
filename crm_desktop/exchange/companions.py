"""Companions: the records of another kind (people to ask for) that the rows of a list tell of beside their own."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.describe import Companion, Entity
from crm_desktop.exchange.columnreading import fold_all
from crm_desktop.exchange.details import Details, SlotColumn, Sorts, from_slots
from crm_desktop.exchange.intake import Intake
from crm_desktop.store.row import quoted
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.exchange.settled import Settled

_CHUNK = 20_000
Columns = dict[str, list[Any]]


@dataclass
class CompanionPlan:
    """The companions of one sort that are to be made or completed."""

    companion: Companion
    entity: Entity
    owners: list[int] = field(default_factory=list)
    """The leading rows of the records that new companions belong to."""
    values: Columns = field(default_factory=dict)
    """Raw values of the new ones, by field."""
    details: dict[str, Details] = field(default_factory=dict)
    """Their child rows, by name of `Children`; owners are places among the new ones."""
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    """New values of those that are there, by id."""
    added: dict[str, Details] = field(default_factory=dict)
    """New child rows of those that are there, by name of `Children`; owners are their ids."""
    places: list[int] = field(default_factory=list)
    """The row of the list that each new one stands in."""
    touched: set[int] = field(default_factory=set)
    """The leading rows whose companions are made or changed."""
    ids: Sequence[int] = ()
    """Their ids, once they are written."""


@dataclass
class _Mention:
    """A row (and the columns of it) that tells of a companion: the place of a new one, or the id of one there."""

    at: int
    place: int
    columns: int
    there: bool


def plan_companions(intake: Intake, settled: Settled) -> list[CompanionPlan]:
    """What is to be done for every companion; records that get one count as updated."""
    groups: list[tuple[Companion, list[Columns]]] = []
    for companion, columns in intake.companions:
        if intake.company.entity(companion.kind).title not in columns:
            continue
        group = next((known for one, known in groups if (one.kind, one.link) == (companion.kind, companion.link)), None)
        if group is None:
            groups.append((companion, [columns]))
        else:
            group.append(columns)
    found = []
    for companion, several in groups:
        found.append(_Planning(intake, settled, companion, several).plan())
        intake.pulse()
    return found


class _Planning:
    """One sort of companions; `several` are its columns for the first, the second … of them in a row."""

    def __init__(self, intake: Intake, settled: Settled, companion: Companion, several: list[Columns]) -> None:
        self.intake, self.settled, self.companion, self.several = intake, settled, companion, several
        self.entity = intake.company.entity(companion.kind)
        self.made = CompanionPlan(companion, self.entity)
        names = dict.fromkeys(name for columns in several for name in columns)
        self.fields = [name for name in names if name in self.entity.fields()]
        self.mentions: list[_Mention] = []

    def plan(self) -> CompanionPlan:
        """What is to be made, changed and added."""
        there = self._present()
        known = self._rows_themselves()
        leaders = self.settled.matching.leaders
        for which, place, name in self._named():
            leader = leaders[place]
            key = (self._owner(leader), name)
            if (present := there.get(key)) is not None:
                self.mentions.append(_Mention(present["id"], place, which, there=True))
                self._fill(present, leader, which, place)
            elif key not in known:
                known[key] = len(self.made.places)
                self.mentions.append(_Mention(known[key], place, which, there=False))
                self.made.places.append(place)
                self.made.owners.append(leader)
                self._touch(leader)
            elif known[key] >= 0:
                self.mentions.append(_Mention(known[key], place, which, there=False))
        self._plan_values()
        self._plan_details()
        return self.made

    def _named(self) -> Iterator[tuple[int, int, str]]:
        """Which of the columns, the row and the folded name of every companion whose row comes in, row by row."""
        leaders, outcomes = self.settled.matching.leaders, self.settled.outcomes
        folded = [fold_all(columns[self.entity.title]) for columns in self.several]
        for place, names in enumerate(zip(*folded, strict=True)):
            if outcomes[place] in ("failed", "skipped") or outcomes[leaders[place]] in ("failed", "skipped"):
                continue
            for which, name in enumerate(names):
                if name is not None:
                    yield which, place, name

    def _owner(self, leader: int) -> Hashable:
        """What companions belong to: the row's record, or that which the row and they have in common."""
        if not self.companion.through:
            return leader
        shared = self.intake.fields.get(self.companion.through)
        linked = shared[leader] if shared is not None else None
        return ("linked", linked) if linked is not None else ("alone", leader)

    def _rows_themselves(self) -> dict[tuple[Hashable, str], int]:
        """Where companions are of the row's own kind, the rows themselves are none of them."""
        if not self.companion.through:
            return {}
        names = fold_all(self.intake.fields.get(self.entity.title) or [None] * self.intake.count)
        leaders = self.settled.matching.leaders
        return {(self._owner(leaders[place]), name): -1 for place, name in enumerate(names) if name is not None}

    def _touch(self, leader: int) -> None:
        self.made.touched.add(leader)
        if self.settled.outcomes[leader] == "unchanged":
            self.settled.outcomes[leader] = "updated"

    def _fill(self, present: dict[str, Any], leader: int, which: int, place: int) -> None:
        """Fill the blanks of a companion that is there."""
        columns = self.several[which]
        changes = {
            name: columns[name][place]
            for name in self.fields
            if name in columns and columns[name][place] is not None and present[name] is None
        }
        if changes:
            self.made.changes.setdefault(present["id"], {}).update(changes)
            present.update(changes)
            self._touch(leader)

    def _present(self) -> dict[tuple[Hashable, str], dict[str, Any]]:
        """The companions that are there already, by what they belong to and folded title."""
        records = self.settled.matching.records
        if self.companion.through:
            linked = self.intake.fields.get(self.companion.through) or ()
            owners: dict[int, Hashable] = {
                value: ("linked", value) for value in set(linked) if isinstance(value, int) and value > 0
            }
            found = self._of_owners(owners)
            alone: set[Hashable] = {owner for leader in records if (owner := self._owner(leader)) == ("alone", leader)}
            return {**found, **self._alone(alone)}
        themselves: dict[int, Hashable] = {row: leader for leader, row in records.items()}
        return self._of_owners(themselves)

    def _of_owners(self, owners: dict[int, Hashable]) -> dict[tuple[Hashable, str], dict[str, Any]]:
        made = self.entity.model._meta.fields
        columns = ", ".join(
            quoted(made[name].column_name) for name in (self.companion.link, self.entity.title, *self.fields)
        )
        found: dict[tuple[Hashable, str], dict[str, Any]] = {}
        wanted = sorted(owners)
        for start in range(0, len(wanted), _CHUNK):
            for row, owner, title, *values in self.intake.company.execute(
                f"SELECT id, {columns} FROM {quoted(self.entity.name)}"
                f" WHERE {quoted(made[self.companion.link].column_name)}"
                " IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
                (json.dumps(wanted[start : start + _CHUNK]),),
            ):
                found[owners[owner], fold(title)] = {"id": row, **dict(zip(self.fields, values, strict=True))}
        return found

    def _alone(self, owners: set[Hashable]) -> dict[tuple[Hashable, str], dict[str, Any]]:
        """Of rows without what they share: people of that name who share nothing either, with one of the numbers."""
        if not owners:
            return {}
        made = self.entity.model._meta.fields
        columns = ", ".join(quoted(made[name].column_name) for name in (self.entity.title, *self.fields))
        link = quoted(made[self.companion.link].column_name)
        names = {name for _which, _place, name in self._named()}
        by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row, title, *values in self.intake.company.execute(
            f"SELECT id, {columns} FROM {quoted(self.entity.name)} WHERE {link} IS NULL ORDER BY id"
        ):
            if fold(title) in names:
                by_name[fold(title)].append({"id": row, **dict(zip(self.fields, values, strict=True))})
        leaders = self.settled.matching.leaders
        found: dict[tuple[Hashable, str], dict[str, Any]] = {}
        for which, place, name in self._named():
            owner = self._owner(leaders[place])
            for namesake in by_name.get(name, ()) if owner in owners else ():
                if self._has_one_of(namesake["id"], which, place):
                    found.setdefault((owner, name), namesake)
        return found

    def _has_one_of(self, row: int, which: int, place: int) -> bool:
        """Whether somebody who is there has one of the numbers of a row, or the row has none."""
        of_kind = self.intake.company.columns(self.entity)
        given: set[Any] = set()
        there: set[Any] = set()
        for name, values in self.several[which].items():
            children = of_kind[name].children
            if children is None or of_kind[name].slot is None or values[place] is None:
                continue
            given.add(values[place])
            sql = f"SELECT {quoted(children.key)} FROM {quoted(children.model.table())}"
            sql += f" WHERE {quoted(children.model._meta.fields[children.link].column_name)} = ?"
            there.update(value for (value,) in self.intake.company.execute(sql, (row,)))
        return not given or bool(given & there)

    # What they are made of --------------------------------------------------------------------------------------------

    def _plan_values(self) -> None:
        count = len(self.made.places)
        self.made.values = {name: [None] * count for name in self.fields}
        for mention in self.mentions:
            columns = self.several[mention.columns]
            for name in self.fields if not mention.there else ():
                if name in columns and self.made.values[name][mention.at] is None:
                    self.made.values[name][mention.at] = columns[name][mention.place]

    def _plan_details(self) -> None:
        """Numbers and addresses: their own columns, and those they share where there are several at one record."""
        of_kind = self.intake.company.columns(self.entity)
        for which, columns in enumerate(self.several):
            mine = [mention for mention in self.mentions if mention.columns == which]
            slots: dict[str, list[SlotColumn]] = defaultdict(list)
            for name in columns:
                column = of_kind[name]
                if column.slot is not None and column.children is not None:
                    chosen = [columns[name][mention.place] for mention in mine]
                    slots[column.children.name].append(SlotColumn(column.slot, chosen, 1, None, name))
            for name, chosen_columns in slots.items():
                self._take(name, from_slots(self.entity.child(name), chosen_columns, {}), mine)
        counts = Counter(self.made.owners)
        if counts and max(counts.values()) > 1:
            self._share(counts)
        self._drop_known()

    def _take(self, name: str, read: Details, mine: Sequence[_Mention]) -> None:
        """Give the child rows read to whom they belong; the same number is not taken twice."""
        fresh = name not in self.made.details and name not in self.made.added
        if fresh and len({(mention.there, mention.at) for mention in mine}) == len(mine):
            # Nobody is named twice, as in most lists: the rows are taken as they are.
            for there, into in ((False, self.made.details), (True, self.made.added)):
                if chosen := [at for at, owner in enumerate(read.owners) if mine[owner].there == there]:
                    into[name] = part = copy(read)
                    part.keep(chosen, [mine[read.owners[at]].at for at in chosen])
            return
        sorts, keys = Sorts(read.children).of_all(read), read.keys()
        seen = self._marks(name)
        for at, owner in enumerate(read.owners):
            mention = mine[owner]
            mark = (mention.there, mention.at, sorts[at], keys[at])
            if mark in seen:
                continue
            seen.add(mark)
            into = self.made.added if mention.there else self.made.details
            details = into.setdefault(name, Details(read.children))
            details.append(mention.at, {part: read.columns[part][at] for part in read.columns}, read.positions[at])

    def _marks(self, name: str) -> set[tuple[bool, int, Any, Any]]:
        """Whose and which the child rows are that were taken so far."""
        found: set[tuple[bool, int, Any, Any]] = set()
        for there, into in ((False, self.made.details), (True, self.made.added)):
            if (taken := into.get(name)) is not None:
                sorts = Sorts(taken.children).of_all(taken)
                found.update((there, *one) for one in zip(taken.owners, sorts, taken.keys(), strict=True))
        return found

    def _drop_known(self) -> None:
        """Of those that are there, leave out the numbers that they have."""
        leader_of = {
            mention.at: self.settled.matching.leaders[mention.place] for mention in self.mentions if mention.there
        }
        for name, details in list(self.made.added.items()):
            has = _has(self.intake, details)
            sorts, keys = Sorts(details.children).of_all(details), details.keys()
            fresh = [at for at, row in enumerate(details.owners) if (row, sorts[at], keys[at]) not in has]
            details.keep(fresh, [details.owners[at] for at in fresh])
            for row in details.owners:
                self._touch(leader_of[row])
            if not fresh:
                del self.made.added[name]

    def _share(self, counts: Counter[int]) -> None:
        """Where several rows name people of one record, each gets the numbers of the row that it stands in as well."""
        in_row = Counter(mention.place for mention in self.mentions)
        position = {
            place: at
            for at, place in enumerate(self.made.places)
            if counts[self.made.owners[at]] > 1 and in_row[place] == 1
        }
        of_kind, own = self.intake.company.columns(self.entity), self.intake.company.columns(self.intake.entity)
        for name in self.companion.shares:
            column = of_kind.get(name)
            mine = own.get(name)
            if column is None or column.children is None or column.slot is None or mine is None or mine.slot is None:
                continue
            source = self.intake.as_read.get(mine.children.name if mine.children else "")
            if source is None:
                continue
            children = self.entity.child(column.children.name)
            details = self.made.details.setdefault(column.children.name, Details(children))
            for at, owner in enumerate(source.owners):
                fits = all(source.columns[part][at] == value for part, value in mine.slot.where.items())
                if owner in position and fits:
                    values = {part: source.columns[part][at] for part in source.columns}
                    details.append(position[owner], values, source.positions[at])


def _has(intake: Intake, details: Details) -> set[tuple[int, Any, Any]]:
    """What the records that `details` are for have already: owner, sort and key."""
    children = details.children
    made = children.model._meta.fields
    sorts = Sorts(children)
    parts = [children.link, children.key, *sorts.names]
    columns = ", ".join(quoted(made[name].column_name) for name in parts)
    present = Details(children)
    wanted = sorted(set(details.owners))
    for start in range(0, len(wanted), _CHUNK):
        for owner, *values in intake.company.execute(
            f"SELECT {columns} FROM {quoted(children.model.table())} WHERE {quoted(made[children.link].column_name)}"
            " IN (SELECT value FROM json_each(?))",
            (json.dumps(wanted[start : start + _CHUNK]),),
        ):
            present.append(owner, dict(zip(parts[1:], values, strict=True)), 1)
    return set(zip(present.owners, sorts.of_all(present), present.keys(), strict=True))
