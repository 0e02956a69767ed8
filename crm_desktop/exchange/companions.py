"""Companions: the records of another kind (people to ask for) that the rows of a list tell of beside their own."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.describe import Companion, Entity
from crm_desktop.exchange.columnreading import fold_all
from crm_desktop.exchange.details import Details, SlotColumn, from_slots
from crm_desktop.exchange.intake import Intake
from crm_desktop.store.row import quoted
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.exchange.settled import Settled

_CHUNK = 20_000


@dataclass
class CompanionPlan:
    """The companions of one sort that are to be made or completed."""

    companion: Companion
    entity: Entity
    owners: list[int] = field(default_factory=list)
    """The leading rows of the records that new companions belong to."""
    values: dict[str, list[Any]] = field(default_factory=dict)
    """Raw values of the new ones, by field."""
    details: dict[str, Details] = field(default_factory=dict)
    """Their child rows, by name of `Children`; owners are places among the new ones."""
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    """New values of those that are there, by id."""
    places: list[int] = field(default_factory=list)
    """The row of the list that each new one stands in."""
    ids: Sequence[int] = ()
    """Their ids, once they are written."""


def plan_companions(intake: Intake, settled: Settled) -> list[CompanionPlan]:
    """What is to be done for every companion; records that get one count as updated."""
    found = []
    for companion, columns in intake.companions:
        entity = intake.company.entity(companion.kind)
        names = columns.get(entity.title)
        if names is not None:
            found.append(_plan(intake, settled, companion, entity, columns))
            intake.pulse()
    return found


def _plan(
    intake: Intake, settled: Settled, companion: Companion, entity: Entity, columns: dict[str, list[Any]]
) -> CompanionPlan:
    plan = CompanionPlan(companion, entity)
    fields = [name for name in columns if name in entity.fields()]
    leaders, outcomes = settled.matching.leaders, settled.outcomes
    there = _present(intake, settled, companion, entity, fields)
    known: dict[tuple[int, str], int] = {}
    places: list[int] = []
    for place, name in enumerate(fold_all(columns[entity.title])):
        leader = leaders[place]
        if name is None or outcomes[place] in ("failed", "skipped") or outcomes[leader] in ("failed", "skipped"):
            continue
        key = (leader, name)
        present = there.get(key)
        if present is not None:
            changes = {
                field: columns[field][place]
                for field in fields
                if columns[field][place] is not None and present[field] is None
            }
            if changes:
                plan.changes.setdefault(present["id"], {}).update(changes)
                _updated(settled, leader)
            continue
        if key in known:
            continue
        known[key] = len(places)
        places.append(place)
        _updated(settled, leader)
    plan.owners, plan.places = [leaders[place] for place in places], places
    plan.values = {name: [columns[name][place] for place in places] for name in fields}
    _plan_details(intake, plan, columns, places)
    return plan


def _updated(settled: Settled, leader: int) -> None:
    if settled.outcomes[leader] == "unchanged":
        settled.outcomes[leader] = "updated"


def _present(
    intake: Intake, settled: Settled, companion: Companion, entity: Entity, fields: list[str]
) -> dict[tuple[int, str], dict[str, Any]]:
    """The companions that records which are there have already, by leading row and folded title."""
    records = {row: leader for leader, row in settled.matching.records.items()}
    made = entity.model._meta.fields
    columns = ", ".join(quoted(made[name].column_name) for name in (companion.link, entity.title, *fields))
    found: dict[tuple[int, str], dict[str, Any]] = {}
    wanted = sorted(records)
    for start in range(0, len(wanted), _CHUNK):
        for row, owner, title, *values in intake.company.execute(
            f"SELECT id, {columns} FROM {quoted(entity.name)} WHERE {quoted(made[companion.link].column_name)}"
            " IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
            (json.dumps(wanted[start : start + _CHUNK]),),
        ):
            found[records[owner], fold(title)] = {"id": row, **dict(zip(fields, values, strict=True))}
    return found


def _plan_details(
    intake: Intake, plan: CompanionPlan, columns: dict[str, list[Any]], places: list[int]
) -> None:
    """Numbers and addresses of new companions: their own columns, and those they share where there are several."""
    of_kind = intake.company.columns(plan.entity)
    slots: dict[str, list[SlotColumn]] = defaultdict(list)
    for name, values in columns.items():
        column = of_kind[name]
        if column.slot is not None and column.children is not None:
            chosen = [values[place] for place in places]
            slots[column.children.name].append(SlotColumn(column.slot, chosen, 1, None, name))
    for name, chosen_columns in slots.items():
        plan.details[name] = from_slots(plan.entity.child(name), chosen_columns, {})
    counts = Counter(plan.owners)
    if not counts or max(counts.values()) < 2:
        return
    _share(intake, plan, places, counts)


def _share(intake: Intake, plan: CompanionPlan, places: list[int], counts: Counter[int]) -> None:
    """Where several people stand at one record, each gets the numbers of the row that it stands in as well."""
    position = {place: at for at, place in enumerate(places) if counts[plan.owners[at]] > 1}
    of_kind, own = intake.company.columns(plan.entity), intake.company.columns(intake.entity)
    for name in plan.companion.shares:
        column = of_kind.get(name)
        mine = own.get(name)
        if column is None or column.children is None or column.slot is None or mine is None or mine.slot is None:
            continue
        source = intake.as_read.get(mine.children.name if mine.children else "")
        if source is None:
            continue
        details = plan.details.setdefault(column.children.name, Details(plan.entity.child(column.children.name)))
        for at, owner in enumerate(source.owners):
            fits = all(source.columns[part][at] == value for part, value in mine.slot.where.items())
            if owner in position and fits:
                values = {part: source.columns[part][at] for part in source.columns}
                details.append(position[owner], values, source.positions[at])
