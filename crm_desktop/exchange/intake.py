"""The rows of one sheet as raw values of the records they are to become, column by column; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Companion
from crm_desktop.entity.fields import Kind, Link, Text
from crm_desktop.exchange import keptcells
from crm_desktop.exchange.assigning import NOTES, ColumnPlan
from crm_desktop.exchange.columnreading import Read, fold_titles
from crm_desktop.exchange.details import Details
from crm_desktop.exchange.fillable import targets
from crm_desktop.exchange.keptcells import Kept, NewField
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.report import MOST_LISTED, CellFault
from crm_desktop.exchange.resolving import NewRecords
from crm_desktop.exchange.tables import Cell, Row, as_text
from crm_desktop.i18n import listed, n_
from crm_desktop.values.dates import Order
from crm_desktop.values.inparts import columns_of

if TYPE_CHECKING:
    from crm_desktop.exchange.lost_zeros import LostZeros

Pulse = Callable[[], None]
"""Called often while work goes on; it raises Cancelled where the person has stopped it."""


class Intake:
    """One sheet as columns of raw values; `sheetreading.read_sheet` fills everything below."""

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
        self.targets = targets(company, self.entity)
        self.today = today
        self.order: Order | None = sheet.date_order
        """How dates are ordered in columns that do not tell."""
        self.pulse: Pulse = pulse or (lambda: None)
        self.rows = _corrected(sheet, sheet.table.body if limit is None else sheet.table.body[:limit])
        self.count = len(self.rows)
        self._cells: list[Sequence[Cell]] = [*columns_of(self.rows, len(self.rows[0]))] if self.rows else []

        self.fields: dict[str, list[Any]] = {}
        """Raw values by field name; a link may hold a negative id (a new record) or a RowRef."""
        self.ahead: dict[str, tuple[Sequence[Any], list[Future[list[Any]]]]] = {}
        """Columns that are being worked out from these, see `ahead`."""
        self.name_parts: dict[str, list[Any]] = {}
        """Parts of names that the kind keeps only as a whole."""
        self.details: dict[str, Details] = {}
        """Child rows by the name of their `Children`."""
        self.as_read: dict[str, Details] = {}
        """The same before rows of one record were merged."""
        self.tags: dict[int, list[str]] = {}
        self.new_fields: list[NewField] = []
        self.new: dict[str, NewRecords] = {}
        """Records of other kinds that links name and that are not there yet, by kind."""
        self.companions: list[tuple[Companion, dict[str, list[Any]]]] = []
        """For each companion: the cells of its targets by its own columns' names."""

        self.new_choices: dict[str, list[str]] = {}
        """Words that become choices of a field of the owner's, by its name."""
        self.unknown_words: dict[str, dict[str, int]] = {}
        """Words that are none of a field's choices and how often each comes, by target."""
        self.done: dict[int, str] = {}
        """Rows of which a column says that they are done, without saying when: its heading."""
        self.vague: dict[str, set[int]] = {}
        """By field the places of values that were only supposed, and so are no other than what is there."""
        self.kept = Kept(self.count)
        self.lines: dict[int, list[str]] = {}
        """Lines to add to the notes."""
        self.faults: list[CellFault] = []
        self.fault_count = 0
        self.needed: dict[int, tuple[str, str]] = {}
        """What is wrong with a needed field of a row: sentence and heading."""
        self.warnings: list[str] = []
        self.filled: dict[str, int] = {}
        self.lost: dict[str, set[int]] = {}
        """Places of cells that could not be taken as they stand, by heading."""
        self.ambiguous_dates: dict[str, list[str]] = {}
        self.zeros: list[LostZeros] = []
        """Columns whose cells may have lost zeros at their beginning, put back or not."""
        self.cut: dict[str, set[int]] = {}
        """By target the places of long numbers whose end a spreadsheet has thrown away."""

    def cells(self, at: int) -> Sequence[Cell]:
        """The cells of one column of the list."""
        return self._cells[at] if self._cells else ()

    def forget_cells(self) -> None:
        """Every column is read: only what they gave is still needed."""
        self._cells = []

    def forget_fields(self) -> None:
        """The records are written: only their links are still asked for."""
        made = self.entity.model._meta.fields
        self.fields = {name: values for name, values in self.fields.items() if isinstance(made[name], Link)}

    def forget_details(self) -> None:
        """Their child rows are written, too."""
        self.as_read = {}
        for name, made in [*self.details.items()]:
            fields = made.children.model._meta.fields
            if not any(isinstance(fields[column], Link) for column in made.columns):
                del self.details[name]

    def put_cells(self, at: int, cells: Sequence[Cell]) -> None:
        """Read one column of the list as if it held these cells."""
        if self._cells:
            self._cells[at] = cells

    def row_number(self, place: int) -> int:
        """The row's number in the file."""
        return self.sheet.table.row_number(place)

    def field(self, name: str) -> Any:
        """The kind's own field of that name, or None."""
        return self.entity.fields().get(name)

    def titles_folded(self, places: Collection[int] | None = None) -> list[str | None]:
        """The folded titles of the rows, or of some; None where a row has none or the kind is named by a link."""
        values = self.fields.get(self.entity.title)
        if values is None or not isinstance(self.field(self.entity.title), Text):
            return [None] * self.count
        if places is None:
            return fold_titles(values)
        found: list[str | None] = [None] * self.count
        for place, title in zip(places, fold_titles([values[place] for place in places]), strict=True):
            found[place] = title
        return found

    # Cells that cannot be taken as they stand -------------------------------------------------------------------------

    def fault(self, place: int, heading: str, sentence: str, text: str) -> None:
        """Note a cell that could not be taken as it stands."""
        self.fault_count += 1
        self.lost.setdefault(heading, set()).add(place)
        if len(self.faults) < MOST_LISTED:
            self.faults.append(CellFault(self.row_number(place), heading, sentence, text))

    def keep(self, place: int, heading: str, text: str, title: str | None = None) -> None:
        """Keep the text of such a cell: in the notes, or (named by `title`) in a text field of its own."""
        if title is None and NOTES in self.targets:
            self.lines.setdefault(place, []).append(f"{heading}: {text}")
        else:
            self.kept.put(keptcells.original(title or heading), place, text)

    def keep_faulty(self, place: int, heading: str, text: str, title: str | None = None) -> None:
        """The same for the text of a faulty cell, unless the person does not want it."""
        if self.sheet.decisions.keep_faulty:
            self.keep(place, heading, text, title)

    def take_faults(self, plan: ColumnPlan, kind: Kind, read: Read, title: str | None = None) -> None:
        """Note and keep the cells of a column that could not be read; a needed one decides over its row."""
        if not read.faults:
            return
        cells = self.cells(plan.index)
        default = getattr(kind, "default", None)
        needed = kind is self.field(plan.target or "") and kind.required and (default is None or callable(default))
        for place, sentence in read.faults.items():
            text = as_text(cells[place])
            self.fault(place, plan.heading, sentence, text)
            if needed:
                self.needed[place] = (sentence, plan.heading)
            else:
                self.keep_faulty(place, plan.heading, text, title)


def _corrected(sheet: SheetPlan, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with what was corrected by hand; the table keeps them as they were read."""
    if not sheet.corrections:
        return rows
    found = list(rows)
    for (number, column), cell in sheet.corrections.items():
        place = sheet.table.place_of(number)
        if place is not None and place < len(found) and column < len(found[place]):
            row = found[place] = list(found[place])
            row[column] = cell
    return found


def first_filled(known: list[Any] | None, values: list[Any]) -> list[Any]:
    """The values of one column with the blanks filled from another."""
    if known is None:
        return values
    return [old if old is not None else new for old, new in zip(known, values, strict=True)]


def some_of(words: Sequence[str]) -> str:
    """Some of the words in quotation marks, and how many more there are."""
    shown = listed(f"“{word[:40]}”" for word in words[:5])
    rest = len(words) - 5
    return shown + (n_(" and {n} more", " and {n} more", rest) if rest > 0 else "")
