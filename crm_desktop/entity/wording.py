"""What the search index keeps of a record, and how words that a person types are brought into the same form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from crm_desktop.values.patterns import late
from crm_desktop.values.text import fold, search_text

START: Final = "\x02"
"""Stands twice before a record's title and once after it."""
KINDS: Final = 64
"""The row number in the index is the record's id times KINDS and the number of its kind in one."""

_PHONE = late(r"[+(]?\d[\d\s().\-/]*\d")
_NOT_DIGIT = late(r"\D+")
_WIDE = late("(?![有限公司])[\u2e80-\U0010ffff]")


def text_of(parts: Iterable[Any]) -> str:
    """The normalised text of one record from its parts; a part may hold several lines."""
    lines: list[str] = []
    for part in parts:
        if part is None:
            continue
        text = part if isinstance(part, str) else str(part)
        for line in text.split("\n") if "\n" in text else (text,):
            if not line:
                continue
            lines.append(line)
            if line[-1].isdigit() and not line.isalnum() and "@" not in line:
                lines += [
                    _NOT_DIGIT.sub("", number)
                    for number in _PHONE.findall(line)
                    if len(number) > 4 and not number.isdigit()
                ]
    title, _line, rest = search_text(lines).partition("\n")
    return START + START + title + START + "\n\n" + rest.replace("\n", "\n\n") + "\n\n"


def chars_of(text: str) -> str:
    """The Chinese characters (and others of East Asian scripts) of a text with blanks between, for the index of them.

    Those of a company's legal form are left out: nearly every text has them.
    """
    return "" if text.isascii() else " ".join(_WIDE.findall(text))


def words_of(text: str) -> list[str]:
    """What a person typed as words to look for: folded, separators in numbers dropped."""
    words = []
    for word in fold(text).split():
        digits = _NOT_DIGIT.sub("", word)
        if len(digits) >= 3 and _PHONE.fullmatch(word):
            word = digits
        words.append(word)
    return words
