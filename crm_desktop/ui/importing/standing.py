"""How a row stands to what is there and to the other rows: which group, why, what may be done, and the two sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from crm_desktop.entity.company import Company
from crm_desktop.exchange import comparing
from crm_desktop.exchange.comparing import Beside
from crm_desktop.exchange.decisions import (
    FILL,
    LIKELY,
    MERGE,
    NEW,
    NUMBERS,
    OVERWRITE,
    SEVERAL,
    SKIP,
    TRASH,
    TWINS,
    RowChoice,
)
from crm_desktop.exchange.matching import Matching
from crm_desktop.i18n import _, listed
from crm_desktop.ui.importing.findings import Findings
from crm_desktop.ui.importing.ways import THERE, way_name, ways_of

_SAME = (FILL, OVERWRITE, MERGE)


@dataclass(frozen=True)
class Standing:
    """One row: its group, a heading, the reasons, and the choices with their names."""

    group: str
    heading: str
    why: str
    offers: tuple[tuple[str, RowChoice], ...]
    by_field: bool = False
    """Whether single fields may be chosen."""
    record: int | None = None
    other: int | None = None
    """The other row of the list, by its place."""


def standing_of(company: Company, found: Findings, place: int) -> Standing | None:
    """How a row stands; None where it is like no other."""
    matching, sheet = found.checked.matching, found.sheet
    if matching is None or place >= len(matching.leaders) or sheet.plan.kind is None:
        return None
    number = _("Row {row}").format(row=f"{sheet.table.row_number(place):,}")
    return (
        _several(company, found, matching, place, number)
        or _likely(company, found, matching, place, number)
        or _trash(company, found, matching, place, number)
        or _number(found, place, number)
        or _twin(found, matching, place, number)
        or _there(company, found, matching, place, number)
    )


def sides(company: Company, found: Findings, standing: Standing, place: int, today: date) -> list[Beside]:
    """The row and what it may be, field by field."""
    plan = found.sheet.plan
    if standing.other is not None:
        return comparing.with_row(plan, place, standing.other)
    if standing.record is None:
        return []
    if standing.group == TRASH:
        return comparing.with_deleted(company, plan, place, standing.record)
    lines = comparing.with_record(company, plan, place, standing.record, today)
    faulty = {column.target for column in plan.columns if (place, column.index) in found.kept}
    # What could not be read goes into no field: there is nothing to choose.
    return [replace(line, equal=line.equal or line.target in faulty) for line in lines]


def _heading(number: str, title: str) -> str:
    return _("{row} and “{title}”").format(row=number, title=title)


def _title(company: Company, found: Findings, record: int) -> str:
    entity = company.entity(found.sheet.plan.kind or "")
    return company.titles(entity, [record]).get(record) or f"#{record}"


def _plain(group: str) -> tuple[tuple[str, RowChoice], ...]:
    return tuple((way_name(group, way), RowChoice(way)) for way in ways_of(group))


def _several(company: Company, found: Findings, matching: Matching, place: int, number: str) -> Standing | None:
    records = matching.several.get(place)
    if records is None:
        return None
    offers = []
    for record in records:
        title = f"{_title(company, found, record)} (#{record})"
        offers.append((_("It is {title}: fill blanks").format(title=title), RowChoice(FILL, record)))
        offers.append((_("It is {title}: keep both values").format(title=title), RowChoice(MERGE, record)))
    offers += [(_("Make a new one"), RowChoice(NEW)), (_("Pass over"), RowChoice(SKIP))]
    choice = found.sheet.plan.decisions.choice(found.sheet.table.row_number(place))
    chosen = choice.record if choice is not None and choice.record is not None else records[0]
    names = listed(f"“{_title(company, found, record)}” (#{record})" for record in records)
    why = _("It fits several records at once: {titles}. Which one is meant?").format(titles=names)
    heading = _heading(number, _title(company, found, chosen))
    return Standing(SEVERAL, heading, why, tuple(offers), choice is not None and choice.record is not None, chosen)


def _likely(company: Company, found: Findings, matching: Matching, place: int, number: str) -> Standing | None:
    likely = matching.likely.get(place)
    if likely is None:
        return None
    reasons = listed(likely.reasons)
    why = _("Probably the same ({score} %): {reasons}.").format(score=f"{likely.score * 100:.0f}", reasons=reasons)
    offers = [(way_name(LIKELY, way), RowChoice(way, likely.record)) for way in _SAME]
    if likely.record is None:
        offers = [(_("Join them to one record"), RowChoice(FILL))]
    offers += [(_("Make a new one"), RowChoice(NEW)), (_("Pass over"), RowChoice(SKIP))]
    if likely.record is None:
        assert likely.row is not None
        other = _("Row {row}").format(row=f"{found.sheet.table.row_number(likely.row):,}")
        return Standing(LIKELY, f"{number} · {other}", why, tuple(offers), other=likely.row)
    heading = _heading(number, _title(company, found, likely.record))
    return Standing(LIKELY, heading, why, tuple(offers), True, likely.record)


def _trash(company: Company, found: Findings, matching: Matching, place: int, number: str) -> Standing | None:
    record = matching.trash.get(place)
    if record is None:
        return None
    entity = company.entity(found.sheet.plan.kind or "")
    made = entity.fields().get(entity.title)
    values = comparing.deleted_values(company.journal, entity.name, record)
    title = str(values.get(made.column_name) or f"#{record}") if made is not None else f"#{record}"
    why = _("This record was deleted and lies in the trash.")
    return Standing(TRASH, _heading(number, title), why, _plain(TRASH), record=record)


def _number(found: Findings, place: int, number: str) -> Standing | None:
    clash = found.checked.clashes.get(place)
    if clash is None:
        return None
    why = _("Its number belongs to another record. The next free one is “{free}”.").format(free=clash[1])
    return Standing(NUMBERS, number, why, _plain(NUMBERS))


def _twin(found: Findings, matching: Matching, place: int, number: str) -> Standing | None:
    leader = found.twin_of.get(place)
    if leader is None:
        return None
    other = _("Row {row}").format(row=f"{found.sheet.table.row_number(leader):,}")
    offers = (
        (_("Join them to one record"), RowChoice(FILL)),
        (_("Make a new one"), RowChoice(NEW)),
        (_("Pass over"), RowChoice(SKIP)),
    )
    why = _("Both rows mean the same record.")
    return Standing(TWINS, f"{number} · {other}", why, offers, other=leader)


def _there(company: Company, found: Findings, matching: Matching, place: int, number: str) -> Standing | None:
    record = found.records.get(place)
    if record is None:
        return None
    columns = company.columns(company.entity(found.sheet.plan.kind or ""))
    by = listed(columns[name].title for name in matching.by.get(place, ()) if name in columns)
    why = _("There already, recognised by: {columns}.").format(columns=by) if by else _("There already.")
    return Standing(THERE, _heading(number, _title(company, found, record)), why, _plain(THERE), True, record)
