"""Telephone numbers, postcodes and codes that may have lost a zero at their beginning, and what they were with it.

A spreadsheet takes 01088889999 for a number and keeps 1088889999. Nothing is put back unasked: 1088889999 may be right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from crm_desktop.entity.fields import Phone, Text
from crm_desktop.entity.settings import COUNTRY
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.keptcells import CODE_HEADING
from crm_desktop.exchange.tables import Cell
from crm_desktop.i18n import _, n_
from crm_desktop.values.phones import CHINA, lacks_its_zero

_NUMBERS: Final = {
    "CN": r"(?!400|800)(?:(?:10|2\d)[2-9]\d{7}|[3-9]\d\d[2-9]\d{6,7})", "EU": r"[1-9]\d{7,10}", "GB": r"[1-9]\d{9}",
    "JP": r"[1-9]\d{8,9}", "CH": r"[1-9]\d{8}", "AU": r"[2-478]\d{8}",
}  # fmt: skip
"""What is left of a number without the zero before its area code, by country; EU is whoever has no other but euros."""
_POSTCODES: Final = {
    **dict.fromkeys(("CN", "IN", "SG", "KZ", "RO", "RU", "VN", "CO"), 6),
    **dict.fromkeys(("US", "EU", "DE", "FR", "IT", "ES", "FI", "GR", "EE", "LT", "HR", "RS", "TR", "UA", "MX"), 5),
    **dict.fromkeys(("KR", "TH", "MY", "ID", "SA", "KW", "EG", "MA", "PK", "LK", "KE", "PE", "SE", "CZ", "SK"), 5),
    **dict.fromkeys(("JP", "IL", "CL"), 7),
}
"""How many digits a postcode has."""
_MOST_ALIKE: Final = 0.6
_SHORTEST_CODE: Final = 5
_MOST_LOST: Final = 2
"""A code that is shorter than the others by more is another kind of code."""
_PHONES: Final = ("mobile", "phone", "fax")


@dataclass(frozen=True)
class LostZeros:
    """The cells of one column that may have lost a zero."""

    column: int
    heading: str
    mended: Mapping[int, str]
    """By place in the list: the cell with its zeros."""
    before: str
    """The first of them as it stands."""
    expected: str
    """How many digits such cells have otherwise."""

    def sentence(self) -> str:
        """What a person is asked."""
        sentence = _("{column}: {cells} may have lost a zero at the beginning ({before} → {after}).")
        after = next(iter(self.mended.values()))
        return sentence.format(column=self.heading, cells=self._cells, before=self.before, after=after)

    def done(self) -> str:
        """What is told once the zeros are back."""
        return _("{column}: a zero was put before {cells}.").format(column=self.heading, cells=self._cells)

    @property
    def _cells(self) -> str:
        return n_("{n} cell", "{n} cells", len(self.mended))

    def of_cell(self) -> str:
        """What is said of one of the cells."""
        length = str(len(self.before))
        return _("A zero may be lost at the beginning: {n} digits, expected {expected}.").format(
            n=length, expected=self.expected
        )


def settle_zeros(intake: Intake) -> None:
    """Look for cells that may have lost a zero; put it back in the columns for which that was settled."""
    wanted = intake.sheet.decisions.zeros
    for plan in intake.sheet.columns:
        found = lost_zeros(intake, plan)
        if found is None:
            continue
        intake.zeros.append(found)
        if plan.heading in wanted:
            cells = list(intake.cells(plan.index))
            for place, text in found.mended.items():
                cells[place] = text
            intake.put_cells(plan.index, cells)
            intake.warnings.append(found.done())
        else:
            intake.warnings.append(found.sentence())


def lost_zeros(intake: Intake, plan: ColumnPlan) -> LostZeros | None:
    """The cells of a column that may have lost a zero, if its field holds numbers of a fixed length."""
    what = content_of(intake, plan)
    if not what:
        return None
    cells, country = intake.cells(plan.index), country_of(intake)
    if what == "phone" and country == CHINA and are_mobiles(cells):
        return None
    # In a workbook a text is as it was typed; a text file may have been through a spreadsheet.
    digits = _digits(cells, with_texts=intake.sheet.table.delimiter is not None)
    if not digits:
        return None
    if what == "phone":
        number = _NUMBERS.get(country)
        fits = re.compile(number).fullmatch if number else partial(lacks_its_zero, country=country)
        short = [place for place, text in digits.items() if fits(text)]
        expected = "11/12" if country == CHINA else str(len(digits[short[0]]) + 1) if short else ""
        mended = {place: "0" + digits[place] for place in short}
    else:
        length = _usual_length(cells, digits, _POSTCODES.get(country, 0) if what == "postcode" else 0)
        if not length or (what == "code" and _is_sequence(digits)):
            return None
        expected = str(length)
        mended = {place: text.zfill(length) for place, text in digits.items() if 0 < length - len(text) <= _MOST_LOST}
    if not mended:
        return None
    return LostZeros(plan.index, plan.heading, mended, digits[next(iter(mended))], expected)


def country_of(intake: Intake) -> str:
    """The country whose numbers a list holds unless they say otherwise: as settled, else that of the business."""
    company = intake.company
    return intake.sheet.decisions.country or company.setting(COUNTRY) or (company.setting("currency") or CHINA)[:2]


def are_mobiles(cells: Sequence[Cell]) -> bool:
    """Whether all cells are whole mobile numbers of China: by far most columns of numbers are."""
    return set(map(type, cells)) == {int} and min(cells) >= 13_000_000_000 and max(cells) < 20_000_000_000  # type: ignore[type-var, operator]


def content_of(intake: Intake, plan: ColumnPlan) -> str:
    """phone, postcode or code; nothing where a column holds none of these."""
    if plan.target is None:
        return ""
    target = intake.targets.get(plan.target)
    word = plan.target.rpartition("_")[2]
    if target is None:
        return "code" if plan.target.startswith("custom:") and CODE_HEADING.search(plan.heading) else ""
    if isinstance(target.kind, Phone) or word in _PHONES:
        return "phone"
    if word == "postcode":
        return "postcode"
    return "code" if type(target.kind) is Text and CODE_HEADING.search(plan.heading) else ""


def _digits(cells: Sequence[Cell], *, with_texts: bool) -> dict[int, str]:
    """The cells that are numbers, or texts of nothing else, by their places; none that begins with a zero."""
    kinds = {int, str} if with_texts else {int}
    if not kinds & set(map(type, cells)):
        return {}
    found = {}
    for place, cell in enumerate(cells):
        if type(cell) is int and cell > 0:
            found[place] = str(cell)
        elif with_texts and isinstance(cell, str) and cell.isdigit() and cell.isascii() and cell[0] != "0":
            found[place] = cell
    return found


def _usual_length(cells: Sequence[Cell], digits: Mapping[int, str], known: int) -> int:
    """How many digits most cells have, or those that have the known length; 0 where that does not tell."""
    whole = [cell for cell in cells if isinstance(cell, str) and cell.isascii() and cell.isdigit()]
    lengths = Counter(map(len, whole)) + Counter(len(digits[place]) for place in digits if type(cells[place]) is int)
    if known and lengths[known]:
        return known
    length, count = lengths.most_common(1)[0]
    is_clear = length >= _SHORTEST_CODE or any(len(text) == length and text[0] == "0" for text in whole)
    return length if is_clear and count >= _MOST_ALIKE * lengths.total() else 0


def _is_sequence(digits: Mapping[int, str]) -> bool:
    """Whether the numbers are those of a count (998, 999, 1000), which never had zeros."""
    numbers = {int(text) for text in digits.values()}
    return max(numbers) - min(numbers) < 3 * len(numbers)
