"""What records that are there already get from a list: their blanks filled, further numbers and tags, or new values."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crm_desktop.entity import records
from crm_desktop.entity.fields import Kind, Link
from crm_desktop.exchange.decisions import MERGE, OVERWRITE, SKIP
from crm_desktop.exchange.details import Details, Sorts, derived_key
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.keycolumns import chunks
from crm_desktop.exchange.merging import same, shown, title_at
from crm_desktop.exchange.report import MOST_LISTED, Difference
from crm_desktop.exchange.resolving import RowRef
from crm_desktop.exchange.rules import Rules, Taken, heading_of
from crm_desktop.exchange.settled import FAILED, SKIPPED, UNCHANGED, UPDATED, Settled
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.values.celltext import LONGEST, cell_length
from crm_desktop.values.text import fold


def complete(settled: Settled, mode: str, ways: Mapping[int, str] | None = None) -> None:
    """Settle the rows whose records are there already: what each of these gets, and what differs.

    `ways` holds the leading rows for which another way than `mode` was chosen.
    """
    there = {leader: row for leader, row in settled.matching.records.items() if settled.outcomes[leader] != FAILED}
    rules = Rules(settled, mode, ways or {})
    for leader in [leader for leader in there if rules.way(leader) == SKIP]:
        settled.outcomes[leader] = SKIPPED
        del there[leader]
    if not there:
        return
    intake = settled.intake
    for leader in there:
        settled.outcomes[leader] = UPDATED if leader in settled.restores else UNCHANGED
    taken = Taken(intake)
    for leader, row, have in _with_present(intake, [name for name, _kind, _values in rules.columns], there):
        changes = _changes(settled, rules, leader, row, have)
        if changes and not _refused(settled, leader, row, changes, taken):
            settled.changes[leader] = changes
            settled.outcomes[leader] = UPDATED
    intake.pulse()
    for name, details in intake.details.items():
        settled.new_children[name] = _new_children(settled, details, there)
    _new_tags(settled, there)


def _changes(settled: Settled, rules: Rules, leader: int, row: int, have: Sequence[Any]) -> dict[str, Any]:
    """The new values of one record, and a note of what differs."""
    intake = settled.intake
    changes: dict[str, Any] = {}
    lines: list[str] = []
    hows = rules.hows(leader)
    for (name, kind, values), old, how in zip(rules.columns, have, hows, strict=True):
        new = _settled_link(settled, values[leader])
        if new == old or how == SKIP or _is_cut(new, old):
            continue
        if old is not None and leader in intake.vague.get(name, ()):
            continue
        if new is None:
            if how == OVERWRITE and name in rules.clearing and old not in (None, ""):
                changes[name] = None
            continue
        blank = old is None or old == ""
        if blank or how == OVERWRITE:
            changes[name] = new
        if blank or same(new, old):
            continue
        if how == MERGE:
            rules.keep_both(changes, lines, leader, name, kind, old, new)
        if len(settled.differences) < MOST_LISTED:
            taken = {OVERWRITE: "replaced", MERGE: "both"}.get(how, "kept")
            settled.differences.append(_difference(intake, leader, row, name, kind, old, new, taken))
    rules.lay_down(changes, lines, leader, row)
    return changes


def _is_cut(new: Any, old: Any) -> bool:
    """Whether a text is only as much of the record's own as a cell of our workbook could hold (see `safe`)."""
    if not isinstance(old, str) or len(old) <= LONGEST // 2 or not isinstance(new, str):
        return False
    kept = new.rpartition("…")[0].rstrip("…")
    return cell_length(kept) > 0.9 * LONGEST and cell_length(old) > LONGEST and old.startswith(kept)


def _refused(settled: Settled, leader: int, row: int, changes: dict[str, Any], taken: Taken) -> bool:
    """Whether the record cannot become so (its new number is taken, the kind's check refuses it): its row fails."""
    intake = settled.intake
    for name in taken.names.keys() & changes.keys():
        if taken.has(name, changes[name]):
            made = intake.field(name)
            sentence = _("{field} “{value}” is taken by another record.")
            settled.fail(
                leader, sentence.format(field=made.title, value=shown(made, changes[name])), heading_of(intake, name)
            )
            return True
        taken.add(name, changes[name])
    if intake.entity.check is None:
        return False
    values = {**records.read(intake.company, intake.entity, row), **changes}
    faults = intake.entity.check(intake.company, values, {}) or {}
    for name, sentence in faults.items():
        settled.fail(leader, sentence, heading_of(intake, name))
    return bool(faults)


def _settled_link(settled: Settled, value: Any) -> Any:
    """A link to a row of the list as the id of its record, where that is there already."""
    if isinstance(value, RowRef):
        return settled.record(settled.leader(value.row)) or value
    return value


def _difference(
    intake: Intake, leader: int, row: int, name: str, kind: Kind, old: Any, new: Any, taken: str
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
    return Difference(intake.row_number(leader), row, title, name, kept, offered, taken)


def _with_present(intake: Intake, names: Sequence[str], there: dict[int, int]) -> Iterator[tuple[int, int, list[Any]]]:
    """Leading row, id and present values of the records that are there; a field still to be made is blank."""
    fields = intake.entity.model._meta.fields
    stored = [name for name in names if not name.startswith("custom:")]
    columns = "".join(", " + quoted(fields[name].column_name) for name in stored)
    by_row = {row: leader for leader, row in there.items()}
    places = [stored.index(name) if not name.startswith("custom:") else None for name in names]
    for chunk in chunks(sorted(by_row)):
        for row, *values in intake.company.execute(
            f"SELECT id{columns} FROM {quoted(intake.entity.name)} WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(chunk),),
        ).fetchall():
            yield by_row[row], row, [None if at is None else values[at] for at in places]


def _new_children(settled: Settled, details: Details, there: dict[int, int]) -> list[int]:
    """The child rows that records which are there do not have yet."""
    have = _present_children(settled.intake, details, there)
    last = settled.positions.setdefault(details.children.name, {})
    simple = details.children.slots and all(slot.field == details.children.key for slot in details.children.slots)
    chosen = _new_numbers(details, there, have) if simple else _new_rows(details, there, have)
    fresh = []
    for at in chosen:
        owner = details.owners[at]
        if settled.outcomes[owner] != FAILED:
            fresh.append(at)
            last[owner] = max((child["position"] or 0 for child in have.get(owner, ())), default=0)
            settled.outcomes[owner] = UPDATED
    return fresh


def _new_numbers(details: Details, there: dict[int, int], have: dict[int, list[dict[str, Any]]]) -> list[int]:
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
        if owner in there and (owner, kind, key or fold(value)) not in known
    ]


def _new_rows(details: Details, there: dict[int, int], have: dict[int, list[dict[str, Any]]]) -> list[int]:
    """Addresses and lines: there already where one has the same key and nothing that differs."""
    joined = dict(details.several)
    names = [name for name in details.columns if name in details.children.fields]
    fresh = []
    for at, owner in enumerate(details.owners):
        if owner not in there:
            continue
        children = have.get(owner, [])
        if owner in joined and _is_joined(joined[owner], children):
            continue
        row = {name: details.columns[name][at] for name in names}
        found = next((child for child in children if _same_row(row, child)), None)
        if found is None:
            fresh.append(at)
        elif not details.children.slots:
            children.remove(found)
    return fresh


def _present_children(intake: Intake, details: Details, there: dict[int, int]) -> dict[int, list[dict[str, Any]]]:
    """The child rows of records that are there, by leading row, each with its "key" and "position"."""
    children = details.children
    fields = children.model._meta.fields
    names = [name for name in children.fields if name in fields]
    key = derived_key(children) or fields[children.key]
    position = quoted("position") if "position" in fields else "0"
    columns = ", ".join([quoted(key.column_name), position, *(quoted(fields[name].column_name) for name in names)])
    by_row = {row: leader for leader, row in there.items()}
    wanted = sorted({there[owner] for owner in set(details.owners) if owner in there})
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


def _is_joined(cells: dict[str, str], children: Sequence[dict[str, Any]]) -> bool:
    """Whether cells hold what the child rows give when an export joins them."""
    joined = {name: "; ".join(str(child[name]) for child in children if child.get(name) is not None) for name in cells}
    return all(fold(cell) == fold(joined[name]) or fold(cell) in fold(joined[name]) for name, cell in cells.items())


def _new_tags(settled: Settled, there: dict[int, int]) -> None:
    intake = settled.intake
    wanted = {leader: names for leader, names in intake.tags.items() if leader in there and names}
    if not wanted:
        return
    have: dict[int, set[str]] = defaultdict(set)
    for chunk in chunks(sorted(there[leader] for leader in wanted)):
        for row, key in intake.company.execute(
            "SELECT x.row, g.name_key FROM tagging x JOIN tag g ON g.id = x.tag WHERE x.kind = ?"
            " AND x.row IN (SELECT value FROM json_each(?))",
            (intake.entity.name, json.dumps(chunk)),
        ):
            have[row].add(key)
    for leader, names in wanted.items():
        fresh = [name for name in names if fold(name) not in have[there[leader]]]
        if fresh:
            settled.new_tags[leader] = fresh
            settled.outcomes[leader] = UPDATED
