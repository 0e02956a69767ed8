"""What the search index will keep of new records, told by their columns before they are written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Entity
from crm_desktop.entity.fields import Choice, Derived, Link, Text
from crm_desktop.entity.foretold import FEWEST
from crm_desktop.exchange.details import Details
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.storing_children import columns_of_children
from crm_desktop.store.row import quoted
from crm_desktop.values.inparts import rising

Texts = Sequence[str | None]
Chosen = Mapping[str, tuple[Details, Sequence[int], Sequence[int | None]]]
"""By the name of `Children`: the child rows to be inserted, and the places of these rows' records in the run; None
belongs to none of them."""

_MOST_APART: Final = 8
"""Child rows of one record that are told apart; further ones go with the last of these."""


class Lines(NamedTuple):
    """Child rows as the index reads them: a column for each field, and for each row the place of its record."""

    table: str
    places: list[int]
    columns: list[Sequence[Any]]


@dataclass
class Told:
    """All that the texts of so many records consist of, in order."""

    count: int
    parts: list[Texts | Lines]

    def children(self) -> dict[str, int]:
        """How many child rows there are, by table."""
        return {part.table: len(part.places) for part in self.parts if isinstance(part, Lines)}

    def columns(self) -> list[Texts]:
        """The same as texts, which may be several lines for a record."""
        found: list[Texts] = []
        for part in self.parts:
            found += _of_lines(part, self.count) if isinstance(part, Lines) else [part]
        return [column for column in found if column]


def foretell(
    company: Company,
    entity: Entity,
    columns: Mapping[str, Sequence[Any]],
    count: int,
    chosen: Chosen,
    *,
    sure: bool = True,
) -> None:
    """Let the search index begin with `count` records about to be inserted, given by the columns that are stored.

    Nothing happens where they are few, or where their texts take in what is not known here.
    """
    if count < FEWEST or not entity.search:
        return
    told = _told(company, entity, columns, count, chosen)
    if told is not None:
        company.index.foretell(entity, company.journal.next_id(entity.model), told, sure=sure)


def guess(intake: Intake) -> None:
    """Let the index begin with a list that was read as if each row would become a record as it stands.

    That is so of most lists, unless likely twins are looked for. If it is not, `foretell` drops what was made.
    """
    company, entity = intake.company, intake.entity
    there = company.journal.next_id(entity.model)
    if company.aside is None or intake.sheet.near or there > intake.count:
        return
    fields = entity.model._meta.fields
    chosen = {name: (one, range(len(one.owners)), list(one.owners)) for name, one in intake.details.items()}
    columns = {fields[name].column_name: list(values) for name, values in intake.fields.items()}
    foretell(company, entity, columns, intake.count, chosen, sure=False)


def _told(
    company: Company, entity: Entity, columns: Mapping[str, Sequence[Any]], count: int, chosen: Chosen
) -> Told | None:
    parts: list[Texts | Lines] = []
    for name in (entity.title, *entity.search):
        children = next((made for made in entity.children if made.name == name), None)
        if children is not None:
            parts.append(_lines(children, *chosen[name]) if name in chosen else Lines(children.model.table(), [], []))
        elif (part := _of_column(company, entity, name, columns)) is not None:
            parts.append(part)
        else:
            return None
    return Told(count, parts)


def _of_column(company: Company, entity: Entity, name: str, columns: Mapping[str, Sequence[Any]]) -> Texts | None:
    """A column of the record as the index reads it; [] where it is blank, None where it is not known."""
    column = company.column(entity, name)
    made = column.field
    if made is None or column.joined:
        return None
    values = columns.get(made.column_name, ())
    if isinstance(made, Link):
        return _of_links(column.sql, made.column_name, values, company)
    return values if isinstance(made, Text) and column.sql == f"{{t}}.{quoted(made.column_name)}" else None


def _of_links(sql: str, name: str, values: Sequence[Any], company: Company) -> Texts | None:
    """What the index reads of a link, for each; None where some lead to what is not written yet."""
    if not values:
        return []
    distinct = set(values) - {None}
    if any(type(value) is not int or value < 0 for value in distinct):
        return None
    rows = f"(SELECT value AS {quoted(name)} FROM json_each(?)) t"
    question = f"SELECT t.{quoted(name)}, {sql.replace('{t}', 't')} FROM {rows}"
    known = dict(company.execute(question, (json.dumps([*distinct]),)).fetchall())
    return [known.get(value) for value in values]


def _lines(children: Children, details: Details, chosen: Sequence[int], places: Sequence[int | None]) -> Lines:
    columns = columns_of_children(details, chosen)
    fields = children.model._meta.fields
    read = [name for name in children.fields if not isinstance(fields[name], Link | Derived | Choice)]
    given = [columns[name] for name in read if name in columns]
    known = [place for place in places if place is not None]
    if len(known) < len(places):
        given = [[value for value, place in zip(column, places, strict=True) if place is not None] for column in given]
    return Lines(children.model.table(), known, [[*column] for column in given])


def _of_lines(lines: Lines, count: int) -> list[Texts]:
    """What child rows hold: a column for each run of them in which each record has one at most."""
    filled = [_as_texts(column) for column in lines.columns]
    if not filled:
        return []
    texts = filled[0] if len(filled) == 1 else list(map("\n".join, zip(*filled, strict=True)))
    found: list[Texts] = []
    for run in rising(lines.places):
        places, part = lines.places[run], texts[run]
        if len(places) == count:
            found.append(part)
            continue
        column: list[str | None] = [None] * count
        for place, text in zip(places, part, strict=True):
            column[place] = text
        found.append(column)
    if len(found) > _MOST_APART:
        last = zip(*found[_MOST_APART - 1 :], strict=True)
        found[_MOST_APART - 1 :] = [["\n".join(filter(None, row)) or None for row in last]]
    return found


def _as_texts(column: Sequence[Any]) -> Sequence[str]:
    """A column of child rows as the index reads it; blanks are blank."""
    if set(map(type, column)) == {str}:
        return column
    return ["" if value is None else str(value) for value in column]
