"""What is said in words of a check and of an import: remarks about whole sheets, and the line about one cell."""

from __future__ import annotations

from crm_desktop.entity.company import Company
from crm_desktop.exchange.report import Difference, Report, SheetReport
from crm_desktop.i18n import N_, _, listed, n_
from crm_desktop.ui.importing.check_table import FATES
from crm_desktop.ui.importing.findings import Findings

_LISTED = 20
"""Faults and differences of a sheet that are told one by one afterwards."""
_TAKEN = {
    "kept": N_("{where}: “{kept}” stays; the list says “{offered}”."),
    "replaced": N_("{where}: “{offered}” has replaced “{kept}”."),
    "both": N_("{where}: “{kept}” stays; “{offered}” is kept beside it."),
}


def remarks(company: Company, found: Findings) -> list[str]:
    """What a person should know of a sheet, without what a question above asks about."""
    checked = found.checked
    lines = []
    for kind, titles in checked.new_linked.items():
        sentence = _("{what} will be created along with them.")
        lines.append(sentence.format(what=company.entity(kind).count(len(titles))))
    if checked.new_fields:
        names = listed(f"“{title}”" for title in list(checked.new_fields)[:6])
        more = "…" if len(checked.new_fields) > 6 else ""
        lines.append(_("New fields of your own: {names}.").format(names=names + more))
    if checked.fault_count > len(checked.faults):
        sentence = _("{n} cells could not be taken as they stand; the first {shown} are marked.")
        lines.append(sentence.format(n=f"{checked.fault_count:,}", shown=f"{len(checked.faults):,}"))
    asked = _asked(found)
    return [*lines, *(text for text in checked.warnings if not _is_asked(text, asked))]


def about(found: Findings, place: int, column: int | None) -> tuple[str, str]:
    """What is to be said of a cell (or of its row): a tone, blank where all is well, and a sentence."""
    row = _("Row {row}").format(row=f"{found.sheet.table.row_number(place):,}")
    tone, sentence = found.sentence(place, column)
    if tone:
        headings = found.sheet.table.headings
        at = column if column is not None and found.tone(place, column) else found.column_at_fault(place)
        where = _("{row}, {column}").format(row=row, column=headings[at]) if at is not None else row
        if tone == "warning" and at is not None and (place, at) in found.kept:
            sentence = _("{sentence} The row comes in; the text is kept beside it.").format(sentence=sentence)
        return tone, _("{where}: {sentence}").format(where=where, sentence=sentence)
    fate = _(FATES[found.checked.outcomes[place]][0]) if place < len(found.checked.outcomes) else ""
    said = _(", ").join(filter(None, (fate, found.known.get(place))))
    return "", _("{where}: {sentence}").format(where=row, sentence=said)


def done_remarks(company: Company, report: Report) -> list[str]:
    """What a person should know of an import that is done: what came along, what was not taken, what differs."""
    lines = []
    linked: dict[str, int] = {}
    for sheet in report.sheets:
        for kind, count in sheet.new_linked.items():
            linked[kind] = linked.get(kind, 0) + count
    for kind, count in linked.items():
        lines.append(_("{what} created along with them.").format(what=company.entity(kind).count(count)))
    for sheet in report.sheets:
        lines += _not_taken(sheet)
    differ = sum(len(sheet.differences) for sheet in report.sheets)
    if differ:
        text = n_(
            "{n} value in the list differs from what is there.",
            "{n} values in the list differ from what is there.",
            differ,
        )
        lines.append(text)
    for sheet in report.sheets:
        lines += [_differs(company, sheet, one) for one in sheet.differences[:_LISTED]]
        lines += sheet.warnings
    return lines


def _not_taken(sheet: SheetReport) -> list[str]:
    """The cells of rows that came in though something in them could not be read."""
    out = {failure.row_number for failure in sheet.failures}
    faults = [fault for fault in sheet.faults if fault.row_number not in out]
    if not faults:
        return []
    count = sheet.fault_count - (len(sheet.faults) - len(faults))
    if sheet.keeps_faulty:
        head = n_(
            "{n} cell could not be taken as it stands; its text is kept beside it.",
            "{n} cells could not be taken as they stand; their texts are kept beside them.",
            count,
        )
    else:
        head = n_(
            "{n} cell could not be taken as it stands; its text was not kept.",
            "{n} cells could not be taken as they stand; their texts were not kept.",
            count,
        )
    return [
        head,
        *(_("{where}: {sentence}").format(where=_cell(one.row_number, one.column), sentence=one.sentence)
          for one in faults[:_LISTED]),
    ]  # fmt: skip


def _differs(company: Company, sheet: SheetReport, one: Difference) -> str:
    column = company.columns(company.entity(sheet.kind or "")).get(one.column)
    title = column.title if column is not None else one.column.removeprefix("custom:")
    where = _cell(one.row_number, title)
    return _(_TAKEN[one.taken]).format(where=where, kept=one.kept, offered=one.offered)


def _cell(number: int, column: str) -> str:
    return _("{row}, {column}").format(row=_("Row {row}").format(row=f"{number:,}"), column=column)


def _asked(found: Findings) -> dict[str, str]:
    """The columns that a question above asks about, with the first value that it names."""
    checked = found.checked
    first = {heading: texts[0] for heading, texts in checked.ambiguous_dates.items() if texts}
    for plan in found.sheet.plan.columns:
        if plan.target in checked.words:
            first[plan.heading] = next(iter(checked.words[plan.target]), "")
    for lost in checked.zeros:
        first[lost.heading] = lost.before
    return first


def _is_asked(warning: str, asked: dict[str, str]) -> bool:
    return any(heading in warning and example and example in warning for heading, example in asked.items())
