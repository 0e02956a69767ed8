"""Headings of other people's lists: the forms in which one is recognised, and what each kind of record knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Companion, Entity, Slot
from crm_desktop.entity.fields import Kind
from crm_desktop.exchange.fillable import Target, targets
from crm_desktop.exchange.personheadings import within
from crm_desktop.exchange.personnames import PARTS, virtual_parts
from crm_desktop.exchange.tables import cleaned
from crm_desktop.exchange.traditional import SIMPLE
from crm_desktop.i18n import N_, _, catalogue
from crm_desktop.values.text import fold

TAG_WORDS: Final = (
    "tags", "tag", "label", "labels", "categories", "category", "group", "groups", "group membership", "标签", "分组",
    "客户标签", "群组",
)  # fmt: skip
WHY: Final = N_("Why it was not brought in")
ROW: Final = N_("Row in the list")
"""The columns that a workbook of failed rows has besides those of the list."""
_SEPARATORS: Final = re.compile(r"[\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TWIN: Final = re.compile(r"^(.+?) \((\d+)\)$")
_NUMBERED: Final = re.compile(r"^(.*?[^\d\s_#-])[\s_#-]*(\d{1,2})(?:\s*[-–:]\s*value)?$", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*")
_NAME: Final = re.compile(r"(?<=[a-z])[\s_]*name$", re.IGNORECASE)
_ENDING: Final = re.compile(r"(?<=.)(?:\s+(?:no\.?|nr\.?|numbers?|#|value)|号码|号)$", re.IGNORECASE)
_ABBREVIATED: Final[Mapping[str, str]] = {
    "nm": "name", "frst": "first", "fst": "first", "lst": "last", "mid": "middle", "addr": "address", "dt": "date",
    "nbr": "number", "num": "number", "qty": "quantity", "desc": "description", "cust": "customer", "co": "company",
    "tel": "phone", "dept": "department", "amt": "amount", "ctry": "country", "st": "state", "prod": "product",
}  # fmt: skip
_WORKED: Final = 0.6
_SURE: Final = 0.9
"""Confidence of a heading that is a column's own title or alias, whatever marks stand around it."""


@dataclass(frozen=True)
class Found:
    """A target that a heading may mean, how surely, and which of several it is (Phone 2)."""

    target: str | None
    """None: a column that the program works out itself."""
    confidence: float
    ordinal: int = 1


@dataclass
class Vocabulary:
    """The headings that one kind of record understands."""

    targets: Mapping[str, Target]
    words: dict[str, str | None] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    """Those of `words` that are the column's own title."""
    plain: dict[str, str | None] = field(default_factory=dict)
    """The same without plural endings."""
    bags: dict[str, str | None] = field(default_factory=dict)
    """Headings of several Latin words, the words in the order of the alphabet: code client is client code."""
    worked: dict[str, Kind] = field(default_factory=dict)
    """Titles of columns that the program works out, which an export holds as well."""
    people: dict[str, str] = field(default_factory=dict)
    """Headings of what belongs to a companion (mobile, 职务): which of its targets each means."""
    prefixes: tuple[str, ...] = ()
    """What the kind is called, as it stands before a heading: customer phone."""
    title: str = ""

    def candidates(self, heading: str) -> list[Found]:
        """What a heading may mean, the surest first."""
        found: dict[str | None, Found] = {}
        for word, singular, confidence, ordinal in _forms(heading):
            for name, share in self._lookup(word, singular):
                if confidence * share < _SURE * 0.9 and name == self.title:
                    continue
                known = found.get(name)
                if known is None or known.confidence < confidence * share:
                    found[name] = Found(name, confidence * share, ordinal)
        bag = _bag(heading)
        if bag in self.bags and self.bags[bag] not in found:
            found[self.bags[bag]] = Found(self.bags[bag], 0.85)
        if squeezed(heading) in self.worked:
            found.setdefault(None, Found(None, _WORKED))
        return sorted(found.values(), key=lambda one: -one.confidence)

    def _lookup(self, word: str, singular: str) -> Iterator[tuple[str | None, float]]:
        if word in self.words:
            yield self.words[word], 1.0 if word in self.titles else 0.98
        elif singular in self.plain:
            yield self.plain[singular], 0.92
        for prefix in self.prefixes:
            rest = word.removeprefix(prefix)
            if rest and rest != word and rest in self.words:
                yield self.words[rest], 0.82

    def knows(self, heading: str) -> bool:
        """Whether a heading is certainly one of this kind's."""
        return any(one.confidence > _SURE for one in self.candidates(heading))


def vocabulary(company: Company, entity: Entity, *, told: bool = False) -> Vocabulary:
    """The headings a kind of record understands: titles in both languages, aliases, its companions' and its lines'.

    `told`: somebody has said that the rows are of this kind, so that more of their headings speak for themselves.
    """
    made = Vocabulary(targets(company, entity), title=entity.title)
    made.prefixes = tuple(
        sorted({squeezed(word) for text in (entity.one, entity.many) for word in _both(text)} - {""}, key=len)[::-1]
    )
    for name, words, title in _named(company, entity, told):
        for word in words:
            key = squeezed(word)
            if key and (key not in made.words or (made.words[key] is None and name is not None)):
                made.words[key] = name
                if title:
                    made.titles.add(key)
            if name is None and title:
                made.worked[key] = next(
                    column.kind for column in company.columns(entity).values() if word in _both(column.marked)
                )
            if len(_words(word)) > 1 and word.isascii():
                made.bags.setdefault(_bag(word), name)
    for word in made.prefixes if entity.title in made.targets else ():
        made.words.setdefault(word, entity.title)
    for companion in entity.companions:
        for name, word in _of_companion(company, companion):
            made.people.setdefault(word, name)
    for word in own_headings():
        made.words.setdefault(word, None)
    for word in list(made.words):
        made.plain.setdefault(word, made.words[word])
    for name, words, _title in _named(company, entity, told):
        for word in words:
            made.plain.setdefault(_singular(word), name)
    return made


def _of_companion(company: Company, companion: Companion) -> Iterator[tuple[str, str]]:
    """The targets of a companion with the squeezed words that its own kind has for each."""
    other = company.entity(companion.kind)
    columns = company.columns(other)
    for name, fills in companion.columns.items():
        slot = columns[fills].slot
        others = (*other.aliases.get(fills, ()), *(slot.aliases if slot is not None else ()))
        for word in (*_both(columns[fills].marked), *companion.aliases.get(name, ()), *others, fills):
            yield name, squeezed(word)


def own_headings() -> set[str]:
    """The squeezed headings that tell of an import itself."""
    return {squeezed(word) for marked in (WHY, ROW) for word in _both(marked)}


def _named(company: Company, entity: Entity, told: bool) -> Iterator[tuple[str | None, tuple[str, ...], bool]]:
    """Names of targets with the words for each: titles first, then aliases; None for what the program works out."""
    columns = company.columns(entity)
    companions = {name for companion in entity.companions if not companion.through for name in companion.columns}
    fillable = {name: column for name, column in columns.items() if column.importable or name in companions}
    # An owner's own field comes before what another language calls one of ours, not before what ours are called here.
    for name, column in fillable.items():
        if not column.custom:
            yield name, (_(column.marked),), True
    for name, column in fillable.items():
        if column.custom:
            yield name, (column.marked,), True
    for name, column in fillable.items():
        if not column.custom:
            yield name, _both(column.marked), True
    for companion in entity.companions:
        for name, marked in companion.titles.items() if not companion.through else ():
            yield name, _both(marked), True
            yield name, (name, *companion.aliases.get(name, ())), False
    for name, column in columns.items():
        known = column.importable or name in companions
        words = (*entity.aliases.get(name, ()), *(column.slot.aliases if column.slot is not None else ()), name)
        yield (name if known else None), words, False
        if not known:
            yield None, _both(column.marked), True
    for name, others in entity.aliases_told.items() if told else ():
        yield name, tuple(others), False
    for name in virtual_parts(entity):
        yield name, (name, *_both(PARTS[name][0]), *PARTS[name][1]), False
    if entity.tags:
        yield "tags", TAG_WORDS, False
    for children in entity.children:
        part = company.entity_of(children.model)
        if not children.slots and part is not None:
            for name in children.fields:
                column = company.columns(part)[name]
                yield f"{children.name}.{name}", (*_both(column.marked), *part.aliases.get(name, ())), False


def split_camel(text: str) -> str:
    """DimReseller as Dim Reseller."""
    return _CAMEL.sub(" ", text)


def ordinal_of(heading: str) -> int:
    """Which of several columns of one sort a heading is: 2 for Phone 2 and Phone (2)."""
    number = 1
    for _word, _singular_word, _share, number in _forms(heading):
        if number > 1:
            break
    return number


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """A heading as it is compared: folded, without blanks and signs; CompanyName, company_name and 公司 名称 alike."""
    bare = _SEPARATORS.sub("", fold(text))
    return bare if bare.isascii() else bare.translate(SIMPLE)


def _forms(heading: str) -> Iterator[tuple[str, str, float, int]]:
    """The forms in which a heading is sought: squeezed, without plurals, how sure it then is, its number."""
    text, ordinal = heading.strip(), 1
    if twin := _TWIN.match(text):
        text, ordinal = twin.group(1), int(twin.group(2))
    text = cleaned(text)
    yield squeezed(text), _singular(text), 1.0, ordinal
    if person := within(text):
        text, ordinal = person
        yield squeezed(text), _singular(text), 0.97, ordinal
    numbered = None if person else _NUMBERED.match(text)
    if numbered:
        text, ordinal = numbered.group(1), int(numbered.group(2)) or 1
        yield squeezed(text), _singular(text), 0.97, ordinal
    whole = _written_out(text)
    if whole:
        yield squeezed(whole), _singular(whole), 0.9, ordinal
    if (base := _NAME.sub("", whole or text)) != (whole or text):
        yield squeezed(base), _singular(base), 0.85, ordinal
    bare = _BRACKETS.sub(" ", text).strip()
    if bare and bare != text:
        yield squeezed(bare), _singular(bare), 0.92, ordinal
    _upper, joined, lower = bare.rpartition(" / ")
    for base, share in ((bare, 0.9), (lower, 0.78)) if joined else ((bare, 0.9),):
        if base is not bare:
            yield squeezed(base), _singular(base), share, ordinal
        ending = _ENDING.sub("", base)
        if ending != base:
            yield squeezed(ending), _singular(ending), share * 0.9, ordinal


def _written_out(text: str) -> str:
    """A heading with its abbreviations written out: LAST_NM is last name; "" where there are none."""
    words = _words(text)
    whole = tuple(_ABBREVIATED.get(word, word) for word in words)
    return " ".join(whole) if whole != words else ""


@lru_cache(maxsize=4096)
def _singular(text: str) -> str:
    """The squeezed text with each Latin word in the singular."""
    words = _SEPARATORS.sub(" ", _CAMEL.sub(" ", cleaned(text))).split()
    return "".join(_without_plural(fold(word)) for word in words)


def _without_plural(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.isascii() and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    return catalogue("zh_CN")


def _both(marked: str) -> tuple[str, ...]:
    """A title in both languages."""
    chinese = _chinese().get(marked)
    return (marked, chinese) if chinese else (marked,)


QUALIFIERS: Final[Mapping[str, str]] = {
    "home": N_("Private"), "private": N_("Private"), "家庭": N_("Private"), "住宅": N_("Private"),
    "私人": N_("Private"),
    "work": N_("Work"), "business": N_("Work"), "office": N_("Work"), "company": N_("Work"), "办公": N_("Work"),
    "公司": N_("Work"), "单位": N_("Work"), "main": N_("Main line"), "primary": N_("Main line"),
    "总机": N_("Main line"),
    "car": N_("Car"), "pager": N_("Pager"), "assistant": N_("Assistant"), "assistants": N_("Assistant"),
    "助理": N_("Assistant"), "video": N_("Video"), "blog": N_("Blog"), "profile": N_("Profile"), "备用": N_("Spare"),
    "callback": N_("Call back"), "aim": "AIM", "icq": "ICQ", "jabber": "Jabber", "msn": "MSN", "skype": "Skype",
    "yahoo": "Yahoo", "google": "Google Talk", "whatsapp": "WhatsApp",
}  # fmt: skip
"""Words of a heading that say more of a number or address than its type does."""
_SAY_NOTHING: Final[Mapping[str | None, tuple[str, ...]]] = {
    "mobile": ("Private", "Main line"),
    "email": ("Private", "Main line"),
    "url": ("Private", "Main line"),
}
"""What goes without saying, by the content of a slot: a mobile is its owner's, a home page is nobody's home."""


def label_of(heading: str, slot: Slot) -> str | None:
    """What a heading says of a number or address beyond its type: Business Phone 2 is "Work"."""
    text = _NUMBERED.sub(r"\1", _TWIN.sub(r"\1", heading.strip()))
    known = set(_words(f"{slot.title} {slot.name}"))
    found = [QUALIFIERS[word] for word in _words(text) if word in QUALIFIERS and word not in known]
    if not found and not text.isascii():
        found = [label for word, label in QUALIFIERS.items() if not word.isascii() and text.startswith(word)]
    found = [label for label in found if label not in _SAY_NOTHING.get(slot.content, ())]
    return " ".join(dict.fromkeys(_(label) for label in found)) or None


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_SEPARATORS.sub(" ", fold(_CAMEL.sub(" ", text).replace("'", ""))).split())


@lru_cache(maxsize=4096)
def _bag(text: str) -> str:
    """A heading's words in the order of the alphabet."""
    return " ".join(sorted(_words(cleaned(text))))


def known_headings(company: Company) -> Any:
    """What `reading.read` asks to find the row of headings: whether any kind understands a folded text."""
    kinds = [entity for entity in company.entities if not entity.hidden]
    all_words = {word for entity in kinds for word in vocabulary(company, entity, told=True).words}
    return lambda text: squeezed(text) in all_words
