"""Fields that the owner adds: real columns of the kind's table, told apart by the prefix x_."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Day, Number, Option, Text, Tick
from crm_desktop.entity.parts import CustomField
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed
from crm_desktop.store.journal import Journal
from crm_desktop.store.migrations import added_column
from crm_desktop.store.row import quoted
from crm_desktop.values.text import clean, fold, pinyin

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

PREFIX = "x_"


@dataclass(frozen=True)
class New:
    """A field that is to be added."""

    title: str
    type: str = "text"
    choices: Sequence[str] = ()


def add(company: Company, entity: Entity, title: str, type: str = "text", choices: Sequence[str] = ()) -> str:
    """Add a field to a kind and return its column's name; Refused for a blank or taken title."""
    return add_all(company, entity, [New(title, type, choices)])[0]


def add_all(company: Company, entity: Entity, wanted: Sequence[New]) -> list[str]:
    """Add several at once, which takes little more time than one; Refused where one cannot be."""
    taken = {fold(column.title) for column in company.columns(entity).values()}
    wanted = [replace(new, title=clean(new.title)) for new in wanted]
    for new in wanted:
        if not new.title:
            raise Refused(_("A field needs a title."), "title")
        if fold(new.title) in taken:
            told = _("{kind} has a field “{title}” already.").format(kind=entity.plural, title=new.title)
            raise Refused(told, "title")
        if new.type == "choice" and not any(clean(choice) for choice in new.choices):
            raise Refused(_("A choice needs at least one word to choose."), "choices")
        taken.add(fold(new.title))
    journal = company.journal
    titles = listed(new.title for new in wanted)
    with journal.entry(_("Add field {title} to {kind}").format(title=titles, kind=entity.plural)):
        used = {row[1] for row in journal.execute(f"PRAGMA table_info({quoted(entity.name)})").fetchall()}
        names: list[str] = []
        columns = []
        for new in wanted:
            names.append(_free_name(new.title, used))
            used.add(names[-1])
            CustomField.create(
                kind=entity.name,
                name=names[-1],
                title=new.title,
                type=new.type,
                choices="\n".join(clean(choice) for choice in new.choices if clean(choice)) or None,
                position=journal.next_id(CustomField),
            )
            made = field_of(new.title, new.type, new.choices)
            made.column_name = names[-1]
            columns.append(added_column(entity.name, made))
        journal.reshape(columns)
        company.reload_custom_fields()
        journal.rearm()
    return names


def add_choice(company: Company, entity: Entity, name: str, choice: str) -> None:
    """Add one more word to a custom choice."""
    made = CustomField.get((CustomField.kind == entity.name) & (CustomField.name == name))
    with company.journal.entry(_("Add choice {choice} to {title}").format(choice=choice, title=made.title)):
        made.choices = "\n".join([*(made.choices or "").split("\n"), clean(choice)]).strip()
        made.save()
        company.reload_custom_fields()


def names(entity: Entity) -> set[str]:
    """The custom fields that a kind has at present."""
    return {name for name in entity.model._meta.fields if name.startswith(PREFIX)}


def field_of(title: str, type: str, choices: Sequence[str]) -> Any:
    """A field of one of the types an owner may add."""
    if type == "number":
        return Number(title)
    if type == "day":
        return Day(title)
    if type == "tick":
        return Tick(title, null=True, default=None)
    if type == "choice":
        return Choice(title, [Option(choice, choice) for choice in choices if choice])
    return Text(title)


def load(journal: Journal, entities: Sequence[Entity]) -> None:
    """Give the models the custom fields of the open file."""
    by_name = {entity.name: entity for entity in entities}
    for kind, name, title, type, choices in journal.execute(
        "SELECT kind, name, title, type, choices FROM custom_field ORDER BY position, id"
    ).fetchall():
        entity = by_name.get(kind)
        if entity is not None:
            entity.model._meta.add_field(name, field_of(title, type, (choices or "").split("\n")))


def forget(entities: Sequence[Entity]) -> None:
    """Take every custom field off the models."""
    for entity in entities:
        for name in names(entity):
            entity.model._meta.remove_field(name)
            if name in vars(entity.model):
                delattr(entity.model, name)


def _free_name(title: str, taken: Set[str]) -> str:
    """A column name never used in this table: a field taken back and added anew must not see old values."""
    word = re.sub(r"[^a-z0-9]+", "_", pinyin(title)).strip("_")[:40] or "field"
    for number in itertools.count(1):
        name = f"{PREFIX}{word}" if number == 1 else f"{PREFIX}{word}_{number}"
        if name not in taken:
            return name
    raise AssertionError
