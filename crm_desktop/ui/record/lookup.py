"""Finding the record that a few letters mean, in tables of any size: titles with what tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from crm_desktop.entity import query
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Text
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.store.row import quoted
from crm_desktop.ui.record.suggest import Suggestion
from crm_desktop.values.text import fold

FOUND: Final = 20
SMALL: Final = 2000
"""Tables up to this many rows are offered in their own order; of larger ones the newest come first."""

Near = Callable[[], tuple[str, int] | None]
"""A link (and its id) by which the records nearest to what is edited are known: the contacts of this customer."""


def suggestions(
    company: Company, entity: Entity, words: str, today: date, near: tuple[str, int] | None = None
) -> list[Suggestion]:
    """The records of one kind that hold the words, those near first; without words the first or the newest."""
    found: dict[int, None] = {}
    if near is not None:
        linked = ListQuery(words=words if entity.search else "", linked=near)
        if not entity.search and words.strip():
            linked = linked.with_(conditions=(Condition(entity.title, "contains", words),))
        found |= dict.fromkeys(query.ids(company, entity, linked, limit=FOUND, today=today))
    if len(found) < FOUND:
        found |= dict.fromkeys(_any(company, entity, words, today))
    ids = list(found)[:FOUND]
    return _shown(company, entity, ids)


def suggestions_of_all(company: Company, kinds: Sequence[Entity], words: str) -> list[Suggestion]:
    """The records of several kinds that hold the words, each with its kind named; the value is (kind, id)."""
    by_name = {entity.name: entity for entity in kinds}
    found: list[tuple[str, int]]
    if words.strip():
        found = company.index.find(words, FOUND, list(by_name))
    else:
        found = [(entity.name, row) for entity in kinds[:2] for row in _newest(company, entity, FOUND // 4)]
    shown: dict[tuple[str, int], Suggestion] = {}
    for name, entity in by_name.items():
        ids = [row for kind, row in found if kind == name]
        for made in _shown(company, entity, ids) if ids else ():
            also = f"{entity.singular} · {made.subtitle}" if made.subtitle else entity.singular
            shown[name, made.value] = Suggestion(made.title, (name, made.value), also, entity.icon)
    return [shown[pair] for pair in found if pair in shown]


def named(company: Company, entity: Entity, text: str, today: date) -> int | None:
    """The one record that is called so (or has that number or code); None where none or several are."""
    wanted = fold(text)
    codes = [name for name in entity.match if name in entity.fields()]
    names = [entity.title, *codes]
    if entity.search:
        ids = [row for _kind, row in company.index.find(text, FOUND, [entity.name])]
    else:
        like = ListQuery(conditions=(Condition(entity.title, "is", text),))
        ids = list(query.ids(company, entity, like, limit=FOUND, today=today))
    page = query.page(company, entity, ids, names) if ids else {}
    for place in range(len(names)):
        exact = [row for row, values in page.items() if fold(str(values[place] or "")) == wanted]
        if exact:
            return exact[0] if len(exact) == 1 else None
    return None


def can_be_made(entity: Entity) -> bool:
    """Whether a new record of this kind can begin with nothing but the words typed."""
    made = entity.fields().get(entity.title)
    return isinstance(made, Text)


def described(company: Company, entity: Entity, row: tuple[Any, ...], names: Sequence[str]) -> str:
    """Several columns of one record in one line, blanks left out."""
    texts = (company.column(entity, name).kind.show(raw) for name, raw in zip(names, row, strict=True))
    return " · ".join(text.replace("\n", " ") for text in texts if text)


def _any(company: Company, entity: Entity, words: str, today: date) -> list[int]:
    if words.strip() and entity.search:
        return [row for _kind, row in company.index.find(words, FOUND, [entity.name])]
    asked = ListQuery(conditions=(Condition(entity.title, "contains", words.strip()),) if words.strip() else ())
    if words.strip() or _size(company, entity) <= SMALL:
        return list(query.ids(company, entity, asked, limit=FOUND, today=today))
    return _newest(company, entity, FOUND)


def _newest(company: Company, entity: Entity, limit: int) -> list[int]:
    rows = company.execute(f"SELECT id FROM {quoted(entity.name)} ORDER BY id DESC LIMIT ?", (limit,))
    return [row for (row,) in rows]


def _size(company: Company, entity: Entity) -> int:
    """About how many rows a table has: its highest id, which is known at once."""
    return int(company.execute(f"SELECT coalesce(max(id), 0) FROM {quoted(entity.name)}").fetchone()[0])


def _shown(company: Company, entity: Entity, ids: Sequence[int]) -> list[Suggestion]:
    if not ids:
        return []
    names = (entity.title, *entity.subtitle)
    page = query.page(company, entity, ids, names)
    title = company.column(entity, entity.title).kind
    return [
        Suggestion(title.show(page[row][0]) or f"#{row}", row, described(company, entity, page[row][1:], names[1:]))
        for row in ids
        if row in page
    ]
