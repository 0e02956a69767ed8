"""What a check found, laid out by row and cell so that a table can show it without searching."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import islice

from crm_desktop.entity.company import Company
from crm_desktop.exchange.decisions import LIKELY, NUMBERS, SEVERAL, TRASH, TWINS
from crm_desktop.exchange.report import MOST_LISTED, Checked
from crm_desktop.i18n import _, listed
from crm_desktop.ui.importing.session import Sheet
from crm_desktop.ui.importing.ways import THERE

FAILED = "failed"


@dataclass
class Findings:
    """One checked sheet; places are those of the table's body, columns those of the file."""

    sheet: Sheet
    checked: Checked
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells that could not be taken as they stand, and why."""
    failures: dict[int, tuple[str, int | None]] = field(default_factory=dict)
    """Rows that cannot come in: why, and the column at fault where there is one."""
    kept: set[tuple[int, int]] = field(default_factory=set)
    """Cells among them whose text is kept elsewhere."""
    known: dict[int, str] = field(default_factory=dict)
    """Rows whose record is there already or stands in another row: by what it was recognised."""
    faulty: list[int] = field(default_factory=list)
    """Every row with anything wrong, in order."""
    twin_of: dict[int, int] = field(default_factory=dict)
    """Rows that mean the record of an earlier row, and which that is."""
    groups: dict[str, array[int]] = field(default_factory=dict)
    """The rows that something is to be settled for, by group, in order."""

    @property
    def records(self) -> dict[int, int]:
        """The records that are there already, by row."""
        return self.checked.matching.records if self.checked.matching is not None else {}

    def sentence(self, place: int, column: int | None) -> tuple[str, str]:
        """What is to be said of a cell, or else of its row: a tone and a sentence; blanks where all is well."""
        why = self.failures.get(place)
        if why is not None and (column is None or why[1] in (None, column) or (place, column) not in self.cells):
            return "bad", why[0]
        if column is not None and (place, column) in self.cells:
            return "warning", self.cells[place, column]
        first = self.column_at_fault(place)
        return ("warning", self.cells[place, first]) if first is not None else ("", "")

    def tone(self, place: int, column: int) -> str:
        """How a cell is marked: bad where it keeps its row out, warning where it is kept beside, or not at all."""
        why = self.failures.get(place)
        if why is not None and why[1] == column:
            return "bad"
        if (place, column) in self.cells:
            return "bad" if why is not None and why[1] is None else "warning"
        return ""

    def next_fault(self, place: int, column: int | None) -> tuple[int, int | None] | None:
        """The next cell with a fault after one, in its row and then below, from the first one again at the end.

        Its column is None where only the whole row is at fault.
        """
        if not self.faulty:
            return None
        after = -1 if column is None else column
        for at in self._at_fault(place):
            if at > after:
                return place, at
        row = next((row for row in self.faulty if row > place), self.faulty[0])
        return row, next(iter(self._at_fault(row)), None)

    def _at_fault(self, place: int) -> list[int]:
        """The columns of a row's faults, from left to right."""
        why = self.failures.get(place)
        found = {column for row, column in self.cells if row == place}
        return sorted(found if why is None or why[1] is None else {*found, why[1]})

    def column_at_fault(self, place: int) -> int | None:
        """The column of a row's first fault."""
        why = self.failures.get(place)
        if why is not None and why[1] is not None:
            return why[1]
        return min((column for row, column in self.cells if row == place), default=None)


def findings(company: Company, sheet: Sheet, checked: Checked) -> Findings:
    """Lay a check out; may run on the worker."""
    table = sheet.table
    found = Findings(sheet, checked)
    columns = {plan.heading: plan.index for plan in sheet.plan.columns}
    places = {table.row_number(place): place for place in range(len(checked.outcomes))}
    used = {plan.index for plan in sheet.plan.columns if plan.target is not None}
    for (number, column), sentence in sheet.plan.suspect.items():
        if number in places and column in used:
            found.cells[places[number], column] = sentence
    for lost in checked.zeros:
        if lost.heading not in sheet.plan.decisions.zeros:
            for place in islice(lost.mended, MOST_LISTED):
                found.cells[place, lost.column] = lost.of_cell()
    for fault in checked.faults:
        if fault.row_number in places and fault.column in columns:
            cell = places[fault.row_number], columns[fault.column]
            found.cells[cell] = fault.sentence
            found.kept.add(cell)
    for failure in checked.failures:
        if failure.row_number in places:
            found.failures[places[failure.row_number]] = (failure.sentence, columns.get(failure.column or ""))
    for number, first in checked.twins:
        if number in places:
            found.known[places[number]] = _("the same as row {row}").format(row=f"{first:,}")
    assert sheet.plan.kind is not None
    named = company.columns(company.entity(sheet.plan.kind))
    for match in checked.matches:
        if match.row_number in places:
            by = listed(named[name].title.lower() for name in match.by if name in named)
            text = _("{title} (same {columns})").format(title=match.title, columns=by) if by else match.title
            found.known[places[match.row_number]] = text
    _lay_out_groups(found)
    found.faulty = sorted({*found.failures, *(row for row, _column in found.cells)})
    return found


def _lay_out_groups(found: Findings) -> None:
    """The rows of each group, and what is said of those that no exact key has recognised."""
    matching, table = found.checked.matching, found.sheet.table
    if matching is None:
        return
    if len(set(matching.leaders)) < len(matching.leaders):
        found.twin_of = {place: leader for place, leader in enumerate(matching.leaders) if place != leader}
    rows: dict[str, set[int]] = {
        THERE: set(matching.records), TWINS: set(found.twin_of), LIKELY: set(matching.likely),
        TRASH: set(matching.trash), SEVERAL: set(matching.several), NUMBERS: set(found.checked.clashes),
    }  # fmt: skip
    found.groups = {group: array("l", sorted(places)) for group, places in rows.items() if places}
    for place, likely in matching.likely.items():
        score = f"{likely.score * 100:.0f}"
        if likely.row is not None:
            row = f"{table.row_number(likely.row):,}"
            found.known[place] = _("probably row {row} ({score} %)").format(row=row, score=score)
        else:
            found.known[place] = _("probably there ({score} %)").format(score=score)
    for place in matching.trash:
        found.known.setdefault(place, _("in the trash"))
    for place in matching.several:
        found.known[place] = _("fits several")
