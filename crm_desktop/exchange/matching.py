"""Which rows of a list mean the same record, and which records are there already: by exact keys, never by likeness.

A *key column* is one of the kind's `match` columns. A number of a customer or a tax number is a sure key: it alone
decides. Numbers and addresses (child rows) come next, then what the kind calls alike only together (name and company).
A person's name is not enough where both have mobiles, and different ones.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.entity.describe import Children, Entity
from crm_desktop.entity.fields import Derived, Link, Phone, Text
from crm_desktop.exchange.columnreading import fold_all
from crm_desktop.exchange.details import derived_key
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.personnames import TELLING, may_be_one
from crm_desktop.exchange.resolving import RowRef
from crm_desktop.exchange.shapes import is_person_name
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.values.phones import phone_key
from crm_desktop.values.text import fold, sort_key

_CHUNK = 20_000


@dataclass
class KeyColumn:
    """One column by which records are recognised: the keys of each row of the list."""

    name: str
    sure: bool
    """It alone decides, for and against."""
    keys: list[frozenset[str]]
    there: dict[str, list[int]] = field(default_factory=dict)
    """The records that have a key, by key."""
    of_record: dict[int, set[str]] = field(default_factory=dict)
    """The keys of the records concerned."""
    tells: bool = False
    """It only tells people of one name apart, and recognises nobody."""


@dataclass
class Matching:
    """What `matched` found: for each row the first row of the same record, and the record it is there already."""

    leaders: list[int]
    records: dict[int, int] = field(default_factory=dict)
    """The id of the record, by leading row."""
    by: dict[int, tuple[str, ...]] = field(default_factory=dict)
    conflicts: dict[int, str] = field(default_factory=dict)
    """Rows that mean several records at once: a sentence for each."""


_NONE: frozenset[str] = frozenset()


def matched(intake: Intake, *, existing: bool = True) -> Matching:
    """Group the rows of a list by record and find the records that are there; `existing` False: look for none."""
    columns = key_columns(intake)
    together = _together(intake)
    titles = intake.titles_folded()
    intake.pulse()
    part = any(isinstance(made, Link) and made.part for made in intake.entity.fields().values())
    if not existing:
        return Matching(list(range(intake.count)))
    if part:
        return _matched_parts(intake, together)
    found = Matching(_twins(intake, columns, together, titles))
    if intake.company.execute(f"SELECT 1 FROM {quoted(intake.entity.name)} LIMIT 1").fetchone():
        _find_records(intake, columns, together, titles, found)
    return found


def key_columns(intake: Intake) -> list[KeyColumn]:
    """The kind's match columns that the list fills, the surest first."""
    found = []
    fields = intake.entity.fields()
    for name in intake.entity.match:
        if name in fields:
            if name in intake.fields:
                keys = field_keys(intake.entity, name, intake.fields[name])
                found.append(KeyColumn(name, True, [frozenset((key,)) if key else _NONE for key in keys]))
            continue
        column = intake.company.columns(intake.entity)[name]
        if column.children is None or column.slot is None or column.children.name not in intake.details:
            continue
        keys_of = _slot_keys(intake, column.children, column.slot.where)
        if keys_of:
            found.append(KeyColumn(name, False, [keys_of.get(place, _NONE) for place in range(intake.count)]))
    for name in TELLING if intake.entity.person else ():
        if name in fields and name in intake.fields:
            keys = fold_all(intake.fields[name])
            found.append(KeyColumn(name, False, [frozenset((key,)) if key else _NONE for key in keys], tells=True))
    return found


def _slot_keys(intake: Intake, children: Children, where: Any) -> dict[int, frozenset[str]]:
    details = intake.details[children.name]
    chosen = [[value == wanted for value in details.columns[name]] for name, wanted in where.items()]
    rows = zip(details.owners, details.keys(), *chosen, strict=True)
    single: dict[int, frozenset[str]] = {}
    for owner, key, *fits in rows:
        if key is not None and all(fits):
            single[owner] = single[owner] | {key} if owner in single else frozenset((key,))
    return single


def field_keys(entity: Entity, name: str, values: Sequence[Any]) -> list[str | None]:
    """The keys of a field's raw values: its derived column, its phone number's digits, or its folded text."""
    made = entity.fields()[name]
    derived = _derived(entity, name)
    if derived is not None:
        return [derived.work_out(value) or None for value in values]
    if isinstance(made, Phone):
        return [(phone_key(value) or fold(value)) if value else None for value in values]
    if isinstance(made, Text):
        return fold_all(values)
    return [None if value is None or isinstance(value, RowRef) else str(value) for value in values]


def _derived(entity: Entity, name: str) -> Derived | None:
    """The column that is worked out from a field for comparing, not that for sorting."""
    for made in entity.model._meta.sorted_fields:
        if isinstance(made, Derived) and made.of == name and made._work_out is not sort_key:
            return made
    return None


def _together(intake: Intake) -> list[tuple[Any, ...] | None]:
    """For each row what the kind takes for one record only together; None where part of it is missing."""
    names = [name for name in intake.entity.match_together if name != "about"]
    names += ["kind", "row"] if "about" in intake.entity.match_together else []
    first = intake.entity.match_together[:1]
    if not names or any(name not in intake.fields for name in first):
        return [None] * intake.count
    columns = [
        field_keys_or_none(intake.entity, name, intake.fields[name])
        if name in intake.fields
        else [None] * intake.count
        for name in names
    ]
    lead = columns[0]
    return [
        row if lead[place] is not None else None for place, row in enumerate(zip(*columns, strict=True))
    ]


def field_keys_or_none(entity: Entity, name: str, values: Sequence[Any]) -> list[Any]:
    """Like `field_keys`; new records and rows of the list stand for themselves."""
    if name in ("kind", "row"):
        return list(values)
    made = entity.fields()[name]
    if isinstance(made, Text) and not isinstance(made, Link):
        return list(fold_all(values))
    return list(values)


# Rows of one record ----------------------------------------------------------------------------------------------------


def _twins(
    intake: Intake,
    columns: Sequence[KeyColumn],
    together: Sequence[tuple[Any, ...] | None],
    titles: Sequence[str | None],
) -> list[int]:
    """For each row the first row of the list that means the same record."""
    leaders = list(range(intake.count))
    concerned = _with_company(columns, together)
    if not concerned:
        return leaders
    sure: dict[tuple[int, str], int] = {}
    likely: dict[tuple[int, str, str | None], int] = {}
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    held: dict[int, list[set[str]]] = {}
    for place in sorted(concerned):
        leader = None
        for at, column in enumerate(columns):
            for key in sorted(column.keys[place]) if not column.tells else ():
                known = sure.get((at, key)) if column.sure else likely.get((at, key, titles[place]))
                if known is not None and not _differ_surely(columns, held[known], place):
                    leader = known if leader is None else min(leader, known)
        row = together[place]
        if leader is None and row is not None:
            person = _personal(intake, titles[place], place)
            leader = next((one for one in alike[row] if not _contradict(columns, held[one], place, person)), None)
        leader = place if leader is None else leader
        leaders[place] = leader
        kept = held.setdefault(leader, [set() for _column in columns])
        for at, column in enumerate(columns):
            kept[at] |= column.keys[place]
            for key in column.keys[place]:
                if column.sure:
                    sure.setdefault((at, key), leader)
                else:
                    likely.setdefault((at, key, titles[place]), leader)
        if row is not None and leader not in alike[row]:
            alike[row].append(leader)
    return leaders


def _with_company(columns: Sequence[KeyColumn], together: Sequence[tuple[Any, ...] | None]) -> set[int]:
    """The rows that share any key with another row."""
    found: set[int] = set()
    for column in columns:
        if not column.tells and (not column.sure or len(set(column.keys)) < len(column.keys)):
            counts = Counter(key for keys in column.keys for key in keys)
            if counts and max(counts.values()) > 1:
                found |= {at for at, keys in enumerate(column.keys) if any(counts[key] > 1 for key in keys)}
    rows = Counter(row for row in together if row is not None)
    if rows and len(rows) < len(together):
        found |= {at for at, row in enumerate(together) if row is not None and rows[row] > 1}
    return found


def _differ_surely(columns: Sequence[KeyColumn], held: Sequence[set[str]], place: int) -> bool:
    """Whether the first sure key that both have is not the same."""
    for at, column in enumerate(columns):
        if column.sure and held[at] and column.keys[place]:
            return not held[at] & column.keys[place]
    return False


def _contradict(columns: Sequence[KeyColumn], held: Sequence[set[str]], place: int, person: bool) -> bool:
    """Whether keys say that two of one name are not the same: another number, for people another mobile."""
    differ = False
    for at, column in enumerate(columns):
        keys = column.keys[place]
        if not held[at] or not keys:
            continue
        if not held[at] & keys:
            differ = differ or column.sure or person
        elif not column.tells:
            return False
    return differ


def _personal(intake: Intake, title: str | None, place: int) -> bool:
    """Whether a row's name is a person's, of whom there may be several."""
    if intake.entity.person:
        return True
    values = intake.fields.get(intake.entity.title)
    text = values[place] if values is not None and title is not None else None
    return isinstance(text, str) and is_person_name(text)


# Records that are there ------------------------------------------------------------------------------------------------


def _find_records(
    intake: Intake,
    columns: Sequence[KeyColumn],
    together: Sequence[tuple[Any, ...] | None],
    titles: Sequence[str | None],
    found: Matching,
) -> None:
    for column in columns:
        _load(intake, column)
        intake.pulse()
    alike = _load_together(intake, together)
    _load_keys_of(intake, columns, {row for rows in alike.values() for row in rows})
    names = _titles_of(intake, columns, alike)
    wanted: dict[int, list[int]] = defaultdict(list)
    for place, leader in enumerate(found.leaders):
        if leader != place and leader in found.records:
            continue
        if leader in found.conflicts:
            found.conflicts[place] = found.conflicts[leader]
            continue
        row, by, conflict = _record_of(intake, columns, together, titles, alike, names, place)
        if conflict:
            found.conflicts[place] = conflict
        elif row is not None:
            found.records[leader], found.by[leader] = row, by
            wanted[row].append(leader)
    _one_row_each(found, wanted, names, titles)


def _record_of(
    intake: Intake,
    columns: Sequence[KeyColumn],
    together: Sequence[tuple[Any, ...] | None],
    titles: Sequence[str | None],
    alike: dict[tuple[Any, ...], list[int]],
    names: dict[int, str],
    place: int,
) -> tuple[int | None, tuple[str, ...], str]:
    """The record of one row, by which columns, or the sentence that says why it cannot be told."""
    candidates: set[int] | None = None
    by: list[str] = []
    for column in columns:
        if column.tells:
            continue
        rows = {row for key in column.keys[place] for row in column.there.get(key, ())}
        rows = {row for row in rows if not _differs(columns, row, place)}
        if rows and not column.sure:
            rows = {row for row in rows if may_be_one(names.get(row) or "", titles[place] or "")}
        if not rows:
            continue
        by.append(column.name)
        if candidates is None:
            candidates = rows
        elif candidates & rows:
            candidates &= rows
        else:
            return None, (), _conflict(intake, candidates | rows)
    same = together[place]
    namesakes = set(alike.get(same, ())) if same is not None else set()
    if candidates is None:
        person = _personal(intake, titles[place], place)
        free = sorted(
            row for row in namesakes if not _contradict(columns, _held(columns, row), place, person)
        )
        if len(free) > 1:
            return None, (), _conflict(intake, set(free))
        return (free[0], tuple(intake.entity.match_together), "") if free else (None, (), "")
    if len(candidates) > 1:
        candidates = candidates & namesakes or {row for row in candidates if names.get(row) == titles[place]} or candidates
    if len(candidates) > 1:
        return None, (), _conflict(intake, candidates)
    return next(iter(candidates)), tuple(by), ""


def _held(columns: Sequence[KeyColumn], row: int) -> list[set[str]]:
    return [column.of_record.get(row, set()) for column in columns]


def _differs(columns: Sequence[KeyColumn], row: int, place: int) -> bool:
    return _differ_surely(columns, _held(columns, row), place)


def _conflict(intake: Intake, rows: Iterable[int]) -> str:
    named = intake.company.titles(intake.entity, sorted(rows)[:3])
    titles = ", ".join(f"“{title}” (#{row})" for row, title in sorted(named.items()))
    return _("The row fits several records at once: {titles}. Merge those first, or take the row out.").format(
        titles=titles
    )


def _one_row_each(
    found: Matching, wanted: dict[int, list[int]], names: dict[int, str], titles: Sequence[str | None]
) -> None:
    """Rows that claim one record under one name are the same; under other names, the one of its name has it."""
    for row, leaders in wanted.items():
        if len(leaders) < 2:
            continue
        named = [leader for leader in leaders if titles[leader] is not None and titles[leader] == names.get(row)]
        keeps = (named or leaders)[0]
        for leader in leaders:
            if leader == keeps:
                continue
            del found.records[leader], found.by[leader]
            if titles[leader] in (None, titles[keeps]):
                found.leaders = [keeps if other == leader else other for other in found.leaders]


def _titles_of(
    intake: Intake, columns: Sequence[KeyColumn], alike: dict[tuple[Any, ...], list[int]]
) -> dict[int, str]:
    """The folded titles of the records concerned."""
    entity = intake.entity
    made = entity.fields().get(entity.title)
    if not isinstance(made, Text):
        return {}
    rows = {row for column in columns for found in column.there.values() for row in found}
    rows |= {row for found in alike.values() for row in found}
    found = {}
    for chunk in _chunks(sorted(rows)):
        found.update(
            intake.company.execute(
                f"SELECT id, {quoted(made.column_name)} FROM {quoted(entity.name)}"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(chunk),),
            ).fetchall()
        )
    return dict(zip(found, (title or "" for title in fold_all(list(found.values()))), strict=True))


def _load(intake: Intake, column: KeyColumn) -> None:
    """The records that have any of a key column's keys, and all their keys of that sort."""
    entity, company = intake.entity, intake.company
    wanted = {key for keys in column.keys for key in keys}
    made = entity.fields().get(column.name)
    if made is not None:
        rows = company.execute(
            f"SELECT id, {quoted(made.column_name)} FROM {quoted(entity.name)}"
            f" WHERE {quoted(made.column_name)} IS NOT NULL"
        ).fetchall()
        keys = field_keys(entity, column.name, [row[1] for row in rows])
        for (row, _raw), key in zip(rows, keys, strict=True):
            if key is not None:
                column.of_record.setdefault(row, set()).add(key)
                if key in wanted and not column.tells:
                    column.there.setdefault(key, []).append(row)
        return
    children, condition = _where(intake, column.name)
    key_name = _key_name(children)
    for chunk in _chunks(sorted(wanted)):
        for key, row in company.execute(
            f"SELECT {key_name}, {quoted(children.link)} FROM {quoted(children.model.table())}"
            f" WHERE {key_name} IN (SELECT value FROM json_each(?)) AND {quoted(children.link)} IS NOT NULL{condition}",
            (json.dumps(chunk),),
        ):
            rows_of_key = column.there.setdefault(key, [])
            if row not in rows_of_key:
                rows_of_key.append(row)


def _load_keys_of(intake: Intake, columns: Sequence[KeyColumn], rows: set[int]) -> None:
    """The keys of records found by name, to tell two of one name apart."""
    for column in columns:
        if column.name in intake.entity.fields():
            continue
        children, condition = _where(intake, column.name)
        for chunk in _chunks(sorted(rows)):
            for key, row in intake.company.execute(
                f"SELECT {_key_name(children)}, {quoted(children.link)} FROM {quoted(children.model.table())}"
                f" WHERE {quoted(children.link)} IN (SELECT value FROM json_each(?)){condition}",
                (json.dumps(chunk),),
            ):
                if key is not None:
                    column.of_record.setdefault(row, set()).add(key)


def _where(intake: Intake, name: str) -> tuple[Children, str]:
    """A slot's children and the condition that picks its rows."""
    column = intake.company.columns(intake.entity)[name]
    assert column.children is not None and column.slot is not None
    return column.children, "".join(f" AND {quoted(part)} = '{value}'" for part, value in column.slot.where.items())


def _key_name(children: Children) -> str:
    made = derived_key(children) or children.model._meta.fields[children.key]
    return quoted(made.column_name)


def _load_together(intake: Intake, together: Sequence[tuple[Any, ...] | None]) -> dict[tuple[Any, ...], list[int]]:
    """The records that are alike in all that the kind compares together, by that."""
    wanted = {row for row in together if row is not None}
    names = [name for name in intake.entity.match_together if name != "about"]
    names += ["kind", "row"] if "about" in intake.entity.match_together else []
    if not wanted or not names:
        return {}
    fields = intake.entity.model._meta.fields
    columns = ", ".join(quoted(fields[name].column_name) for name in names)
    rows = intake.company.execute(f"SELECT id, {columns} FROM {quoted(intake.entity.name)} ORDER BY id").fetchall()
    if not rows:
        return {}
    ids, *raw = zip(*rows, strict=True)
    keyed = [
        field_keys_or_none(intake.entity, name, column) if name in intake.fields else [None] * len(ids)
        for name, column in zip(names, raw, strict=True)
    ]
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row, key in zip(ids, zip(*keyed, strict=True), strict=True):
        if key in wanted:
            found[key].append(row)
    return dict(found)


def _matched_parts(intake: Intake, together: Sequence[tuple[Any, ...] | None]) -> Matching:
    """Lines of documents: equal lines are so many lines, and as many of them as are there already are found."""
    found = Matching(list(range(intake.count)))
    free = {key: list(rows) for key, rows in _load_together(intake, together).items()}
    for place, row in enumerate(together):
        if row is not None and free.get(row):
            found.records[place] = free[row].pop(0)
            found.by[place] = tuple(intake.entity.match_together)
    return found


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
