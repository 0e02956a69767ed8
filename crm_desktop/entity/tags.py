"""Tags on records: read, set, add and take away, for one record or many."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.parts import Tag
from crm_desktop.i18n import _
from crm_desktop.values.text import clean, fold

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company


def split_tags(text: str) -> list[str]:
    """The words of a cell or a line: parted by ; , ， ； 、 | or line ends, each once."""
    words = (clean(word) for word in re.split(r"[;,，；、|\n]", text))
    return list({fold(word): word for word in words if word}.values())


def tags_of(company: Company, entity: Entity, row: int) -> list[str]:
    """The names of a record's tags, in the order of their names."""
    return [
        name
        for (name,) in company.execute(
            "SELECT g.name FROM tagging x JOIN tag g ON g.id = x.tag WHERE x.kind = ? AND x.row = ?"
            " ORDER BY g.name_key",
            (entity.name, row),
        )
    ]


def set_tags(company: Company, entity: Entity, row: int, names: Iterable[str]) -> None:
    """Give a record exactly these tags; new words become tags. Inside an entry, or one of its own."""
    with company.journal.entry(_("Tags of {title}").format(title=company.title(entity, row))):
        wanted = [tag_named(company, name) for name in names]
        company.execute(
            "DELETE FROM tagging WHERE kind = ? AND row = ? AND tag NOT IN (SELECT value FROM json_each(?))",
            (entity.name, row, json.dumps(wanted)),
        )
        for tag in wanted:
            company.execute("INSERT OR IGNORE INTO tagging (kind, row, tag) VALUES (?, ?, ?)", (entity.name, row, tag))


def add_tag(company: Company, entity: Entity, rows: Sequence[int], name: str) -> int:
    """Hang one tag on many records; returns how many lacked it."""
    with company.journal.entry(_("Tag {what} “{tag}”").format(what=entity.count(len(rows)), tag=name)):
        tag = tag_named(company, name)
        cursor = company.execute(
            "INSERT OR IGNORE INTO tagging (kind, row, tag) SELECT ?, value, ? FROM json_each(?)",
            (entity.name, tag, json.dumps(list(rows))),
        )
        return int(cursor.rowcount)


def remove_tag(company: Company, entity: Entity, rows: Sequence[int], name: str) -> int:
    """Take one tag off many records; returns how many had it."""
    with company.journal.entry(_("Remove tag “{tag}” from {what}").format(what=entity.count(len(rows)), tag=name)):
        cursor = company.execute(
            "DELETE FROM tagging WHERE kind = ? AND tag = (SELECT id FROM tag WHERE name_key = ?)"
            " AND row IN (SELECT value FROM json_each(?))",
            (entity.name, fold(name), json.dumps(list(rows))),
        )
        return int(cursor.rowcount)


def clear_tags(company: Company, entity: Entity, rows: Sequence[int]) -> int:
    """Take all tags off many records; returns how many had any."""
    where = "FROM tagging WHERE kind = ? AND row IN (SELECT value FROM json_each(?))"
    given = (entity.name, json.dumps(list(rows)))
    with company.journal.entry(_("Remove all tags from {what}").format(what=entity.count(len(rows)))):
        found = company.execute(f"SELECT count(DISTINCT row) {where}", given).fetchone()[0]
        company.execute(f"DELETE {where}", given)
        return int(found)


def tag_named(company: Company, name: str) -> int:
    """The id of the tag of that name, made if need be; inside an entry."""
    found = company.execute("SELECT id FROM tag WHERE name_key = ?", (fold(name),)).fetchone()
    if found:
        return int(found[0])
    values = {"name": clean(name), "tone": "neutral"}
    Tag.derive(values)
    return int(
        company.execute("INSERT INTO tag (name, name_key, tone) VALUES (:name, :name_key, :tone)", values).lastrowid
    )
