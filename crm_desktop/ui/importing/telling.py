"""What is said of a check in words: remarks about a whole sheet, and the line about one cell."""

from __future__ import annotations

from crm_desktop.entity.company import Company
from crm_desktop.i18n import _, listed
from crm_desktop.ui.importing.check_table import FATES
from crm_desktop.ui.importing.findings import Findings


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
