"""Kinds of text: lines, words, numbers to call, addresses, birthdays, choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import peewee

from crm_desktop.entity.kind import Kind, arguments, as_text
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, catalogue, language, listed
from crm_desktop.values import phones
from crm_desktop.values.dates import parse_birthday, show_birthday
from crm_desktop.values.text import fold

LIMIT: Final = 1_000_000
"""Characters that one text may have."""


class Text(Kind, peewee.TextField):
    """One line of text."""

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**arguments(more, title, required, help))

    def read(self, value: Any, today: date) -> str | None:
        text = as_text(value)
        if text is None:
            return None
        if len(text) > LIMIT:
            raise Refused(
                _("{field}: the text has {n} characters; {limit} are the most.").format(
                    field=self.title, n=f"{len(text):,}", limit=f"{LIMIT:,}"
                )
            )
        return self.tidy(text)

    def tidy(self, text: str) -> str:
        return " ".join(text.split()) if "\n" in text or "\t" in text else text


class LongText(Text):
    """Several lines of text."""

    editor = "text"

    def tidy(self, text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Word(Text):
    """One line of text that is often the same: a form offers the words that are there already."""

    editor = "word"


class Phone(Text):
    """A phone number: kept as typed, shown grouped."""

    def show(self, raw: Any) -> str:
        return phones.show_phone(raw) if raw else ""


class Email(Text):
    """A mail address."""

    def read(self, value: Any, today: date) -> str | None:
        text = super().read(value, today)
        if text is None:
            return None
        text = text.removeprefix("mailto:")
        name, at, host = text.rpartition("@")
        if not at or not name or "." not in host.strip(".") or " " in text:
            raise Refused(_("{field}: “{text}” is no mail address.").format(field=self.title, text=text[:80]))
        return text


class Url(Text):
    """A web address."""


class Birthday(Text):
    """A birthday, its year unknown or in the lunar calendar if need be: YYYY-MM-DD, --MM-DD, 农历MM-DD."""

    editor = "line"

    def read(self, value: Any, today: date) -> str | None:
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return value.isoformat()
        text = as_text(value)
        return None if text is None else parse_birthday(text, today)

    def show(self, raw: Any) -> str:
        return show_birthday(raw, language()) if raw else ""


class Option(NamedTuple):
    """One choice: the stored key, its title, the tone of its pill (neutral, accent, good, warning, bad, violet)."""

    key: str
    title: str
    tone: str = "neutral"
    also: tuple[str, ...] = ()
    """Other words that lists use for it."""


class Choice(Text):
    """One of a few: stored by key, shown by title."""

    editor = "choice"

    def __init__(self, title: str, options: Sequence[Option], **more: Any) -> None:
        super().__init__(title, **more)
        self.options = tuple(options)
        self.by_key = {option.key: option for option in options}

    def read(self, value: Any, today: date) -> str | None:
        text = as_text(value)
        if text is None:
            return None
        key = self.key_of(text)
        if key is None:
            raise Refused(
                _("{field}: “{text}” is none of {choices}.").format(
                    field=self.title, text=text[:80], choices=listed(_(option.title) for option in self.options)
                )
            )
        return key

    def key_of(self, text: str) -> str | None:
        """The key whose key, title (in any language) or other words `text` is."""
        if text in self.by_key:
            return text
        return self._words().get(fold(text))

    def _words(self) -> dict[str, str]:
        known = getattr(self, "_known_words", None)
        if known is None or known[0] != language():
            chinese = catalogue("zh_CN")
            words: dict[str, str] = {}
            for option in reversed(self.options):
                for word in (option.key, option.title, chinese.get(option.title, ""), _(option.title), *option.also):
                    words[fold(word)] = option.key
            words.pop("", None)
            known = (language(), words)
            self._known_words = known
        return known[1]

    def show(self, raw: Any) -> str:
        if raw is None:
            return ""
        option = self.by_key.get(raw)
        return _(option.title) if option else str(raw)

    def cell(self, raw: Any) -> Any:
        return self.show(raw) or None

    def tone(self, raw: Any) -> str | None:
        option = self.by_key.get(raw)
        return option.tone if option else None


class Choices(Choice):
    """Some of a few: stored as their keys in the order of the options with a space between; a single one is one key."""

    editor = "choices"

    def read(self, value: Any, today: date) -> str | None:
        text = as_text(value)
        if text is None:
            return None
        if self.keys(text):
            return self.joined(self.keys(text))
        found = []
        for word in re.split(r"\s*[;；,，、/|+&\n]\s*", text):
            key = super().read(word, today)
            if key is not None:
                found.append(key)
        return self.joined(found)

    def key_of(self, text: str) -> str | None:
        """The first key that `text` names; a list of words is known by each of them."""
        if self.keys(text):
            return text
        return super().key_of(text)

    def keys(self, raw: Any) -> list[str]:
        """The single keys of a stored value; [] where it holds anything else."""
        found = str(raw or "").split()
        return found if all(key in self.by_key for key in found) else []

    def joined(self, keys: Iterable[str]) -> str | None:
        """Keys as they are stored, in the order of the options; None for none."""
        wanted = set(keys)
        return " ".join(option.key for option in self.options if option.key in wanted) or None

    def show(self, raw: Any) -> str:
        keys = self.keys(raw)
        return listed(_(self.by_key[key].title) for key in keys) if keys else str(raw or "")

    def cell(self, raw: Any) -> Any:
        keys = self.keys(raw)
        return "; ".join(_(self.by_key[key].title) for key in keys) if keys else raw

    def tone(self, raw: Any) -> str | None:
        keys = self.keys(raw)
        return self.by_key[keys[0]].tone if keys else None
