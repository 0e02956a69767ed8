"""Dates that lists give in three columns: Birth Year, Birth Month, Birth Day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from crm_desktop.exchange.tables import Cell, as_text

_PARTS: Final = (("year", "年"), ("month", "月"), ("day", "日"))
_ENDING: Final = re.compile(r"(.*?)[\s_./-]*(year|month|day|年份?|月份?|日)", re.IGNORECASE)


def part_of(heading: str) -> tuple[str, int] | None:
    """What a heading says before the part of a date that it ends in, and that part: 0 year, 1 month, 2 day."""
    found = _ENDING.fullmatch(heading.strip())
    if found is None:
        return None
    word = found.group(2).lower()
    place = next(at for at, words in enumerate(_PARTS) if any(word.startswith(one) for one in words))
    return found.group(1).strip().casefold(), place


def triples(headings: Mapping[int, str]) -> dict[str, tuple[int, int, int]]:
    """Columns that hold year, month and day of one date, by what their headings have in common."""
    by_base: dict[str, dict[int, int]] = {}
    for index, heading in headings.items():
        found = part_of(heading)
        if found is not None and found[0]:
            by_base.setdefault(found[0], {}).setdefault(found[1], index)
    return {base: (parts[0], parts[1], parts[2]) for base, parts in by_base.items() if len(parts) == 3}


def composed(year: Sequence[Cell], month: Sequence[Cell], day: Sequence[Cell]) -> list[Cell]:
    """The dates as texts: 1970-11-15, --11-15 without a year; what is no date keeps its parts, joined."""
    found: list[Cell] = []
    for parts in zip(year, month, day, strict=True):
        texts = [as_text(part).strip() for part in parts]
        if texts[1].isdigit() and texts[2].isdigit() and (texts[0].isdigit() or not texts[0]):
            months, days = texts[1].zfill(2), texts[2].zfill(2)
            found.append(f"{texts[0]}-{months}-{days}" if texts[0] and int(texts[0]) else f"--{months}-{days}")
        else:
            found.append("-".join(filter(None, texts)) or None)
    return found
