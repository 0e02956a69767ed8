"""Bringing lists in: `check` says what would happen, `run` does it as one journal entry that can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any, Final

from crm_desktop.entity import custom
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.origins import DETAIL
from crm_desktop.entity.tags import add_tag
from crm_desktop.errors import Cancelled
from crm_desktop.exchange import memory, rownumbers
from crm_desktop.exchange.arrivals import keep_views
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.decisions import MATCHES, refuse_unless_in
from crm_desktop.exchange.foretelling import guess
from crm_desktop.exchange.intake import Intake, Pulse
from crm_desktop.exchange.mapping import SheetPlan, plan, remap
from crm_desktop.exchange.provenance import of_sheet
from crm_desktop.exchange.report import Checked, Match, Report, SheetReport, capped, rows_by_fate
from crm_desktop.exchange.settled import CREATED, FAILED, SKIPPED, UNCHANGED, UPDATED, Settled
from crm_desktop.exchange.settling import settle
from crm_desktop.exchange.sheetreading import read_sheet
from crm_desktop.exchange.storing import store
from crm_desktop.exchange.undisturbed import undisturbed
from crm_desktop.exchange.verifying import mark, verify
from crm_desktop.i18n import _, listed
from crm_desktop.store import undo
from crm_desktop.values.memory import give_back

Progress = Callable[[int, int], None]
Asked = Callable[[], bool]
_LONG: Final = 10_000

__all__ = ["MATCHES", "ColumnPlan", "Progress", "SheetPlan", "check", "plan", "remap", "run"]


@undisturbed()
def check(
    company: Company,
    sheet: SheetPlan,
    *,
    today: date,
    limit: int | None = None,
    cancelled: Asked | None = None,
) -> Checked:
    """What would become of the rows of one sheet (the first `limit` of them); nothing is written."""
    if sheet.kind is None:
        rows = len(sheet.table.body)
        return Checked(read=rows, skipped=rows, warnings=[sheet.why] if sheet.why else [])
    intake = read_sheet(Intake(company, sheet, today=today, limit=limit, pulse=_pulse(cancelled)))
    settled = settle(intake, sheet.match, look=True)
    found = Checked()
    for name, count in _counts(settled).items():
        setattr(found, name, count)
    found.faults, found.fault_count = intake.faults, intake.fault_count
    found.failures = settled.failures
    found.differences = capped(settled.differences)
    found.warnings = _warnings(settled)
    found.matches = _matches(settled)
    found.twins = capped(
        [
            (intake.row_number(place), intake.row_number(leader))
            for place, leader in enumerate(settled.matching.leaders)
            if place != leader
        ]
    )
    found.new_fields = {made.title: made.type for made in intake.new_fields}
    found.new_linked = {kind: new.titles for kind, new in intake.new.items() if new.titles}
    for along in settled.companions:
        if along.owners:
            found.new_linked.setdefault(along.entity.name, []).extend(along.values[along.entity.title])
    found.ambiguous_dates, found.zeros = intake.ambiguous_dates, intake.zeros
    found.filled = filled(settled)
    found.matching = settled.found or settled.matching
    found.clashes, found.words = settled.clashes, intake.unknown_words
    found.outcomes = settled.outcomes
    if intake.count > _LONG:
        give_back()
    return found


@undisturbed()
def run(
    company: Company,
    sheets: Sequence[SheetPlan],
    *,
    today: date,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
    title: str | None = None,
    source: Path | None = None,
) -> Report:
    """Bring all sheets in as one journal entry; Cancelled (or any error) leaves the file as it was.

    How the columns were mapped is remembered first, so that a second try begins where the first one stopped.
    """
    for sheet in sheets:
        refuse_unless_in(sheet.match, MATCHES, "match")
        sheet.decisions.check()
        memory.remember(company, sheet)
    total = sum(len(sheet.table.body) for sheet in sheets) or 1
    steps = _Steps(total, progress, cancelled)
    reports: dict[int, SheetReport] = {}
    report = Report([], source=source)
    customs = _custom_names(company)
    try:
        work = company.file.long_work() if total > _LONG else nullcontext()
        # Looking for likely twins takes memory enough for two.
        beside = nullcontext() if any(sheet.near for sheet in sheets) else company.expecting(total)
        with work, beside, company.journal.entry(title or _title(sheets)) as entry:
            for at in _in_order(company, sheets):
                reports[at] = _run_sheet(company, sheets[at], today, steps)
            report.sheets = [reports[at] for at in range(len(sheets))]
            if total > _LONG:
                give_back()
            if any(sheet.created or sheet.updated for sheet in report.sheets):
                entry.title = title or _title_of(company, sheets, report)
                entry.detail[DETAIL] = _provenance(sheets, report)
                report.entry = entry.id
                keep_views(company, entry.id, _source(sheets), report)
            steps.last()
    except BaseException:
        # What the entry added to the kinds was rolled back with it.
        if _custom_names(company) != customs:
            company.reload_custom_fields()
        raise
    if progress is not None:
        progress(total, total)
    return report


class _Steps:
    """Progress over all sheets, and whether the person has stopped the work."""

    def __init__(self, total: int, progress: Progress | None, cancelled: Asked | None) -> None:
        self.total = total
        self.done = 0
        self.rows = self.left = 0
        self.progress = progress
        self.cancelled = cancelled

    def begin(self, rows: int) -> None:
        """The next sheet has so many rows."""
        self.rows = self.left = rows

    def pulse(self) -> None:
        """Called often: asks whether to go on, and moves the bar within the sheet at hand."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            # How many steps a sheet takes is not known: the bar creeps towards its end.
            self.left = int(self.left * 0.94)
            self.progress(self.done + max(0, self.rows - max(1, self.left)), self.total)

    def end(self) -> None:
        """The sheet at hand is done."""
        self.done += self.rows

    def last(self) -> None:
        """The last moment at which the work can be stopped."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled


def _pulse(cancelled: Asked | None) -> Pulse:
    def pulse() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled

    return pulse


def _run_sheet(company: Company, sheet: SheetPlan, today: date, steps: _Steps) -> SheetReport:
    table = sheet.table
    made = SheetReport(
        sheet=table.name,
        kind=sheet.kind,
        encoding=table.encoding,
        header_row=table.header_row,
        mapping=sheet.mapping,
        headings=table.headings,
    )
    rows = len(table.body)
    if sheet.kind is None:
        made.read = made.skipped = rows
        made.rows = rows_by_fate([SKIPPED] * rows, table.row_numbers)
        made.warnings = [*table.notes, *([sheet.why] if sheet.why else [])]
        return made
    steps.begin(rows)
    intake = read_sheet(Intake(company, sheet, today=today, pulse=steps.pulse))
    guess(intake)
    since = mark(company)
    settled = settle(intake, sheet.match, restore=lambda row: _restore(company, intake.entity, row))
    warnings = _warnings(settled)
    made.filled = filled(settled)
    intake.forget_cells()
    if rows > _LONG:
        # What reading took is free, and making the texts of the search index takes as much again.
        give_back()
    ids = store(settled, steps.pulse)
    verify(settled, ids, since)
    if sheet.tag and (touched := [ids[leader] for leader in (*settled.creates, *settled.changes) if leader in ids]):
        add_tag(company, intake.entity, touched, sheet.tag)
    for name, count in _counts(settled).items():
        setattr(made, name, count)
    assert made.read == made.sum, "every row has one fate"
    made.rows = rows_by_fate(settled.outcomes, table.row_numbers)
    made.warnings, made.failures = warnings, settled.failures
    made.faults, made.fault_count = intake.faults, intake.fault_count
    made.keeps_faulty = sheet.decisions.keep_faulty
    made.differences = capped(settled.differences)
    made.failed_rows = [intake.rows[place] for place, fate in enumerate(settled.outcomes) if fate == FAILED]
    made.records = [ids[leader] for leader in settled.creates]
    made.origins = of_sheet(settled, ids)
    made.new_linked = {kind: len(new.titles) for kind, new in intake.new.items() if new.titles}
    for along in settled.companions:
        if along.owners:
            made.new_linked[along.entity.name] = made.new_linked.get(along.entity.name, 0) + len(along.owners)
    steps.end()
    return made


def _restore(company: Company, entity: Entity, row: int) -> None:
    """Bring one record back from the trash, as part of the import."""
    undo.restore(company.journal, entity.name, row, "")


def filled(settled: Settled) -> dict[str, int]:
    """By target how many rows brought a value: those that stay out and cells that were not taken do not count."""
    intake = settled.intake
    out = {place for place, fate in enumerate(settled.outcomes) if fate in (FAILED, SKIPPED)}
    found: dict[str, int] = {}
    for target, count in intake.filled.items():
        plans = [plan for plan in intake.sheet.columns if plan.target == target]
        suspect = out.union(*(intake.lost.get(plan.heading, ()) for plan in plans))
        columns = [(intake.cells(plan.index), intake.lost.get(plan.heading, ())) for plan in plans]
        gone = sum(
            1
            for place in suspect
            if any(cells[place] is not None for cells, _lost in columns)
            and (place in out or all(cells[place] is None or place in lost for cells, lost in columns))
        )
        found[target] = count - gone
    return found


def _counts(settled: Settled) -> dict[str, int]:
    fates = Counter(settled.outcomes)
    counts = {fate: fates[fate] for fate in (CREATED, UPDATED, UNCHANGED, SKIPPED, FAILED)}
    return {"read": settled.intake.count, **counts}


def _matches(settled: Settled) -> list[Match]:
    matching, intake = settled.matching, settled.intake
    shown = list(matching.records.items())[:1000]
    titles = intake.company.titles(intake.entity, [row for _leader, row in shown])
    return [
        Match(intake.row_number(leader), row, titles.get(row, f"#{row}"), matching.by.get(leader, ()))
        for leader, row in shown
    ]


def _warnings(settled: Settled) -> list[str]:
    """What a person should know of a sheet, in sentences."""
    intake = settled.intake
    found = [*intake.sheet.table.notes, *rownumbers.told(intake.sheet.columns), *intake.warnings]
    used = {column.index for column in intake.sheet.columns if column.target is not None}
    suspect = {place: why for place, why in intake.sheet.suspect.items() if place[1] in used}
    for why, count in Counter(suspect.values()).items():
        found.append(_("{n} × {warning}").format(n=f"{count:,}", warning=why))
    for heading, examples in intake.ambiguous_dates.items():
        sentence = _("{column}: dates such as {examples} have two readings and are kept as they stand.")
        found.append(sentence.format(column=heading, examples=", ".join(examples[:3])))
    return found + _shared(settled)


def _shared(settled: Settled) -> list[str]:
    """Rows whose number or address belongs to a record of another name, or of another customer number, as well."""
    intake, matching = settled.intake, settled.matching
    called = _("Row {row}: {column} also belongs to “{title}”, which is called otherwise; they are kept apart.")
    numbered = _("Row {row}: {column} also belongs to “{title}”, which has another number; they are kept apart.")
    found = [(called, *one) for one in matching.shared] + [(numbered, *one) for one in matching.numbered]
    titles = intake.company.titles(intake.entity, {row for _said, _place, row, _column in found[:20]})
    return [
        said.format(
            row=intake.row_number(place),
            column=intake.company.columns(intake.entity)[column].title,
            title=titles.get(row, f"#{row}"),
        )
        for said, place, row, column in found[:20]
    ]


def _in_order(company: Company, sheets: Sequence[SheetPlan]) -> list[int]:
    """The sheets in an order in which what others link to comes first."""
    depth: dict[str, int] = {}

    def deep(kind: str, seen: frozenset[str] = frozenset()) -> int:
        if kind in seen:
            return 0
        if kind not in depth:
            linked = {
                made.rel_model.table()
                for made in company.entity(kind).fields().values()
                if getattr(made, "rel_model", None) is not None
            }
            known = {other.name for other in company.entities}
            depth[kind] = 1 + max((deep(one, seen | {kind}) for one in linked & known - {kind}), default=0)
        return depth[kind]

    return sorted(range(len(sheets)), key=lambda at: (deep(sheets[at].kind or "") if sheets[at].kind else 0, at))


def _custom_names(company: Company) -> set[tuple[str, str]]:
    return {(entity.name, name) for entity in company.entities for name in custom.names(entity)}


def _provenance(sheets: Sequence[SheetPlan], report: Report) -> dict[str, Any]:
    """What history keeps of an import."""
    return {
        "source": _source(sheets),
        "sheets": [
            {"sheet": made.sheet, "kind": made.kind, **made.as_counts(), "from": made.origins}
            for made in report.sheets
            if made.kind is not None
        ],
    }


def _source(sheets: Sequence[SheetPlan]) -> str:
    return next((sheet.source for sheet in sheets if sheet.source), "")


def _title(sheets: Sequence[SheetPlan]) -> str:
    source = _source(sheets)
    return _("Import {file}").format(file=source) if source else _("Import")


def _title_of(company: Company, sheets: Sequence[SheetPlan], report: Report) -> str:
    """Import customers.csv: 91 customers."""
    counts: Counter[str] = Counter()
    for made in report.sheets:
        if made.kind is not None:
            counts[made.kind] += made.created + made.updated
    what = listed(company.entity(kind).count(count) for kind, count in counts.items() if count)
    return _("{title}: {what}").format(title=_title(sheets), what=what) if what else _title(sheets)
