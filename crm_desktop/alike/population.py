"""Everything that is compared, in columns of codes: the records that there are, and after them the rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np

from crm_desktop.alike import evidence, forms
from crm_desktop.alike.evidence import Evidence
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.store.row import quoted
from crm_desktop.values.text import has_cjk

MOST: Final = 4
"""So many values of one sort of one record are compared: a fifth phone tells nothing new."""
NONE: Final = -1

Codes = np.ndarray[Any, np.dtype[np.int32]]
Pulse = Callable[[], None]
Values = dict[str, list[Any]]
"""Raw values by column, one for each row; a tuple where a row has several."""


@dataclass
class Coded:
    """The values of one evidence: for each row up to MOST codes (-1: none) into `forms`, the distinct values."""

    evidence: Evidence
    codes: Codes
    forms: list[str]
    counts: np.ndarray[Any, np.dtype[np.int64]] = field(default_factory=lambda: np.zeros(0, np.int64))
    """How many rows have each value."""
    sort: str = ""
    """The evidence's sort; for a field of the owner's own worked out from its values."""

    def __post_init__(self) -> None:
        self.sort = self.sort or self.evidence.sort
        filled = self.codes[self.codes >= 0]
        self.counts = np.bincount(filled, minlength=len(self.forms))

    @cached_property
    def spoken(self) -> Codes:
        """For each form the number of its sound; none for none."""
        return table(forms.all_spoken(self.forms))

    @cached_property
    def tails(self) -> Codes:
        """For each form the number of its last seven signs: a phone without its area code."""
        return self.table(lambda text: text[-7:] if len(text) >= 7 else None)

    @cached_property
    def heads(self) -> Codes:
        """For each form the number of its beginning: the name by which a company is known, without its trade."""
        return self.table(lambda text: text[:2] if has_cjk(text) else text[:5])

    @cached_property
    def digits(self) -> Codes:
        """For each form the number of the digits in it."""
        return self.table(lambda text: "".join(filter(str.isdigit, text)))

    @cached_property
    def signs(self) -> Codes:
        """For each form the signs that are in it, as bits: forms that are nearly the same have nearly the same ones."""
        return np.array([_bits(text) for text in self.forms] or [0], np.int32)

    @cached_property
    def wide(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """For each form whether it has Chinese in it."""
        return np.fromiter(map(has_cjk, self.forms), np.bool_, len(self.forms))

    @cached_property
    def lengths(self) -> Codes:
        return np.fromiter(map(len, self.forms), np.int32, len(self.forms))

    def table(self, shorten: Callable[[str], str | None]) -> Codes:
        """For each form the number of what `shorten` makes of it; none for none."""
        return table([shorten(text) for text in self.forms])


def _bits(text: str) -> int:
    found = 0
    for sign in set(text) - {"-"}:
        found |= 1 << ord(sign) % 31
    return found


def table(words: Sequence[str | None]) -> Codes:
    """Each word's number, the same for the same words; NONE for a blank one, and in a last place that stands for it."""
    vocabulary: dict[str, int] = {}
    found = np.full(len(words) + 1, NONE, np.int32)
    for place, word in enumerate(words):
        if word:
            found[place] = vocabulary.setdefault(word, len(vocabulary))
    return found


@dataclass
class Population:
    """All rows: `ids` of the records first (`records` of them), then the probes."""

    ids: list[int]
    records: int
    columns: dict[str, Coded]
    towns: Codes
    """The town that a company's name begins with, by row."""
    raw: list[Values]
    """Raw values as they stand: those of the records, then those of the probes."""

    def __len__(self) -> int:
        return len(self.towns)

    def value(self, name: str, row: int) -> Any:
        """The raw value of a column in one row."""
        at, place = (0, row) if row < self.records else (1, row - self.records)
        column = self.raw[at].get(name) if at < len(self.raw) else None
        return column[place] if column is not None else None


def population(
    company: Company, entity: Entity, probes: Mapping[str, Sequence[Any]] | None, pulse: Pulse
) -> Population:
    """The records of a kind and (unless None) the rows of a list, coded for comparing."""
    compared = evidence.evidence_of(company, entity)
    names = dict.fromkeys([entity.title, *(name for one in compared for name in one.columns)])
    columns = company.columns(entity)
    known = {name: columns[name] for name in names if name in columns}
    ids, stored = _stored(company, entity, known, pulse)
    raw = [stored]
    total = len(ids)
    if probes is not None:
        count = max((len(column) for column in probes.values()), default=0)
        raw.append({name: list(probes[name]) for name in known if name in probes})
        total += count
    coding = _Coding(raw, [len(ids), total - len(ids)][: len(raw)], pulse)
    return Population(ids, len(ids), *coding.run(entity, compared), raw)


def _stored(company: Company, entity: Entity, columns: Mapping[str, Column], pulse: Pulse) -> tuple[list[int], Values]:
    """The ids of all records and their raw values by column."""
    fields = [name for name, column in columns.items() if column.stored]
    sql = ", ".join(["id", *(quoted(columns[name].field.column_name) for name in fields)])
    rows = company.execute(f"SELECT {sql} FROM {quoted(entity.name)} ORDER BY id").fetchall()
    pulse()
    ids, *raw = map(list, zip(*rows, strict=True)) if rows else ([], *([] for _name in fields))
    values: Values = dict(zip(fields, raw, strict=True))
    places = {row: place for place, row in enumerate(ids)}
    for name, column in columns.items():
        if column.slot is not None and column.children is not None:
            values[name] = _slot_values(company, column, places)
            pulse()
    return ids, values


def _slot_values(company: Company, column: Column, places: Mapping[int, int]) -> list[Any]:
    assert column.slot is not None and column.children is not None
    made = column.children.model._meta.fields[column.slot.field]
    link = quoted(column.children.link)
    where = "".join(f" AND {quoted(name)} = ?" for name in column.slot.where)
    found: list[Any] = [None] * len(places)
    for row, value in company.execute(
        f"SELECT {link}, {quoted(made.column_name)} FROM {quoted(column.children.model.table())}"
        f" WHERE {link} IS NOT NULL{where}",
        list(column.slot.where.values()),
    ):
        place = places.get(row)
        if place is not None and value is not None:
            there = found[place]
            found[place] = value if there is None else (*(there if isinstance(there, tuple) else (there,)), value)
    return found


class _Coding:
    """Turns raw values into codes; each distinct raw value is brought into its form once."""

    def __init__(self, raw: list[Values], sizes: list[int], pulse: Pulse) -> None:
        self.raw, self.sizes, self.pulse = raw, sizes, pulse
        self.total = sum(sizes)

    def run(self, entity: Entity, compared: list[Evidence]) -> tuple[dict[str, Coded], Codes]:
        coded: dict[str, Coded] = {}
        towns = np.full(self.total, NONE, np.int32)
        for one in compared:
            if one.sort == evidence.GIVEN:
                continue
            if one.sort == evidence.FAMILY:
                given = next(other for other in compared if other.sort == evidence.GIVEN)
                coded |= self._people(entity, one, given)
            elif one.sort == evidence.CALLED:
                coded[one.name], towns = self._called(one)
            else:
                coded[one.name] = self._plain(one)
            self.pulse()
        return {name: column for name, column in coded.items() if len(column.forms)}, towns

    def _column(self, name: str) -> list[Any]:
        """One raw column over all rows."""
        found: list[Any] = []
        for values, size in zip(self.raw, self.sizes, strict=True):
            found += values.get(name) or [None] * size
        return found

    def _plain(self, one: Evidence) -> Coded:
        vocabulary: dict[str, int] = {}
        seen: dict[Any, int] = {None: NONE, "": NONE}
        layers: list[Codes] = []
        for name in one.columns:
            column = self._column(name)
            for layer in _layers(column):
                fresh = [raw for raw in dict.fromkeys(layer) if raw not in seen]
                for raw, text in zip(fresh, forms.of_all(one.sort, fresh), strict=True):
                    seen[raw] = NONE if text is None else vocabulary.setdefault(text, len(vocabulary))
                layers.append(np.fromiter(map(seen.__getitem__, layer), np.int32, self.total))
        coded = Coded(one, _packed(layers, self.total), list(vocabulary))
        if one.sort == evidence.WORD and _is_number(coded):
            coded.sort = evidence.NUMBER
        return coded

    def _people(self, entity: Entity, family: Evidence, given: Evidence) -> dict[str, Coded]:
        """Family and given names share their forms, so that exchanged ones are seen."""
        words: dict[str, int] = {}
        columns = [self._column(name) for name in (entity.title, evidence.FAMILY_FIELD, evidence.GIVEN_FIELD)]
        codes = self._pairs(list(zip(*columns, strict=True)), lambda names: forms.person(*names), words, words)
        return {
            one.name: Coded(one, np.ascontiguousarray(codes[:, at : at + 1]), list(words))
            for at, one in enumerate((family, given))
        }

    def _called(self, one: Evidence) -> tuple[Coded, Codes]:
        """What the rows are called, and the town with which the first of their names begins."""
        words: dict[str, int] = {}
        towns: dict[str, int] = {}
        of_row = np.full(self.total, NONE, np.int32)
        layers: list[Codes] = []
        for at, name in enumerate(one.columns):
            for column in _layers(self._column(name)):
                codes = self._pairs(column, _core_and_town, words, towns)
                layers.append(np.ascontiguousarray(codes[:, 0]))
                if at == 0:
                    of_row = np.ascontiguousarray(codes[:, 1])
        return Coded(one, _packed(layers, self.total), list(words)), of_row

    def _pairs(
        self,
        column: list[Any],
        part: Callable[[Any], tuple[str | None, str | None]],
        first: dict[str, int],
        second: dict[str, int],
    ) -> Codes:
        """The codes of both parts of each value; each distinct one is parted once."""
        known = {raw: place for place, raw in enumerate(dict.fromkeys(column))}
        parted = np.full((len(known), 2), NONE, np.int32)
        for raw, place in known.items():
            one, other = part(raw)
            if one is not None:
                parted[place, 0] = first.setdefault(one, len(first))
            if other is not None:
                parted[place, 1] = second.setdefault(other, len(second))
        return parted[np.fromiter(map(known.__getitem__, column), np.int32, self.total)]


def _core_and_town(raw: Any) -> tuple[str | None, str | None]:
    return forms.called(str(raw)) if raw not in (None, "") else (None, None)


def _layers(column: list[Any]) -> list[list[Any]]:
    """A raw column as columns of single values: none for an empty one, several where rows have several values."""
    if column.count(None) == len(column):
        return []
    if not {tuple, list} & set(map(type, column)):
        return [column]
    several = [tuple(raw) if isinstance(raw, tuple | list) else (raw,) for raw in column]
    depth = min(MOST, max(map(len, several)))
    return [[raws[at] if at < len(raws) else None for raws in several] for at in range(depth)]


def _packed(layers: list[Codes], total: int) -> Codes:
    """Layers side by side, each row's values once and to the left, in as many columns as are needed."""
    if not layers:
        return np.full((total, 1), NONE, np.int32)
    if len(layers) == 1:
        return layers[0].reshape(-1, 1)
    whole = np.sort(np.stack(layers, axis=1), axis=1)[:, ::-1]
    repeated = whole[:, 1:] == whole[:, :-1]
    if repeated.any():
        whole[:, 1:][repeated] = NONE
        whole = np.sort(whole, axis=1)[:, ::-1]
    width = max(1, min(MOST, int((whole >= 0).sum(axis=1).max(initial=0))))
    return np.ascontiguousarray(whole[:, :width])


def _is_number(coded: Coded) -> bool:
    """Whether the values of a field of the owner's own are numbers that hardly two records share."""
    filled = int(coded.counts.sum())
    if filled < 3:
        return False
    sample = coded.forms[:2000]
    shaped = sum(len(text) >= 5 and sum(map(str.isdigit, text)) * 2 > len(text) for text in sample)
    return shaped * 10 >= len(sample) * 9 and len(coded.forms) * 5 >= filled
