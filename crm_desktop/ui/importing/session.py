"""What the wizard knows of one import: how the list is read, what each sheet becomes, what was changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing, reading
from crm_desktop.exchange.decisions import RowChoice
from crm_desktop.exchange.filling_down import fill_down, leave_blank
from crm_desktop.exchange.headings import Known, placed
from crm_desktop.exchange.headingwords import known_headings
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.profile_use import Misfit, fitting
from crm_desktop.exchange.profiles import Profile, Spec
from crm_desktop.exchange.report import Checked, Report
from crm_desktop.exchange.tables import Source, Table, as_text, without_hidden
from crm_desktop.i18n import _
from crm_desktop.ui.importing.ways import THERE
from crm_desktop.values.dates import Order

_NEARLY_AS_WELL: Final = 0.7
"""How well a list must fit the kind it was asked for, measured by what it fits best."""

NEAR_AT_ONCE: Final = 50_000
"""Rows up to which those that are probably the same are looked for unasked; for more that takes time and memory."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class How:
    """Which list is read, and what the person said of its letters and separators."""

    path: Path | None = None
    text: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    password: str | None = None

    @property
    def name(self) -> str:
        """The file's name; nothing for pasted cells."""
        return self.path.name if self.path is not None else ""


@dataclass
class Sheet:
    """One sheet with the plan for it."""

    plan: SheetPlan
    last_kind: str | None = None
    """What it was to become before it was left out."""
    checked: Checked | None = None
    """What the last check found; None where something was changed since."""
    profile: InUse | None = None
    """The import profile that it was planned by, or that was saved of it."""

    @property
    def table(self) -> Table:
        return self.plan.table

    @property
    def included(self) -> bool:
        return self.plan.kind is not None

    near_wanted: bool = False
    """Whether the person asked to look for rows that are probably the same, however long the list is."""

    def look_near(self) -> bool:
        """Whether rows that are probably the same are looked for."""
        return self.near_wanted or self.rows <= NEAR_AT_ONCE

    def corrected(self, place: int, column: int) -> bool:
        """Whether a cell was changed by hand."""
        corrections = self.plan.corrections
        return bool(corrections) and (self.table.row_number(place), column) in corrections

    @property
    def rows(self) -> int:
        return len(self.plan.table.body)


@dataclass(frozen=True)
class InUse:
    """An import profile in use on a sheet."""

    profile: Profile
    spec: Spec
    """How the sheet was brought in then: what differs now was changed since."""
    misfit: Misfit | None = None
    """What profile and list lack of each other."""
    before: Sheet | None = None
    """The sheet before the profile was used on it; None where the profile was only saved of it."""
    match: str = ""
    """What was done with records that are there, before it."""

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def sentence(self) -> str:
        """What a person must know of it; nothing where all went together."""
        return self.misfit.sentence(self.name) if self.misfit is not None else ""


@dataclass
class Reading:
    """A list that was read and understood; made on the worker."""

    how: How
    source: Source
    sheets: list[Sheet]
    known: Known


class ImportSession:
    """One import from the first file chosen to the last question; `list_read` and what follows work on any thread."""

    def __init__(self, company: Company, today: date, kind: str | None) -> None:
        self.company, self.today, self.kind = company, today, kind
        self.how = How()
        self.reading: Reading | None = None
        self.match = "fill"
        self.touched = False
        """Whether anything was decided by hand that would be lost."""

    # On the worker ------------------------------------------------------------------------------------------------

    def list_read(self, how: How, progress: Progress | None = None) -> Reading:
        """Read a list and plan each of its sheets; Refused or Trouble where that cannot be."""
        known: Known = known_headings(self.company)
        if how.path is not None:
            source = reading.read(
                how.path, encoding=how.encoding, delimiter=how.delimiter, password=how.password, progress=progress,
                known=known,
            )  # fmt: skip
        else:
            source = reading.read_text(how.text or "", known=known)
        sheets = [Sheet(plan, plan.kind) for plan in self._plans(source)]
        if not any(sheet.included for sheet in sheets):
            self._include_first(sheets)
        return Reading(how, source, sheets, known)

    def with_headings(self, sheet: Sheet, row: int | None) -> Sheet:
        """The sheet with its headings in a row of the file (None: it has none)."""
        assert self.reading is not None
        return self._with_table(sheet, placed(_without_heading_notes(sheet.table), row, known=self.reading.known))

    def without_hidden(self, sheet: Sheet, out: bool) -> Sheet:
        """The sheet with or without the rows that are hidden in the file."""
        return self._with_table(sheet, without_hidden(sheet.table, out))

    def as_kind(self, sheet: Sheet, kind: str | None) -> Sheet:
        """The sheet as another kind of record; None leaves it out."""
        plan = importing.remap(self.company, sheet.plan, kind, today=self.today)
        plan.match = self.match
        return Sheet(plan, kind or sheet.plan.kind or sheet.last_kind)

    def included_again(self, sheet: Sheet) -> Sheet:
        """A sheet that was left out, as what it was before or seems to be."""
        kind = sheet.last_kind or self._plan_of(replace(sheet.table, hidden=False), None).kind
        return self.as_kind(sheet, kind or self.kind or self._first_kind())

    def as_it_stands(self, sheet: Sheet) -> Sheet:
        """A sheet that may be checked while the person goes on changing the other."""
        plan = sheet.plan
        plan.near = sheet.look_near()
        columns = [replace(one) for one in plan.columns]
        copied = replace(plan, columns=columns, decisions=plan.decisions.copy(), corrections=dict(plan.corrections))
        return replace(sheet, plan=copied)

    def check(self, sheet: Sheet, cancelled: Callable[[], bool] | None = None) -> Checked:
        """What would become of the rows of a sheet."""
        sheet.plan.near = sheet.look_near()
        return importing.check(self.company, sheet.plan, today=self.today, cancelled=cancelled)

    def run(self, progress: Progress, cancelled: Callable[[], bool]) -> Report:
        """Bring everything in as one change."""
        plans = [sheet.plan for sheet in self.sheets()]
        return importing.run(
            self.company, plans, today=self.today, progress=progress, cancelled=cancelled, source=self.how.path
        )

    # On the window's thread -----------------------------------------------------------------------------------------

    def take(self, reading: Reading) -> None:
        """Go on with a list that was read."""
        self.reading, self.how = reading, reading.how
        self.touched = False

    def put(self, at: int, sheet: Sheet) -> None:
        """Put a sheet planned anew in the place of the one before."""
        assert self.reading is not None
        self.reading.sheets[at] = sheet

    def sheets(self) -> list[Sheet]:
        """All sheets, those left out too."""
        return self.reading.sheets if self.reading is not None else []

    def included(self) -> list[Sheet]:
        """The sheets that are brought in."""
        return [sheet for sheet in self.sheets() if sheet.included]

    def rows(self) -> int:
        """How many rows are to be brought in."""
        return sum(sheet.rows for sheet in self.included())

    def set_match(self, match: str) -> None:
        """What is done with rows of records that are there already."""
        if match == self.match:
            return
        self.match, self.touched = match, True
        for sheet in self.sheets():
            sheet.plan.match = match
            sheet.checked = None

    def settle_group(self, sheet: Sheet, group: str, way: str) -> None:
        """What is done with all rows of a group."""
        if group == THERE:
            self.set_match(way)
        else:
            sheet.plan.decisions.groups[group] = way
            self._settled(sheet)

    def way_of(self, sheet: Sheet, group: str) -> str:
        """What is done with the rows of a group."""
        return sheet.plan.match if group == THERE else sheet.plan.decisions.way_of(group)

    def settle_row(self, sheet: Sheet, place: int, choice: RowChoice | None) -> None:
        """What is done with one row; None: as with all of its group."""
        rows = sheet.plan.decisions.rows
        number = sheet.table.row_number(place)
        if choice is None:
            rows.pop(number, None)
        else:
            rows[number] = choice
        self._settled(sheet)

    def settle_fields(self, sheet: Sheet, fields: Mapping[str, str], clearing: Iterable[str]) -> None:
        """What is done with single fields, and which of them a blank in the list empties."""
        sheet.plan.decisions.fields = dict(fields)
        sheet.plan.decisions.clearing = set(clearing)
        self._settled(sheet)

    def settle_words(self, sheet: Sheet, words: Mapping[tuple[str, str], str]) -> None:
        """What words mean that are none of a field's choices."""
        sheet.plan.decisions.words = dict(words)
        self._settled(sheet)

    def put_zeros(self, sheet: Sheet, headings: Iterable[str]) -> None:
        """In which columns the zeros that cells may have lost are put back."""
        sheet.plan.decisions.zeros = set(headings)
        self._settled(sheet)

    def want_near(self, sheet: Sheet) -> None:
        """Look for rows that are probably the same in a long list too."""
        sheet.near_wanted = True
        sheet.checked = None

    def keep_faulty(self, sheet: Sheet, keep: bool) -> None:
        """Whether the texts of faulty cells are kept in the remarks."""
        sheet.plan.decisions.keep_faulty = keep
        self._settled(sheet)

    def _settled(self, sheet: Sheet) -> None:
        sheet.checked = None
        self.touched = True

    def set_target(self, sheet: Sheet, column: int, target: str | None) -> None:
        """What a column fills, as the person chose."""
        planned = sheet.plan.columns[column]
        if planned.target == target:
            return
        planned.target, planned.why = target, "chosen"
        sheet.checked = None
        self.touched = True

    def set_cell(self, sheet: Sheet, place: int, column: int, text: str) -> bool:
        """Change a cell of the list as it was read; False where it says the same already."""
        new = text.strip() or None
        if (as_text(sheet.plan.cell(place, column)) or None) == new:
            return False
        where = (sheet.table.row_number(place), column)
        if (as_text(sheet.table.body[place][column]) or None) == new:
            del sheet.plan.corrections[where]
        else:
            sheet.plan.corrections[where] = new
        sheet.checked = None
        self.touched = True
        return True

    def fill_down(self, sheet: Sheet, column: int, on: bool) -> None:
        """Whether the blank cells of a column take the value above them; goes through all rows."""
        (fill_down if on else leave_blank)(sheet.plan, column)
        self._settled(sheet)

    def set_tag(self, word: str) -> None:
        """The tag for everything that comes in."""
        for sheet in self.sheets():
            sheet.plan.tag = word

    def tag(self) -> str:
        """The tag for everything that comes in."""
        return next((sheet.plan.tag for sheet in self.sheets()), "")

    def set_date_order(self, sheet: Sheet, order: Order) -> None:
        """How dates with two readings are meant."""
        sheet.plan.date_order = order
        sheet.checked = None

    # Inside -------------------------------------------------------------------------------------------------------

    def _plans(self, source: Source) -> list[SheetPlan]:
        """As what each sheet fits best, or as the kind asked for where it fits that nearly as well."""
        best = importing.plan(self.company, source, match=self.match, today=self.today)
        if self.kind is None:
            return best
        asked = importing.plan(self.company, source, into=self.kind, match=self.match, today=self.today)
        title = self.company.entity(self.kind).title
        for one, wanted in zip(best, asked, strict=True):
            named = any(column.target == title and column.why != "content" for column in wanted.columns)
            if one.kind is None and one.table.body and wanted.kind is not None and not named:
                self._say_unclear(wanted)
        return [wanted if self._serves(one, wanted) else one for one, wanted in zip(best, asked, strict=True)]

    def _serves(self, best: SheetPlan, wanted: SheetPlan) -> bool:
        """Whether a sheet becomes the kind asked for: cards of companies never become people."""
        assert self.kind is not None
        if best.table.hidden or (best.table.of_companies and self.company.entity(self.kind).person):
            return False
        return _fit(wanted) >= _fit(best) * _NEARLY_AS_WELL

    def _include_first(self, sheets: Iterable[Sheet]) -> None:
        """Nothing fits: the first sheet with rows is offered as the kind asked for, or as the first there is."""
        for sheet in sheets:
            if sheet.rows and not sheet.table.hidden:
                fits = fitting(self.company, sheet.table)
                fresh = self.as_kind(sheet, fits[0][0].kind if fits else self.kind or self._first_kind())
                sheet.plan, sheet.last_kind = fresh.plan, fresh.last_kind
                self._say_unclear(sheet.plan)
                return

    def _say_unclear(self, plan: SheetPlan) -> None:
        """A list that fits nothing is not taken for customers without a word; what profile fits it is told."""
        if fits := fitting(self.company, plan.table):
            text = _("The import profile “{name}” fits this list: choose it over the columns, in the next step.")
            plan.why = text.format(name=fits[0][0].name)
            return
        text = _("It is not clear what the rows are; they are taken as “{kind}” until you choose another kind.")
        plan.why = text.format(kind=self.company.entity(plan.kind or "").plural)

    def _with_table(self, sheet: Sheet, table: Table) -> Sheet:
        """The sheet planned anew over another view of its table; what was typed into its cells stays."""
        made = self._planned(table, sheet.plan.kind)
        made.plan.corrections, made.plan.tag = sheet.plan.corrections, sheet.plan.tag
        return made

    def _planned(self, table: Table, kind: str | None) -> Sheet:
        plan = self._plan_of(table, kind)
        return Sheet(plan, plan.kind)

    def _plan_of(self, table: Table, kind: str | None) -> SheetPlan:
        assert self.reading is not None
        source = Source(self.how.path, self.reading.source.kind, [table])
        return importing.plan(self.company, source, into=kind, match=self.match, today=self.today)[0]

    def _first_kind(self) -> str:
        return next(entity.name for entity in self.company.entities if not entity.hidden)


def _fit(plan: SheetPlan) -> int:
    """How many columns a plan has a place for."""
    if plan.kind is None:
        return 0
    return sum(1 for one in plan.columns if one.target and not one.target.startswith("custom:"))


def _without_heading_notes(table: Table) -> Table:
    """The table with the remarks of its reader only: those about headings follow from where these stand."""
    passing = placed(replace(table, notes=[]), table.header_row).notes
    return replace(table, notes=[note for note in table.notes if note not in passing])
