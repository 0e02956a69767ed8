"""Writing what was settled: new records and child rows in bulk, changes column by column, inside one journal entry."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Derived
from crm_desktop.entity.parts import Tagging
from crm_desktop.entity.records import blank
from crm_desktop.entity.tags import tag_named
from crm_desktop.exchange.ahead import Ahead, taken
from crm_desktop.exchange.companions import CompanionPlan
from crm_desktop.exchange.details import Details
from crm_desktop.exchange.foretelling import Chosen, foretell
from crm_desktop.exchange.intake import Pulse
from crm_desktop.exchange.personnames import fill_parts
from crm_desktop.exchange.resolving import NewRecords, RowRef
from crm_desktop.exchange.settled import Settled
from crm_desktop.exchange.storing_children import derived_row_by_row, insert_children, last_positions
from crm_desktop.store.row import Row, quoted


def store(settled: Settled, pulse: Pulse) -> dict[int, int]:
    """Write all of one sheet; returns the ids of the records by leading row. Must be inside a journal entry."""
    company, intake = settled.intake.company, settled.intake
    pulse = _beside(company, pulse)
    _make_fields(settled)
    made = {name: _create_linked(company, new, _wanted(settled, name), pulse) for name, new in intake.new.items()}
    _settle_links(settled, made)
    settled.linked = {kind: set(ids.values()) for kind, ids in made.items() if ids}
    ids = dict(settled.matching.records)
    later = _take_row_links(settled)
    children = {name: _placed(settled, intake.details[name], rows) for name, rows in settled.new_children.items()}
    rows = insert(
        company,
        intake.entity,
        _new_values(settled),
        len(settled.creates),
        pulse,
        numbered=True,
        children=children,
        ahead=intake.ahead,
    )
    del children
    intake.forget_fields()
    ids.update(zip(settled.creates, rows, strict=True))
    _update(settled, ids)
    _write_row_links(settled, later, ids)
    _settle_row_details(settled, ids)
    for name, chosen in settled.new_children.items():
        insert_children(company, intake.details[name], chosen, ids, settled.positions.get(name, {}), pulse)
    intake.forget_details()
    _tag(settled, ids)
    for plan in settled.companions:
        _store_companions(company, plan, ids, pulse)
    return ids


def _beside(company: Company, pulse: Pulse) -> Pulse:
    """The search index takes up meanwhile what is ready for it."""

    def both() -> None:
        pulse()
        company.index.go_on()

    return both


def _placed(settled: Settled, details: Details, rows: Sequence[int]) -> tuple[Details, Sequence[int], Sequence[Any]]:
    """Child rows to be inserted, and the places of their records among those created."""
    owners = details.owners if len(rows) == len(details.owners) else [details.owners[at] for at in rows]
    if len(settled.creates) == settled.intake.count:
        return details, rows, owners
    places = {leader: at for at, leader in enumerate(settled.creates)}
    return details, rows, list(map(places.get, owners))


# Custom fields --------------------------------------------------------------------------------------------------------


def _make_fields(settled: Settled) -> None:
    """Make the custom fields that a record to be written has a value for, and give the columns their real names."""
    intake = settled.intake
    concerned = [*settled.creates, *settled.changes]
    wanted = [made for made in intake.new_fields if any(made.values[leader] is not None for leader in concerned)]
    fields = [custom.New(made.title, made.type) for made in wanted]
    names = custom.add_all(intake.company, intake.entity, fields) if wanted else []
    for name, made in zip(names, wanted, strict=True):
        intake.fields[name] = made.values
        for changes in settled.changes.values():
            if f"custom:{made.title}" in changes:
                changes[name] = changes.pop(f"custom:{made.title}")
    intake.new_fields.clear()
    for name, words in intake.new_choices.items():
        used = {intake.fields[name][leader] for leader in settled.creates}
        used |= {changes.get(name) for changes in settled.changes.values()}
        for word in words:
            if word in used:
                custom.add_choice(intake.company, intake.entity, name, word)


# Links ----------------------------------------------------------------------------------------------------------------


def _wanted(settled: Settled, kind: str) -> set[int]:
    """The numbers of new linked records that anything to be written needs."""
    found: set[int] = set()
    for name, values in _link_columns(settled, kind):
        found |= {values[leader] for leader in settled.creates if type(values[leader]) is int and values[leader] < 0}
        for changes in settled.changes.values():
            value = changes.get(name)
            if type(value) is int and value < 0:
                found.add(value)
    for details, name in _link_details(settled, kind):
        column = details.columns[name]
        chosen = settled.new_children.get(details.children.name, ())
        found |= {column[at] for at in chosen if type(column[at]) is int and column[at] < 0}
    return found


def _link_columns(settled: Settled, kind: str) -> Iterator[tuple[str, list[Any]]]:
    for name, values in settled.intake.fields.items():
        made = settled.intake.entity.model._meta.fields[name]
        if getattr(made, "rel_model", None) is not None and made.rel_model.table() == kind:
            yield name, values


def _link_details(settled: Settled, kind: str) -> Iterator[tuple[Details, str]]:
    for details in settled.intake.details.values():
        for name in details.columns:
            made = details.children.model._meta.fields[name]
            if getattr(made, "rel_model", None) is not None and made.rel_model.table() == kind:
                yield details, name


def _create_linked(company: Company, new: NewRecords, wanted: set[int], pulse: Pulse) -> dict[int, int]:
    """Make the records that links name; returns their ids by the numbers they went under."""
    numbers = sorted(wanted, reverse=True)
    titles: dict[str, list[Any]] = {new.entity.title: [new.titles[-number - 1] for number in numbers]}
    rows = insert(company, new.entity, titles, len(numbers), pulse, children={})
    return dict(zip(numbers, rows, strict=True))


def _settle_links(settled: Settled, made: dict[str, dict[int, int]]) -> None:
    """Put the real ids where links held numbers of new records."""
    for kind, ids in made.items():
        if not ids:
            continue
        for name, values in _link_columns(settled, kind):
            values[:] = [ids.get(value, value) if type(value) is int else value for value in values]
            for changes in settled.changes.values():
                if type(changes.get(name)) is int:
                    changes[name] = ids.get(changes[name], changes[name])
        for details, name in _link_details(settled, kind):
            column = details.columns[name]
            column[:] = [ids.get(value, value) if type(value) is int else value for value in column]


def _take_row_links(settled: Settled) -> list[tuple[int, str, RowRef]]:
    """Links to rows of the list itself, taken out until these rows have ids: leading row, field, link."""
    found = []
    for name, values in settled.intake.fields.items():
        if getattr(settled.intake.entity.model._meta.fields[name], "rel_model", None) is None:
            continue
        for leader in settled.creates:
            if isinstance(values[leader], RowRef):
                found.append((leader, name, values[leader]))
                values[leader] = None
        for leader, changes in settled.changes.items():
            if isinstance(changes.get(name), RowRef):
                found.append((leader, name, changes.pop(name)))
    return found


def _write_row_links(settled: Settled, links: Iterable[tuple[int, str, RowRef]], ids: dict[int, int]) -> None:
    intake = settled.intake
    by_field: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for leader, name, link in links:
        target = ids.get(settled.leader(link.row))
        if target is not None and leader in ids and target != ids[leader]:
            by_field[name].append((target, ids[leader]))
    for name, pairs in by_field.items():
        column = quoted(intake.entity.model._meta.fields[name].column_name)
        _many(intake.company, f"UPDATE {quoted(intake.entity.name)} SET {column} = ? WHERE id = ?", pairs)


def _settle_row_details(settled: Settled, ids: dict[int, int]) -> None:
    """Put ids where child rows link to rows of the list itself; those that lead nowhere are left out."""
    for details, field in _link_details(settled, settled.intake.entity.name):
        name, column = details.children.name, details.columns[field]
        if not any(isinstance(value, RowRef) for value in column):
            continue
        column[:] = [ids.get(settled.leader(value.row)) if isinstance(value, RowRef) else value for value in column]
        settled.new_children[name] = [
            at
            for at in settled.new_children.get(name, ())
            if column[at] is not None and column[at] != ids.get(details.owners[at])
        ]


# Records --------------------------------------------------------------------------------------------------------------


def _new_values(settled: Settled) -> dict[str, list[Any]]:
    """The columns of the new records."""
    fields = settled.intake.fields
    if len(settled.creates) == settled.intake.count:
        return dict(fields)
    return {name: [values[place] for place in settled.creates] for name, values in fields.items()}


def insert(
    company: Company,
    entity: Entity,
    values: dict[str, list[Any]],
    count: int,
    pulse: Pulse,
    *,
    numbered: bool = False,
    children: Chosen | None = None,
    ahead: Ahead | None = None,
) -> range:
    """Insert `count` records given by columns of raw values: blanks take the kind's defaults; returns their ids.

    A day that the list leaves blank, or that could not be read, stays blank: it is not today.
    `numbered`: what the kind works out before saving (a number) is worked out for each.
    `children`: the child rows that will be inserted with them, where these are known; `ahead`: columns that follow from
    others and may have been worked out already.
    """
    if not count:
        return range(0)
    fields = entity.model._meta.fields
    fill_parts(entity, values)
    start = blank(entity)
    columns: dict[str, Sequence[Any]] = {}
    for name, made in fields.items():
        if name == "id" or isinstance(made, Derived):
            continue
        default = start.get(name)
        given = values.get(name)
        if given is None:
            if default is not None:
                columns[name] = [default] * count
        elif default is not None and None in given and (made.required or not callable(made.default)):
            columns[name] = [default if value is None else value for value in given]
        else:
            columns[name] = given
    if numbered and entity.work_out is not None:
        columns = _worked_out(company, entity, columns, count)
    pulse()
    if children is not None:
        raw = {fields[name].column_name: values for name, values in columns.items()}
        foretell(company, entity, raw, count, children)
    columns = _derived(entity.model, columns, count, ahead or {})
    stored = {fields[name].column_name: values for name, values in columns.items()}
    return company.journal.bulk_insert_columns(entity.model, stored, count, pulse)


def _worked_out(
    company: Company, entity: Entity, columns: dict[str, Sequence[Any]], count: int
) -> dict[str, Sequence[Any]]:
    """The columns after what the kind fills in before a record is saved."""
    assert entity.work_out is not None
    names = [name for name in entity.fields() if name in entity.model._meta.fields]
    rows = []
    for place in range(count):
        values = {name: columns[name][place] if name in columns else None for name in names}
        entity.work_out(company, values, {})
        rows.append(values)
    return {name: [row[name] for row in rows] for name in names}


def _derived(model: type[Row], columns: dict[str, Sequence[Any]], count: int, ahead: Ahead) -> dict[str, Sequence[Any]]:
    """The columns and those that follow from them, each different value worked out once."""
    if model.derive.__func__ is not Row.derive.__func__:  # type: ignore[attr-defined]
        return derived_row_by_row(model, columns, count)
    found = dict(columns)
    for made in model._meta.sorted_fields:
        if isinstance(made, Derived) and made.of in columns:
            values = columns[made.of]
            known = taken(ahead, made.name, values)
            found[made.name] = made.work_out_all(values) if known is None else known
    return found


def _update(settled: Settled, ids: dict[int, int]) -> None:
    """Write the changes of records that are there, those of the same columns together."""
    company, entity = settled.intake.company, settled.intake.entity
    changes = {ids[leader]: values for leader, values in settled.changes.items() if values}
    if entity.work_out is not None:
        for row, values in changes.items():
            before = {**records.read(company, entity, row), **values}
            after = dict(before)
            entity.work_out(company, after, {})
            values.update({name: raw for name, raw in after.items() if raw != before.get(name)})
    update(company, entity, changes)


def update(company: Company, entity: Entity, changes: dict[int, dict[str, Any]]) -> None:
    """Write new raw values of records by id; columns that follow from them are written along."""
    fields = entity.model._meta.fields
    own_derive = entity.model.derive.__func__ is not Row.derive.__func__  # type: ignore[attr-defined]
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row, values in changes.items():
        values = {fields[name].column_name: raw for name, raw in values.items()}
        if own_derive:
            values = {**_whole(company, entity, row), **values}
        entity.model.derive(values)
        groups[tuple(values)].append((*values.values(), row))
    for names, rows in groups.items():
        assignments = ", ".join(f"{quoted(name)} = ?" for name in names)
        _many(company, f"UPDATE {quoted(entity.name)} SET {assignments} WHERE id = ?", rows)


def _whole(company: Company, entity: Entity, row: int) -> dict[str, Any]:
    names = [name for name in entity.model.column_names() if name != "id"]
    columns = ", ".join(map(quoted, names))
    found = company.execute(f"SELECT {columns} FROM {quoted(entity.name)} WHERE id = ?", (row,)).fetchone()
    return dict(zip(names, found, strict=True))


def _many(company: Company, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    company.journal.current()
    company.file.db.connection().executemany(sql, rows)


# What belongs to records ----------------------------------------------------------------------------------------------


def _tag(settled: Settled, ids: dict[int, int]) -> None:
    company = settled.intake.company
    known: dict[str, int] = {}
    rows = []
    for leader, names in settled.new_tags.items():
        for name in names:
            if name not in known:
                known[name] = tag_named(company, name)
            rows.append((settled.intake.entity.name, ids[leader], known[name]))
    if rows:
        company.journal.bulk_insert(Tagging, ["kind", "row", "tag"], list(dict.fromkeys(rows)))


def _store_companions(company: Company, plan: CompanionPlan, ids: dict[int, int], pulse: Pulse) -> None:
    update(company, plan.entity, plan.changes)
    values = {**plan.values, plan.companion.link: _belong_to(company, plan, ids)}
    children: Chosen = {
        name: (details, range(len(details.owners)), details.owners) for name, details in plan.details.items()
    }
    rows = plan.ids = insert(company, plan.entity, values, len(plan.owners), pulse, children=children)
    for details in plan.details.values():
        if details.owners:
            insert_children(company, details, range(len(details.owners)), dict(enumerate(rows)), {}, pulse)
    for details in plan.added.values():
        there = {row: row for row in details.owners}
        last = last_positions(company, details, there)
        insert_children(company, details, range(len(details.owners)), there, last, pulse)


def _belong_to(company: Company, plan: CompanionPlan, ids: dict[int, int]) -> list[int | None]:
    """The records that new companions link to."""
    own = [ids[owner] for owner in plan.owners]
    if not plan.companion.through:
        return list(own)
    column = plan.entity.model._meta.fields[plan.companion.through].column_name
    sql = f"SELECT id, {quoted(column)} FROM {quoted(plan.entity.name)} WHERE id IN (SELECT value FROM json_each(?))"
    linked = dict(company.execute(sql, (json.dumps(own),)).fetchall())
    return [linked[row] for row in own]
