"""Columns of a list that name other records, read as ids."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Link, Text
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.details import Details, SlotColumn
from crm_desktop.exchange.intake import Intake, some_of
from crm_desktop.exchange.resolving import AboutDirectory, Directory, NewRecords, Resolved, RowRef, resolve
from crm_desktop.exchange.tables import as_text
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.values.text import fold


def read_link(intake: Intake, name: str, plans: list[ColumnPlan]) -> None:
    """A link of the record: the first column that names somebody decides, what others name besides is kept."""
    made = intake.entity.fields()[name]
    columns = [resolved(intake, made, plan, made.title, made.required) for plan in plans]
    values = columns[0]
    for plan, column in zip(plans[1:], columns[1:], strict=True):
        for place, value in enumerate(column):
            if value is not None and values[place] is None:
                values[place] = value
            elif value is not None and value != values[place]:
                intake.keep(place, plan.heading, as_text(intake.cells(plan.index)[place]))
    intake.fields[name] = values


def resolved(intake: Intake, made: Link, plan: ColumnPlan, title: str, needed: bool = False) -> list[Any]:
    """The ids that one column names; negative ones for new records, a RowRef for rows of the list itself."""
    entity = intake.company.entity_of(made.rel_model)
    if entity is None:
        return [None] * intake.count
    directory = Directory(intake.company, entity)
    new = intake.new.setdefault(entity.name, NewRecords(entity))
    within = _own_names(intake) if entity is intake.entity else None
    found = resolve(made, intake.cells(plan.index), directory, new, plan.heading, within)
    _tell_unknown(intake, found, directory, plan, title, needed)
    return found.values


def _tell_unknown(
    intake: Intake, found: Resolved, directory: Directory, plan: ColumnPlan, title: str, needed: bool
) -> None:
    """Note the cells that named nobody, and the names that several records have."""
    entity = directory.entity
    for place, text in found.unknown.items():
        sentence = _("{kind} “{text}” was not found.").format(kind=entity.singular, text=text[:80])
        intake.fault(place, plan.heading, sentence, text)
        if needed:
            intake.needed[place] = (sentence, plan.heading)
        else:
            intake.keep(place, plan.heading, text, title)
    if found.unknown and not needed:
        words = some_of(list(dict.fromkeys(found.unknown.values())))
        sentence = _("{column}: no {kind} is called {words}; the words are kept beside it.")
        intake.warnings.append(sentence.format(column=plan.heading, kind=entity.singular, words=words))
    if directory.ambiguous:
        sentence = _("{column}: several {kind} are called {words}; the oldest of each is taken.")
        words = some_of(list(directory.ambiguous))
        intake.warnings.append(sentence.format(column=plan.heading, kind=entity.plural, words=words))


def _own_names(intake: Intake) -> dict[str, int]:
    """The list's own rows by their codes and titles, for links within the list."""
    found: dict[str, int] = {}
    for name in (intake.entity.title, *reversed(intake.entity.match)):
        values = intake.fields.get(name)
        if values is None or not isinstance(intake.entity.fields().get(name), Text):
            continue
        for place in range(intake.count - 1, -1, -1):
            if values[place] is not None:
                found[fold(values[place])] = place
    return found


def name_people(intake: Intake, found: Details, column: SlotColumn) -> None:
    """Put ids in place of the names in child rows that link to records of the list's own kind.

    Of several with one name those count first that have the same links: the people of the same company. A name that
    nobody has is kept beside the row.
    """
    there, within = _namesakes(intake), _own_namesakes(intake)
    near = _near(intake.entity)
    names, ids = found.columns[column.slot.field], []
    for owner, name in zip(found.owners, names, strict=True):
        link = intake.fields[near][owner] if near in intake.fields else None
        known = there.get(fold(name), {})
        row: Any = known.get(link) if link is not None else None
        place = next((one for one in within.get((fold(name), link), ()) if one != owner), None)
        if row is None and place is not None:
            row = RowRef(place)
        if row is None and len(known) == 1 and (link is None or None in known):
            row = next(iter(known.values()))
        if row is None:
            sentence = _("{kind} “{text}” was not found.").format(kind=intake.entity.singular, text=name[:80])
            intake.fault(owner, column.heading, sentence, name)
            intake.keep(owner, column.heading, name, _(column.slot.title))
        ids.append(row)
    found.columns[column.slot.field] = ids
    kept = [at for at, row in enumerate(ids) if row is not None]
    found.keep(kept, [found.owners[at] for at in kept])


def _near(entity: Entity) -> str:
    """The link by which the records of a kind are grouped: the first it has."""
    return next((name for name, made in entity.fields().items() if isinstance(made, Link)), "")


def _namesakes(intake: Intake) -> dict[str, dict[Any, int]]:
    """The records that are there by folded title, then by the link that groups them; the oldest of each."""
    entity, found = intake.entity, defaultdict[str, dict[Any, int]](dict)
    link = quoted(_near(entity)) if _near(entity) else "NULL"
    rows = intake.company.execute(f"SELECT {quoted(entity.title)}, {link}, id FROM {quoted(entity.name)} ORDER BY id")
    for title, group, row in rows.fetchall():
        found[fold(title)].setdefault(group, row)
    return found


def _own_namesakes(intake: Intake) -> dict[tuple[str, Any], list[int]]:
    """The places in the list by folded title and the link that groups them."""
    found: dict[tuple[str, Any], list[int]] = defaultdict(list)
    titles = intake.fields.get(intake.entity.title, [])
    groups = intake.fields.get(_near(intake.entity)) or [None] * len(titles)
    for place, (title, group) in enumerate(zip(titles, groups, strict=True)):
        if title is not None:
            found[fold(title), group].append(place)
    return found


def read_about(intake: Intake, plans: list[ColumnPlan]) -> None:
    """The record of any kind that a note, an event or a task is about."""
    directory = AboutDirectory(intake.company)
    known: dict[str, tuple[str, int] | None] = {}
    kinds: list[Any] = [None] * intake.count
    rows: list[Any] = [None] * intake.count
    for plan in plans:
        for place, cell in enumerate(intake.cells(plan.index)):
            text = as_text(cell).strip()
            if not text:
                continue
            if text not in known:
                known[text] = directory.find(text)
            found = known[text]
            if found is None:
                sentence = _("Nothing is called “{text}”.").format(text=text[:80])
                intake.fault(place, plan.heading, sentence, text)
                intake.keep(place, plan.heading, text, plan.heading)
            elif kinds[place] is None:
                kinds[place], rows[place] = found
    intake.fields["kind"], intake.fields["row"] = kinds, rows
