"""What the search index keeps of a record, and how words that a person types are brought into the same form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Final

from crm_desktop.values.patterns import late
from crm_desktop.values.text import fold, fold_lines, search_pieces

START: Final = "\x02"
"""Stands twice before a record's title and once after it."""
KINDS: Final = 64
"""The row number in the index is the record's id times KINDS and the number of its kind in one."""

_PHONE = late(r"[+(]?\d[\d\s().\-/]*\d")
_LINE_ENDS = late("\n\n+")
_BETWEEN: Final = "~~"
"""Stands between records where many are brought into form at one go."""
_NOT_DIGIT = late(r"\D+")
_DIGIT = late(r"\d")
_DIGITS: Final = "0123456789"
_WIDE = late("(?![有限公司])[\u2e80-\U0010ffff]")


def text_of(parts: Iterable[Any]) -> str:
    """The normalised text of one record from its parts; a part may hold several lines."""
    return texts_of(["\n".join(str(part) for part in parts if part is not None)])[0]


def texts_of(records: Sequence[str]) -> list[str]:
    """The normalised texts of records, each given as its parts one a line."""
    whole = _LINE_ENDS.sub("\n", f"\n{_BETWEEN}\n".join(records)).strip("\n")
    lines = fold_lines(whole.split("\n"))
    if lines is None or lines.count(_BETWEEN) != len(records) - 1:
        return list(map(_line_by_line, records))
    wide, numbers = [], []
    for line in set(lines):
        if not line.isascii():
            wide.append(line)
        if line[-1:].isdigit() and not line.isalnum():
            numbers.append(line)
    more = {line: _apart(pieces) for line, pieces in search_pieces(wide).items()}
    for line in numbers:
        if found := _numbers_in(line):
            more[line] = _apart((more.get(line, line), *found))
    texts = _apart([more.get(line, line) for line in lines]).split(f"\n\n{_BETWEEN}\n\n")
    return list(map(_laid_out, texts)) if len(texts) == len(records) else list(map(_line_by_line, records))


def _line_by_line(record: str) -> str:
    pieces: list[str] = []
    for line in filter(None, record.split("\n")):
        pieces += (*search_pieces([line])[line], *_numbers_in(line))
    return _laid_out(_apart(pieces))


def _apart(pieces: Iterable[str]) -> str:
    return "\n\n".join(filter(None, pieces))


def _numbers_in(line: str) -> tuple[str, ...]:
    """The telephone numbers of a line as bare digits, where they are written otherwise."""
    if not line[-1].isdigit() or line.isalnum() or "@" in line:
        return ()
    if (digits := line.replace("-", "")).isdigit() and digits.isascii() and line[0] != "-":
        return (digits,) if len(line) > 4 else ()
    before = line.rstrip(_DIGITS)
    if before[-1:] not in "+(" and not _DIGIT.search(before):
        return ()
    numbers = [
        _NOT_DIGIT.sub("", number) for number in _PHONE.findall(line) if len(number) > 4 and not number.isdigit()
    ]
    return tuple(chain.from_iterable(search_pieces([number])[number] for number in numbers))


def _laid_out(text: str) -> str:
    """The pieces of a text, each only once, the first of them marked as the title."""
    pieces = text.split("\n\n")
    if len(set(pieces)) < len(pieces):
        text = _apart(dict.fromkeys(pieces))
    title, _line, rest = text.partition("\n\n")
    return f"{START}{START}{title}{START}\n\n{rest}\n\n"


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
