"""What the search index keeps of a record, and how words that a person types are brought into the same form."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from typing import Any, Final

from crm_desktop.values.patterns import late
from crm_desktop.values.text import fold, fold_whole, has_cjk, spoken_text

START: Final = "\x02"
"""Stands twice before a record's title and once after it."""
KINDS: Final = 64
"""The row number in the index is the record's id times KINDS and the number of its kind in one."""

_ABROAD = late(r"(?:(?:\+|00)86|\+(\d{1,3})(?=\D))[\s().\-/]*(\d[\s().\-/]*\d[\s().\-/]*\d[\s\d().\-/]*)")
_PHONE = late(r"[+(]?\d[\d\s().\-/]*\d")
_BETWEEN: Final = "~~"
"""Stands between records where many are brought into form at one go."""
_CUT: Final = "\u401d"
"""The same afterwards: it stays among the lines that are no ASCII, and passes all as a letter that nobody can read."""
_NOT_DIGIT = late(r"\D+")
_DIGIT = late(r"\d")
_DIGITS: Final = "0123456789"
_LEGAL: Final = "有限公司"
_WIDE = late(f"(?![{_LEGAL}])[\u2e80-\U0010ffff]")
_CHINESE: Final = bytes((*range(0xC0), *range(0xE4, 0xEA)))
"""The bytes of ASCII and of U+4000 to U+9FFF: nothing but Chinese characters, and hexagrams."""
_HEXAGRAM: Final = "\u4dc0".encode()[:2]
_ASCII: Final = bytes(range(128))
_NARROW: Final = bytes(range(0xC2, 0xE3))
"""The first bytes of characters that are no East Asian ones, and of some that are."""


def text_of(parts: Iterable[Any]) -> str:
    """The normalised text of one record from its parts; a part may hold several lines."""
    return texts_of(["\n".join(str(part) for part in parts if part is not None)])[0]


def texts_of(records: Sequence[str]) -> list[str]:
    """The normalised texts of records, each given as its parts one a line."""
    return wordings_of(records)[0]


def wordings_of(records: Sequence[str]) -> tuple[list[str], list[str]]:
    """The normalised text of each record, given as its parts one a line, and what `chars_of` has of each.

    A text has the folded lines first, each with the telephone numbers in it as bare digits; then the Chinese lines in
    pinyin, then by initials, then in what further forms they have.
    """
    count = len(records)
    if not count:
        return [], []
    folded = fold_whole(f"\n{_BETWEEN}\n".join(records))
    cut = f"\n{folded}\n".replace(f"\n{_BETWEEN}\n", f"\n{_CUT}\n") if count > 1 else folded
    if count > 1 and (folded.count(_BETWEEN) != count - 1 or _CUT in folded):
        single = [wordings_of([record]) for record in records]
        return [texts[0] for texts, _chars in single], [chars[0] for _texts, chars in single]
    lines = _filled(cut)
    wide = [line for line in lines if not line.isascii()]
    for at in [at for at, line in enumerate(lines) if line[-1].isdigit() and not line.isalnum()]:
        lines[at] = _with_digits(lines[at])
    titles = [text.partition("\n\n") for text in _divided("\n\n".join(lines), count)]
    forms, chars = _spoken(wide, count), _all_chars(wide, count)
    texts = [
        f"{START}{START}{title}{START}\n\n{rest}{more}"
        for (title, _line, rest), more in zip(titles, forms, strict=True)
    ]
    return texts, chars


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


def _spoken(wide: Sequence[str], count: int) -> list[str]:
    """The forms in which the lines of each record are spoken, of those lines that are not ASCII."""
    chinese = wide if _plainly_chinese(wide) else [line for line in wide if has_cjk(line)]
    if len(chinese) < count:
        return [""] * count
    whole, first, more = _spoken_lines(chinese)
    forms = list(map(str.__add__, *(_divided(_spaced(text), count) for text in (whole, first))))
    if more:
        cuts = [at for at, line in enumerate(chinese) if line == _CUT and count > 1]
        for at, pieces in sorted(more.items()):
            forms[bisect(cuts, at)] += "".join(f"{piece}\n\n" for piece in pieces)
    return forms


def _spoken_lines(lines: Sequence[str]) -> tuple[str, str, dict[int, tuple[str, ...]]]:
    """`spoken_text` of lines, of those that come again and again (towns) once."""
    places = {line: at for at, line in enumerate(dict.fromkeys(lines))}
    if len(places) * 4 > len(lines) * 3:
        return spoken_text("\n".join(lines))
    whole, first, more = spoken_text("\n".join(places))
    rows = list(map(places.__getitem__, lines))
    found = ("\n".join(map(text.split("\n").__getitem__, rows)) for text in (whole, first))
    return *found, {at: more[row] for at, row in enumerate(rows) if row in more} if more else more  # type: ignore[return-value]


def _plainly_chinese(wide: Sequence[str]) -> bool:
    """Whether lines that are not ASCII have no characters but Chinese ones besides."""
    data = "".join(wide).encode()
    return not data.translate(None, _CHINESE) and _HEXAGRAM not in data


def _with_digits(line: str) -> str:
    """A line and the telephone numbers in it as bare digits; of nothing but a number only these."""
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
