"""Names of people and companies, put together from invented parts."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from crm_desktop.demo.chance import Chance
from crm_desktop.demo.words import words
from crm_desktop.values.text import fold, pinyin

_REMEMBERED: Final = 3000
"""Names of people that are not given again; beyond that, some have the same name, as people do."""
_NOT_IN_ADDRESS: Final = re.compile(r"[^a-z0-9]+")


class Person(NamedTuple):
    """A person's name in its parts; `address` is the name as it stands before the @ of a mail address."""

    name: str
    family: str
    given: str
    gender: str
    address: str


class Firm(NamedTuple):
    """A company's name, its short name, and the host name of its mail (in the reserved domain .example)."""

    name: str
    short: str
    host: str


class Names:
    """Makes names by chance; company names come again only after all have been used."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._people: Any = words("people")
        self._places: Any = words("places")
        self._firms = {"cn": 0, "western": 0}
        self._spelt: dict[str, str] = {}
        self._given: set[str] = set()

    def person(self, tongue: str) -> Person:
        """A person whose name is of that language: cn, en, de, fr or sv; a new name as long as there are enough."""
        made = self._person(tongue)
        for _again in range(20):
            if made.name not in self._given:
                break
            made = self._person(tongue)
        if len(self._given) < _REMEMBERED:
            self._given.add(made.name)
        return made

    def _person(self, tongue: str) -> Person:
        chance = self._chance
        gender = "female" if chance.random() < 0.5 else "male"
        if tongue == "cn":
            family = chance.of(self._people["chinese"]["surnames"])
            given = chance.of(self._people["chinese"][gender])
            return Person(family + given, family, given, gender, self._spell(family) + self._spell(given))
        parts = self._people["western"][tongue]
        family, given = chance.of(parts["family"]), chance.of(parts[gender])
        return Person(f"{given} {family}", family, given, gender, f"{self._spell(given)}.{self._spell(family)}")

    def address(self, name: str) -> str:
        """What stands before the @ of a person's mail address: miles.brackenby, chenruoxi."""
        return ".".join(self._spell(word) for word in name.split())

    def _spell(self, word: str) -> str:
        """A word in plain letters for addresses: pinyin, no accents."""
        spelt = self._spelt.get(word)
        if spelt is None:
            plain = fold(word) if fold(word).isascii() else pinyin(word)
            spelt = self._spelt[word] = _NOT_IN_ADDRESS.sub("", plain)
        return spelt

    def chinese_firm(self, city: str, trade: str, number: int) -> Firm:
        """A company in a Chinese city; `number` keeps its host apart from those that sound alike."""
        first, second = self._people["chinese"]["stems"]
        between = self._people["chinese"]["between"]
        turn, place = divmod(self._next("cn"), len(first) * len(second))
        place = place * 617 % (len(first) * len(second))
        stem = first[place % len(first)] + second[place // len(first)]
        if turn:
            stem = stem[0] + between[turn % len(between)] + stem[1]
        word = self._chance.of(self._places["trades"][trade]["cn"])
        shop = trade in ("cafe", "hotel", "restaurant", "shop") and self._chance.likely(0.55)
        name = f"{stem}{word}" if shop else f"{city}{stem}{word}有限公司"
        return Firm(name, stem + word, f"{self._spell(stem[0])}{self._spell(stem[-1])}{number}.example")

    def western_firm(self, tongue: str, trade: str, form: str) -> Firm:
        """A company whose name follows the habits of a language."""
        first, second = self._people["western"]["stems"]
        every = len(first) * len(second)
        turn, place = divmod(self._next("western"), every)
        stem = self._stem(place * 701 % every)
        if turn:
            stem += " & " + self._stem((place * 389 + turn) % every)
        word = self._chance.of(self._places["trades"][trade][tongue])
        short = self._places["order"][tongue].format(stem=stem, trade=word)
        host = "-".join(self._spell(part) for part in stem.split(" & "))
        return Firm(f"{short} {form}", short, f"{host}.example")

    def _stem(self, place: int) -> str:
        first, second = self._people["western"]["stems"]
        head, tail = first[place % len(first)], second[place // len(first)]
        # Two equal letters at the seam are enough.
        return head + (tail[1:] if head[-2:] == tail[0] * 2 else tail)

    def _next(self, kind: str) -> int:
        given = self._firms[kind]
        self._firms[kind] = given + 1
        return given
