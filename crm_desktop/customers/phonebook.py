"""The phone book: customers and contacts with a number, in one list by name; as a booklet, as cards, as a QR code."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.customers.model import REACH
from crm_desktop.i18n import _, language, n_
from crm_desktop.values.phones import show_phone
from crm_desktop.values.showndates import show_date

if TYPE_CHECKING:
    from crm_desktop.documents.papers import Paper
    from crm_desktop.entity.company import Company

NUMBERS: Final = ("mobile", "phone", "home_phone", "wechat")
"""The sorts of numbers that put somebody into the book."""
KINDS: Final = ("customer", "contact")
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#"
CHUNK: Final = 500


@dataclass(frozen=True)
class Entry:
    """One line of the book; several numbers of a sort stand in one text."""

    kind: str
    row: int
    name: str
    company: str
    mobile: str
    phone: str
    wechat: str


@dataclass(frozen=True)
class Index:
    """Everybody in order: `ids` are kind and row in one number; `starts` where each letter begins.

    `letters` are the first letters of all names, as they are sorted.
    """

    ids: array[int]
    starts: dict[str, int]
    letters: str = ""

    def letter(self, place: int) -> str:
        """The letter under which the entry at a place stands."""
        found = self.letters[place].upper()
        return found if found in LETTERS else "#"

    def at(self, place: int) -> tuple[str, int]:
        """Kind and row of the entry at a place."""
        number = self.ids[place]
        return KINDS[number & 1], number >> 1


def index(company: Company, words: str = "") -> Index:
    """Everybody with a number whose record holds the words, by name."""
    parameters: dict[str, Any] = {}
    parts = []
    types = ", ".join(f"'{type}'" for type in NUMBERS)
    for bit, kind in enumerate(KINDS):
        if words.strip():
            where = company.index.matching_sql(company.entity(kind), words, parameters)
            where += f" AND EXISTS (SELECT 1 FROM reach r WHERE r.{kind} = t.id AND r.type IN ({types}))"
        else:
            # The sign keeps SQLite to the index of names, from which both kinds are merged without sorting.
            where = f"+t.id IN (SELECT r.{kind} FROM reach r WHERE r.type IN ({types}))"
        parts.append(f"SELECT t.id * 2 + {bit} AS number, t.name_key AS name FROM {kind} t WHERE {where}")
    numbers, letters = company.execute(
        "SELECT json_group_array(number), group_concat(coalesce(nullif(substr(name, 1, 1), ''), '#'), '') FROM"
        f" ({' UNION ALL '.join(parts)} ORDER BY 2)",
        parameters,
    ).fetchone()
    return Index(array("q", json.loads(numbers)), _starts(letters or ""), letters or "")


def _starts(letters: str) -> dict[str, int]:
    """Where each letter begins, given the first one of every name in order."""
    found = {letter: letters.find(letter.lower()) for letter in LETTERS if letter != "#"}
    other = re.search("[^a-z]", letters)
    found["#"] = other.start() if other else -1
    return {letter: place for letter, place in found.items() if place >= 0}


def entries(company: Company, wanted: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Entry]:
    """The lines of the book for some kinds and rows, a few hundred at a time."""
    found: dict[tuple[str, int], Entry] = {}
    for kind in KINDS:
        ids = [row for one, row in wanted if one == kind]
        if not ids:
            continue
        marks = ",".join("?" * len(ids))
        employer = "(SELECT c.name FROM customer c WHERE c.id = t.customer)" if kind == "contact" else "''"
        names = company.execute(f"SELECT t.id, t.name, {employer} FROM {kind} t WHERE t.id IN ({marks})", ids)
        numbers: dict[int, dict[str, list[str]]] = {}
        for row, type, value in company.execute(
            f"SELECT {kind}, type, value FROM reach WHERE {kind} IN ({marks}) ORDER BY position, id", ids
        ):
            numbers.setdefault(row, {}).setdefault(type, []).append(value)
        for row, name, employer_name in names.fetchall():
            mine = numbers.get(row, {})
            phones = [show_phone(value) for type in ("phone", "home_phone") for value in mine.get(type, ())]
            found[kind, row] = Entry(
                kind, row, name, employer_name or "", ", ".join(map(show_phone, mine.get("mobile", ()))),
                ", ".join(phones), ", ".join(mine.get("wechat", ())),
            )  # fmt: skip
    return found


def everybody(company: Company, words: str = "") -> Iterator[tuple[str, Entry]]:
    """All lines of the book with their letters, in order."""
    book = index(company, words)
    for start in range(0, len(book.ids), CHUNK):
        places = range(start, min(start + CHUNK, len(book.ids)))
        page = entries(company, [book.at(place) for place in places])
        for place in places:
            yield book.letter(place), page[book.at(place)]


def booklet(company: Company, today: date, words: str = "") -> dict[str, Any]:
    """What the booklet's template shows."""
    titles = {option.key: _(option.title) for option in REACH}
    groups: dict[str, list[dict[str, Any]]] = {}
    count = 0
    for letter, entry in everybody(company, words):
        numbers = [
            {"label": titles[type], "value": value}
            for type, value in (("mobile", entry.mobile), ("phone", entry.phone), ("wechat", entry.wechat))
            if value
        ]
        groups.setdefault(letter, []).append({"name": entry.name, "company": entry.company, "numbers": numbers})
        count += 1
    own = company.setting("name") or ""
    return {
        "title": _("Phone book"),
        "company": own,
        "date": show_date(today, language()),
        "said": " · ".join(part for part in (own, n_("{n} entry", "{n} entries", count)) if part),
        "lang": "zh" if language() == "zh_CN" else "en",
        "region": "cn" if language() == "zh_CN" else "us",
        "groups": [{"letter": letter, "entries": lines} for letter, lines in groups.items()],
        "count": count,
    }


def booklet_paper(company: Company, today: date, words: str = "") -> Paper:
    """The booklet of everybody whose record holds the words. Refused where nobody does."""
    from crm_desktop.documents.papers import Paper
    from crm_desktop.errors import Refused

    data = booklet(company, today, words)
    if not data["count"]:
        raise Refused(_("Nobody with a number is there to be put into the phone book."))
    return Paper(_("Phone book"), "phonebook.typ", data)


def write_booklet(company: Company, path: Path, today: date, words: str = "") -> int:
    """Write the booklet as PDF; returns how many stand in it. Refused where nobody does."""
    paper = booklet_paper(company, today, words)
    paper.write(path)
    return int(paper.data["count"])


def card_of(company: Company, kind: str, row: int) -> str:
    """A short vCard 3.0 for a QR code: what a telephone keeps, and no more, so that the code stays coarse."""
    found = entries(company, [(kind, row)])[kind, row]
    fields = {"contact": "family_name, given_name, job_title", "customer": "NULL, NULL, NULL"}[kind]
    family, given, job = company.execute(f"SELECT {fields} FROM {kind} WHERE id = ?", (row,)).fetchone()
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_escaped(found.name)}"]
    name = (family, given) if family or given else (found.name if kind == "contact" else "", "")
    lines.append("N:" + ";".join(_escaped(part or "") for part in name) + ";;;")
    if organisation := found.company if kind == "contact" else found.name:
        lines.append(f"ORG:{_escaped(organisation)}")
    if job:
        lines.append(f"TITLE:{_escaped(job)}")
    kinds = {"mobile": "TEL;TYPE=CELL", "phone": "TEL;TYPE=WORK", "email": "EMAIL", "wechat": "X-WECHAT"}
    for type, value in company.execute(
        f"SELECT type, value FROM reach WHERE {kind} = ? ORDER BY position, id", (row,)
    ).fetchall():
        if type in kinds:
            lines.append(f"{kinds[type]}:{_escaped(value)}")
    return "\r\n".join([*lines, "END:VCARD"]) + "\r\n"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", " ")
