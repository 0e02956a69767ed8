"""What the values of a column look like, for mapping by content where the heading says too little."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from crm_desktop.exchange import shapes
from crm_desktop.exchange.tables import Cell, as_text

_SAMPLE: Final = 400
_PHONES_AT_LAST: Final = re.compile(r"(?:[电電][话話]|[手][机機](?:号码?)?|phone|mobile|tel\.?|telefon|handy)$", re.I)
LOOKED_AT: Final = 50 * _SAMPLE
"""Values from the beginning of a column among which the sample is chosen."""
_ENOUGH: Final = 0.6
"""The share of values that must fit before a column is said to hold something."""


@dataclass(frozen=True)
class Guess:
    """What a column holds: the likeliest content, the share of values that fit, and all contents that fit."""

    content: str
    share: float
    others: dict[str, float] = field(default_factory=dict)
    filled: int = 0
    """How many of the values looked at were not blank."""


def column_content(values: Sequence[Cell]) -> Guess:
    """What a column's values look like, from up to 400 of them spread over its beginning.

    One of mobile, landline, phone, email, url, date, amount, number, percent, time, postcode, tax_number, person_name,
    company_name, province, city, address, gender, boolean, code, text; blank where there is no value.
    """
    sample = _sample(values)
    if not sample:
        return Guess("blank", 0.0)
    counts: dict[str, int] = {}
    for cell in sample:
        for content in _contents(cell):
            counts[content] = counts.get(content, 0) + 1
    shares = {content: round(count / len(sample), 4) for content, count in counts.items()}
    fitting = {content: share for content, share in shares.items() if share >= _ENOUGH}
    best = max(fitting, key=lambda content: (fitting[content] + _preference(content, sample), content), default="text")
    return Guess(best, shares.get(best, 1.0), dict(sorted(shares.items(), key=lambda item: -item[1])), len(sample))


def _sample(values: Sequence[Cell]) -> list[Cell]:
    filled: list[Cell] = [cell for cell in values[:LOOKED_AT] if cell is not None]
    if len(filled) > _SAMPLE:
        step = len(filled) / _SAMPLE
        filled = [filled[int(at * step)] for at in range(_SAMPLE)]
    return filled


_NARROWER: Final = {
    "mobile": ("phone",),
    "landline": ("phone",),
    "amount": ("number",),
    "percent": ("number",),
    "postcode": ("number", "code"),
    "tax_number": ("code",),
    "number": ("code",),
    "province": ("city",),
    "uuid": ("code",),
}
"""Contents that are also something wider."""


def _contents(cell: Cell) -> set[str]:
    """Everything a cell could be taken for."""
    found = shapes.shape(cell)
    contents = {found, *_NARROWER.get(found, ())}
    text = shapes.narrowed(as_text(cell))
    if found in ("number", "code", "landline", "phone", "date", "mobile"):
        contents.update(content for content, test in _FIGURES if test(text))
    if found == "city" and shapes.is_person_name(text):
        contents.add("person_name")
    if found in ("text", "code", "company_name") and shapes.is_address(text):
        contents.add("address")
    if isinstance(cell, bool):
        contents.add("boolean")
    return contents - {"text", "blank"}


def _is_short_flag(text: str) -> bool:
    return text in ("0", "1")


def _is_bare_landline(text: str) -> bool:
    """Seven or eight digits without an area code."""
    return bool(re.fullmatch(r"[2-9]\d{6,7}", text))


_FIGURES: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("postcode", shapes.is_postcode),
    ("tax_number", shapes.is_tax_number),
    ("amount", shapes.is_amount),
    ("landline", shapes.is_landline),
    ("phone", shapes.is_phone),
    ("phone", _is_bare_landline),
    ("boolean", _is_short_flag),
)


def _preference(content: str, sample: Sequence[Cell]) -> float:
    """Which of several contents that fit equally well is meant: the narrower, unless it would be a chance."""
    texts = {as_text(cell) for cell in sample}
    if content == "boolean":
        return 0.3 if len(texts) <= 2 and len(sample) > 2 else -0.3
    if content in ("postcode", "tax_number", "landline"):
        numeric = any(isinstance(cell, (int, float)) for cell in sample)
        return -0.2 if numeric or len(texts) < len(sample) / 10 else 0.1
    return _RANKS.get(content, 0.0)


_RANKS: Final = {
    "mobile": 0.2,
    "email": 0.2,
    "url": 0.2,
    "date": 0.15,
    "gender": 0.15,
    "amount": 0.1,
    "percent": 0.1,
    "province": 0.1,
    "address": 0.1,
    "number": 0.05,
    "phone": 0.04,
    "city": 0.03,
    "person_name": 0.02,
    "code": -0.1,
}


def speaks_of_phones(heading: str, cells: Sequence[Cell]) -> bool:
    """Whether a heading ends in a word for telephones (老板电话) and most values are such numbers."""
    if not _PHONES_AT_LAST.search(heading):
        return False
    return sum(shapes.shape(cell) in ("mobile", "landline", "phone") for cell in cells) >= 0.8 * len(cells)
