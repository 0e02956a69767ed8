"""The first child rows of a record, each in one line, for the pane beside a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Slot, Values
from crm_desktop.entity.fields import Choice, Link, Money, Tick
from crm_desktop.store.row import quoted
from crm_desktop.ui.record.childlines import worked_fields
from crm_desktop.ui.record.facts import Way, way
from crm_desktop.values.phones import show_phone

MOST: Final = 8


@dataclass(frozen=True)
class ChildFact:
    """One child row in a line: what it is, the main thing, the rest, an amount; what is copied of it."""

    label: str
    text: str
    rest: str
    amount: str = ""
    target: tuple[str, int] | None = None
    way: Way | None = None
    copied: str = ""
    whole: bool = False
    """Whether main thing and rest are one, as the street and the town of an address, to be read to the end."""


def children_of(company: Company, children: Children, row: int) -> tuple[list[ChildFact], int]:
    """The first child rows, each in a line, and how many there are."""
    fields = [children.model._meta.fields[name] for name in children.fields]
    worked = [made for made in worked_fields(children) if isinstance(made, Money)]
    wanted = [*fields, *worked]
    columns = ", ".join(quoted(made.column_name) for made in wanted)
    table, link = quoted(children.model.table()), quoted(children.link)
    rows = company.execute(
        f"SELECT {columns} FROM {table} WHERE {link} = ? ORDER BY {quoted(children.order)}, id LIMIT ?",
        (row, MOST),
    ).fetchall()
    count = len(rows)
    if count == MOST:
        count = int(company.execute(f"SELECT count(*) FROM {table} WHERE {link} = ?", (row,)).fetchone()[0])
    titles = _titles(company, wanted, rows)
    named = [dict(zip([made.name for made in wanted], values, strict=True)) for values in rows]
    return [_child_fact(children, fields, worked, values, titles) for values in named], count


def _titles(company: Company, fields: Sequence[Any], rows: Sequence[Sequence[Any]]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for place, made in enumerate(fields):
        if isinstance(made, Link) and (entity := company.entity_of(made.rel_model)) is not None:
            ids = {values[place] for values in rows if values[place] is not None}
            found |= {(entity.name, row): title for row, title in company.titles(entity, ids).items()}
    return found


def _child_fact(
    children: Children, fields: Sequence[Any], worked: Sequence[Any], values: Values, titles: dict[tuple[str, int], str]
) -> ChildFact:
    texts = {made.name: _child_text(made, values[made.name], titles) for made in fields}
    label_field = next((made for made in fields if isinstance(made, Choice)), None)
    main = _main_field(children, fields, texts)
    slot = _slot_of(children, values)
    target = None
    if isinstance(main, Link) and values[main.name] is not None:
        target = (main.rel_model.table(), values[main.name])
    named = {main.name, label_field.name if label_field is not None else None}
    rest = [text for name, text in texts.items() if text and name not in named]
    content = slot.content if slot is not None else None
    found = way(content, texts[main.name])
    # Numbers of several sorts are told apart by their slots; a row of any other list with a type is one thing.
    whole = label_field is not None and target is None and not worked and not any(one.content for one in children.slots)
    said = [texts[main.name], *rest] if whole else [found.text if found is not None else texts[main.name]]
    return ChildFact(
        texts[label_field.name] if label_field is not None else "",
        show_phone(texts[main.name]) if content in ("mobile", "landline") else texts[main.name],
        " · ".join(rest),
        worked[-1].show(values[worked[-1].name]) if worked else "",
        target,
        found,
        ", ".join(said),
        whole,
    )


def _child_text(made: Any, raw: Any, titles: dict[tuple[str, int], str]) -> str:
    if isinstance(made, Link):
        return titles.get((made.rel_model.table(), raw), "") if raw is not None else ""
    if isinstance(made, Tick):
        return made.title if raw else ""
    return made.show(raw).replace("\n", " ")


def _main_field(children: Children, fields: Sequence[Any], texts: dict[str, str]) -> Any:
    """The field a line is known by: its key, unless that is a figure; then the first words there are."""
    key = next(made for made in fields if made.name == children.key)
    if not key.numeric:
        return key
    words = [made for made in fields if not made.numeric and not isinstance(made, Choice | Tick)]
    return next((made for made in words if texts[made.name]), key)


def _slot_of(children: Children, values: Values) -> Slot | None:
    return next(
        (slot for slot in children.slots if slot.where and all(values.get(k) == v for k, v in slot.where.items())), None
    )
