"""Chinese read as pinyin: whole, by initials, and as a key that sorts; surnames as surnames are read."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from crm_desktop.values.folding import fold, fold_lines, has_cjk, is_han, without_han_blanks
from crm_desktop.values.patterns import late
from crm_desktop.values.readings import compound_surnames, in_names, surnames, words

_TONES: Final = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_NO_WORD_CHARACTERS: Final = late(r"[\W_]+")
_NO_WORD_IN_LINE: Final = re.compile(r"(?:[^\w\n]|_)+")
_LONGEST_NAME: Final = 4
_FIRST_SIGN: Final = 0xF0000


class _Characters(dict[int, str]):
    """A table for str.translate in which a character that it lacks stays itself, and is found at once the next time."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code)
        return self[code]


class _Tables(NamedTuple):
    """Each character's syllable, its first letter, and its place in the order."""

    syllables: _Characters
    initials: _Characters
    order: _Characters


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


def _dictionary() -> dict[int, str]:
    """Every character's readings as pypinyin keeps them, without importing it (that costs ten times as much)."""
    package = find_spec("pypinyin")
    file = Path(package.origin).with_name("pinyin_dict.json") if package and package.origin else None
    if file and file.is_file():
        return {int(code): text for code, text in json.loads(file.read_text(encoding="utf-8")).items()}
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@cache
def _tables() -> _Tables:
    numbered: dict[str, str] = {}
    tables = _Tables(_Characters(), _Characters(), _Characters())
    for code, readings in _dictionary().items():
        first = readings.partition(",")[0]
        _enter(tables, code, (numbered.get(first) or numbered.setdefault(first, _numbered(first)),), chr(code))
    for character, syllable in in_names().items():
        _enter(tables, ord(character), (syllable,), character)
    for word, sign in _word_signs().items():
        _enter(tables, ord(sign), words()[word], word)
    return tables


def syllables() -> frozenset[str]:
    """Every syllable of Chinese, without tones."""
    return frozenset(syllable for syllable in _tables().syllables.values() if syllable.isascii() and syllable)


def _enter(tables: _Tables, code: int, syllables: tuple[str, ...], characters: str) -> None:
    tables.syllables[code] = "".join(syllable[:-1] for syllable in syllables)
    tables.initials[code] = "".join(syllable[0] for syllable in syllables)
    tables.order[code] = "".join(map(str.__add__, syllables, characters))


@cache
def _word_signs() -> dict[str, str]:
    """For each word of several characters one sign that no text has, so that a word is read as one character is."""
    return {word: chr(_FIRST_SIGN + place) for place, word in enumerate(words())}


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
    return _one_reading(without_han_blanks(fold(text)), 0)


def initials(text: str) -> str:
    """The first letters of the Chinese characters (上海明远 is shmy) with the Latin letters and digits as they are."""
    return _one_reading(_NO_WORD_CHARACTERS.sub("", fold(text)), 1)


def sort_key(text: str) -> str:
    """What a list is ordered by: Chinese by pinyin, tone and character, among the Latin by its letters."""
    folded = fold(text)
    if not has_cjk(folded):
        return folded
    return _sort_key_han(folded)


@lru_cache(maxsize=4096)
def _sort_key_han(folded: str) -> str:
    return _one_reading(without_han_blanks(folded), 2)


def sort_keys(texts: Sequence[str]) -> list[str]:
    """`sort_key` of each text, many at one go."""
    folded = fold_lines(texts)
    if folded is None:
        return list(map(sort_key, texts))
    whole = "\n".join(folded)
    if not has_cjk(whole):
        return folded
    close = without_han_blanks(whole)
    keys = _marked(close).translate(_tables().order).split("\n")
    for at, line in enumerate(close.split("\n")):
        if line.isascii():
            keys[at] = folded[at]
        elif line[:1] in _surname_signs() and _surname_readings(line)[0]:
            keys[at] = _one_reading(line, 2)
        elif not has_cjk(line):
            keys[at] = folded[at]
    return keys


@cache
def _surname_signs() -> frozenset[str]:
    """The characters with which surnames begin that are read specially."""
    return frozenset(surnames()) | {name[0] for name in compound_surnames()}


def _one_reading(text: str, kind: int) -> str:
    if not has_cjk(text):
        return text
    characters = _tables()[kind]
    length, surname = _surname_readings(text)
    if not length:
        return _marked(text).translate(characters)
    return _begin(text[:length], surname[0], kind) + _marked(text[length:]).translate(characters)


def _begin(characters: str, syllables: tuple[str, ...], kind: int) -> str:
    if kind == 0:
        return "".join(syllable[:-1] for syllable in syllables)
    if kind == 1:
        return "".join(syllable[0] for syllable in syllables)
    return "".join(map(str.__add__, syllables, characters))


def spoken_forms(folded: str) -> list[str]:
    """Every pinyin and every row of initials by which a folded Chinese text may be sought."""
    tables = _tables()
    compact = folded if folded.isalnum() else _NO_WORD_CHARACTERS.sub("", folded)
    marked = _marked(compact)
    forms = [marked.translate(tables.syllables), marked.translate(tables.initials)]
    length, surname = _surname_readings(compact)
    if length:
        rest = _marked(compact[length:])
        for syllables in surname:
            forms.append(_begin("", syllables, 0) + rest.translate(tables.syllables))
            forms.append(_begin("", syllables, 1) + rest.translate(tables.initials))
    if "v" in forms[0]:
        forms += [variant for form in forms[::2] for variant in _without_v(form)]
    return forms


def spoken_lines(folded: Sequence[str]) -> Iterator[Sequence[str]]:
    """`spoken_forms` of each text, many at one go; what is said of a text that is not Chinese means nothing."""
    tables = _tables()
    compact = _NO_WORD_IN_LINE.sub("", "\n".join(folded))
    marked = _marked(compact)
    spoken = marked.translate(tables.syllables).split("\n")
    first = marked.translate(tables.initials).split("\n")
    signs = _surname_signs()
    for text, line, *forms in zip(folded, compact.split("\n"), spoken, first, strict=True):
        special = "v" in forms[0] or (line[:1] in signs and len(line) <= _LONGEST_NAME)
        yield spoken_forms(text) if special else forms


def _without_v(form: str) -> list[str]:
    """The ways ü is written where there is none: lu and lyu for lü."""
    syllables = re.split("(?<=[ln])v", form)
    if not 2 <= len(syllables) <= 3:
        return []
    seams = product(("u", "yu"), repeat=len(syllables) - 1)
    return ["".join(map(str.__add__, syllables, (*seam, ""))) for seam in seams]
