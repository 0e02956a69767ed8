"""What the search index keeps of a record, and how words that a person types are brought into the same form."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from crm_desktop.values.patterns import late
from crm_desktop.values.text import fold, fold_whole, has_cjk, spoken_text

START: Final = "\x02"
"""Stands twice before a record's title and once after it."""
KINDS: Final = 64
"""The row number in the index is the record's id times KINDS and the number of its kind in one."""

_NEXT: Final = "\n\n"
_AFTER_TITLE: Final = f"{START}\n\n"
_ABROAD = late(r"(?:(?:\+|00)86|\+(\d{1,3})(?=\D))[\s().\-/]*(\d[\s().\-/]*\d[\s().\-/]*\d[\s\d().\-/]*)")
_PHONE = late(r"[+(]?\d[\d\s().\-/]*\d")
_BETWEEN: Final = "~~"
"""Stands between records where many are brought into form at one go."""
_CUT: Final = "\u401d"
"""The same afterwards: it stays among the lines that are no ASCII, and passes all as a letter that nobody can read."""
_ONLY_NUMBERS = late(r"(?:(?:[0-9][0-9-]{3,}[0-9])?(?:\n|\Z))+")
"""Lines that are a number of five digits and dashes at least, or blank."""
_NOT_DIGIT = late(r"\D+")
_DIGIT = late(r"\d")
_DIGITS: Final = "0123456789"
_LEGAL: Final = "有限公司"
_WIDE = late(f"(?![{_LEGAL}])[\u2e80-\U0010ffff]")
_CHINESE: Final = bytes((*range(0xC0), *range(0xE4, 0xEA)))
"""The bytes of ASCII and of U+4000 to U+9FFF: nothing but Chinese characters, and hexagrams."""
_HEXAGRAM: Final = "\u4dc0".encode()[:2]
_ASCII: Final = bytes(range(128))
_ASCII_BUT_ENDS: Final = _ASCII.replace(b"\n", b"")
_NARROW: Final = bytes(range(0xC2, 0xE3))
"""The first bytes of characters that are no East Asian ones, and of some that are."""


def text_of(parts: Iterable[Any]) -> str:
    """The normalised text of one record from its parts; a part may hold several lines."""
    return texts_of(["\n".join(str(part) for part in parts if part is not None)])[0]


def texts_of(records: Sequence[str]) -> list[str]:
    """The normalised texts of records, each given as its parts one a line."""
    return wordings_of([records])[0]


class _Said(NamedTuple):
    """What a column of the records has to say, for each of them: lines with two line ends after each."""

    lines: list[str]
    whole: list[str]
    """The Chinese lines in pinyin; nothing at all for a column without any."""
    first: list[str]
    """The same by initials."""
    more: dict[int, str]
    """By the places of some records in what further forms."""
    chars: list[str]
    """What `chars_of` has of each; nothing at all for a column of plain ASCII."""


def wordings_of(parts: Sequence[Sequence[str | None]]) -> tuple[list[str], list[str]]:
    """The normalised text of each record and what `chars_of` has of it, from the columns of what it consists of.

    A column may have several lines for a record. A text has the folded lines first, each with the telephone numbers in
    it as bare digits; then the Chinese lines in pinyin, then by initials, then in what further forms they have.
    """
    count = len(parts[0]) if parts else 0
    if not count:
        return [], []
    said = [_said(part) for part in parts]
    if any(one is None for one in said):
        records = ["\n".join([text for text in row if text is not None]) for row in zip(*parts, strict=True)]
        single = [_several([record]) for record in records]
        return [_assembled([one])[0] for one in single], [one.chars[0] if one.chars else "" for one in single]
    known = [one for one in said if one is not None]
    chars = [one.chars for one in known if one.chars]
    if len(chars) > 1:
        together = [" ".join(filter(None, row)) for row in zip(*chars, strict=True)]
    else:
        together = chars[0] if chars else [""] * count
    return _assembled(known), together


def _assembled(said: Sequence[_Said]) -> list[str]:
    """The texts, the title apart from what follows."""
    pieces = [one.lines for one in said]
    pieces += [one.whole for one in said if one.whole] + [one.first for one in said if one.first]
    texts = list(map("".join, zip(*pieces, strict=True)))
    for one in said:
        for at, text in one.more.items():
            texts[at] += text
    return [f"{START}{START}{text.replace(_NEXT, _AFTER_TITLE, 1) or _AFTER_TITLE}" for text in texts]


def _said(column: Sequence[str | None]) -> _Said | None:
    """What a column says, what comes again and again (a town) once; None where that has to be told one by one."""
    distinct = dict.fromkeys(column)
    if len(distinct) * 2 > len(column):
        return _said_of([text or "" for text in column])
    said = _said_of([text or "" for text in distinct])
    if said is None:
        return None
    places = {text: at for at, text in enumerate(distinct)}
    rows = [places[text] for text in column]
    lines, whole, first, chars = (
        [of[row] for row in rows] if of else [] for of in (said.lines, said.whole, said.first, said.chars)
    )
    more = {at: said.more[row] for at, row in enumerate(rows) if row in said.more} if said.more else {}
    return _Said(lines, whole, first, more, chars)


def _said_of(texts: Sequence[str]) -> _Said | None:
    whole = "\n".join(texts)
    if whole.count("\n") == len(texts) - 1:
        lines = fold_whole(whole).split("\n")
        return _one_line_each(lines) if len(lines) == len(texts) else None
    return _several(texts) if len(texts) == 1 or (_BETWEEN not in whole and _CUT not in whole) else None


def _one_line_each(lines: list[str]) -> _Said:
    """The same of folded lines, one a record."""
    whole = "\n".join(lines)
    made = _ended(lines, whole)
    if whole.isascii():
        return _Said(made, [], [], {}, [])
    wide = [(at, line) for at, line in enumerate(lines) if not line.isascii()]
    found = _Said(made, [""] * len(lines), [""] * len(lines), {}, [""] * len(lines))
    for (at, _line), chars in zip(wide, _chars_of_lines([line for _at, line in wide]), strict=True):
        found.chars[at] = chars
    if not _plainly_chinese([line for _at, line in wide]):
        wide = [(at, line) for at, line in wide if has_cjk(line)]
    if wide:
        spoken, first, more = spoken_text("\n".join([line for _at, line in wide]))
        for (at, _line), one, two in zip(wide, spoken.split("\n"), first.split("\n"), strict=True):
            found.whole[at] = f"{one}\n\n" if one else ""
            found.first[at] = f"{two}\n\n" if two else ""
        found.more.update((wide[at][0], "".join(f"{piece}\n\n" for piece in pieces)) for at, pieces in more.items())
    return found


def _ended(lines: Sequence[str], whole: str) -> list[str]:
    """Lines with their telephone numbers as bare digits and two line ends after each; blank ones stay blank."""
    if whole.replace("\n", "").isalnum():
        return [f"{line}\n\n" if line else "" for line in lines]
    if _ONLY_NUMBERS.fullmatch(whole):
        return [f"{digits}\n\n" if digits else "" for digits in whole.replace("-", "").split("\n")]
    return [
        (f"{_with_digits(line)}\n\n" if line[-1].isdigit() and not line.isalnum() else f"{line}\n\n") if line else ""
        for line in lines
    ]


def _several(texts: Sequence[str]) -> _Said:
    """The same of texts of several lines."""
    count = len(texts)
    folded = fold_whole(f"\n{_BETWEEN}\n".join(texts))
    cut = f"\n{folded}\n".replace(f"\n{_BETWEEN}\n", f"\n{_CUT}\n") if count > 1 else folded
    lines = _filled(cut)
    made = [_with_digits(line) if line[-1].isdigit() and not line.isalnum() else line for line in lines]
    read = _divided("\n\n".join(made), count)
    if folded.isascii():
        return _Said(read, [], [], {}, [])
    wide = [line for line in lines if not line.isascii()]
    return _Said(read, *_spoken(wide, count), _all_chars(wide, count))


def _filled(text: str) -> list[str]:
    """The lines that are not blank."""
    lines = text.split("\n")
    return list(filter(None, lines)) if "" in lines else lines


def _spaced(text: str) -> str:
    """The lines that are not blank, with two line ends between."""
    if "\n\n" not in f"\n{text}\n":
        return text.replace("\n", "\n\n")
    return "\n\n".join(_filled(text))


def _divided(whole: str, count: int) -> list[str]:
    """What each record has of a text of many, with two line ends after each piece."""
    if count == 1:
        return [f"{whole}\n\n" if whole else ""]
    return f"{whole}\n\n".replace(f"{_CUT}\n\n", _CUT).split(_CUT)


def _spoken(wide: Sequence[str], count: int) -> tuple[list[str], list[str], dict[int, str]]:
    """The forms in which the lines of each record are spoken, of those lines that are not ASCII."""
    chinese = wide if _plainly_chinese(wide) else [line for line in wide if has_cjk(line)]
    if len(chinese) < count:
        return [], [], {}
    whole, first, more = spoken_text("\n".join(chinese))
    cuts = [at for at, line in enumerate(chinese) if line == _CUT and count > 1] if more else []
    further: dict[int, str] = {}
    for at, pieces in sorted(more.items()):
        record = bisect(cuts, at)
        further[record] = further.get(record, "") + "".join(f"{piece}\n\n" for piece in pieces)
    return _divided(_spaced(whole), count), _divided(_spaced(first), count), further


def _plainly_chinese(wide: Sequence[str]) -> bool:
    """Whether lines that are not ASCII have no characters but Chinese ones besides."""
    data = "".join(wide).encode()
    return not data.translate(None, _CHINESE) and _HEXAGRAM not in data


def _with_digits(line: str) -> str:
    """A line that ends in a digit with the telephone numbers in it as bare digits; of a number only these."""
    if line[0] in _DIGITS and (digits := line.replace("-", "")).isdigit() and digits.isascii():
        return digits if len(line) > 4 else line
    before = line.rstrip(_DIGITS)
    if "@" in line or (before[-1:] not in "+(" and not _DIGIT.search(before)):
        return line
    found = (_NOT_DIGIT.sub("", number) for number in _PHONE.findall(line) if len(number) > 4 and not number.isdigit())
    return "\n\n".join((line, *found))


def _all_chars(wide: Sequence[str], count: int) -> list[str]:
    """`chars_of` for the texts of records, from those of their lines that are not ASCII."""
    whole = "".join(wide)
    data = whole.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    if len(data.translate(None, _NARROW)) < len(data):
        return list(map(chars_of, whole.split(_CUT) if count > 1 else [whole]))
    chars = data.decode()
    for character in _LEGAL:
        chars = chars.replace(character, "")
    parts = " ".join(chars).split(_CUT) if count > 1 else [" ".join(chars)]
    return list(map(str.strip, parts))


def _chars_of_lines(lines: Sequence[str]) -> list[str]:
    """`chars_of` of each."""
    data = "\n".join(lines).encode("utf-8", "surrogatepass").translate(None, _ASCII_BUT_ENDS)
    if len(data.translate(None, _NARROW)) < len(data):
        return list(map(chars_of, lines))
    chars = data.decode()
    for character in _LEGAL:
        chars = chars.replace(character, "")
    return list(map(str.strip, " ".join(chars).split("\n")))


def chars_of(text: str) -> str:
    """The Chinese characters (and others of East Asian scripts) of a text with blanks between, for the index of them.

    Those of a company's legal form are left out: nearly every text has them.
    """
    return "" if text.isascii() else " ".join(_WIDE.findall(text))


def words_of(text: str) -> list[str]:
    """What a person typed as words to look for: folded, separators in numbers dropped, and China's country code.

    A number is found by +86 138 0013 8000 whether it was kept with or without its +86.
    """
    words = []
    folded = fold(text)
    if folded[:1] in "+0" and (match := _ABROAD.fullmatch(folded)):
        folded = f"{match.group(1) or ''} {match.group(2)}"
    for word in folded.split():
        digits = _NOT_DIGIT.sub("", word)
        if len(digits) >= 3 and _PHONE.fullmatch(word.rstrip("-)")):
            word = digits
        words.append(word)
    return words
