"""What the command import says of a list: what became of its rows, or would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.commands.printing import Out
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.report import MOST_LISTED, Checked, Counts, Report, SheetReport, rows_by_fate
from crm_desktop.i18n import _, n_


def refuse_where_all_failed(sheets: Sequence[tuple[str | None, Checked | SheetReport]]) -> None:
    """Refused where not one row could be brought in: what a script asked for has not been done."""
    counted = [counts for kind, counts in sheets if kind is not None]
    failed = sum(counts.failed for counts in counted)
    if not failed or failed < sum(counts.read for counts in counted):
        return
    first = next(failure for counts in counted for failure in counts.failures)
    sentence = _("Not one row of the list could be brought in. Row {row}: {why}")
    raise Refused(sentence.format(row=first.row_number, why=first.sentence))


def tell(company: Company, report: Report, failed_file: str | None, out: Out, beside: Mapping[str, Any]) -> None:
    """What an import did; `beside`: what --json tells besides."""
    out.value(
        {
            "sheets": [sheet.as_dict() for sheet in report.sheets],
            "entry": report.entry,
            "failed_file": failed_file,
            **beside,
        }
    )
    for sheet in report.sheets:
        _tell_sheet(company, sheet.sheet, sheet.kind, sheet, out)
        _tell_warnings(sheet.warnings, out)
        _tell_faults(sheet, out)
        for failure in sheet.failures[:20]:
            out.line("  " + _("Row {row}: {sentence}").format(row=failure.row_number, sentence=failure.sentence))
        _tell_differences(company, sheet, out)
    if failed_file is not None:
        out.line(_("The rows that were not brought in are in {name}.").format(name=failed_file))
    if report.entry is None:
        out.line(_("Nothing was changed."))


def _tell_faults(found: SheetReport | Checked, out: Out) -> None:
    """The cells that could not be taken as they stand: the first of them, and how many there are."""
    if found.fault_count:
        cells = n_("{n} cell could not be taken as it stands:", "{n} cells could not be taken as they stand:",
                   found.fault_count)  # fmt: skip
        out.line("  " + cells)
    for fault in found.faults[:20]:
        sentence = _("Row {row}, {column}: {sentence}")
        out.line("    " + sentence.format(row=fault.row_number, column=fault.column, sentence=fault.sentence))


def _tell_differences(company: Company, sheet: SheetReport, out: Out) -> None:
    """The values of the list that differ, by what became of them."""
    sentences = {
        "kept": _("Values that differ and were left as they are:"),
        "replaced": _("Values that were replaced:"),
        "both": _("Values that differ and were both kept:"),
    }
    for taken, sentence in sentences.items():
        mine = [one for one in sheet.differences if one.taken == taken]
        if mine:
            out.line("  " + sentence)
        for one in mine[:20]:
            out.line(f"    {one.title}, {_column_title(company, sheet.kind, one.column)}: {one.kept} ≠ {one.offered}")


def _column_title(company: Company, kind: str | None, name: str) -> str:
    """How a column is called; one that the import only now made is known by its title."""
    column = company.columns(company.entity(kind)).get(name) if kind is not None else None
    return column.title if column is not None else name.removeprefix("custom:")


def tell_checked(
    company: Company, sheets: Sequence[SheetPlan], checked: Sequence[Checked], out: Out, beside: Mapping[str, Any]
) -> None:
    """What an import would do; `beside`: what --json tells besides."""
    out.value(
        {
            "sheets": [_as_dict(sheet, found) for sheet, found in zip(sheets, checked, strict=True)],
            "entry": None,
            "failed_file": None,
            **beside,
        }
    )
    for sheet, found in zip(sheets, checked, strict=True):
        _tell_sheet(company, sheet.table.name, sheet.kind, found, out)
        for heading, target in sheet.mapping.items():
            out.line(f"    {heading} → {target or '—'}")
        _tell_warnings(found.warnings, out)
        _tell_faults(found, out)
        for one in _likely(sheet, found)[:20]:
            out.line("  " + _likely_line(company, sheet, one))
    out.line(_("Nothing was changed: this was a trial."))


def _likely_line(company: Company, sheet: SheetPlan, one: dict[str, Any]) -> str:
    reasons = _(", ").join(one["reasons"])
    if one["record"] is None:
        sentence = _("Row {row} is probably the same as row {other} ({score}): {reasons}")
        return sentence.format(row=one["row_number"], other=one["same_as_row"], score=one["score"], reasons=reasons)
    title = company.title(company.entity(sheet.kind or ""), one["record"])
    sentence = _("Row {row} is probably “{title}” ({score}): {reasons}")
    return sentence.format(row=one["row_number"], title=title, score=one["score"], reasons=reasons)


def _as_dict(sheet: SheetPlan, found: Checked) -> dict[str, Any]:
    return {
        "sheet": sheet.table.name,
        "kind": sheet.kind,
        "encoding": sheet.table.encoding,
        "header_row": sheet.table.header_row,
        **{name: getattr(found, name) for name in Counts().as_dict()},
        "mapping": sheet.mapping,
        "filled": found.filled,
        "warnings": found.warnings,
        "rows": rows_by_fate(found.outcomes, sheet.table.row_numbers),
        "failures": [vars(failure) for failure in found.failures],
        "faults": [vars(fault) for fault in found.faults],
        "differences": [vars(difference) for difference in found.differences],
        "new_linked": {kind: len(titles) for kind, titles in found.new_linked.items()},
        "new_fields": found.new_fields,
        "ambiguous_dates": found.ambiguous_dates,
        "zeros": {lost.heading: len(lost.mended) for lost in found.zeros},
        "words": found.words,
        "likely": _likely(sheet, found),
    }


def _likely(sheet: SheetPlan, found: Checked) -> list[dict[str, Any]]:
    """The rows that probably are a record or an earlier row of the list, with what speaks for it."""
    number = sheet.table.row_number
    return [
        {
            "row_number": number(place),
            "record": one.record,
            "same_as_row": number(one.row) if one.row is not None else None,
            "score": round(one.score, 3),
            "reasons": list(one.reasons),
        }
        for place, one in sorted(found.matching.likely.items() if found.matching is not None else ())[:MOST_LISTED]
    ]


def _tell_sheet(company: Company, name: str, kind: str | None, counts: Counts, out: Out) -> None:
    called = company.entity(kind).plural if kind is not None else _("left out")
    alone = SheetReport(**{one: getattr(counts, one) for one in Counts().as_dict()})
    out.line(f"{name} ({called}): {Report([alone]).sentence()}")


def _tell_warnings(warnings: Sequence[str], out: Out) -> None:
    for warning in warnings:
        out.line(f"  ! {warning}")
