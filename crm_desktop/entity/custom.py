"""Fields that the owner adds: real columns of the kind's table, told apart by the prefix x_."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Day, Number, Option, Text, Tick
from crm_desktop.entity.parts import CustomField
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.journal import Journal
from crm_desktop.store.migrations import added_column
from crm_desktop.store.row import quoted
from crm_desktop.values.text import clean, fold, pinyin

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

PREFIX = "x_"


def add(company: Company, entity: Entity, title: str, type: str = "text", choices: Sequence[str] = ()) -> str:
    """Add a field to a kind and return its column's name; Refused for a blank or taken title."""
    title = clean(title)
    if not title:
        raise Refused(_("A field needs a title."), "title")
    for column in company.columns(entity).values():
        if fold(column.title) == fold(title):
            raise Refused(_("{kind} has a field “{title}” already.").format(kind=entity.plural, title=title), "title")
    if type == "choice" and not any(clean(choice) for choice in choices):
        raise Refused(_("A choice needs at least one word to choose."), "choices")
    journal = company.journal
    with journal.entry(_("Add field {title} to {kind}").format(title=title, kind=entity.plural)):
        name = _free_name(journal, entity, title)
        CustomField.create(
            kind=entity.name,
            name=name,
            title=title,
            type=type,
            choices="\n".join(clean(choice) for choice in choices if clean(choice)) or None,
            position=journal.next_id(CustomField),
        )
        made = field_of(title, type, choices)
        made.column_name = name
        journal.execute(added_column(entity.name, made))
        company.reload_custom_fields()
        journal.rearm()
    return name


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


def _free_name(journal: Journal, entity: Entity, title: str) -> str:
    """A column name never used in this table: a field taken back and added anew must not see old values."""
    word = re.sub(r"[^a-z0-9]+", "_", pinyin(title)).strip("_")[:40] or "field"
    taken = {row[1] for row in journal.execute(f"PRAGMA table_info({quoted(entity.name)})").fetchall()}
    for number in itertools.count(1):
        name = f"{PREFIX}{word}" if number == 1 else f"{PREFIX}{word}_{number}"
        if name not in taken:
            return name
    raise AssertionError
