"""Two languages: `N_` marks a text where it is written, `_` gives it in the person's language where it is shown.

The English text is the key. The Chinese lies in resources/translations/zh_CN/*.json, one file for each part of the
program, merged when the language is chosen. A text that counts is written with `n_(one, many, n)`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final

from crm_desktop.paths import resources

LANGUAGES: Final = {"en": "English", "zh_CN": "简体中文"}

_texts: dict[str, str] = {}
_language = "en"
_spoken: ContextVar[tuple[str, dict[str, str]] | None] = ContextVar("spoken", default=None)
"""The language and its texts inside `speaking`, on this thread only."""


def N_(text: str) -> str:
    """Mark a text for translation and leave it as it is."""
    return text


def _(text: str) -> str:
    """The text in the language in force; an unknown text stays English."""
    spoken = _spoken.get()
    return (_texts if spoken is None else spoken[1]).get(text, text)


def n_(one: str, many: str, n: int) -> str:
    """`one` or `many` in the language in force, with `{n}` filled in (thousands grouped)."""
    return _(one if n == 1 else many).format(n=f"{n:,}")


def listed(names: Iterable[str]) -> str:
    """Names in a row, parted as the language in force does it: A, B or 甲、乙."""
    return ("、" if language() == "zh_CN" else ", ").join(names)


def labelled(name: str, text: str) -> str:
    """A name with what it stands before, parted as the language in force does it: Phone: 1 or 电话：1."""
    return f"{name}：{text}" if language() == "zh_CN" else f"{name}: {text}"


def use(language: str) -> None:
    """Switch every text shown from now on; an unknown language is English."""
    global _language
    _language = language if language in LANGUAGES else "en"
    _texts.clear()
    if _language != "en":
        _texts.update(catalogue(_language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, every text on this thread is in that language: a document speaks its reader's, the window the owner's."""
    token = _spoken.set((language, _kept(language)))
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def _kept(language: str) -> dict[str, str]:
    return {} if language == "en" else catalogue(language)


def language() -> str:
    """The language in force: "en" or "zh_CN"."""
    spoken = _spoken.get()
    return _language if spoken is None else spoken[0]


def catalogue(language: str) -> dict[str, str]:
    """Every text of one language, by its English."""
    texts: dict[str, str] = {}
    for file in sorted((resources() / "translations" / language).glob("*.json")):
        texts.update(json.loads(file.read_text(encoding="utf-8")))
    return texts


def system_language() -> str:
    """What the system asks for: Chinese where its language is Chinese, English elsewhere."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value not in ("C", "POSIX", "C.UTF-8"):
            return "zh_CN" if value.lower().startswith("zh") else "en"
    import locale

    return "zh_CN" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
