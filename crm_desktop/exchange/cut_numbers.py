"""Long numbers whose end a spreadsheet has thrown away: 9.13E+17, or 913100000000000000 where others followed.

Thousands of tax numbers become one and the same that way. Such a number is kept and told, and recognises nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from crm_desktop.entity.fields import Link, Text
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.keptcells import CODE_HEADING
from crm_desktop.exchange.tables import EXACT_DIGITS, Cell, has_lost_digits
from crm_desktop.i18n import _
from crm_desktop.values.inparts import parts

_POWER: Final = re.compile(r"\d(?:\.(\d+))?E\+(\d{2,3})")
_FROM_POWER: Final = 9
"""The least power that stands for a long number, and not for an amount."""
_LONGEST: Final = 30
_NO_CHANCE: Final = 4
"""So many zeros at the ends of the long numbers of a text file, all of them, are no chance."""


def settle_cut_numbers(intake: Intake) -> None:
    """Note the cells of texts and links that hold such a number; a link by one names nobody."""
    for plan in intake.sheet.columns:
        kind = _kind(intake, plan)
        if kind is None:
            continue
        cells = intake.cells(plan.index)
        rounded = _rounded(cells) if type(kind) is Text else []
        if intake.sheet.table.delimiter is not None and (plan.target in intake.entity.match or _is_code(plan)):
            rounded += _rounded_texts(cells)
        powers = list(_powers(cells))
        if not powers and not rounded:
            continue
        intake.cut.setdefault(plan.target or "", set()).update(powers, rounded)
        told = intake.sheet.suspect
        for place in sorted({*powers, *rounded}):
            if (intake.row_number(place), plan.index) not in told:
                _tell(intake, plan, place, str(cells[place]), kept=not isinstance(kind, Link))
        if isinstance(kind, Link):
            gone = set(powers)
            intake.put_cells(plan.index, [None if place in gone else cell for place, cell in enumerate(cells)])


def _kind(intake: Intake, plan: ColumnPlan) -> Text | Link | None:
    """The text or link that a column fills; telephone numbers are looked at by themselves, amounts are rounded."""
    if plan.target is None:
        return None
    target = intake.targets.get(plan.target)
    if target is None:
        return _OWN if plan.target.startswith("custom:") else None
    slot = target.column.slot if target.column is not None else None
    if slot is not None and slot.content in ("mobile", "landline"):
        return None
    made = intake.field(plan.target)
    if isinstance(made, Link):
        return made
    return target.kind if type(target.kind) is Text else None


_OWN: Final = Text("")


def _is_code(plan: ColumnPlan) -> bool:
    return CODE_HEADING.search(plan.heading) is not None


def _tell(intake: Intake, plan: ColumnPlan, place: int, text: str, *, kept: bool) -> None:
    sentence = _("“{text}” was cut by a spreadsheet: its last digits are lost. Type the number anew.")
    intake.fault(place, plan.heading, sentence.format(text=text), text)
    if kept:
        intake.lost[plan.heading].discard(place)
    else:
        intake.keep_faulty(place, plan.heading, text)


def _powers(cells: Sequence[Cell]) -> Iterator[int]:
    """Places of texts such as 9.13E+17, of which fewer digits are written than the number has."""
    if not any(map(_may_have_powers, parts(cells))):
        return
    for place, cell in enumerate(cells):
        found = _POWER.fullmatch(cell) if isinstance(cell, str) else None
        if found is not None and int(found[2]) >= _FROM_POWER and len(found[1] or "") < int(found[2]):
            yield place


def _may_have_powers(cells: Sequence[Cell]) -> bool:
    try:
        return "E+" in "".join(filter(None, cells))  # type: ignore[arg-type]
    except TypeError:
        return any(isinstance(cell, str) and "E+" in cell for cell in cells)


def _rounded(cells: Sequence[Cell]) -> list[int]:
    """Places of numbers (in a workbook) that had more digits than it keeps."""
    kinds = set(map(type, cells))
    if int not in kinds or (kinds == {int} and max(cells) < 10**EXACT_DIGITS and min(cells) >= 0):  # type: ignore[type-var, operator]
        return []
    return [place for place, cell in enumerate(cells) if type(cell) is int and has_lost_digits(cell)]


def _rounded_texts(cells: Sequence[Cell]) -> list[int]:
    """Places of long numbers in a text file, where every one of them ends in zeros as a spreadsheet leaves them."""
    long = [
        (place, cell)
        for place, cell in enumerate(cells)
        if isinstance(cell, str) and EXACT_DIGITS < len(cell) < _LONGEST and cell.isdigit()
    ]
    if not all(cell[EXACT_DIGITS:].strip("0") == "" for _place, cell in long):
        return []
    zeros = {place: len(cell) - EXACT_DIGITS for place, cell in long}
    return list(zeros) if sum(zeros.values()) >= _NO_CHANCE else []
