"""What the search index will keep of new records, told by their columns before they are written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Entity
from crm_desktop.entity.fields import Choice, Derived, Link, Text
from crm_desktop.entity.foretold import FEWEST
from crm_desktop.exchange.details import Details
from crm_desktop.exchange.storing_children import columns_of_children
from crm_desktop.store.row import quoted

Texts = Sequence[str | None]
Chosen = Mapping[str, tuple[Details, Sequence[int], Mapping[int, int]]]
"""By the name of `Children`: the child rows to be inserted, and by their owners at which place of the run these are."""

_MOST_APART: Final = 8
"""Child rows of one record that are told apart; further ones go with the last of these."""


def foretell(
    company: Company, entity: Entity, columns: Mapping[str, Sequence[Any]], count: int, chosen: Chosen
) -> None:
    """Let the search index begin with `count` records about to be inserted, given by the columns that are stored.

    Nothing happens where they are few, or where their texts take in what is not known here.
    """
    if count < FEWEST or not entity.search:
        return
    counts: dict[str, int] = {}
    parts: list[Texts | Children] = []
    for name in (entity.title, *entity.search):
        children = next((made for made in entity.children if made.name == name), None)
        told = _of_column(company, entity, name, columns) if children is None else children
        if told is None:
            return
        parts.append(told)

    def begin() -> Sequence[Texts]:
        found: list[Texts] = []
        for part in parts:
            if isinstance(part, Children):
                texts, counts[part.model.table()] = _of_children(part, chosen.get(part.name), count)
                found += texts
            else:
                found.append(part)
        return [texts for texts in found if texts]

    company.index.foretell(entity, company.journal.next_id(entity.model), count, begin, counts)


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


def _of_links(sql: str, name: str, values: Sequence[Any], company: Company) -> Texts:
    """What the index reads of a link, for each."""
    if not values:
        return []
    wanted = json.dumps([value for value in set(values) if value is not None])
    rows = f"(SELECT value AS {quoted(name)} FROM json_each(?)) t"
    question = f"SELECT t.{quoted(name)}, {sql.replace('{t}', 't')} FROM {rows}"
    known = dict(company.execute(question, (wanted,)).fetchall())
    return [known.get(value) for value in values]


def _of_children(
    children: Children, given: tuple[Details, Sequence[int], Mapping[int, int]] | None, count: int
) -> tuple[list[Texts], int]:
    """What the first child rows of the records hold, the second ones and so on, and how many rows they are.

    A row has a line for each field.
    """
    if given is None or not given[1]:
        return [], 0
    details, chosen, places = given
    columns = columns_of_children(details, chosen)
    fields = children.model._meta.fields
    names = [name for name in children.fields if not isinstance(fields[name], Link | Derived | Choice)]
    owners = details.owners if len(chosen) == len(details.owners) else [details.owners[at] for at in chosen]
    filled = [_as_texts(column, len(owners)) for name in names if (column := columns.get(name)) is not None]
    texts = filled[0] if len(filled) == 1 else list(map("\n".join, zip(*filled, strict=True)))
    found: list[list[str | None]] = []
    had = [0] * count
    rows = 0
    for owner, text in zip(owners, texts, strict=True):
        place = places.get(owner)
        if place is not None:
            rows += 1
            at = had[place]
            had[place] = at + 1
            if at < len(found):
                found[at][place] = text
            elif at < _MOST_APART:
                found.append([None] * count)
                found[at][place] = text
            else:
                found[-1][place] = f"{found[-1][place]}\n{text}"
    return list(found), rows


def _as_texts(column: Sequence[Any] | None, count: int) -> Sequence[str]:
    """A column of child rows as the index reads it; blanks are blank."""
    if column is None:
        return [""] * count
    if set(map(type, column)) == {str}:
        return column
    return ["" if value is None else str(value) for value in column]
