"""Which kind of record a list holds, and which of its columns fills what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Text, Tick
from crm_desktop.errors import Refused
from crm_desktop.exchange import memory
from crm_desktop.exchange.assigning import ColumnPlan, Sampled, assign, sampled
from crm_desktop.exchange.cardcolumns import call_as_shown, leave_out_repeats
from crm_desktop.exchange.decisions import MATCHES, Decisions, refuse_unless_in
from crm_desktop.exchange.fillable import OFFERED_PEOPLE, targets
from crm_desktop.exchange.headingwords import Vocabulary, split_camel, squeezed, vocabulary
from crm_desktop.exchange.personnames import PARTS, has_title
from crm_desktop.exchange.placecolumns import take_places_apart
from crm_desktop.exchange.rownumbers import leave_out_row_numbers
from crm_desktop.exchange.tables import Cell, Source, Table
from crm_desktop.i18n import _, listed
from crm_desktop.values.dates import Order
from crm_desktop.values.text import fold

_BESIDES: Final = re.compile(
    r"\.(?:csv|xlsx?|txt|tsv)$|\b(?:dim|fact|tbl|list|export|data|all|my|new|final|copy)\b|[\d_.()（）-]+"
    r"|导出|列表|名单|资料|信息|数据|表$|最新",
    re.IGNORECASE,
)
"""What names of files say besides what their rows are."""


@dataclass
class SheetPlan:
    """How one sheet of a list is brought in; every part of it may be changed before `run`."""

    table: Table
    kind: str | None
    """None: the sheet is left out."""
    columns: list[ColumnPlan]
    match: str = "fill"
    source: str = ""
    """The file's name."""
    why: str = ""
    """Why the sheet is left out, as a sentence."""
    date_order: Order | None = None
    """How dates with two readings are meant where the list itself does not tell: dmy or mdy."""
    near: bool = False
    """Whether rows that probably are a record that is there, or one another, are looked for."""
    decisions: Decisions = field(default_factory=Decisions)
    """What was settled beside `match`: for groups, rows, fields and words."""
    corrections: dict[tuple[int, int], Cell] = field(default_factory=dict)
    """Cells that are read as if they held something else, by row number in the file and index of the column."""

    filled_down: set[int] = field(default_factory=set)
    """Columns whose blank cells take the value above them (see `filling_down`)."""
    tag: str = ""
    """A tag for the records that are created or updated."""

    def cell(self, place: int, column: int) -> Cell:
        """A cell of the body as it is brought in."""
        where = (self.table.row_number(place), column)
        return self.corrections[where] if where in self.corrections else self.table.body[place][column]

    @property
    def suspect(self) -> dict[tuple[int, int], str]:
        """Cells not to be trusted, by row number and column: why; those that were corrected are."""
        found = self.table.suspect
        return {where: why for where, why in found.items() if where not in self.corrections} if found else found

    @property
    def mapping(self) -> dict[str, str | None]:
        """Heading → target, as a report shows it."""
        return {column.heading: column.target for column in self.columns}


def plan(
    company: Company,
    source: Source,
    *,
    into: str | None = None,
    mapping: Mapping[str, str] | None = None,
    match: str = "fill",
    today: date,
) -> list[SheetPlan]:
    """A plan for each sheet of a list that was read.

    `into` names the kind, `mapping` the targets of some headings ("" leaves a column out); the rest is remembered from
    the last list with these headings, or found by headings and contents.
    """
    refuse_unless_in(match, MATCHES, "match")
    wanted = company.entity(into) if into else None
    name = source.path.name if source.path is not None else ""
    refuse_unknown_headings(source.tables, mapping or {})
    words: dict[str, Vocabulary] = {}
    plans = []
    alone = sum(bool(table.rows) for table in source.tables) == 1
    for table in source.tables:
        made = _plan_table(company, table, name, wanted, mapping or {}, today, words, alone=alone)
        made.match = match
        plans.append(made)
    return plans


def remap(company: Company, sheet: SheetPlan, kind: str | None, *, today: date) -> SheetPlan:
    """The same sheet as another kind of record, its columns mapped anew."""
    if kind is None:
        columns = [ColumnPlan(column.index, column.heading, None, "chosen") for column in sheet.columns]
        return SheetPlan(
            sheet.table, None, columns, sheet.match, sheet.source, sheet.why, corrections=sheet.corrections,
            filled_down=sheet.filled_down, tag=sheet.tag,
        )  # fmt: skip
    entity = company.entity(kind)
    words = vocabulary(company, entity, told=True)
    columns, _score = assign(entity, words, sampled(sheet.table), sheet.table, today, sure_title=True)
    leave_out_repeats(entity, sheet.table, columns)
    call_as_shown(sheet.table, columns)
    take_places_apart(entity, sheet.table, columns)
    leave_out_row_numbers(entity, sheet.table, columns, alone=True)
    return SheetPlan(
        sheet.table, kind, columns, sheet.match, sheet.source, corrections=sheet.corrections,
        filled_down=sheet.filled_down, tag=sheet.tag,
    )  # fmt: skip


def _plan_table(
    company: Company,
    table: Table,
    name: str,
    wanted: Entity | None,
    mapping: Mapping[str, str],
    today: date,
    words: dict[str, Vocabulary],
    *,
    alone: bool,
) -> SheetPlan:
    if not table.body and table.header_row is None:
        return _left_out(table, name, _("“{sheet}” holds no rows.").format(sheet=table.name))
    if table.hidden and wanted is None:
        return _left_out(table, name, _("“{sheet}” is a hidden sheet; it is left out.").format(sheet=table.name))
    columns = sampled(table)
    known = memory.recall(company, table)
    kind = wanted or (company.entity(known.kind) if known is not None and _is_kind(company, known.kind) else None)
    if kind is None:
        kind = _guess(company, table, name, columns, today, words)
    if kind is None and not table.body:
        return _left_out(table, name, _("“{sheet}” holds no rows.").format(sheet=table.name))
    if kind is None:
        sentence = _("It is not clear what the rows of “{sheet}” are. Choose the kind of record.")
        return _left_out(table, name, sentence.format(sheet=table.name))
    told = wanted is not None or known is not None
    vocabulary_of = vocabulary(company, kind, told=True) if told else words[kind.name]
    planned, _score = assign(kind, vocabulary_of, columns, table, today, sure_title=True)
    leave_out_repeats(kind, table, planned)
    call_as_shown(table, planned)
    take_places_apart(kind, table, planned)
    leave_out_row_numbers(kind, table, planned, alone=alone)
    if known is not None and known.kind == kind.name:
        _recall(planned, known.mapping, vocabulary_of)
    choose(company, kind, planned, mapping, vocabulary_of)
    return SheetPlan(table, kind.name, planned, source=name)


def _left_out(table: Table, name: str, why: str) -> SheetPlan:
    columns = [ColumnPlan(at, heading, None, "kept") for at, heading in enumerate(table.headings)]
    return SheetPlan(table, None, columns, source=name, why=why)


def _is_kind(company: Company, kind: str) -> bool:
    return any(entity.name == kind for entity in company.entities)


def _recall(columns: Sequence[ColumnPlan], mapping: Mapping[str, str | None], words: Vocabulary) -> None:
    """Map the columns as they were mapped the last time, where that is still possible."""
    for column in columns:
        if column.heading not in mapping:
            continue
        target = mapping[column.heading]
        if target is None or target in words.targets or target == "notes+" or target.startswith("custom:"):
            column.target, column.why = target, "remembered"


def choose(
    company: Company, entity: Entity, columns: Sequence[ColumnPlan], mapping: Mapping[str, str], words: Vocabulary
) -> None:
    """Map the columns that a person named."""
    chosen = {fold(heading): target for heading, target in mapping.items()}
    for column in columns:
        if fold(column.heading) not in chosen:
            continue
        target = target_named(company, entity, chosen[fold(column.heading)], words)
        give_way(columns, column, target, words)
        column.target, column.why = target, "chosen"


def give_way(columns: Sequence[ColumnPlan], to: ColumnPlan, target: str | None, words: Vocabulary) -> None:
    """Keep columns apart that were only understood to be what a column now is, where one alone can be that."""
    known = words.targets.get(target or "")
    if known is None or known.several:
        return
    for other in columns:
        if other is not to and other.target == target and other.why not in ("chosen", "profile"):
            other.target, other.why = f"custom:{other.heading}", "kept"


def target_named(company: Company, entity: Entity, text: str, words: Vocabulary | None = None) -> str | None:
    """The target that a person names: by its name, its title or another heading for it; Refused for an unknown one."""
    text = text.strip()
    if text in ("", "-"):
        return None
    if text.startswith("custom:") and text.removeprefix("custom:").strip():
        return text
    if text == "notes+" or text in targets(company, entity):
        return text
    found = (words or vocabulary(company, entity, told=True)).words.get(squeezed(text))
    if found is None:
        offered = [name for name, one in targets(company, entity).items() if one.which <= OFFERED_PEOPLE]
        raise Refused(
            _("{kind} has no column “{name}”. It has: {names}.").format(
                kind=entity.plural, name=text, names=listed(offered)
            ),
            "mapping",
        )
    return found


def refuse_unknown_headings(tables: Sequence[Table], mapping: Mapping[str, str]) -> None:
    """Refused for a heading that none of the tables has."""
    known = {fold(heading): heading for table in tables for heading in table.headings}
    for heading in mapping:
        if fold(heading) not in known:
            raise Refused(
                _("The list has no column “{heading}”. It has: {headings}.").format(
                    heading=heading, headings=listed(known.values())
                ),
                "mapping",
            )


_MOST_LOOKED_AT: Final = 200
"""Columns that tell what the rows of a list are; further ones say nothing new."""

# What the rows are ----------------------------------------------------------------------------------------------------


_TELLING: Final = 3
"""Columns known by their values, from which on the others of a list without headings may be anything."""


def _guess(
    company: Company,
    table: Table,
    name: str,
    columns: Sequence[Sampled],
    today: date,
    words: dict[str, Vocabulary],
) -> Entity | None:
    """The kind whose columns explain most of the list; None where none can take it."""
    best: tuple[float, Entity] | None = None
    columns = columns[:_MOST_LOOKED_AT]
    bare = all(column.generic for column in columns)
    for entity in company.entities:
        if entity.hidden or (table.of_companies and entity.person):
            continue
        vocabulary_of = words.get(entity.name) or words.setdefault(entity.name, vocabulary(company, entity))
        called = _is_named(vocabulary_of, table, name) if bare else False
        planned, score = assign(entity, vocabulary_of, columns, table, today, sure_title=called)
        if not _is_titled(entity, planned) and _speaks(entity, planned):
            planned, score = assign(entity, vocabulary_of, columns, table, today, sure_title=True)
        if called:
            score += 4
        told = sum(plan.why == "content" for plan in planned)
        telling = [column for column in columns if not (bare and told >= _TELLING and _may_be_anything(column))]
        filled = sum(1 for column in telling if column.cells) or len(columns)
        if not score or not _can_hold(entity, planned, columns, vocabulary_of):
            continue
        share = score / filled
        score += _called(entity, vocabulary_of, table, name) + _distinct_titles(entity, planned, columns)
        score += _called_like(entity, planned, columns)
        score += _own_numbers(entity, vocabulary_of, planned, columns)
        if (share >= 0.25 or score >= 4) and (best is None or score > best[0] + 1e-6):
            best = (score, entity)
    return best[1] if best is not None else None


def _may_be_anything(column: Sampled) -> bool:
    """Whether the values of a column without a heading say nothing of what it is."""
    return column.content.content in ("text", "number", "amount", "date", "code", "boolean")


def _is_titled(entity: Entity, planned: Sequence[ColumnPlan]) -> bool:
    return any(plan.target == entity.title for plan in planned)


def _speaks(entity: Entity, planned: Sequence[ColumnPlan]) -> bool:
    """Whether three headings and more mean fields of the kind itself, though none names its records."""
    own = {plan.target for plan in planned if plan.why == "heading"} & set(entity.fields())
    return len(own) >= 3 and isinstance(entity.fields()[entity.title], Text)


def _is_named(words: Vocabulary, table: Table, name: str) -> bool:
    """Whether sheet or file is called exactly as records of a kind are: Vendors, DimReseller, 客户列表2024."""
    for text in (table.name, name.rpartition(".")[0] or name):
        bare = squeezed(_BESIDES.sub(" ", split_camel(text)))
        for one in (bare, bare.removesuffix("s")):
            if one in words.prefixes or (one and words.plain.get(one) == words.title):
                return True
    return False


def _can_hold(entity: Entity, planned: Sequence[ColumnPlan], columns: Sequence[Sampled], words: Vocabulary) -> bool:
    """Whether every needed column is there, or can be filled from others."""
    empty = not any(column.cells for column in columns)
    mapped = {plan.target for plan, column in zip(planned, columns, strict=True) if column.cells or empty}
    for name, made in entity.fields().items():
        if not made.required or made.default is not None or isinstance(made, Tick) or name in mapped:
            continue
        if entity.about and name in ("kind", "row"):
            continue
        if name == entity.title and entity.person and _nameless(entity, mapped):
            continue
        return False
    if len(mapped & set(words.targets)) == 1 and not entity.tags and not empty:
        return False  # "label" alone does not make a list of tags
    if entity.title in mapped or entity.person:
        return True
    # A document is named by its number, which may come later; its other columns must speak clearly.
    return len(mapped & set(words.targets)) >= 3


def _nameless(entity: Entity, mapped: set[str | None]) -> bool:
    """Whether people can be called by what else the list says of them.

    Numbers alone are contacts rather than the own staff, who have names.
    """
    ways = {slot.name for children in entity.children for slot in children.slots if slot.content}
    return bool(mapped & {*PARTS, *ways} or (mapped & {*entity.match} and (entity.children or len(mapped) > 3)))


def _called(entity: Entity, words: Vocabulary, table: Table, name: str) -> float:
    """How much the names of sheet and file speak for a kind."""
    best = 0.0
    for text in (table.name, name.rpartition(".")[0] or name):
        called = squeezed(text)
        for prefix in words.prefixes:
            if called == prefix:
                best = max(best, 2.0)
            elif prefix in called and len(prefix) > 1:
                best = max(best, 1.0 + len(prefix) / 100)
        if words.plain.get(called.removesuffix("s")) == entity.title:
            best = max(best, 2.0)
    return best


def _called_like(entity: Entity, planned: Sequence[ColumnPlan], columns: Sequence[Sampled]) -> float:
    """Names of people under “Name” are contacts sooner than customers, those of companies are customers."""
    for plan, column in zip(planned, columns, strict=True):
        if plan.target == entity.title and column.cells and entity.person:
            texts = [str(cell) for cell in column.cells]
            return 0.5 if sum(map(has_title, texts)) >= len(texts) / 2 else 0.0
    return 0.0


def _distinct_titles(entity: Entity, planned: Sequence[ColumnPlan], columns: Sequence[Sampled]) -> float:
    """A kind whose titles come again and again in the list is less likely what each row is."""
    for plan, column in zip(planned, columns, strict=True):
        if plan.target == entity.title and column.cells:
            return 1.5 * column.distinct
    return 0.75 if entity.person else 0.0


def _own_numbers(entity: Entity, words: Vocabulary, planned: Sequence[ColumnPlan], columns: Sequence[Sampled]) -> float:
    """A column of the kind's own numbers (Customer ID), all different, says what each row is."""
    template = not any(column.cells for column in columns)
    for plan, column in zip(planned, columns, strict=True):
        if plan.target not in entity.match or plan.target not in entity.fields() or not (column.cells or template):
            continue
        word = squeezed(column.heading)
        if plan.target == entity.title and not all(any(map(str.isdigit, str(cell))) for cell in column.cells):
            continue  # names, and no numbers
        general = word in ("id", "no", "number", "code", "编号", "name") or plan.target in ("email", "phone")
        if (column.distinct == 1 or template) and not general and word in words.words:
            return 4.0
    return 0.0
