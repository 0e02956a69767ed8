"""Columns of a list that fill what belongs to a record: numbers and addresses, lines, the people to ask for."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any, Final

from crm_desktop.entity.columns import Column, Linked
from crm_desktop.entity.fields import Link
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.columnreading import read_column
from crm_desktop.exchange.details import Details, SlotColumn, from_slots, texts
from crm_desktop.exchange.fillable import Target
from crm_desktop.exchange.headingwords import label_of, ordinal_of
from crm_desktop.exchange.intake import Intake, first_filled
from crm_desktop.exchange.linkreading import name_people, resolved
from crm_desktop.exchange.tables import Cell, column_name
from crm_desktop.i18n import _
from crm_desktop.values.inparts import parts
from crm_desktop.values.phones import is_damaged_number, without_powers

_ON_LINES: Final = ("mobile", "landline", "email", "url")
"""Contents of slots of which a cell may hold several, one to a line."""


def slot_columns(intake: Intake, column: Column, plans: list[ColumnPlan]) -> list[SlotColumn]:
    """The columns of a list that fill one slot, read."""
    assert column.slot is not None
    found = []
    for plan in plans:
        cells = intake.cells(plan.index)
        if isinstance(column.kind, Linked):
            found.append(SlotColumn(column.slot, texts(cells), 1, None, plan.heading))
            continue
        if column.slot.content in _ON_LINES and _hold_lines(cells):
            cells = [cell.replace("\n", "; ") if isinstance(cell, str) else cell for cell in cells]
        read = read_column(column.kind, cells, intake.today)
        intake.take_faults(plan, column.kind, read)
        label = label_of(_meant(intake, plan), column.slot) if plan.why != "content" else _own_words(plan)
        if column.slot.content in ("mobile", "landline"):
            read.values = whole_numbers(intake, plan, read.values)
        found.append(SlotColumn(column.slot, read.values, ordinal_of(plan.heading), label, plan.heading))
    return found


def _hold_lines(cells: Sequence[Cell]) -> bool:
    """Whether any cell has several lines, which a text in one line would run together."""
    try:
        return any("\n" in "".join(filter(None, part)) for part in parts(cells))  # type: ignore[arg-type]
    except TypeError:
        return any(isinstance(cell, str) and "\n" in cell for cell in cells)


def whole_numbers(intake: Intake, plan: ColumnPlan, values: Sequence[Any]) -> list[Any]:
    """Telephone numbers that a spreadsheet has written as 1.380013800E+10 by their digits, without its mark for texts.

    Those of which too few digits are written (1.38E+10) are told; they stay as they stand and recognise nobody.
    """
    if not any(map(_may_have_powers, parts(values))):
        return list(values)
    whole = [without_powers(value.lstrip("'’") or value) if value else value for value in values]
    for place, value in enumerate(whole):
        if value and is_damaged_number(value):
            sentence = _("“{text}” was cut by a spreadsheet: its last digits are lost. Type the number anew.")
            intake.fault(place, plan.heading, sentence.format(text=value), value)
    return whole


def _may_have_powers(values: Sequence[Any]) -> bool:
    joined = "".join(filter(None, values)).upper()
    return ".0" in joined or "E" in joined or "'" in joined or "’" in joined


def _meant(intake: Intake, plan: ColumnPlan) -> str:
    """The heading as it is understood; that of cards is shown in another language."""
    meant = intake.sheet.table.meant
    return meant[plan.index] if meant else plan.heading


def _own_words(plan: ColumnPlan) -> str | None:
    """The heading itself as the label of numbers that were recognised by their looks alone."""
    return None if plan.heading == column_name(plan.index) else plan.heading


def read_slots(intake: Intake, slots: dict[str, list[SlotColumn]]) -> None:
    """The child rows that all slots give."""
    for name, columns in slots.items():
        intake.pulse()
        faults: dict[tuple[str, int], str] = {}
        intake.details[name] = from_slots(intake.entity.child(name), columns, faults)
        if isinstance(intake.details[name].children.model._meta.fields[columns[0].slot.field], Link):
            name_people(intake, intake.details[name], columns[0])
        intake.as_read[name] = copy(intake.details[name])
        values = {column.heading: column.values for column in columns}
        for (heading, place), sentence in sorted(faults.items(), key=lambda item: item[0][1]):
            intake.fault(place, heading, sentence, values[heading][place])
            intake.keep_faulty(place, heading, values[heading][place])


def read_line(intake: Intake, target: Target, plans: list[ColumnPlan]) -> None:
    """A column of child rows (lines of an invoice) of which each row of the list gives one."""
    assert target.children is not None and target.column is not None
    name, plan = target.column.name, plans[0]
    found = intake.details.setdefault(target.children.name, Details(target.children))
    if not found.owners:
        found.extend(list(range(intake.count)), {}, 1)
    made = target.column.field
    if isinstance(made, Link):
        found.columns[name] = list(resolved(intake, made, plan, target.title))
        return
    read = read_column(made, intake.cells(plan.index), intake.today, intake.order)
    intake.take_faults(plan, made, read)
    found.columns[name] = list(read.values)


def read_companion(intake: Intake, target: Target, plans: list[ColumnPlan]) -> None:
    """A column of the record of another kind that stands in the same row."""
    assert target.companion is not None and target.column is not None
    columns = next((columns for made, columns in intake.companions if made == target.companion), None)
    if columns is None:
        columns = {}
        intake.companions.append((target.companion, columns))
    for plan in plans:
        read = read_column(target.column.kind, intake.cells(plan.index), intake.today, intake.order)
        intake.take_faults(plan, target.column.kind, read)
        columns[target.column.name] = first_filled(columns.get(target.column.name), read.values)
