"""One record at a time and many at once: read, save, delete, change; each a journal entry, each checked alike."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.describe import Children, ChildRows, Entity, Faults, Values
from crm_desktop.entity.fields import Link
from crm_desktop.entity.tags import set_tags, tags_of
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.row import Row, quoted

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company


def read(company: Company, entity: Entity, row: int) -> Values:
    """A record's raw values by field name, "id" and "tags" (names) among them; Refused where it is gone."""
    names = ["id", *entity.fields()]
    columns = ", ".join(quoted(entity.model._meta.fields[name].column_name) for name in names)
    found = company.execute(f"SELECT {columns} FROM {quoted(entity.name)} WHERE id = ?", (row,)).fetchone()
    if found is None:
        raise Refused(_("This {kind} is not there any more.").format(kind=entity.singular.lower()))
    values = dict(zip(names, found, strict=True))
    if entity.tags:
        values["tags"] = tags_of(company, entity, row)
    return values


def read_children(company: Company, children: Children, row: int) -> list[Values]:
    """The raw child rows of one record, each with its "id", in order."""
    fields = [made for made in children.model._meta.sorted_fields if made.name != children.link]
    columns = ", ".join(quoted(made.column_name) for made in fields)
    return [
        dict(zip([made.name for made in fields], found, strict=True))
        for found in company.execute(
            f"SELECT {columns} FROM {quoted(children.model.table())} WHERE {quoted(children.link)} = ?"
            f" ORDER BY {quoted(children.order)}, id",
            (row,),
        )
    ]


def blank(entity: Entity) -> Values:
    """The values a new record begins with: the model's defaults, raw."""
    values: Values = {}
    for name, made in entity.fields().items():
        default = made.default() if callable(made.default) else made.default
        values[name] = made.db_value(default) if default is not None else None
    if entity.tags:
        values["tags"] = []
    return values


def save(
    company: Company,
    entity: Entity,
    values: Values,
    *,
    row: int | None = None,
    children: ChildRows | None = None,
    title: str | None = None,
) -> int:
    """Save a new record or the changed fields of one; returns its id. Faults where something is wrong with it.

    `values` are raw and need not be complete; `children` replaces the child rows of each name that it holds.
    """
    before = read(company, entity, row) if row is not None else blank(entity)
    whole = {**before, **values}
    rows: ChildRows = {
        one.name: [dict(child) for child in (children or {})[one.name] if _filled(one, child)]
        for one in entity.children
        if one.name in (children or {})
    }
    with company.journal.entry(title or _save_title(company, entity, row, whole)):
        if entity.work_out is not None:
            entity.work_out(company, whole, rows)
        faults = faults_of(company, entity, whole, rows, row)
        if faults:
            raise Faults(faults)
        row = _write(company, entity.model, row, {name: whole[name] for name in entity.fields()}, before)
        for one in entity.children:
            if one.name in rows:
                _write_children(company, one, row, rows[one.name])
        if entity.tags and "tags" in values and values["tags"] != before.get("tags"):
            set_tags(company, entity, row, values["tags"])
    return row


def faults_of(
    company: Company, entity: Entity, values: Values, children: ChildRows, row: int | None = None
) -> dict[str, str]:
    """What is wrong with a record, by field; {} where it may be saved. `row` is its own id where it has one."""
    faults = {}
    for made in unique_fields(entity):
        if (other := _holder(company, entity, made, values.get(made.name), row)) is not None:
            faults[made.name] = _("{field}: {title} has “{text}” already.").format(
                field=made.title, title=company.title(entity, other), text=made.show(values[made.name])
            )
    for name, made in entity.fields().items():
        if made.required and values.get(name) in (None, ""):
            faults[name] = _("{field} is needed.").format(field=made.title)
    for one in entity.children:
        for number, child in enumerate(children.get(one.name, ()), 1):
            for name in one.fields:
                made = one.model._meta.fields[name]
                if made.required and child.get(name) is None and made.default is None:
                    faults[one.name] = _("{list}, line {number}: {field} is needed.").format(
                        list=_(one.title), number=number, field=made.title
                    )
    if entity.check is not None and not faults:
        faults.update(entity.check(company, values, children) or {})
    return faults


def unique_fields(entity: Entity) -> list[Any]:
    """The fields whose value no two records may share, be it by a normalised copy of it."""
    fields = entity.model._meta.fields
    return [fields[getattr(made, "of", made.name)] for made in fields.values() if made.unique and made.name != "id"]


def _holder(company: Company, entity: Entity, made: Any, raw: Any, row: int | None) -> int | None:
    """The other record that has this value in a field of which it must be the only one."""
    if raw is None:
        return None
    values = {made.name: raw}
    entity.model.derive(values)
    for name, value in values.items():
        if entity.model._meta.fields[name].unique:
            found = company.execute(
                f"SELECT id FROM {quoted(entity.name)} WHERE {quoted(name)} = ? AND id IS NOT ?", (value, row)
            ).fetchone()
            if found:
                return int(found[0])
    return None


def delete(company: Company, entity: Entity, rows: Sequence[int]) -> int:
    """Move records to the trash with what belongs to them; Refused where others need them. Returns how many."""
    rows = list(rows)
    if not rows:
        return 0
    _refuse_if_needed(company, entity, rows)
    if len(rows) == 1:
        title = _("Delete {kind} {title}").format(kind=entity.singular.lower(), title=company.title(entity, rows[0]))
    else:
        title = _("Delete {what}").format(what=entity.count(len(rows)))
    listed = json.dumps(rows)
    with company.journal.entry(title):
        for model in company.journal.models.values():
            kind, link = getattr(model, "belongs_to_any", (None, None))
            if kind is not None and link is not None:
                company.execute(
                    f"DELETE FROM {quoted(model.table())} WHERE {quoted(kind)} = ?"
                    f" AND {quoted(link)} IN (SELECT value FROM json_each(?))",
                    (entity.name, listed),
                )
        cursor = company.execute(
            f"DELETE FROM {quoted(entity.name)} WHERE id IN (SELECT value FROM json_each(?))", (listed,)
        )
        return int(cursor.rowcount)


def change_field(company: Company, entity: Entity, rows: Sequence[int], name: str, raw: Any) -> int:
    """Give one field the same raw value in some records, as one entry; returns how many were changed."""
    if len(rows) == 1:
        if read(company, entity, rows[0])[name] == raw:
            return 0
        told = _("Change {field} of {title}")
        title = told.format(field=entity.fields()[name].title, title=company.title(entity, rows[0]))
        save(company, entity, {name: raw}, row=rows[0], title=title)
        return 1
    from crm_desktop.entity import bulk
    from crm_desktop.entity.chosen import Chosen

    step = bulk.Step(name, bulk.CLEAR if raw is None else bulk.SET, raw)
    return bulk.change(company, entity, Chosen.listed(rows), [step], date.today()).changed


def parse(entity: Entity, texts: Mapping[str, Any], today: date) -> Values:
    """Raw values of typed texts by field name; Faults with a sentence for each that cannot be read."""
    values: Values = {}
    faults: dict[str, str] = {}
    fields = entity.fields()
    for name, text in texts.items():
        try:
            values[name] = fields[name].read(text, today)
        except Refused as refused:
            faults[name] = refused.sentence
    if faults:
        raise Faults(faults)
    return values


def _save_title(company: Company, entity: Entity, row: int | None, values: Values) -> str:
    named = values.get(entity.title)
    made = entity.fields().get(entity.title)
    if row is not None:
        called = company.title(entity, row)
        return _("Change {kind} {title}").format(kind=entity.singular.lower(), title=called)
    if named is None or isinstance(made, Link):
        return _("New {kind}").format(kind=entity.singular.lower())
    return _("New {kind} {title}").format(kind=entity.singular.lower(), title=str(named)[:80])


def _filled(children: Children, child: Values) -> bool:
    return child.get(children.key) not in (None, "")


def _write(company: Company, model: type[Row], row: int | None, values: Values, before: Values) -> int:
    """Write one row raw: all of a new one, only what differs of an old one."""
    fields = model._meta.fields
    if row is None:
        new = {fields[name].column_name: raw for name, raw in values.items()}
        model.derive(new)
        names = ", ".join(map(quoted, new))
        marks = ", ".join("?" * len(new))
        cursor = company.execute(f"INSERT INTO {quoted(model.table())} ({names}) VALUES ({marks})", list(new.values()))
        return int(cursor.lastrowid)
    changed = {fields[name].column_name: raw for name, raw in values.items() if raw != before.get(name)}
    if changed:
        whole = {fields[name].column_name: raw for name, raw in {**before, **values}.items() if name in fields}
        given = set(whole) - set(changed)
        model.derive(whole)
        # What follows from the rest is written along; the journal notes only what really differs.
        changed = {name: raw for name, raw in whole.items() if name not in given or raw != before.get(name)}
        assignments = ", ".join(f"{quoted(name)} = ?" for name in changed)
        company.execute(f"UPDATE {quoted(model.table())} SET {assignments} WHERE id = ?", [*changed.values(), row])
    return row


def _write_children(company: Company, children: Children, row: int, wanted: Sequence[Values]) -> None:
    have = {child["id"]: child for child in read_children(company, children, row)}
    keep = {child["id"] for child in wanted if child.get("id") is not None}
    for gone in have.keys() - keep:
        company.execute(f"DELETE FROM {quoted(children.model.table())} WHERE id = ?", (gone,))
    positioned = "position" in children.model._meta.fields
    for place, child in enumerate(wanted, 1):
        number = child.get("id")
        values = {name: raw for name, raw in child.items() if name != "id"}
        if positioned:
            values["position"] = place
        if number is not None and number in have:
            _write(company, children.model, number, values, have[number])
        else:
            defaults = {
                name: made.db_value(made.default)
                for name, made in children.model._meta.fields.items()
                if made.default is not None and not callable(made.default)
            }
            given = {name: raw for name, raw in values.items() if raw is not None}
            new = {**defaults, **children.defaults, **given, children.link: row}
            _write(company, children.model, None, new, {})


def _refuse_if_needed(company: Company, entity: Entity, rows: Sequence[int]) -> None:
    """Say which other records need these, rather than let the database refuse."""
    listed = json.dumps(list(rows))
    for other, name in company.referrers(entity):
        made = other.fields()[name]
        if made.on_delete != "RESTRICT":
            continue
        found = company.execute(
            f"SELECT count(*), min({quoted(made.column_name)}) FROM {quoted(other.name)}"
            f" WHERE {quoted(made.column_name)} IN (SELECT value FROM json_each(?))",
            (listed,),
        ).fetchone()
        if found[0]:
            raise Refused(
                _("{title} cannot be deleted while it has {what}. Delete or move those first.").format(
                    title=company.title(entity, found[1]), what=other.count(found[0])
                )
            )
