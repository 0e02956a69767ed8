"""Numbers that a spreadsheet shows with leading zeros, by their number format: 0000 shows 123 as 0123."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from crm_desktop.exchange.tables import Table

_PLACE: Final = "\x00"
"""Where a digit stands in a pattern."""
_PART: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<digit>0)|(?P<bare>[-+ ()])'
    r"|(?P<nothing>_.|\*.|\[(?:\$-[^\]]*|[A-Za-z]+\d*)\])"
)


def zero_pattern(code: str) -> str | None:
    """What a number format shows, if that is zeros (two and more) and fixed signs alone: 0000, 000-0000, "KH"00000."""
    pattern, at = "", 0
    while at < len(code) and code[at] != ";":
        part = _PART.match(code, at)
        if part is None:
            return None
        at = part.end()
        if part["digit"]:
            pattern += _PLACE
        else:
            pattern += part["quoted"] or part["escaped"] or part["bare"] or ""
    return pattern if pattern.count(_PLACE) > 1 else None


def shown(number: int, pattern: str) -> str:
    """A number as its pattern shows it; the digits for which it has no place come first."""
    places = pattern.count(_PLACE)
    if not places:
        return pattern
    digits = str(number).zfill(places)
    first, rest = digits[: len(digits) - places + 1], iter(digits[len(digits) - places + 1 :])
    head, _mark, tail = pattern.partition(_PLACE)
    return head + first + "".join(next(rest) if char == _PLACE else char for char in tail)


def put_zeros(table: Table, padded: Mapping[tuple[int, int], str]) -> None:
    """Make texts of the whole numbers that are shown with zeros; `padded` has patterns by row number and column."""
    for (number, column), pattern in padded.items():
        at = number - table.first_row
        if 0 <= at < len(table.rows) and column < len(row := table.rows[at]):
            cell = row[column]
            if type(cell) is int and cell >= 0:
                row[column] = shown(cell, pattern)
