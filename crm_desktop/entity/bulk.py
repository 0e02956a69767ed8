"""Changing many records at once: some steps, each on one field, as one entry; told before what they will do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple

from crm_desktop.entity.chosen import Chosen
from crm_desktop.entity.columns import Column, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity, Faults, Values
from crm_desktop.entity.fields import Choice, Data, Kind, LongText, Text
from crm_desktop.entity.records import unique_fields
from crm_desktop.entity.tags import add_tag, clear_tags, remove_tag
from crm_desktop.errors import Cancelled, Refused
from crm_desktop.i18n import N_, _, listed
from crm_desktop.store.row import Row, quoted
from crm_desktop.store.sets import BLOCK, change_all, change_each
from crm_desktop.values.text import fold

SET, CLEAR, BEFORE, BEHIND, REPLACE, ADD, REMOVE = "set", "clear", "before", "behind", "replace", "add", "remove"
WAYS: Final = {
    SET: N_("Set to"),
    CLEAR: N_("Clear"),
    BEFORE: N_("Add in front"),
    BEHIND: N_("Add at the end"),
    REPLACE: N_("Find and replace"),
    ADD: N_("Add"),
    REMOVE: N_("Remove"),
}
TRIED: Final = 5000
"""Records that are looked through one by one to tell beforehand which of them refuse."""
MOST_REFUSED: Final = 200
"""Refusals that are told one by one."""

Progress = Callable[[int, int], None]


class Step(NamedTuple):
    """One field and what is done with it; `value` is raw, the names of tags, or for REPLACE (find, put instead)."""

    column: str
    way: str
    value: Any = None


@dataclass(frozen=True)
class Preview:
    """What steps will do: of `count` records `changed` change; by step how many have the value already."""

    count: int
    changed: int
    already: tuple[int, ...]
    refused: tuple[Refusal, ...] = ()


class Refusal(NamedTuple):
    """A record that is left as it is, and why."""

    row: int
    why: str


@dataclass
class Done:
    """How many records were changed, and which refused; `left` counts them all."""

    changed: int = 0
    refused: list[Refusal] = field(default_factory=list)
    left: int = 0


def typed(entity: Entity, column: Column) -> bool:
    """Whether a person gives a field its value: what the form shows, and the owner's own ones."""
    offered = {name for section in entity.sections for name in section.fields}
    return column.stored and not isinstance(column.kind, Data) and (column.custom or column.name in offered)


def changeable(company: Company, entity: Entity) -> list[Column]:
    """The columns that can be changed in many records at once: those typed that no two must share, and tags."""
    single = {made.name for made in unique_fields(entity)}
    return [
        column
        for column in company.columns(entity).values()
        if isinstance(column.kind, Tags) or (typed(entity, column) and column.name not in single)
    ]


def ways(column: Column) -> tuple[str, ...]:
    """What can be done with a field in many records."""
    if isinstance(column.kind, Tags):
        return (ADD, REMOVE, CLEAR)
    found: tuple[str, ...] = (SET,) if column.kind.required else (SET, CLEAR)
    if isinstance(column.field, Text) and not isinstance(column.field, Choice):
        found += (BEFORE, BEHIND, REPLACE)
    return found


# Before -------------------------------------------------------------------------------------------------------------


def preview(company: Company, entity: Entity, chosen: Chosen, steps: Sequence[Step], today: date) -> Preview:
    """Count what the steps would do; where records may refuse and are not too many, which ones."""
    _refuse(company, entity, steps)
    where, parameters = chosen.condition(company, entity, today)
    parts = [_differs(company, entity, step, f"s{place}", parameters) for place, step in enumerate(steps)]
    counts = ", ".join(f"coalesce(sum({part}), 0)" for part in (" OR ".join(parts), *parts))
    count, changed, *each = company.execute(
        f"SELECT count(*), {counts} FROM {quoted(entity.name)} t WHERE {where}", parameters
    ).fetchone()
    refused: list[Refusal] = []
    if count <= TRIED and _one_by_one(entity, steps):
        for values in raw_records(company, entity, chosen.rows(company, entity, today)):
            _changes, why = _changed(company, entity, values, steps, today)
            refused += [Refusal(values["id"], why)] if why else []
    return Preview(count, changed, tuple(count - one for one in each), tuple(refused))


def _refuse(company: Company, entity: Entity, steps: Sequence[Step]) -> None:
    """Faults where a step can be done in no record."""
    faults: dict[str, str] = {}
    allowed = {column.name: column for column in changeable(company, entity)}
    for step in steps:
        column = company.column(entity, step.column)
        if column.name not in allowed:
            told = _("{field} cannot be the same in many records.")
            told = told if column.stored else _("{field} cannot be changed.")
            faults[step.column] = told.format(field=column.title)
        elif step.way not in ways(column) or (step.way == SET and step.value is None and column.kind.required):
            faults[step.column] = _("{field} is needed.").format(field=column.title)
        elif step.way in (ADD, REMOVE) and not step.value:
            faults[step.column] = _("Type a tag.")
        elif step.way in (BEFORE, BEHIND) and not step.value:
            faults[step.column] = _("{field}: type the text to put there.").format(field=column.title)
        elif step.way == REPLACE and not step.value[0]:
            faults[step.column] = _("{field}: type the text to replace.").format(field=column.title)
    if len({step.column for step in steps}) < len(steps):
        faults[""] = _("Each field can be changed once only.")
    if faults:
        raise Faults(faults)


def _differs(company: Company, entity: Entity, step: Step, key: str, parameters: dict[str, Any]) -> str:
    """SQL that tells whether a step changes a record."""
    column = company.column(entity, step.column)
    if isinstance(column.kind, Tags):
        hung = f"SELECT 1 FROM tagging x JOIN tag g ON g.id = x.tag WHERE x.kind = '{entity.name}' AND x.row = t.id"
        if step.way == CLEAR:
            return f"EXISTS ({hung})"
        parts = []
        for place, name in enumerate(step.value):
            parameters[f"{key}_{place}"] = fold(name)
            parts.append(f"{'NOT ' if step.way == ADD else ''}EXISTS ({hung} AND g.name_key = :{key}_{place})")
        return "(" + " OR ".join(parts) + ")"
    sql = f"t.{quoted(column.field.column_name)}"
    if step.way in (BEFORE, BEHIND):
        return "1"
    if step.way == REPLACE:
        parameters[key], parameters[f"{key}b"] = step.value
        return f"coalesce(replace({sql}, :{key}, :{key}b) <> {sql}, 0)"
    parameters[key] = step.value if step.way == SET else None
    return f"({sql} IS NOT :{key})"


# The work -----------------------------------------------------------------------------------------------------------


def change(
    company: Company,
    entity: Entity,
    chosen: Chosen,
    steps: Sequence[Step],
    today: date,
    *,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Done:
    """Do the steps in all chosen records that do not refuse, as one entry."""
    _refuse(company, entity, steps)
    done = Done()

    def stop() -> None:
        if stopped is not None and stopped():
            raise Cancelled

    with company.journal.entry("") as entry:
        rows = chosen.rows(company, entity, today)
        tags = [step for step in steps if _is_tags(company, entity, step)]
        fields = [step for step in steps if step not in tags]
        together = preview(company, entity, chosen, steps, today).changed if tags and len(steps) > 1 else None
        left: set[int] = set()
        if fields and _one_by_one(entity, fields):
            left = _change_each(company, entity, rows, fields, today, done, progress, stop)
        elif fields:
            values = {step.column: step.value if step.way == SET else None for step in fields}
            entity.model.derive(values)
            done.changed = change_all(company.journal, entity.model, rows, values, progress=progress, stop=stop)
        for step in tags:
            stop()
            # Whoever refuses stays wholly as it is.
            tagged = _tag(company, entity, [row for row in rows if row not in left] if left else rows, step)
            done.changed = tagged if together is None else together - len(left)
        if not entry.title:
            entry.title = title_of(company, entity, steps, entity.count(done.changed))
    return done


def title_of(company: Company, entity: Entity, steps: Sequence[Step], what: str) -> str:
    """What the steps are called in the history: "Set Tier of 1,248 customers"."""
    names = listed(company.column(entity, step.column).title for step in steps)
    if len(steps) > 1:
        return _("Change {field} of {what}").format(field=names, what=what)
    step = steps[0]
    if step.way in (ADD, REMOVE):
        told = _("Tag {what} “{tag}”") if step.way == ADD else _("Remove tag “{tag}” from {what}")
        return told.format(what=what, tag=listed(step.value))
    told = {SET: _("Set {field} of {what}"), CLEAR: _("Clear {field} of {what}")}.get(
        step.way, _("Change {field} of {what}")
    )
    return told.format(field=names, what=what)


def _is_tags(company: Company, entity: Entity, step: Step) -> bool:
    return isinstance(company.column(entity, step.column).kind, Tags)


def _tag(company: Company, entity: Entity, rows: Sequence[int], step: Step) -> int:
    if step.way == CLEAR:
        return clear_tags(company, entity, rows)
    work = add_tag if step.way == ADD else remove_tag
    return max(work(company, entity, rows, name) for name in step.value)


def _one_by_one(entity: Entity, steps: Sequence[Step]) -> bool:
    """Whether each record has to be looked at: it is checked, more follows, or its new value depends on the old."""
    if entity.check is not None or entity.work_out is not None or _derives(entity):
        return True
    return any(step.way in (BEFORE, BEHIND, REPLACE) for step in steps)


def _derives(entity: Entity) -> bool:
    """Whether fields of its rows follow from several others (the sums of a line)."""
    return entity.model.derive.__func__ is not Row.derive.__func__  # type: ignore[attr-defined]


def raw_records(company: Company, entity: Entity, rows: Sequence[int]) -> Iterator[Values]:
    """The raw values of some records, by blocks of ids."""
    names = ["id", *entity.fields()]
    columns = ", ".join(quoted(entity.model._meta.fields[name].column_name) for name in names)
    for _block, ids in groupby(sorted(rows), lambda row: row // BLOCK):
        for found in company.execute(
            f"SELECT {columns} FROM {quoted(entity.name)} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(list(ids)),),
        ).fetchall():
            yield dict(zip(names, found, strict=True))


def _change_each(
    company: Company,
    entity: Entity,
    rows: Sequence[int],
    steps: Sequence[Step],
    today: date,
    done: Done,
    progress: Progress | None,
    stop: Callable[[], None],
) -> set[int]:
    """Do the steps record by record; returns those that refuse."""
    seen, left = 0, set()
    for _block, records in groupby(raw_records(company, entity, rows), lambda values: values["id"] // BLOCK):
        stop()
        new: dict[int, Values] = {}
        for values in records:
            seen += 1
            changes, why = _changed(company, entity, values, steps, today)
            if why:
                left.add(values["id"])
                if len(done.refused) < MOST_REFUSED:
                    done.refused.append(Refusal(values["id"], why))
            elif changes:
                new[values["id"]] = changes
        done.changed += _write(company, entity, new)
        if progress is not None:
            progress(seen, len(rows))
    done.left = len(left)
    return left


def _write(company: Company, entity: Entity, new: Mapping[int, Values]) -> int:
    """Give records their new values; those in which the same columns change go together: mostly all of them."""
    fields, changed = entity.model._meta.fields, 0
    alike: dict[tuple[str, ...], list[int]] = {}
    for row, changes in new.items():
        alike.setdefault(tuple(changes), []).append(row)
    for names, ids in alike.items():
        columns = [fields[name].column_name for name in names]
        values = {row: [new[row][name] for name in names] for row in ids}
        changed += change_each(company.journal, entity.model, columns, values)
    return changed


def write_each(company: Company, entity: Entity, new: Mapping[int, Values]) -> int:
    """Give each of some records new raw values of its own fields, with what follows from these; inside an entry."""
    whole = {}
    for values in raw_records(company, entity, list(new)):
        whole[values["id"]] = _following(company, entity, values, {**values, **new[values["id"]]})
    return _write(company, entity, whole)


def _following(company: Company, entity: Entity, values: Values, whole: Values) -> Values:
    """The fields in which a record differs from before, with what follows from them."""
    if entity.work_out is not None:
        entity.work_out(company, whole, {})
    if _derives(entity):
        entity.model.derive(whole)
    changes = {name: raw for name, raw in whole.items() if name in values and raw != values[name]}
    entity.model.derive(changes)
    return {name: whole.get(name, raw) for name, raw in changes.items()}


def _changed(
    company: Company, entity: Entity, values: Values, steps: Sequence[Step], today: date
) -> tuple[Values, str]:
    """The fields of one record that change, or why it refuses."""
    fields, whole = entity.fields(), dict(values)
    try:
        for step in steps:
            if step.column in fields:
                whole[step.column] = _new_value(fields[step.column], values[step.column], step, today)
    except Refused as refused:
        return {}, refused.sentence
    if whole == values:
        return {}, ""
    changes = _following(company, entity, values, whole)
    if entity.check is not None and (faults := entity.check(company, whole, {})):
        return {}, " ".join(faults.values())
    return changes, ""


def _new_value(made: Kind, old: Any, step: Step, today: date) -> Any:
    if step.way == SET:
        return step.value
    if step.way == CLEAR:
        return None
    if step.way == REPLACE:
        if old is None or step.value[0] not in old:
            return old
        text = str(old).replace(*step.value)
    else:
        text = f"{step.value}{old or ''}" if step.way == BEFORE else f"{old or ''}{step.value}"
    raw = made.read(text if isinstance(made, LongText) else text.strip(), today)
    if raw is None and made.required:
        raise Refused(_("{field} is needed.").format(field=made.title))
    return raw
