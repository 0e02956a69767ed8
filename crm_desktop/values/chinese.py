"""Chinese read as pinyin: whole, by initials, and as a key that sorts; surnames as surnames are read."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from typing import Final, NamedTuple

from crm_desktop.values.folding import fold, fold_lines, has_cjk, is_han, without_han_blanks
from crm_desktop.values.patterns import late
from crm_desktop.values.readings import compound_surnames, in_names, surnames, words

_TONES: Final = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_NO_WORD_CHARACTERS: Final = late(r"[\W_]+")
_NO_WORD_IN_LINE: Final = re.compile(r"(?:[^\w\n]|_)+")
_ASCII_SIGNS: Final = bytes(code for code in range(128) if not chr(code).isalnum() and code != 0x0A)
_PLAIN: Final = bytes((*range(128), *range(0x80, 0xC0), *range(0xE4, 0xEA)))
"""The bytes of ASCII and of U+4000 to U+9FFF: letters all of them, but for the hexagrams."""
_HEXAGRAM: Final = "\u4dc0".encode()[:2]
_PRIVATE: Final = range(0xE000, 0xF900)
"""Characters that mean something else in each font; the dictionary has some."""
_LONGEST_NAME: Final = 4
_FIRST_SIGN: Final = 0xF0000


class _Characters(dict[int, str]):
    """A table for str.translate: what becomes of a character is worked out when it comes first; others stay as is."""

    def __init__(self, known: Mapping[int, str], make: Callable[[tuple[str, ...], str], str]) -> None:
        super().__init__(known)
        self._make = make

    def __missing__(self, code: int) -> str:
        read = _read(code)
        self[code] = chr(code) if read is None else self._make(*read)
        return self[code]


class _Tables(NamedTuple):
    """Each character's syllable (with a capital letter, as all other letters are) and its place in the order."""

    spoken: _Characters
    order: _Characters


@cache
def _numbered(syllable: str) -> str:
    """A syllable with its tone as a digit: zhāng is zhang1, lǘ is lv2."""
    letters: list[str] = []
    tone = "5"
    for sign in unicodedata.normalize("NFD", syllable):
        if sign in _TONES:
            tone = _TONES[sign]
        elif sign == "\u0308":
            letters[-1] = "v"
        elif sign.isascii():
            letters.append(sign)
    return "".join(letters) + tone


@cache
def _dictionary() -> dict[str, str]:
    """Every character's readings as pypinyin keeps them, without importing it (that costs ten times as much)."""
    package = find_spec("pypinyin")
    file = Path(package.origin).with_name("pinyin_dict.json") if package and package.origin else None
    if file and file.is_file():
        found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return found
    from pypinyin.pinyin_dict import pinyin_dict

    return {str(code): text for code, text in pinyin_dict.items()}


@cache
def _tables() -> _Tables:
    letters = {ord(letter): letter.upper() for letter in ascii_lowercase}
    return _Tables(
        _Characters(letters, lambda syllables, _characters: _capital(syllables)),
        _Characters({}, lambda syllables, characters: "".join(map(str.__add__, syllables, characters))),
    )


def _read(code: int) -> tuple[tuple[str, ...], str] | None:
    """The syllables of a character, or of the word for which it stands, and that itself; None of any other sign."""
    if code < 128:
        return None
    character = chr(code)
    if code >= _FIRST_SIGN:
        word = _signed_words().get(character)
        return (words()[word], word) if word is not None else None
    reading = in_names().get(character)
    if reading is None and code not in _PRIVATE and (known := _dictionary().get(str(code))) is not None:
        reading = _numbered(known.partition(",")[0])
    return ((reading,), character) if reading is not None else None


def load() -> None:
    """Have everything at hand that is needed to read many texts."""
    _dictionary()
    _word_pattern()
    _surname_signs()


def syllables() -> frozenset[str]:
    """Every syllable of Chinese, without tones."""
    codes = {*map(int, _dictionary()), *map(ord, in_names()), *map(ord, _signed_words())}
    spoken = {_capital(read[0]).lower() for read in map(_read, codes) if read is not None}
    return frozenset(syllable for syllable in spoken if syllable.isascii() and syllable)


@cache
def _word_signs() -> dict[str, str]:
    """For each word of several characters one sign that no text has, so that a word is read as one character is."""
    return {word: chr(_FIRST_SIGN + place) for place, word in enumerate(words())}


@cache
def _signed_words() -> dict[str, str]:
    """The word that each of these signs stands for."""
    return {sign: word for word, sign in _word_signs().items()}


@cache
def _word_pattern() -> re.Pattern[str]:
    """What finds the words; a look at two characters first and grouping by the first make it four times as fast."""
    endings: dict[str, list[str]] = {}
    for word in sorted(words(), key=len, reverse=True):
        endings.setdefault(word[0], []).append(word[1:])
    seconds = "".join(sorted({word[1] for word in words()}))
    grouped = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in endings.items())
    return re.compile(f"(?=[{''.join(endings)}][{seconds}])(?:{grouped})")


def _marked(text: str) -> str:
    """The text with its words of several characters as signs."""
    if _word_pattern().search(text) is None:
        return text
    signs = _word_signs()
    return _word_pattern().sub(lambda match: signs[match.group()], text)


def _surname_readings(text: str) -> tuple[int, list[tuple[str, ...]]]:
    """How many characters at the beginning are a surname that is read specially, and its readings; 0 where none is."""
    if not 2 <= len(text) <= _LONGEST_NAME or (text[0] not in surnames() and text[:2] not in compound_surnames()):
        return 0, []
    if not is_han(text) or _word_pattern().match(text):
        return 0, []
    if text[:2] in compound_surnames():
        return 2, [compound_surnames()[text[:2]]]
    return 1, [(reading,) for reading in surnames()[text[0]]]


def pinyin(text: str) -> str:
    """Full pinyin without tones and blanks (张伟 is zhangwei); what is not Chinese stays, folded."""
    folded = without_han_blanks(fold(text))
    return _small(_spoken(folded)) if has_cjk(folded) else folded


def initials(text: str) -> str:
    """The first letters of the Chinese characters (上海明远 is shmy) with the Latin letters and digits as they are."""
    compact = _NO_WORD_CHARACTERS.sub("", fold(text))
    return _first(_spoken(compact)) if has_cjk(compact) else compact


def sort_key(text: str) -> str:
    """What a list is ordered by: Chinese by pinyin, tone and character, among the Latin by its letters."""
    folded = fold(text)
    if not has_cjk(folded):
        return folded
    return _sort_key_han(folded)


@lru_cache(maxsize=4096)
def _sort_key_han(folded: str) -> str:
    return _ordered(without_han_blanks(folded))


def sort_keys(texts: Sequence[str]) -> list[str]:
    """`sort_key` of each text, many at one go."""
    folded = fold_lines(texts)
    if folded is None:
        return list(map(sort_key, texts))
    whole = "\n".join(folded)
    if whole.isascii():
        return folded
    close = without_han_blanks(whole)
    keys = _marked(close).translate(_tables().order).split("\n")
    signs = _surname_signs()
    for at, line in enumerate(close.split("\n")):
        if line[:1] in signs and _surname_readings(line)[0]:
            keys[at] = _ordered(line)
    return keys


@cache
def _surname_signs() -> frozenset[str]:
    """The characters with which surnames begin that are read specially."""
    return frozenset(surnames()) | {name[0] for name in compound_surnames()}


def _ordered(text: str) -> str:
    length, surname = _surname_readings(text)
    rest = _marked(text[length:]).translate(_tables().order)
    return "".join(map(str.__add__, surname[0], text)) + rest if length else rest


def _spoken(text: str) -> str:
    """The text by its syllables, each with a capital letter; other letters are capital ones as well."""
    length, surname = _surname_readings(text)
    rest = _marked(text[length:]).translate(_tables().spoken)
    return _capital(surname[0]) + rest if length else rest


def _capital(syllables: Iterable[str]) -> str:
    return "".join(syllable[:-1].capitalize() for syllable in syllables)


def _small(spoken: str) -> str:
    return spoken.encode().lower().decode()


def _first(spoken: str) -> str:
    """Of syllables that begin with a capital letter only these, as small ones."""
    return spoken.encode().translate(None, ascii_lowercase.encode()).lower().decode()


@lru_cache(maxsize=4096)
def spoken_forms(folded: str) -> tuple[str, ...]:
    """Every pinyin and every row of initials by which a folded Chinese text may be sought."""
    compact = folded if folded.isalnum() else _NO_WORD_CHARACTERS.sub("", folded)
    table = _tables().spoken
    readings = [_marked(compact).translate(table)]
    length, surname = _surname_readings(compact)
    if length:
        rest = _marked(compact[length:]).translate(table)
        readings += [_capital(syllables) + rest for syllables in surname]
    forms = [form for spoken in readings for form in (_small(spoken), _first(spoken))]
    if "v" in forms[0]:
        forms += [variant for form in forms[::2] for variant in _without_v(form)]
    return tuple(forms)


def spoken_whole(folded: str) -> tuple[str, str, dict[int, tuple[str, ...]]]:
    """Each line of a folded text in pinyin and by initials; and by their places what further forms some lines have."""
    compact = _letters_of(folded)
    spoken = _marked(compact).translate(_tables().spoken)
    small, first = _small(spoken), _first(spoken)
    signs = _surname_signs()
    special = [at for at, line in enumerate(compact.split("\n")) if len(line) <= _LONGEST_NAME and line[:1] in signs]
    if "v" in small:
        special += [at for at, line in enumerate(small.split("\n")) if "v" in line]
    lines = folded.split("\n") if special else []
    return small, first, {at: more for at in special if (more := spoken_forms(lines[at])[2:])}


def _letters_of(whole: str) -> str:
    """The letters and digits of each line of a text."""
    data = whole.encode("utf-8", "surrogatepass")
    if data.translate(None, _PLAIN) or _HEXAGRAM in data:
        return _NO_WORD_IN_LINE.sub("", whole)
    return data.translate(None, _ASCII_SIGNS).decode()


def _without_v(form: str) -> list[str]:
    """The ways ü is written where there is none: lu and lyu for lü."""
    syllables = re.split("(?<=[ln])v", form)
    if not 2 <= len(syllables) <= 3:
        return []
    seams = product(("u", "yu"), repeat=len(syllables) - 1)
    return ["".join(map(str.__add__, syllables, (*seam, ""))) for seam in seams]
