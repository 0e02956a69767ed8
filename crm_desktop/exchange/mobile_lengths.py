"""Mobile numbers of China with a digit too few or too many: they come in as they stand, and are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.lost_zeros import are_mobiles, content_of, country_of
from crm_desktop.exchange.tables import Cell
from crm_desktop.i18n import _
from crm_desktop.values.inparts import parts
from crm_desktop.values.phones import CHINA

_DIGITS: Final = 11
_WRONG: Final = re.compile(r"(?<![\d+.])(?:\+?86|0086)?(1[3-9](?:\d{8}|\d{10}))(?![\d.]\d|\d)")
_LIKE_ONE: Final = re.compile(r"1[3-9]\d{8}")
"""What all of them have, and other numbers hardly ever: found in a third of the time."""
_RIGHT: Final = re.compile(r"(?<![\d+.])(?:\+?86|0086)?1[3-9]\d{9}(?!\d)")
_AMERICAN: Final = re.compile(r"(?:\+?1)?\(?[2-9]\d{2}\)?\d{7}")
_MARKS: Final = str.maketrans("", "", " -\u00a0\u2010\u2011\u2013")
_MOST: Final = 0.6
"""The share of whole mobile numbers that tells that a column holds those of China, wherever the business is."""


def settle_mobile_lengths(intake: Intake) -> None:
    """Note the cells of telephone numbers that hold a mobile number of 10 or 12 digits."""
    for plan in intake.sheet.columns:
        if content_of(intake, plan) != "phone" or "fax" in (plan.target or ""):
            continue
        cells = intake.cells(plan.index)
        wrong = dict(_wrong(cells))
        if not wrong or not _may_be_of_china(cells, here=country_of(intake) == CHINA):
            continue
        for place, number in wrong.items():
            sentence = _("“{text}” has {n} digits; a mobile number has {expected}.")
            said = sentence.format(text=number, n=len(number), expected=_DIGITS)
            intake.fault(place, plan.heading, said, str(cells[place]))
            intake.lost[plan.heading].discard(place)


def _wrong(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Places and numbers of cells with such a number."""
    if are_mobiles(cells):
        return
    start = 0
    for part in parts(cells):
        # Most columns have none: they are looked through at one go.
        text = _without_marks("|".join([str(cell) for cell in part if cell is not None]))
        if _LIKE_ONE.search(text) and _WRONG.search(text):
            for place, cell in enumerate(part, start):
                found = _WRONG.search(str(cell).translate(_MARKS)) if cell is not None else None
                if found is not None:
                    yield place, found[1]
        start += len(part)


def _without_marks(text: str) -> str:
    """The text without the marks between digits; of plain ASCII, as bytes, in a tenth of the time."""
    return text.encode().translate(None, b" -").decode() if text.isascii() else text.translate(_MARKS)


def _may_be_of_china(cells: Sequence[Cell], *, here: bool) -> bool:
    """Whether a column holds such mobiles: at home unless most of its numbers are American, abroad if most are."""
    filled = [str(cell).translate(_MARKS) for cell in cells if cell is not None]
    right = sum(_RIGHT.search(text) is not None for text in filled)
    if not here:
        return right >= _MOST * len(filled)
    return right >= sum(_AMERICAN.fullmatch(text) is not None for text in filled)
