"""A planned sheet read: each column by what it fills, dates in one order, everything else kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from crm_desktop.entity.columns import About, Tags
from crm_desktop.entity.fields import Birthday, Choice, Day, Kind, Link, LongText, Moment, Phone, Text
from crm_desktop.entity.tags import split_tags
from crm_desktop.exchange import ahead, keptcells
from crm_desktop.exchange.abroad import settle_country
from crm_desktop.exchange.assigning import NOTES, ColumnPlan
from crm_desktop.exchange.cardcolumns import settle_whose_cards
from crm_desktop.exchange.cellfits import joins
from crm_desktop.exchange.choicewords import settle_words
from crm_desktop.exchange.columnreading import date_order, read_column
from crm_desktop.exchange.cut_numbers import settle_cut_numbers
from crm_desktop.exchange.dateparts import composed, triples
from crm_desktop.exchange.details import SlotColumn
from crm_desktop.exchange.donewords import is_about_being_done, settle_done, take_done_words
from crm_desktop.exchange.fillable import WHOLE_ADDRESS, Target
from crm_desktop.exchange.headingwords import ordinal_of
from crm_desktop.exchange.intake import Intake, first_filled
from crm_desktop.exchange.keptcells import NewField
from crm_desktop.exchange.linkreading import read_about, read_link
from crm_desktop.exchange.lost_zeros import settle_zeros
from crm_desktop.exchange.mobile_lengths import settle_mobile_lengths
from crm_desktop.exchange.partreading import read_companion, read_line, read_slots, slot_columns, whole_numbers
from crm_desktop.exchange.personnames import fill_names
from crm_desktop.exchange.tables import Cell, as_text
from crm_desktop.values.dates import Order
from crm_desktop.values.eras import in_words_of_republic, names_republic
from crm_desktop.values.inparts import count_of
from crm_desktop.values.places import split_address
from crm_desktop.values.text import fold, has_cjk

_TO_1904: Final = 1462
"""Days between the beginnings of the two calendars of spreadsheets."""
_NO_SERIAL: Final = 1_000_000


def read_sheet(intake: Intake) -> Intake:
    """Read every column by its target; returns the intake, filled."""
    settle_zeros(intake)
    settle_cut_numbers(intake)
    settle_mobile_lengths(intake)
    settle_country(intake)
    _settle_date_order(intake)
    slots: dict[str, list[SlotColumn]] = {}
    links: list[tuple[str, list[ColumnPlan]]] = []
    for name, plans in _by_target(intake).items():
        intake.pulse()
        target = intake.targets.get(name)
        if name == "notes+":
            _add_to_notes(intake, plans)
        elif target is None:
            for plan in plans:
                _read_custom(intake, plan, name.removeprefix("custom:").strip())
        elif isinstance(target.kind, About) or isinstance(intake.field(name), Link):
            links.append((name, plans))
        else:
            _read_target(intake, target, plans, slots)
    # Child rows that name records (whom one reports to) are read when the links of the rows themselves are known.
    linked = {name: slots.pop(name) for name in list(slots) if _names_records(intake, name)}
    read_slots(intake, slots)
    fill_names(intake.entity, intake.fields, intake.name_parts, intake.count)
    for name, plans in links:
        if name == "about":
            read_about(intake, plans)
        else:
            read_link(intake, name, plans)
    read_slots(intake, linked)
    settle_done(intake)
    settle_whose_cards(intake)
    _lay_down_kept(intake)
    return intake


def _names_records(intake: Intake, name: str) -> bool:
    children = intake.entity.child(name)
    return isinstance(children.model._meta.fields[children.key], Link)


def _read_target(intake: Intake, target: Target, plans: list[ColumnPlan], slots: dict[str, list[SlotColumn]]) -> None:
    column = target.column
    if target.is_name_part:
        columns = [read_column(target.kind, intake.cells(plan.index), intake.today).values for plan in plans]
        intake.name_parts[target.name] = _joined(intake, target.kind, plans, columns)
    elif target.name == WHOLE_ADDRESS:
        _take_apart(intake, plans)
    elif target.companion is not None:
        read_companion(intake, target, plans)
    elif target.children is not None:
        read_line(intake, target, plans)
    elif column is not None and column.slot is not None and column.children is not None:
        slots.setdefault(column.children.name, []).extend(slot_columns(intake, column, plans))
    elif isinstance(target.kind, Tags):
        _read_tags(intake, plans)
    else:
        _read_field(intake, target.name, plans)


def _take_apart(intake: Intake, plans: list[ColumnPlan]) -> None:
    """An address in one piece: province, city and street, where the list does not give them besides."""
    for plan in plans:
        cells = intake.cells(plan.index)
        known = {cell: split_address(as_text(cell)) for cell in set(cells)}
        parts = [known[cell] for cell in cells]
        for at, name in enumerate(("region", "city", "street")):
            intake.fields[name] = first_filled(intake.fields.get(name), [part[at] for part in parts])


def _by_target(intake: Intake) -> dict[str, list[ColumnPlan]]:
    """The columns of the list by what they fill, in order; and how many rows have a value for each."""
    found: dict[str, list[ColumnPlan]] = {}
    for plan in intake.sheet.columns:
        if plan.target is not None:
            found.setdefault(plan.target, []).append(plan)
    for name, plans in found.items():
        if name not in intake.targets or not intake.targets[name].several:
            plans.sort(key=lambda plan: (ordinal_of(plan.heading), plan.index))
        cells = [intake.cells(plan.index) for plan in plans]
        if len(cells) == 1:
            intake.filled[name] = intake.count - count_of(cells[0], None)
        else:
            intake.filled[name] = sum(any(cell is not None for cell in row) for row in zip(*cells, strict=True))
    return found


# Dates ----------------------------------------------------------------------------------------------------------------


def _settle_date_order(intake: Intake) -> None:
    """How dates are ordered in the columns that do not tell: as chosen, or as in the others of the sheet."""
    told: set[str] = set()
    undecided: dict[str, list[str]] = {}
    for plan in intake.sheet.columns:
        target = intake.targets.get(plan.target or "")
        cells = intake.cells(plan.index)
        if target is None:
            concerned = (plan.target or "").startswith("custom:") and any(map(_slashed, cells[:200]))
        else:
            concerned = isinstance(target.kind, Day | Moment | Birthday)
            if concerned and intake.sheet.table.since_1904:
                cells = [_day_since_1904(cell) for cell in cells]
                intake.put_cells(plan.index, cells)
            if concerned and names_republic(plan.heading):
                cells = [in_words_of_republic(cell) for cell in cells]
                intake.put_cells(plan.index, cells)
        found = date_order(cells) if concerned else None
        if found == "ambiguous":
            undecided[plan.heading] = list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))[:5]
        elif found is not None:
            told.add(found)
    told.discard("ymd")
    if intake.order is None and len(told) == 1:
        intake.order = cast(Order, told.pop())
    elif intake.order is None:
        intake.ambiguous_dates = undecided


def _day_since_1904(cell: Cell) -> Cell:
    """A bare number of a calendar that begins in 1904 as that of the usual one; 20240305 is no such number."""
    return cell + _TO_1904 if type(cell) in (int, float) and 0 < cell < _NO_SERIAL else cell  # type: ignore[operator]


def _slashed(cell: Cell) -> bool:
    return isinstance(cell, str) and 6 <= len(cell) <= 24 and any(sign in cell for sign in "/-.")


# Fields ---------------------------------------------------------------------------------------------------------------


def _read_field(intake: Intake, name: str, plans: list[ColumnPlan]) -> None:
    made = intake.field(name)
    parts = triples({plan.index: plan.heading for plan in plans}) if len(plans) == 3 else {}
    for year, month, day in parts.values():
        intake.put_cells(day, composed(intake.cells(year), intake.cells(month), intake.cells(day)))
        plans = [plan for plan in plans if plan.index == day]
    columns = []
    for plan in plans:
        if is_about_being_done(intake.entity, name):
            take_done_words(intake, plan)
        read = read_column(made, intake.cells(plan.index), intake.today, intake.order)
        if isinstance(made, Choice) and read.faults:
            settle_words(intake, plan, name, read)
        intake.take_faults(plan, made, read, made.title if isinstance(made, Choice) else None)
        if isinstance(made, Phone):
            read.values = whole_numbers(intake, plan, read.values)
        columns.append(read.values)
    intake.fields[name] = columns[0] if len(columns) == 1 else _joined(intake, made, plans, columns)
    ahead.begin(intake, name)


def _joined(intake: Intake, kind: Kind, plans: list[ColumnPlan], columns: list[list[Any]]) -> list[Any]:
    """Several columns for one field: texts joined, else the first value, the others kept."""
    sign = joins(kind) if not _name_it_again(intake, kind, plans) else None
    if sign is not None:
        return [_join(sign, parts) for parts in zip(*columns, strict=True)]
    values = list(columns[0])
    for plan, column in zip(plans[1:], columns[1:], strict=True):
        for place, value in enumerate(column):
            if value is not None and values[place] is None:
                values[place] = value
            elif value is not None and value != values[place]:
                intake.keep(place, plan.heading, as_text(intake.cells(plan.index)[place]))
    return values


def _name_it_again(intake: Intake, kind: Kind, plans: Sequence[ColumnPlan]) -> bool:
    """Whether the columns are numbered names (Full Name, Full Name 2): another name is no part of the first."""
    numbers = [ordinal_of(plan.heading) for plan in plans]
    return kind is intake.field(intake.entity.title) and len(set(numbers)) == len(numbers)


def _join(sign: str, parts: Sequence[str | None]) -> str | None:
    texts = list(dict.fromkeys(part for part in parts if part))
    if sign == " " and len(texts) > 1 and all(map(has_cjk, texts)):
        sign = ""
    return sign.join(texts) or None


def _read_custom(intake: Intake, plan: ColumnPlan, title: str) -> None:
    """A column for a custom field of that title, made anew where there is none."""
    title = keptcells.free_title(intake.company, intake.entity, title)
    cells = intake.cells(plan.index)
    there = keptcells.existing(intake.company, intake.entity, title)
    if there is not None:
        read = read_column(there.kind, cells, intake.today, intake.order)
        if isinstance(there.kind, Choice) and read.faults:
            settle_words(intake, plan, there.name, read)
        intake.take_faults(plan, there.kind, read)
        intake.fields[there.name] = first_filled(intake.fields.get(there.name), read.values)
        return
    made = keptcells.read_new(intake.company, intake.entity, plan.heading, title, cells, intake.today, intake.order)
    if any(fold(other.title) == fold(made.title) for other in intake.new_fields):
        made.title = f"{made.title} ({plan.index + 1})"
    intake.new_fields.append(made)


def _read_tags(intake: Intake, plans: list[ColumnPlan]) -> None:
    known: dict[Cell, list[str]] = {}
    for plan in plans:
        for place, cell in enumerate(intake.cells(plan.index)):
            if cell is None:
                continue
            if cell not in known:
                known[cell] = split_tags(as_text(cell))
            names = intake.tags.setdefault(place, [])
            names += [name for name in known[cell] if name not in names]


# What is kept ---------------------------------------------------------------------------------------------------------


def _add_to_notes(intake: Intake, plans: list[ColumnPlan]) -> None:
    for plan in plans:
        for place, cell in enumerate(intake.cells(plan.index)):
            if cell is not None:
                intake.keep(place, plan.heading, as_text(cell))


def _lay_down_kept(intake: Intake) -> None:
    """Put the lines kept into the notes, and the other texts kept into fields of their own."""
    if intake.lines:
        sign = "\n" if isinstance(intake.field(NOTES), LongText) else "; "
        values = list(intake.fields.get(NOTES) or [None] * intake.count)
        for place, lines in intake.lines.items():
            values[place] = sign.join([values[place], *lines] if values[place] else lines)
        intake.fields[NOTES] = values
    for title, texts in intake.kept.fields.items():
        there = keptcells.existing(intake.company, intake.entity, title)
        if there is not None and isinstance(there.kind, Text):
            intake.fields[there.name] = first_filled(intake.fields.get(there.name), texts)
        else:
            intake.new_fields.append(NewField(title, "text", texts))
