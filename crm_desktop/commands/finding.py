"""The command search: records of all kinds by any words, and where in each the words stand."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, whole_number
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.finding import leading
from crm_desktop.entity.misspelt import FEW, similar
from crm_desktop.entity.wording import text_of, words_of
from crm_desktop.exchange.writing_rows import rows
from crm_desktop.i18n import _
from crm_desktop.values.text import shorten

_LONGEST = 80


def search_arguments(parser: Parser) -> None:
    """The words of the command search."""
    parser.add_argument("words", metavar="WORDS", nargs="+", help=_("what to look for: names, pinyin, digits …"))
    file_argument(parser)
    parser.add_argument("--limit", metavar="N", type=whole_number(1, 100_000), default=50, help=_("at most (50)"))


def search(given: Namespace, out: Out) -> int:
    """Show the records that hold every word; where those are few, the similar ones after them."""
    from crm_desktop.areas import open_company

    words = " ".join(given.words)
    with open_company(Path(given.file)) as company:
        found = company.index.find(words, given.limit, leading=leading(company.entities))
        answers = list(answered(company, found, words))
        if len(found) < FEW:
            for one in answered(company, similar(company.index, words, given.limit), words):
                answers.append({**one, "why": one["why"] or _("similar"), "similar": True})
        titles = {entity.name: entity.singular for entity in company.entities}
    out.value(answers)
    out.table(
        [_("Kind"), "id", _("Name"), _("Found in")],
        [[titles[one["kind"]], str(one["id"]), one["title"], one["why"]] for one in answers],
        right=[False, True],
        widest=80,
    )
    return 0


def answered(company: Company, found: Sequence[tuple[str, int]], words: str) -> Iterator[dict[str, Any]]:
    """What was found, in its order: kind, id, title, and the column and value that hold the words."""
    wanted = words_of(words)
    by_kind: dict[str, list[int]] = {}
    for kind, row in found:
        by_kind.setdefault(kind, []).append(row)
    why: dict[tuple[str, int], str] = {}
    titles: dict[tuple[str, int], str] = {}
    for kind, ids in by_kind.items():
        entity = company.entity(kind)
        titles.update({(kind, row): title for row, title in company.titles(entity, ids).items()})
        columns = _searched(company, entity)
        for values in rows(company, entity, ids, columns):
            why[kind, values[0]] = _why(columns, values[1:], wanted)
    for kind, row in found:
        if (kind, row) in titles:
            yield {"kind": kind, "id": row, "title": titles[kind, row], "why": why.get((kind, row), "")}


def _searched(company: Company, entity: Entity) -> list[Column]:
    """The columns in which the search looks: the title, then the others; child rows by their slots."""
    names: list[str] = [entity.title]
    for name in entity.search:
        children = next((one for one in entity.children if one.name == name), None)
        names += [slot.name for slot in children.slots] if children is not None else [name]
    every = company.columns(entity)
    return [every[name] for name in dict.fromkeys(names) if name in every]


def _why(columns: Sequence[Column], raws: Sequence[Any], wanted: Sequence[str]) -> str:
    """The fewest places that hold all words: "Mobile: 138 0013 8000"."""
    missing = list(wanted)
    places = []
    for text, title in _pieces(columns, raws):
        held = text_of((text,))
        here = [word for word in missing if word in held]
        if here:
            places.append(f"{title}: {shorten(text, _LONGEST)}")
            missing = [word for word in missing if word not in here]
        if not missing:
            break
    return " · ".join(places)


def _pieces(columns: Sequence[Column], raws: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for column, raw in zip(columns, raws, strict=True):
        if raw is None:
            continue
        for piece in str(raw).split("; ") if column.slot is not None else [str(raw)]:
            yield piece, column.title
