"""Words that stand beside a telephone number in its cell, and what sort of line they say it is."""

from __future__ import annotations

import re
from typing import Final

from crm_desktop.values.folding import fold
from crm_desktop.values.patterns import late

_SORTS: Final = {
    "fax": r"传真(?:号码?)?|傳真|telefax|fax(?: no\.?| number)?",
    "home_phone": r"家庭电话|住宅电话|宅电|home(?: phone)?",
    "mobile": r"手机(?:号码?)?|手機|移动电话|mobile(?: phone)?|mob|cell(?: ?phone)?",
    "phone": r"(?:联系)?电话(?:号码)?|電話|座机|固话|固定电话|telephone|tel(?: no\.?)?|phone|landline",
}
_ANY: Final = "|".join(_SORTS.values())
_SORT: Final = "|".join(f"(?P<{sort}>{words})" for sort, words in _SORTS.items())
_AROUND: Final = r"办公室?|公司|单位|家里?|office|work|direct|main"
"""These tell where a line is, not what it is: they stay with their number."""
_BEFORE: Final = late(rf"\s*(?:{_SORT})\s*[.:：]?\s*(?=[+(（]*\d)", re.IGNORECASE)
_BEHIND: Final = late(rf"(?<=\d)\s*(?:[(（\[]\s*(?:{_SORT})\s*[)）\]]|(?:{_SORT.replace('P<', 'P<last_')}))\s*$", re.I)
_NEXT: Final = late(rf"(?<=[\d)）])[\s,，;；]+(?=(?:{_ANY}|{_AROUND})\s*[.:：]?\s*[+(（]*\d)", re.IGNORECASE)
_NOTE: Final = late(r"[(（\[][^()（）\[\]\d]*[)）\]]")
_WORD_BEFORE: Final = late(rf"\s*(?:{_ANY}|{_AROUND})\s*[.:：]?\s*(?=[+(（]*\d)", re.IGNORECASE)


def split_at_words(text: str) -> list[str]:
    """The numbers of “电话：021-50000001 传真：021-50000009”, each with its word."""
    return [part.strip() for part in _NEXT.split(text)] if "\n" in text or " " in text or not text.isascii() else [text]


def told_apart(text: str) -> tuple[str, str]:
    """A number without the word that says what sort of line it is, and that sort; "" where no word does."""
    for pattern in (_BEFORE, _BEHIND):
        found = pattern.match(text) if pattern is _BEFORE else pattern.search(text)
        if found is not None:
            sort = next(name for name, word in found.groupdict().items() if word)
            return (text[: found.start()] + text[found.end() :]).strip(), sort.removeprefix("last_")
    return text, ""


def without_words(text: str) -> str:
    """A folded number without words before it and notes in brackets: “Tel: 021-50000001 (Ann)” is 021-50000001."""
    folded = _NOTE.sub("", fold(text))
    return _WORD_BEFORE.sub("", folded, count=1).strip()
