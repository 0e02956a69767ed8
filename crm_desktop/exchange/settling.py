"""What is to become of each row of a list: created, updated, unchanged, skipped or failed; still nothing is written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.entity.fields import Kind, Link, Tick
from crm_desktop.entity.records import blank
from crm_desktop.exchange.details import Details, Sorts, derived_key
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.keycolumns import chunks
from crm_desktop.exchange.matching import Matching, matched
from crm_desktop.exchange.merging import merge, same, shown, title_at, value_columns
from crm_desktop.exchange.companions import CompanionPlan, plan_companions
from crm_desktop.exchange.report import MOST_LISTED, Difference, Failure
from crm_desktop.exchange.resolving import RowRef
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.values.text import fold

CREATED, UPDATED, UNCHANGED, SKIPPED, FAILED = "created", "updated", "unchanged", "skipped", "failed"


@dataclass
class Settled:
    """The fate of every row and all that is to be written."""

    intake: Intake
    matching: Matching
    outcomes: list[str]
    creates: list[int] = field(default_factory=list)
    """Leading rows of new records, in the order of the list."""
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    """New values of records that are there, by leading row and name of column ("custom:Title" for a new field)."""
    new_children: dict[str, list[int]] = field(default_factory=dict)
    """Which child rows are to be added, by name of `Children`: places in the details."""
    positions: dict[str, dict[int, int]] = field(default_factory=dict)
    """The last position among the child rows of a record that is there, by name of `Children` and leading row."""
    new_tags: dict[int, list[str]] = field(default_factory=dict)
    companions: list[CompanionPlan] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def leader(self, place: int) -> int:
        return self.matching.leaders[place]

    def record(self, leader: int) -> int | None:
        """The id of the record that is there already."""
        return self.matching.records.get(leader)


def settle(intake: Intake, mode: str) -> Settled:
    """Decide over every row; `mode` is fill, skip, overwrite or new."""
    matching = matched(intake, existing=mode != "new")
    intake.pulse()
    settled = Settled(intake, matching, [CREATED] * intake.count)
    for place, sentence in matching.conflicts.items():
        _fail(settled, place, sentence, None)
    added = merge(intake, matching.leaders, settled.differences)
    _settle_matched(settled, mode)
    _settle_new(settled)
    settled.companions = plan_companions(intake, settled)
    _settle_later_rows(settled, added)
    settled.failures.sort(key=lambda failure: failure.row_number)
    return settled


def _fail(settled: Settled, place: int, sentence: str, column: str | None) -> None:
    if settled.outcomes[place] != FAILED:
        settled.outcomes[place] = FAILED
        settled.failures.append(Failure(settled.intake.row_number(place), sentence, column))


# Records that are there ------------------------------------------------------------------------------------------------


def _settle_matched(settled: Settled, mode: str) -> None:
    records = {
        leader: row for leader, row in settled.matching.records.items() if settled.outcomes[leader] != FAILED
    }
    if not records:
        return
    if mode == "skip":
        for leader in records:
            settled.outcomes[leader] = SKIPPED
        return
    intake = settled.intake
    for leader in records:
        settled.outcomes[leader] = UNCHANGED
    columns = [(name, kind, values) for name, kind, values in value_columns(intake)]
    for leader, row, have in _with_present(intake, [name for name, _kind, _values in columns], records):
        changes = {}
        for (name, kind, values), old in zip(columns, have, strict=True):
            new = _settled_link(settled, values[leader])
            if new is None or new == old:
                continue
            if old is None or old == "" or (mode == "overwrite" and not _follows(intake, name)):
                changes[name] = new
            if old is not None and old != "" and not same(new, old) and len(settled.differences) < MOST_LISTED:
                settled.differences.append(_difference(intake, leader, row, name, kind, old, new))
        if changes:
            settled.changes[leader] = changes
            settled.outcomes[leader] = UPDATED
    intake.pulse()
    for name, details in intake.details.items():
        settled.new_children[name] = _new_children(settled, details, records)
    _new_tags(settled, records)


def _follows(intake: Intake, name: str) -> bool:
    """Whether a column follows from others of its row (the sums of a line) and is never written by itself."""
    values: dict[str, Any] = dict.fromkeys(field for field in intake.entity.fields() if field != name)
    before = dict(values)
    intake.entity.model.derive(values)
    return name in values and name not in before


def _settled_link(settled: Settled, value: Any) -> Any:
    """A link to a row of the list as the id of its record, where that is there already."""
    if isinstance(value, RowRef):
        return settled.record(settled.leader(value.row)) or value
    return value


def _difference(
    intake: Intake, leader: int, row: int, name: str, kind: Kind, old: Any, new: Any
) -> Difference:
    if isinstance(kind, Link):
        entity = intake.company.entity_of(kind.rel_model)
        titles = intake.company.titles(entity, [one for one in (old, new) if isinstance(one, int)]) if entity else {}
        fresh = intake.new[entity.name].titles if entity and entity.name in intake.new else []
        kept = titles.get(old, f"#{old}")
        offered = fresh[-new - 1] if isinstance(new, int) and new < 0 else titles.get(new, "")
    else:
        kept, offered = shown(kind, old), shown(kind, new)
    title = title_at(intake, leader) or intake.company.title(intake.entity, row)
    return Difference(intake.row_number(leader), row, title, name, kept, offered)


def _with_present(
    intake: Intake, names: Sequence[str], records: dict[int, int]
) -> Iterator[tuple[int, int, list[Any]]]:
    """Leading row, id and present values of the records that are there; a field still to be made is blank."""
    fields = intake.entity.model._meta.fields
    stored = [name for name in names if not name.startswith("custom:")]
    columns = "".join(", " + quoted(fields[name].column_name) for name in stored)
    by_row = {row: leader for leader, row in records.items()}
    places = [stored.index(name) if not name.startswith("custom:") else None for name in names]
    for chunk in chunks(sorted(by_row)):
        for row, *values in intake.company.execute(
            f"SELECT id{columns} FROM {quoted(intake.entity.name)} WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(chunk),),
        ).fetchall():
            yield by_row[row], row, [None if at is None else values[at] for at in places]


def _new_children(settled: Settled, details: Details, records: dict[int, int]) -> list[int]:
    """The child rows that records which are there do not have yet."""
    have = _present_children(settled.intake, details, records)
    last = settled.positions.setdefault(details.children.name, {})
    simple = details.children.slots and all(slot.field == details.children.key for slot in details.children.slots)
    chosen = _new_numbers(details, records, have) if simple else _new_rows(details, records, have)
    fresh = []
    for at in chosen:
        owner = details.owners[at]
        if settled.outcomes[owner] != FAILED:
            fresh.append(at)
            last[owner] = max((child["position"] or 0 for child in have.get(owner, ())), default=0)
            settled.outcomes[owner] = UPDATED
    return fresh


def _new_numbers(details: Details, records: dict[int, int], have: dict[int, list[dict[str, Any]]]) -> list[int]:
    """Numbers and addresses, each told by its key and its sort."""
    children = details.children
    kinds = Sorts(children)
    known = {
        (owner, kinds.of(tuple([child[name] for name in kinds.names])), child["\0key"] or fold(child[children.key]))
        for owner, rows in have.items()
        for child in rows
    }
    raw = details.columns[children.key]
    rows = zip(details.owners, kinds.of_all(details), details.keys(), raw, strict=True)
    return [
        at
        for at, (owner, kind, key, value) in enumerate(rows)
        if owner in records and (owner, kind, key or fold(value)) not in known
    ]


def _new_rows(details: Details, records: dict[int, int], have: dict[int, list[dict[str, Any]]]) -> list[int]:
    """Addresses and lines: there already where one has the same key and nothing that differs."""
    joined = dict(details.several)
    names = [name for name in details.columns if name in details.children.fields]
    fresh = []
    for at, owner in enumerate(details.owners):
        if owner not in records:
            continue
        there = have.get(owner, [])
        if owner in joined and _is_joined(joined[owner], there):
            continue
        row = {name: details.columns[name][at] for name in names}
        found = next((child for child in there if _same_row(row, child)), None)
        if found is None:
            fresh.append(at)
        elif not details.children.slots:
            there.remove(found)
    return fresh


def _present_children(
    intake: Intake, details: Details, records: dict[int, int]
) -> dict[int, list[dict[str, Any]]]:
    """The child rows of records that are there, by leading row, each with its "key" and "position"."""
    children = details.children
    fields = children.model._meta.fields
    names = [name for name in children.fields if name in fields]
    key = derived_key(children) or fields[children.key]
    position = quoted("position") if "position" in fields else "0"
    columns = ", ".join([quoted(key.column_name), position, *(quoted(fields[name].column_name) for name in names)])
    by_row = {row: leader for leader, row in records.items()}
    wanted = sorted({records[owner] for owner in set(details.owners) if owner in records})
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for chunk in chunks(wanted):
        for parent, key_value, place, *values in intake.company.execute(
            f"SELECT {quoted(children.link)}, {columns} FROM {quoted(children.model.table())}"
            f" WHERE {quoted(children.link)} IN (SELECT value FROM json_each(?))",
            (json.dumps(chunk),),
        ):
            row = {**dict(zip(names, values, strict=True)), "\0key": key_value, "position": place}
            found[by_row[parent]].append(row)
    return found


def _same_row(row: dict[str, Any], child: dict[str, Any]) -> bool:
    """Whether a child row is there already: nothing in it differs."""
    return all(
        value is None or same(value, child.get(name)) for name, value in row.items() if name not in ("type", "label")
    )


def _is_joined(cells: dict[str, str], there: Sequence[dict[str, Any]]) -> bool:
    """Whether cells hold what the child rows give when an export joins them."""
    joined = {
        name: "; ".join(str(child[name]) for child in there if child.get(name) is not None) for name in cells
    }
    return all(fold(cell) == fold(joined[name]) or fold(cell) in fold(joined[name]) for name, cell in cells.items())


def _new_tags(settled: Settled, records: dict[int, int]) -> None:
    intake = settled.intake
    wanted = {leader: names for leader, names in intake.tags.items() if leader in records and names}
    if not wanted:
        return
    have: dict[int, set[str]] = defaultdict(set)
    for chunk in chunks(sorted(records[leader] for leader in wanted)):
        for row, key in intake.company.execute(
            "SELECT x.row, g.name_key FROM tagging x JOIN tag g ON g.id = x.tag WHERE x.kind = ?"
            " AND x.row IN (SELECT value FROM json_each(?))",
            (intake.entity.name, json.dumps(chunk)),
        ):
            have[row].add(key)
    for leader, names in wanted.items():
        fresh = [name for name in names if fold(name) not in have[records[leader]]]
        if fresh:
            settled.new_tags[leader] = fresh
            settled.outcomes[leader] = UPDATED


# New records -----------------------------------------------------------------------------------------------------------


def _settle_new(settled: Settled) -> None:
    intake, matching = settled.intake, settled.matching
    fresh = [
        place
        for place, leader in enumerate(matching.leaders)
        if leader == place and place not in matching.records and settled.outcomes[place] != FAILED
    ]
    _name_the_nameless(intake, fresh)
    _fail_incomplete(settled, fresh)
    _fail_taken_numbers(settled, fresh)
    if intake.entity.check is not None:
        _fail_faulty(settled, fresh)
    settled.creates = [place for place in fresh if settled.outcomes[place] != FAILED]
    chosen = set(settled.creates)
    everyone = len(chosen) == intake.count
    for name, details in intake.details.items():
        rows = range(len(details.owners))
        mine = rows if everyone else [at for at in rows if details.owners[at] in chosen]
        settled.new_children[name] = [*settled.new_children.get(name, ()), *mine]
    for place in settled.creates if intake.tags else ():
        if intake.tags.get(place):
            settled.new_tags[place] = intake.tags[place]


def _name_the_nameless(intake: Intake, fresh: Sequence[int]) -> None:
    """New people without a name are called by their mail or number, so that a list of mere addresses comes in."""
    entity = intake.entity
    values = intake.fields.get(entity.title)
    columns = [intake.company.columns(entity)[name] for name in entity.match]
    slots = [column for column in columns if column.slot is not None and column.children is not None]
    if not slots or not entity.fields()[entity.title].required or (values is not None and None not in values):
        return
    values = intake.fields[entity.title] = list(values or [None] * intake.count)
    nameless = {place for place in fresh if values[place] is None}
    for column in reversed(slots):
        assert column.children is not None and column.slot is not None
        details = intake.details.get(column.children.name)
        if details is None:
            continue
        wanted = column.slot.where.items()
        for at in range(len(details.owners) - 1, -1, -1):
            if details.owners[at] in nameless and all(details.columns[name][at] == value for name, value in wanted):
                values[details.owners[at]] = details.columns[column.slot.field][at]


def _fail_incomplete(settled: Settled, fresh: Sequence[int]) -> None:
    intake = settled.intake
    for name, made in intake.entity.fields().items():
        if not made.required or made.default is not None or isinstance(made, Tick):
            continue
        values = intake.fields.get(name)
        if values is not None and None not in values and "" not in values:
            continue
        for place in fresh:
            if values is None or values[place] in (None, ""):
                sentence, heading = intake.needed.get(place) or (
                    _("{field} is needed.").format(field=made.title),
                    _heading_of(intake, name),
                )
                _fail(settled, place, sentence, heading)


def _heading_of(intake: Intake, target: str) -> str | None:
    return next((plan.heading for plan in intake.sheet.columns if plan.target == target), None)


def _fail_taken_numbers(settled: Settled, fresh: Sequence[int]) -> None:
    """Fields of which no two records may have the same value."""
    intake = settled.intake
    for name, made in intake.entity.fields().items():
        values = intake.fields.get(name)
        if not made.unique or values is None:
            continue
        column = quoted(made.column_name)
        taken = {
            row[0]
            for row in intake.company.execute(
                f"SELECT {column} FROM {quoted(intake.entity.name)} WHERE {column} IS NOT NULL"
            )
        }
        for place in fresh:
            value = values[place]
            if value is None:
                continue
            if value in taken:
                sentence = _("{field} “{value}” is taken by another record.")
                _fail(
                    settled, place, sentence.format(field=made.title, value=shown(made, value)),
                    _heading_of(intake, name),
                )  # fmt: skip
            taken.add(value)


def _fail_faulty(settled: Settled, fresh: Sequence[int]) -> None:
    """What the kind's own check refuses."""
    intake = settled.intake
    assert intake.entity.check is not None
    start = blank(intake.entity)
    for place in fresh:
        if settled.outcomes[place] == FAILED:
            continue
        values = dict(start)
        values.update({name: column[place] for name, column in intake.fields.items() if column[place] is not None})
        for name, sentence in (intake.entity.check(intake.company, values, {}) or {}).items():
            _fail(settled, place, sentence, _heading_of(intake, name))


# Rows that follow another ----------------------------------------------------------------------------------------------


def _settle_later_rows(settled: Settled, added: set[int]) -> None:
    """Later rows of a record share its fate; they count as updates where they added anything."""
    reasons = {failure.row_number: failure for failure in settled.failures}
    for place, leader in enumerate(settled.matching.leaders):
        if place == leader or settled.outcomes[place] == FAILED:
            continue
        fate = settled.outcomes[leader]
        if fate == FAILED:
            failure = reasons[settled.intake.row_number(leader)]
            _fail(settled, place, failure.sentence, failure.column)
        elif fate == SKIPPED:
            settled.outcomes[place] = SKIPPED
        elif fate == CREATED:
            settled.outcomes[place] = UPDATED if place in added else UNCHANGED
        else:
            settled.outcomes[place] = UPDATED if place in added and fate == UPDATED else UNCHANGED
