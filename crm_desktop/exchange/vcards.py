"""Visiting cards (.vcf, versions 2.1 to 4.0) as a table: one row a card, one column a kind of detail."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from crm_desktop.exchange.card_fields import COLUMNS, CardFields, shown
from crm_desktop.exchange.card_lines import Property, cards, properties
from crm_desktop.exchange.decoding import decode, unreadable_note
from crm_desktop.exchange.tables import Cell, Row, Table, distinct
from crm_desktop.i18n import _, listed, n_

_NUMBERED: Final = re.compile(r"(.+) (\d+)")


def read_vcards(data: bytes, name: str, *, encoding: str | None = None) -> list[Table]:
    """The table of a vCard file; companies and people apart where it has both, each row with its card's number.

    A card that cannot be read costs no other, and is told in the notes.
    """
    text, known_as, lost = decode(data, encoding or _stated(data))
    raw = text.encode("utf-8") if known_as.startswith("UTF") else data
    rows: list[CardFields] = []
    skipped: Counter[str] = Counter()
    bad: list[int] = []
    for number, (lines, complete) in enumerate(cards(raw), 1):
        fields = CardFields()
        for line in properties(lines, "utf-8" if known_as.startswith("UTF") else known_as):
            _take(fields, line, skipped)
        if not complete or not fields.cells:
            bad.append(number)
        if fields.cells:
            fields.settle()
            rows.append(fields)
    tables = _apart(rows, name)
    for table in tables:
        table.encoding = known_as
    _tell(tables[0], skipped, bad, lost)
    return tables


def _stated(data: bytes) -> str | None:
    """UTF-8 wherever it is valid, as the standard has it; None where it must be guessed."""
    try:
        return "UTF-8" if "\x00" not in data.decode("utf-8") else None
    except UnicodeDecodeError:
        return None


def _take(fields: CardFields, line: Property, skipped: Counter[str]) -> None:
    if not fields.take(line):
        skipped[line.name] += 1


def _apart(rows: list[CardFields], name: str) -> list[Table]:
    """One table, or one of the companies' cards and one of the people's."""
    companies = [row.of_company for row in rows]
    if all(companies) or not any(companies):
        return [_table([row.cells for row in rows], name, any(companies))]
    return [
        _table(
            [row.cells if company == wanted else {} for row, company in zip(rows, companies, strict=True)],
            (_("{name} · companies") if wanted else _("{name} · people")).format(name=name),
            wanted,
        )
        for wanted in (True, False)
    ]


def _table(cells: list[dict[str, Cell]], name: str, of_companies: bool) -> Table:
    meant = sorted({heading for row in cells for heading in row}, key=_order)
    rows: list[Row] = [distinct(map(shown, meant))]  # type: ignore[list-item]
    rows.extend([row.get(heading) for heading in meant] for row in cells)
    return Table(name, rows, first_row=0, header_row=0, of_cards=True, meant=tuple(meant), of_companies=of_companies)


def _order(heading: str) -> tuple[int, int, str]:
    """The fixed order of the vocabulary, further ones of a kind beside the first, unknown ones last."""
    found = _NUMBERED.fullmatch(heading)
    base, number = (found.group(1), int(found.group(2))) if found else (heading, 1)
    return (COLUMNS.index(base) if base in COLUMNS else len(COLUMNS), number if base in COLUMNS else 0, heading)


def _tell(table: Table, skipped: Counter[str], bad: list[int], lost: int) -> None:
    pictures = skipped["PHOTO"] + skipped["LOGO"]
    if pictures:
        table.notes.append(n_("{n} picture is not taken over.", "{n} pictures are not taken over.", pictures))
    others = sum(skipped.values()) - pictures
    if others:
        names = listed(sorted(name for name in skipped if name not in ("PHOTO", "LOGO")))
        table.notes.append(_("Sounds and keys on the cards are not taken over: {names}.").format(names=names))
    if bad:
        numbers = listed(map(str, bad[:10])) + ("…" if len(bad) > 10 else "")
        sentence = _("Cards that are broken or empty (what can be read of them is kept): {numbers}.")
        table.notes.append(sentence.format(numbers=numbers))
    if lost:
        table.notes.append(unreadable_note(lost, table.encoding or ""))
