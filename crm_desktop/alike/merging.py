"""Two records and more made one, and nothing lost by it: what a field cannot hold goes to child rows or into a note.

A merge is one entry of the journal. Undoing that entry, however old, parts the records again (see store.undo): what
was changed since stays as it is and is listed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.alike import evidence
from crm_desktop.alike.forms import FORMS
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Entity, Values
from crm_desktop.entity.fields import Birthday, Choice, Day, Derived, Link, LongText, Text
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed
from crm_desktop.store.history import MERGED
from crm_desktop.store.journal import Entry
from crm_desktop.store.row import Row, quoted
from crm_desktop.values.text import fold


def mergeable(entity: Entity) -> bool:
    """Whether records of a kind may be made one: not documents, known by numbers of their own, nor parts of others."""
    made = entity.fields().get(entity.title)
    named = isinstance(made, Text) and not isinstance(made, Link | LongText) and entity.title not in entity.match
    part = any(isinstance(one, Link) and one.part for one in entity.fields().values())
    return named and bool(entity.match) and not (part or entity.about or entity.hidden)


@dataclass
class FieldChoice:
    """One field of the records that are merged: what each has, and whose value is proposed."""

    name: str
    title: str
    values: dict[int, Any]
    """Raw values by record."""
    chosen: int
    """The record whose value is taken."""

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return len({_folded(raw) for raw in self.values.values() if raw not in (None, "")}) > 1


@dataclass
class Plan:
    """How records are to be merged; a person may choose otherwise before `merge`."""

    rows: list[int]
    survivor: int
    fields: list[FieldChoice] = field(default_factory=list)

    def choose(self, row: int) -> None:
        """Take every value from one record where it has any."""
        for one in self.fields:
            if one.values.get(row) not in (None, ""):
                one.chosen = row


@dataclass(frozen=True)
class Merged:
    """What a merge did."""

    entry: int
    row: int
    """The record that stays."""
    title: str
    """Of the entry: Merge 上海明远 with 明远贸易."""


def plan(company: Company, entity: Entity, rows: Sequence[int]) -> Plan:
    """A proposal: the most complete record stays, and in each field the most complete value."""
    rows = list(dict.fromkeys(rows))
    if len(rows) < 2:
        raise Refused(_("Choose two records or more to merge."))
    if not mergeable(entity):
        raise Refused(_("{kind} cannot be merged.").format(kind=entity.plural))
    values = {row: records.read(company, entity, row) for row in rows}
    weight = {row: (_filled(company, entity, row, values[row]), -row) for row in rows}
    survivor = max(rows, key=weight.__getitem__)
    made = Plan(rows, survivor)
    for name, one in entity.fields().items():
        raws = {row: values[row][name] for row in rows}
        if any(raw not in (None, "") for raw in raws.values()):
            made.fields.append(FieldChoice(name, one.title, raws, _proposed(entity, one, raws, survivor)))
    return made


def _filled(company: Company, entity: Entity, row: int, values: Values) -> int:
    """How much is known of a record: its fields, its child rows, what links to it."""
    count = sum(values[name] not in (None, "") for name in entity.fields())
    for model, column in _links_to(company, entity):
        (linked,) = company.execute(
            f"SELECT count(*) FROM {quoted(model.table())} WHERE {quoted(column)} = ?", (row,)
        ).fetchone()
        count += linked
    return count


def _proposed(entity: Entity, made: Any, raws: Mapping[int, Any], survivor: int) -> int:
    """Whose value is the most complete: the survivor's, unless another has more of the same."""
    best = survivor
    for row, raw in raws.items():
        mine = raws[best]
        if raw in (None, "") or row == best:
            continue
        if mine in (None, ""):
            best = row
        elif isinstance(made, Birthday):
            best = row if mine.startswith("--") and raw[-5:] == mine[-5:] else best
        elif isinstance(made, Day) and made.default is not None:
            # Since when one is known: since the first time.
            best = row if raw < mine else best
        elif isinstance(made, Text) and not isinstance(made, Choice | Link) and len(raw) > len(mine):
            best = row if fold(mine) in fold(raw) else best
    return best


def merge(company: Company, entity: Entity, chosen: Plan) -> Merged:
    """Make the records of a plan one, as one entry of the journal; Faults where the outcome cannot stand."""
    survivor = chosen.survivor
    gone = [row for row in chosen.rows if row != survivor]
    titles = company.titles(entity, chosen.rows)
    if len(titles) < len(chosen.rows):
        raise Refused(_("One of the records is not there any more."))
    title = _("Merge {title} with {others}").format(title=titles[survivor], others=listed(titles[row] for row in gone))
    detail = {MERGED: {"kind": entity.name, "row": survivor, "gone": gone, "titles": [titles[row] for row in gone]}}
    with company.journal.entry(title, detail=detail) as entry:
        values, lost = _values(entity, chosen)
        _move_children(company, entity, survivor, gone)
        _move_links(company, entity, survivor, gone)
        company.execute(
            f"DELETE FROM {quoted(entity.name)} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(gone),)
        )
        further = _further_addresses(company, entity, chosen, lost)
        records.save(company, entity, values, row=survivor, children=further)
        _note(company, entity, survivor, [titles[row] for row in gone], lost)
    return Merged(entry.id, survivor, title)


def _values(entity: Entity, chosen: Plan) -> tuple[Values, dict[str, list[Any]]]:
    """What the survivor gets, and the values that its fields cannot hold, by field."""
    values: Values = {}
    lost: dict[str, list[Any]] = {}
    fields = entity.fields()
    for one in chosen.fields:
        raw = one.values[one.chosen]
        others = [other for row, other in one.values.items() if row != one.chosen and other not in (None, "")]
        if isinstance(fields[one.name], LongText):
            texts = dict.fromkeys(text for text in (raw, *others) if text)
            values[one.name] = "\n".join(text for text in texts if not _within(text, texts)) or None
            continue
        values[one.name] = raw
        kept = {_folded(raw)}
        for other in others:
            if _folded(other) not in kept and not _is_default(fields[one.name], other):
                kept.add(_folded(other))
                lost.setdefault(one.name, []).append(other)
    return values, lost


def _within(text: str, texts: Mapping[str, None]) -> bool:
    return any(text != other and text in other for other in texts)


def _is_default(made: Any, raw: Any) -> bool:
    """Whether a value is what every new record begins with, or the day on which it was made: no loss."""
    if callable(made.default):
        return isinstance(made, Day)
    return made.default is not None and raw == made.db_value(made.default)


def _folded(raw: Any) -> Any:
    return fold(raw) if isinstance(raw, str) else raw


# What belongs to the records ------------------------------------------------------------------------------------------


def _move_children(company: Company, entity: Entity, survivor: int, gone: Sequence[int]) -> None:
    """Give the survivor the child rows of the others, but for those that it has already."""
    for children in entity.children:
        known = {_child_key(children, child) for child in records.read_children(company, children, survivor)}
        position = _last_position(company, children, survivor)
        for row in gone:
            for child in records.read_children(company, children, row):
                key = _child_key(children, child)
                if key in known:
                    continue
                known.add(key)
                position += 1
                placed = ", position = :position" if "position" in children.model._meta.fields else ""
                company.execute(
                    f"UPDATE {quoted(children.model.table())} SET {quoted(children.link)} = :survivor{placed}"
                    " WHERE id = :id",
                    {"survivor": survivor, "position": position, "id": child["id"]},
                )


def _child_key(children: Children, child: Values) -> tuple[Any, ...]:
    """What makes two child rows of one record the same: all that a person sees of them, however it is written."""
    fields = children.model._meta.fields
    derived = {made.of: child[made.name] for made in fields.values() if isinstance(made, Derived)}
    return tuple(derived.get(name) or _folded(child.get(name)) for name in children.fields)


def _last_position(company: Company, children: Children, row: int) -> int:
    if "position" not in children.model._meta.fields:
        return 0
    (last,) = company.execute(
        f"SELECT max(position) FROM {quoted(children.model.table())} WHERE {quoted(children.link)} = ?", (row,)
    ).fetchone()
    return int(last or 0)


def _further_addresses(
    company: Company, entity: Entity, chosen: Plan, lost: dict[str, list[Any]]
) -> dict[str, list[Values]]:
    """The survivor's further addresses with the losing ones among them, each with all its parts: no loss any more."""
    fields = entity.fields()
    place = next((one for one in entity.children if one.key == evidence.STREET and one.key in fields), None)
    street = next((one for one in chosen.fields if one.name == evidence.STREET), None)
    if place is None or street is None:
        return {}
    form = FORMS[evidence.STREET]
    rows = records.read_children(company, place, chosen.survivor)
    kept = {form(raw) for raw in (street.values[street.chosen], *(child[place.key] for child in rows)) if raw}
    by_name = {one.name: one for one in chosen.fields}
    sort = place.model._meta.fields.get("type")
    for row, raw in street.values.items():
        if not raw or form(raw) in kept:
            continue
        kept.add(form(raw))
        values = {name: by_name[name].values[row] for name in place.fields if name in by_name and name in fields}
        for name, value in values.items():
            if value in lost.get(name, ()):
                lost[name].remove(value)
        if isinstance(sort, Choice) and "other" in sort.by_key:
            values["type"] = "other"
        rows.append(values)
    return {place.name: rows}


def _links_to(company: Company, entity: Entity) -> list[tuple[type[Row], str]]:
    """Every link to a kind, from its child rows and those of others too: model and column."""
    return [
        (model, made.column_name)
        for model in company.journal.models.values()
        for made in model._meta.sorted_fields
        if getattr(made, "rel_model", None) is entity.model
    ]


def _move_links(company: Company, entity: Entity, survivor: int, gone: Sequence[int]) -> None:
    """Let everything that links to the others, or is about them, link to the survivor."""
    listed = json.dumps(list(gone))
    own = {(children.model, children.model._meta.fields[children.link].column_name) for children in entity.children}
    for model, column in _links_to(company, entity):
        if (model, column) in own:
            continue
        company.execute(
            f"UPDATE OR IGNORE {quoted(model.table())} SET {quoted(column)} = ?"
            f" WHERE {quoted(column)} IN (SELECT value FROM json_each(?))",
            (survivor, listed),
        )
        if model is entity.model:
            company.execute(
                f"UPDATE {quoted(model.table())} SET {quoted(column)} = NULL WHERE id = ? AND {quoted(column)} = id",
                (survivor,),
            )
    for model in company.journal.models.values():
        kind, link = getattr(model, "belongs_to_any", (None, None))
        if kind is None or link is None:
            continue
        table, among = quoted(model.table()), f"{quoted(link)} IN (SELECT value FROM json_each(?))"
        company.execute(
            f"UPDATE OR IGNORE {table} SET {quoted(link)} = ? WHERE {quoted(kind)} = ? AND {among}",
            (survivor, entity.name, listed),
        )
        # What is left is there already: the same tag on both.
        company.execute(f"DELETE FROM {table} WHERE {quoted(kind)} = ? AND {among}", (entity.name, listed))


def _note(company: Company, entity: Entity, row: int, titles: Sequence[str], lost: Mapping[str, Sequence[Any]]) -> None:
    """Write what no field can hold into a note about the survivor, dated as notes are."""
    kind = next(
        (one for one in company.entities if one.about and isinstance(one.fields().get(one.title), LongText)), None
    )
    columns = company.columns(entity)
    lines = []
    for name, raws in lost.items():
        for raw in raws:
            made = entity.fields()[name]
            target = company.entity_of(made.rel_model) if isinstance(made, Link) else None
            shown = company.title(target, raw) if target is not None else made.show(raw)
            lines.append(_("{field}: {text}").format(field=columns[name].title, text=shown))
    if kind is None or not lines:
        return
    head = _("Merged: {titles}").format(titles=listed(titles))
    records.save(company, kind, {kind.title: "\n".join([head, *lines]), "kind": entity.name, "row": row})


# What was merged ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Past:
    """A merge of the past that still stands, and may be parted again."""

    entry: Entry
    at: str
    """When, as the journal writes it (UTC)."""
    row: int
    gone: tuple[int, ...]


def lately(company: Company, entity: Entity, limit: int = 50) -> list[Past]:
    """The merges of a kind that still stand and whose details are still there, the newest first."""
    return [
        Past(Entry(number, title), at, int(told["row"]), tuple(told["gone"]))
        for number, title, at, told in (
            (number, title, at, json.loads(told))
            for number, title, at, told in company.execute(
                "SELECT id, title, at, json_extract(detail, '$.merge') FROM journal_entry"
                " WHERE kind = 'do' AND undone = 0 AND first IS NOT NULL AND detail LIKE '%\"merge\"%'"
                " AND json_extract(detail, '$.merge.kind') = ? ORDER BY id DESC LIMIT ?",
                (entity.name, limit),
            )
        )
    ]
