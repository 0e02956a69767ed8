"""The columns of a list given to the targets of one kind of record: by heading, by content, or kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Birthday, Day, Text
from crm_desktop.exchange import personnames
from crm_desktop.exchange.cellfits import fits, fits_target, joins
from crm_desktop.exchange.columns import LOOKED_AT, Guess, column_content, speaks_of_phones
from crm_desktop.exchange.dateparts import triples
from crm_desktop.exchange.donewords import speaks_of_being_done
from crm_desktop.exchange.fillable import Target
from crm_desktop.exchange.furtherpeople import further_people
from crm_desktop.exchange.headingwords import Found, Vocabulary, squeezed
from crm_desktop.exchange.personnames import FAMILY, FORM_OF_ADDRESS, GIVEN, JOB, PARTS, are_forms_of_address
from crm_desktop.exchange.shapes import shape
from crm_desktop.exchange.tables import Cell, Table, column_name
from crm_desktop.i18n import N_, _

NOTES: Final = "notes"
"""The field that texts without a place of their own are added to."""
STREET: Final = "street"
_MOST_FRESH: Final = 200
"""Fields of its own that one list may bring."""
HOUSE: Final = frozenset(("streetnumber", "streetno", "housenumber", "houseno", "buildingnumber", "门牌号", "门牌"))
DISTRICTS: Final = frozenset(("区", "区县", "县区", "区/县", "所在区", "所在区县", "district"))
"""Squeezed headings of what stands before or after a street."""
CODE: Final = "code"

_SAMPLE: Final = 60
_BY_CONTENT: Final = 0.8
"""The share of values that must fit before a column is mapped by them."""
_HEADINGS_OF: Final = {
    "mobile": ("mobile", "手机"),
    "landline": ("phone", "电话"),
    "phone": ("phone", "电话"),
    "email": ("email", "邮箱"),
    "url": ("website", "网址"),
    "company_name": ("company name", "公司名称"),
    "person_name": ("full name", "姓名"),
    "tax_number": ("tax number", "税号"),
    "province": ("province", "省份"),
    "city": ("city", "城市"),
    "postcode": ("postcode", "邮编"),
    "gender": ("gender", "性别"),
}
"""What a column of such values would be called; only these contents tell for themselves what they are."""
_WITHOUT_HEADINGS: Final = {
    **_HEADINGS_OF,
    "person_name": ("full name", "姓名", "contact person"),
    "address": ("address", "地址"),
    "code": ("code", "编号"),
}
"""What more is told by values where a list has no headings at all; the first that is free."""
_OWN_TITLES: Final = {"date": N_("Date"), "amount": N_("Amount")}
"""What a field of the owner's is called for such values, where there is no heading to call it by."""
_SAY_IT_ALONE: Final = ("mobile", "email")
"""Contents that may be added to a record whatever their heading says."""


@dataclass
class ColumnPlan:
    """What one column of a list fills.

    `target` is a column of the kind (field, slot, "tags", "about", a companion's, "lines.product"), "custom:Title" for
    a custom field of that title, "notes+" to add "Heading: value" to the notes, or None to leave the column out.
    `why` is heading, content, remembered, profile, chosen, kept or numbers.
    """

    index: int
    heading: str
    target: str | None
    why: str


@dataclass
class Sampled:
    """One column of a list with some of its values."""

    index: int
    heading: str
    table: Table
    cells: list[Cell]
    """Up to 60 different values."""
    distinct: float
    """The share of different values among those that are not blank."""
    generic: bool
    """Whether the heading says nothing: Column C."""
    lower: str = ""
    """Of a heading in two rows the lower one, where no other column has it: 电话 of 联系方式 / 电话."""

    @cached_property
    def content(self) -> Guess:
        return column_content(self.table.column(self.index, LOOKED_AT))


def sampled(table: Table) -> list[Sampled]:
    """The columns of a list with some values of each."""
    found = []
    rows = table.body
    below = [heading.rpartition(" / ")[2] if " / " in heading else "" for heading in table.headings]
    for at, heading in enumerate(table.meant or table.headings):
        seen: dict[Cell, None] = {}
        filled = 0
        for row in rows[:2000]:
            cell = row[at]
            if cell is not None:
                filled += 1
                seen[cell] = None
        if not filled:
            later = next((row[at] for row in rows[2000:] if row[at] is not None), None)
            if later is not None:
                filled, seen = 1, {later: None}
        generic = table.header_row is None or heading == column_name(at)
        lower = below[at] if below.count(below[at]) == 1 and below[at] not in table.headings else ""
        found.append(Sampled(at, heading, table, list(seen)[:_SAMPLE], len(seen) / max(filled, 1), generic, lower))
    return found


def assign(
    entity: Entity,
    words: Vocabulary,
    columns: Sequence[Sampled],
    table: Table,
    today: date,
    *,
    sure_title: bool = False,
) -> tuple[list[ColumnPlan], float]:
    """A plan for each column and how well the kind explains the list.

    With `sure_title` the kind is certain, so that the likeliest column names its records where no heading says so.
    """
    planned: dict[int, ColumnPlan] = {}
    score = _dates_in_parts(words, columns, planned)
    score += _by_heading(entity, words, columns, today, planned)
    score += 0.5 * _by_content(words, columns, planned)
    _take_nearest_twins(words, columns, planned)
    _take_given_names(words, planned)
    if sure_title:
        _free_numbers(entity, words, columns, planned)
    taken = {plan.target for plan in planned.values()}
    if sure_title and entity.title in words.targets and entity.title not in taken and not taken & _names(entity):
        _find_title(entity, columns, planned)
    told = () if table.of_cards else columns
    headings = {column.index: column.lower or column.heading for column in told if not column.generic}
    for at, target in further_people(entity, words, headings, {at: one.target for at, one in planned.items()}).items():
        column = columns[at]
        planned[at] = ColumnPlan(at, column.heading, target, "heading") if target else _kept(column, words)
        score += bool(target and column.cells and words.targets[target].which > 1)
    for column in columns:
        if column.index not in planned:
            planned[column.index] = _kept(column, words)
    if table.header_row is None:
        _name_by_content(columns, planned)
    _keep_the_many_in_remarks(words, planned)
    return [planned[column.index] for column in columns], score


def _keep_the_many_in_remarks(words: Vocabulary, planned: dict[int, ColumnPlan]) -> None:
    """No table holds fields without end: what comes after the first of them is kept in the remarks."""
    fresh = [at for at, plan in sorted(planned.items()) if (plan.target or "").startswith("custom:")]
    for at in fresh[_MOST_FRESH:] if NOTES in words.targets else ():
        planned[at] = ColumnPlan(at, planned[at].heading, "notes+", "kept")


def _names(entity: Entity) -> set[str]:
    """Columns that can stand in for a missing title."""
    return {*PARTS, *entity.match} if entity.person else set()


def _kept(column: Sampled, words: Vocabulary) -> ColumnPlan:
    """What no field fits, in one of its own; what has several lines, in the remarks, which keep them."""
    if NOTES in words.targets and any(isinstance(cell, str) and "\n" in cell.strip() for cell in column.cells):
        return ColumnPlan(column.index, column.heading, "notes+", "kept")
    return ColumnPlan(column.index, column.heading, f"custom:{column.heading}" if column.cells else None, "kept")


def _name_by_content(columns: Sequence[Sampled], planned: Mapping[int, ColumnPlan]) -> None:
    """Call fields of the owner's by what is in them: the first of each sort."""
    taken = {plan.target for plan in planned.values()}
    for column in columns:
        plan, title = planned[column.index], _OWN_TITLES.get(column.content.content)
        target = f"custom:{_(title)}" if title and column.generic and column.content.share >= _BY_CONTENT else None
        if (
            target is not None
            and plan.why == "kept"
            and (plan.target or "").startswith("custom:")
            and target not in taken
        ):
            plan.target = target
            taken.add(target)


def _dates_in_parts(words: Vocabulary, columns: Sequence[Sampled], planned: dict[int, ColumnPlan]) -> float:
    """Year, month and day of one date in three columns fill one field."""
    score = 0.0
    headings = {column.index: column.heading for column in columns if not column.generic}
    for base, indexes in triples(headings).items():
        names = (words.words.get(squeezed(word)) for word in (f"{base} date", f"{base}day", f"date of {base}", base))
        dated = (name for name in names if name and isinstance(words.targets[name].kind, Day | Birthday))
        name = next(dated, None)
        if name is not None:
            planned.update({at: ColumnPlan(at, headings[at], name, "heading") for at in indexes})
            score += 1.0
    return score


def _by_heading(
    entity: Entity,
    words: Vocabulary,
    columns: Sequence[Sampled],
    today: date,
    planned: dict[int, ColumnPlan],
) -> float:
    """Give each target to the column whose heading fits it best; returns the sum of confidences."""
    offers: list[tuple[float, bool, int, Sampled, Found]] = []
    for column in columns:
        if column.generic:
            continue
        found = words.candidates(column.heading)
        if column.lower and not (found and found[0].confidence > 0.9):
            found = sorted([*found, *words.candidates(column.lower)], key=lambda one: -one.confidence)
        if entity.person:
            found = _for_people(column, found, words)
        if squeezed(column.heading) in HOUSE | DISTRICTS:
            found = [Found(STREET, 0.5, 0)] if STREET in words.targets else []
        offers += [(one.confidence, bool(column.cells), -column.index, column, one) for one in found]
    # A column without any value never takes the place of one that has them.
    offers.sort(key=lambda offer: (offer[1], offer[0], offer[2]), reverse=True)
    taken = {plan.target: plan.index for plan in planned.values() if plan.target}
    template = not any(column.cells for column in columns)
    ours = _is_ours(words, columns)
    score = 0.0
    for confidence, filled, _place, column, one in offers:
        if column.index in planned:
            continue
        if one.target is None:
            worked = words.worked.get(squeezed(column.heading))
            if worked is not None and (not ours or not fits(worked, column.cells, 0.0, today)):
                continue  # what the program works out of its own is a value to keep in anybody else's list
            planned[column.index] = ColumnPlan(column.index, column.heading, None, "heading")
            continue
        target = words.targets[one.target]
        ticks = speaks_of_being_done(entity, one.target, column.cells)
        name = target.name if ticks else _place_for(target, one, taken, filled)
        if name is None or not (ticks or fits_target(entity, target, column.cells, confidence, today)):
            continue
        if not ticks:
            taken.setdefault(one.target, column.index)
        planned[column.index] = ColumnPlan(column.index, column.heading, name, "heading")
        if (filled or template) and name == one.target:
            # A field that an earlier list left behind ("Created By") says little of what these rows are.
            score += confidence * (0.2 if target.own else 1)
    return score


def _is_ours(words: Vocabulary, columns: Sequence[Sampled]) -> bool:
    """Whether the list is one that this program wrote: nearly all headings are titles of its own."""
    headings = [squeezed(column.heading) for column in columns]
    known = sum(heading in words.titles or heading in words.worked for heading in headings)
    return known >= _BY_CONTENT * len(columns)


def _take_given_names(words: Vocabulary, planned: dict[int, ColumnPlan]) -> None:
    """名字 is a name, and beside 姓氏 the given one."""
    taken = {plan.target for plan in planned.values()}
    for plan in planned.values() if FAMILY in taken and GIVEN not in taken and GIVEN in words.targets else ():
        if plan.target == words.title and squeezed(plan.heading) == personnames.GIVEN_BESIDE:
            plan.target = GIVEN


def _take_nearest_twins(words: Vocabulary, columns: Sequence[Sampled], planned: dict[int, ColumnPlan]) -> None:
    """Of twin headings (Rate, Rate (2)) the one beside the other columns of a line is the line's."""
    lines = [at for at, plan in planned.items() if plan.target and _is_line(words, plan.target)]
    for at in list(lines):
        heading = planned[at].heading
        others = [other for other in lines if other != at]
        twins = [
            column.index
            for column in columns
            if column.cells and column.index not in planned and column.heading.startswith(f"{heading} (")
        ]
        if not others or not twins:
            continue
        nearest = min([at, *twins], key=lambda place: min(abs(place - other) for other in others))
        if nearest != at:
            target = planned.pop(at).target
            twin = next(column for column in columns if column.index == nearest)
            planned[nearest] = ColumnPlan(nearest, twin.heading, target, "heading")


def _is_line(words: Vocabulary, target: str) -> bool:
    known = words.targets.get(target)
    return known is not None and known.children is not None


def _for_people(column: Sampled, found: list[Found], words: Vocabulary) -> list[Found]:
    """Middle names join the given ones; "Title" is a job rather than a form of address where its values say so."""
    word = squeezed(column.heading)
    if word in personnames.REMARKED:
        # How the owner calls somebody comes before how that person does.
        return [Found(words.title, 0.85), *found]
    if word in personnames.MIDDLE:
        return [Found(GIVEN, 0.5, 2)]
    texts = [str(cell) for cell in column.cells]
    if word in personnames.TITLE and JOB in words.targets and not are_forms_of_address(texts):
        return [Found(JOB, 0.9), *(Found(FORM_OF_ADDRESS, 0.5) for one in found if one.target == FORM_OF_ADDRESS)]
    return found


def _place_for(target: Target, found: Found, taken: dict[str, int], filled: bool) -> str | None:
    """The target where it is free or takes several columns; the notes take a further one as added lines."""
    if target.name not in taken or target.several:
        return target.name
    if target.name == NOTES and filled:
        return "notes+"
    if found.ordinal != 1 and joins(target.kind) is not None and target.children is None and target.companion is None:
        return target.name
    return None


def _by_content(words: Vocabulary, columns: Sequence[Sampled], planned: dict[int, ColumnPlan]) -> float:
    """Map columns whose headings say nothing by what their values are; returns how many."""
    taken = {plan.target for plan in planned.values()}
    bare = all(column.generic for column in columns)
    headings = _WITHOUT_HEADINGS if bare else _HEADINGS_OF
    count = 0
    # A person beside a company is the one to ask for there.
    for column in sorted(columns, key=lambda one: one.content.content != "company_name") if bare else columns:
        if column.index in planned or not column.cells:
            continue
        guess, said = column.content, not column.generic and speaks_of_phones(column.heading, column.cells)
        if (guess.share < _BY_CONTENT and not said) or guess.content not in headings:
            continue
        if guess.content == "code" and column.distinct < 1:
            continue  # a kind or a size, not a number of one's own
        if guess.content in ("phone", "landline") and guess.others.get("number", 0.0) > 1 - _BY_CONTENT:
            continue  # mere figures may be anything
        if not column.generic and guess.content not in _SAY_IT_ALONE and not said:
            continue
        names = [found for word in headings[guess.content] if (found := words.words.get(squeezed(word)))]
        name = next((one for one in names if one not in taken), next(iter(names), None))
        target = words.targets.get(name or "")
        if guess.content == "person_name" and words.title not in {*taken, name}:
            continue  # companies may be called like people
        if target is None or (name in taken and not target.several) or not (column.generic or target.several):
            continue
        planned[column.index] = ColumnPlan(column.index, column.heading, target.name, "content")
        taken.add(target.name)
        count += column.generic
    return count


def _free_numbers(
    entity: Entity, words: Vocabulary, columns: Sequence[Sampled], planned: dict[int, ColumnPlan]
) -> None:
    """Nobody is called 17: a column of mere numbers under "Item" or "Customer" holds codes where another has names."""
    at = next((at for at, plan in planned.items() if plan.target == entity.title and plan.why == "heading"), None)
    if at is None or not columns[at].cells or not isinstance(entity.fields().get(entity.title), Text):
        return
    if not all(str(cell).isdigit() and len(str(cell)) < 7 for cell in columns[at].cells):
        return
    heading = planned.pop(at).heading
    others = {**planned, at: ColumnPlan(at, heading, None, "kept")}
    _find_title(entity, columns, others)
    found = next((plan for plan in others.values() if plan.target == entity.title), None)
    code = next((name for name in entity.match if name == CODE and name in words.targets), None)
    if found is None:
        planned[at] = ColumnPlan(at, heading, entity.title, "heading")
        return
    planned[found.index] = found
    if code is not None and code not in {plan.target for plan in planned.values()}:
        planned[at] = ColumnPlan(at, heading, code, "content")


def _find_title(entity: Entity, columns: Sequence[Sampled], planned: dict[int, ColumnPlan]) -> None:
    """The column that names the records where no heading says so: texts that are mostly different."""
    best: tuple[float, int] | None = None
    for column in columns:
        texts = [cell for cell in column.cells if isinstance(cell, str) and any(map(str.isalpha, cell))]
        if column.index in planned or len(texts) < len(column.cells) * 0.8 or not texts:
            continue
        content = column.content.content
        if column.distinct < 0.6 or content in ("date", "uuid", "email", "url", "code", "amount", "tax_number"):
            continue
        wordy = sum(" " in text or not text.isascii() for text in texts) / len(texts)
        named = sum(shape(text) == "company_name" for text in texts) / len(texts)
        rank = column.distinct + wordy + named - column.index / 100
        if best is None or rank > best[0]:
            best = (rank, column.index)
    if best is not None:
        planned[best[1]] = ColumnPlan(best[1], columns[best[1]].heading, entity.title, "content")
