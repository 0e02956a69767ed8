"""The rows of one sheet as raw values of the records they are to become, column by column; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from datetime import date
from typing import Any

from crm_desktop.entity.columns import About, Column, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Companion
from crm_desktop.entity.fields import Birthday, Choice, Day, Kind, Link, LongText, Moment, Text
from crm_desktop.entity.tags import split_tags
from crm_desktop.exchange import keptcells
from crm_desktop.exchange.assigning import NOTES, ColumnPlan, joins
from crm_desktop.exchange.columnreading import Read, date_order, fold_all, read_column
from crm_desktop.exchange.dateparts import composed, triples
from crm_desktop.exchange.details import Details, SlotColumn, from_slots
from crm_desktop.exchange.headingwords import Target, label_of, ordinal_of, targets
from crm_desktop.exchange.keptcells import Kept, NewField
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.personnames import fill_names
from crm_desktop.exchange.report import MOST_LISTED, CellFault
from crm_desktop.exchange.resolving import AboutDirectory, Directory, NewRecords, resolve
from crm_desktop.exchange.tables import Cell, as_text
from crm_desktop.i18n import _, n_
from crm_desktop.values.dates import Order
from crm_desktop.values.text import fold, has_cjk

Pulse = Callable[[], None]
"""Called often while work goes on; it raises Cancelled where the person has stopped it."""


class Intake:
    """One sheet read into columns of raw values; `read` fills everything below."""

    def __init__(
        self,
        company: Company,
        sheet: SheetPlan,
        *,
        today: date,
        limit: int | None = None,
        pulse: Pulse | None = None,
    ) -> None:
        assert sheet.kind is not None
        self.company = company
        self.sheet = sheet
        self.entity = company.entity(sheet.kind)
        self.today = today
        self.pulse: Pulse = pulse or (lambda: None)
        self.rows = sheet.table.body if limit is None else sheet.table.body[:limit]
        self.count = len(self.rows)
        self.fields: dict[str, list[Any]] = {}
        """Raw values by field name; a link may hold a negative id (a new record) or a RowRef."""
        self.details: dict[str, Details] = {}
        """Child rows by the name of their `Children`."""
        self.as_read: dict[str, Details] = {}
        """The same before rows of one record were merged."""
        self.tags: dict[int, list[str]] = {}
        self.name_parts: dict[str, list[Any]] = {}
        """Parts of names that the kind keeps only as a whole."""
        self.new_fields: list[NewField] = []
        self.new: dict[str, NewRecords] = {}
        """Records of other kinds that links name and that are not there yet, by kind."""
        self.companions: list[tuple[Companion, dict[str, list[Any]]]] = []
        """For each companion: the cells of its targets by its own columns' names."""
        self.kept = Kept(self.count)
        self.lines: dict[int, list[str]] = {}
        """Lines to add to the notes."""
        self.faults: list[CellFault] = []
        self.fault_count = 0
        self.needed: dict[int, tuple[str, str]] = {}
        """What is wrong with a needed field of a row: sentence and heading."""
        self.warnings: list[str] = []
        self.filled: dict[str, int] = {}
        self.ambiguous_dates: dict[str, list[str]] = {}
        self._cells: list[Sequence[Cell]] = list(zip(*self.rows, strict=True)) if self.rows else []
        self._targets = targets(company, self.entity)
        self._order: Order | None = None

    def cells(self, at: int) -> Sequence[Cell]:
        """The cells of one column of the list."""
        return self._cells[at] if self._cells else ()

    def row_number(self, place: int) -> int:
        """The row's number in the file."""
        return self.sheet.table.row_number(place)

    def read(self) -> Intake:
        """Read every column by its target; returns itself."""
        self._order = self._common_order()
        slots: dict[str, list[SlotColumn]] = {}
        links: list[tuple[str, list[ColumnPlan]]] = []
        for name, plans in self._by_target().items():
            self.pulse()
            target = self._targets.get(name)
            if name == "notes+":
                self._add_to_notes(plans)
            elif name.startswith("custom:"):
                for plan in plans:
                    self._read_custom(plan, name.removeprefix("custom:").strip())
            elif target is None:
                self._read_custom(plans[0], plans[0].heading)
            elif target.is_name_part:
                columns = [read_column(target.kind, self.cells(plan.index), self.today).values for plan in plans]
                self.name_parts[name] = self._joined(target.kind, plans, columns)
            elif target.companion is not None:
                self._read_companion(target, plans)
            elif target.children is not None:
                self._read_line(target, plans)
            elif target.column is not None and target.column.slot is not None:
                slots.setdefault(self._children_of(target.column).name, []).extend(self._slots(target.column, plans))
            elif isinstance(target.kind, Tags):
                self._read_tags(plans)
            elif isinstance(target.kind, About) or isinstance(self._field(name), Link):
                links.append((name, plans))
            else:
                self._read_field(name, plans)
        self._read_slots(slots)
        fill_names(self.entity, self.fields, self.name_parts, self.count)
        for name, plans in links:
            self._read_about(plans) if name == "about" else self._read_link(name, plans)
        self._lay_down_notes()
        return self

    def _by_target(self) -> dict[str, list[ColumnPlan]]:
        found: dict[str, list[ColumnPlan]] = {}
        for plan in self.sheet.columns:
            if plan.target is not None:
                found.setdefault(plan.target, []).append(plan)
        for name, plans in found.items():
            if name not in self._targets or not self._targets[name].several:
                plans.sort(key=lambda plan: (ordinal_of(plan.heading), plan.index))
            self.filled[name] = (
                self.count - self.cells(plans[0].index).count(None)
                if len(plans) == 1
                else sum(any(cell is not None for cell in row) for row in zip(*map(self._cells_of, plans), strict=True))
            )
        return found

    def _cells_of(self, plan: ColumnPlan) -> Sequence[Cell]:
        return self.cells(plan.index)

    def _field(self, name: str) -> Any:
        return self.entity.fields().get(name)

    def _children_of(self, column: Column) -> Children:
        assert column.children is not None
        return column.children

    # Faults ----------------------------------------------------------------------------------------------------------

    def fault(self, place: int, heading: str, sentence: str, text: str) -> None:
        """Note a cell that could not be taken as it stands."""
        self.fault_count += 1
        if len(self.faults) < MOST_LISTED:
            self.faults.append(CellFault(self.row_number(place), heading, sentence, text))

    def keep(self, place: int, heading: str, text: str, title: str | None = None) -> None:
        """Keep the text of such a cell: in the notes, or in a text field of its own."""
        if title is None and NOTES in self._targets:
            self.lines.setdefault(place, []).append(f"{heading}: {text}")
        else:
            self.kept.put(keptcells.original(title or heading), place, text)

    def _faults_of(self, plan: ColumnPlan, kind: Kind, read: Read, needed: bool, title: str | None = None) -> None:
        cells = self.cells(plan.index)
        for place, sentence in read.faults.items():
            text = as_text(cells[place])
            self.fault(place, plan.heading, sentence, text)
            if needed:
                self.needed[place] = (sentence, plan.heading)
            else:
                self.keep(place, plan.heading, text, title)

    # Dates -----------------------------------------------------------------------------------------------------------

    def _common_order(self) -> Order | None:
        """How dates are ordered in the columns that do not tell: as chosen, or as in the others of the sheet."""
        told: set[str] = set()
        undecided: dict[str, list[str]] = {}
        for plan in self.sheet.columns:
            name = plan.target or ""
            target = self._targets.get(name)
            if name.startswith("custom:") or (target and isinstance(target.kind, Day | Moment | Birthday)):
                cells = self.cells(plan.index)
                found = date_order(cells) if name in self._targets or any(map(_slashed, cells[:200])) else None
                if found == "ambiguous":
                    undecided[plan.heading] = list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))[:5]
                elif found is not None:
                    told.add(found)
        if self.sheet.date_order is not None:
            return self.sheet.date_order
        told.discard("ymd")
        if len(told) == 1:
            return "dmy" if told == {"dmy"} else "mdy"
        self.ambiguous_dates = undecided
        return None

    # Fields ----------------------------------------------------------------------------------------------------------

    def _read_field(self, name: str, plans: list[ColumnPlan]) -> None:
        made = self._field(name)
        columns = []
        parts = triples({plan.index: plan.heading for plan in plans}) if len(plans) == 3 else {}
        if parts:
            plans = self._dates_of_parts(*next(iter(parts.values())), plans)
        for plan in plans:
            read = read_column(made, self.cells(plan.index), self.today, self._order)
            title = made.title if isinstance(made, Choice) else None
            self._faults_of(plan, made, read, made.required and made.default is None, title)
            if isinstance(made, Choice) and read.faults:
                self._warn_of_words(plan, read)
            columns.append(read.values)
        self.fields[name] = columns[0] if len(columns) == 1 else self._joined(made, plans, columns)

    def _dates_of_parts(self, year: int, month: int, day: int, plans: list[ColumnPlan]) -> list[ColumnPlan]:
        """One column instead of three: the day's now holds whole dates."""
        self._cells[day] = composed(self.cells(year), self.cells(month), self.cells(day))
        return [plan for plan in plans if plan.index == day]

    def _warn_of_words(self, plan: ColumnPlan, read: Read) -> None:
        cells = self.cells(plan.index)
        words = list(dict.fromkeys(as_text(cells[place]) for place in read.faults))
        self.warnings.append(
            _("{column}: the words {words} are none of its choices and are kept beside it.").format(
                column=plan.heading, words=_listed(words)
            )
        )

    def _joined(self, kind: Kind, plans: list[ColumnPlan], columns: list[list[Any]]) -> list[Any]:
        """Several columns for one field: texts joined, else the first value, the others kept."""
        sign = joins(kind)
        if sign is not None:
            return [_join(sign, parts) for parts in zip(*columns, strict=True)]
        values = list(columns[0])
        for plan, column in zip(plans[1:], columns[1:], strict=True):
            for place, value in enumerate(column):
                if value is not None and values[place] is None:
                    values[place] = value
                elif value is not None and value != values[place]:
                    self.keep(place, plan.heading, as_text(self.cells(plan.index)[place]))
        return values

    def _read_custom(self, plan: ColumnPlan, title: str) -> None:
        """A column for a custom field of that title, made anew where there is none."""
        title = keptcells.free_title(self.company, self.entity, title)
        there = keptcells.existing(self.company, self.entity, title)
        if there is not None:
            read = read_column(there.kind, self.cells(plan.index), self.today, self._order)
            self._faults_of(plan, there.kind, read, False)
            self.fields[there.name] = _first_filled(self.fields.get(there.name), read.values)
            return
        cells = self.cells(plan.index)
        made = keptcells.read_new(self.company, self.entity, plan.heading, title, cells, self.today, self._order)
        twin = next((other for other in self.new_fields if fold(other.title) == fold(made.title)), None)
        if twin is not None:
            made.title = f"{made.title} ({plan.index + 1})"
        self.new_fields.append(made)

    def _read_tags(self, plans: list[ColumnPlan]) -> None:
        for plan in plans:
            known: dict[Cell, list[str]] = {}
            for place, cell in enumerate(self.cells(plan.index)):
                if cell is None:
                    continue
                if cell not in known:
                    known[cell] = split_tags(as_text(cell))
                names = self.tags.setdefault(place, [])
                names += [name for name in known[cell] if name not in names]

    # Notes -----------------------------------------------------------------------------------------------------------

    def _add_to_notes(self, plans: list[ColumnPlan]) -> None:
        for plan in plans:
            for place, cell in enumerate(self.cells(plan.index)):
                if cell is not None:
                    self.keep(place, plan.heading, as_text(cell))

    def _lay_down_notes(self) -> None:
        """Put the lines kept into the notes, and the other texts kept into fields of their own."""
        if self.lines:
            made = self._field(NOTES)
            sign = "\n" if isinstance(made, LongText) else "; "
            values = list(self.fields.get(NOTES) or [None] * self.count)
            for place, lines in self.lines.items():
                values[place] = sign.join([values[place], *lines] if values[place] else lines)
            self.fields[NOTES] = values
        for title, values in self.kept.fields.items():
            there = keptcells.existing(self.company, self.entity, title)
            if there is not None and isinstance(there.kind, Text):
                self.fields[there.name] = _first_filled(self.fields.get(there.name), values)
            else:
                self.new_fields.append(NewField(title, "text", values))

    def titles_folded(self) -> list[str | None]:
        """The folded titles of the rows; None where a row has none or the kind is named by a link."""
        values = self.fields.get(self.entity.title)
        if values is None or not isinstance(self._field(self.entity.title), Text):
            return [None] * self.count
        return fold_all(values)


def _first_filled(known: list[Any] | None, values: list[Any]) -> list[Any]:
    if known is None:
        return values
    return [old if old is not None else new for old, new in zip(known, values, strict=True)]


def _join(sign: str, parts: Sequence[str | None]) -> str | None:
    texts = list(dict.fromkeys(part for part in parts if part))
    if sign == " " and len(texts) > 1 and all(map(has_cjk, texts)):
        sign = ""
    return sign.join(texts) or None


def _slashed(cell: Cell) -> bool:
    return isinstance(cell, str) and 6 <= len(cell) <= 24 and any(sign in cell for sign in "/-.")


def _own_words(heading: str) -> str | None:
    """The heading itself as the label of numbers that were recognised by their looks alone."""
    from crm_desktop.exchange.tables import column_name

    generic = {column_name(at) for at in range(100)}
    return None if heading in generic else heading


def _listed(words: Sequence[str]) -> str:
    """Some of the words in quotation marks, and how many more there are."""
    shown = ", ".join(f"“{word[:40]}”" for word in words[:5])
    rest = len(words) - 5
    return shown + (n_(" and {n} more", " and {n} more", rest) if rest > 0 else "")
