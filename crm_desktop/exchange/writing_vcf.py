"""Visiting cards (.vcf, version 3.0 or 4.0) of every kind of record that has a name and can be reached.

What a card can say is found by the names of the kind's columns; what it has no line for is left out.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Refused
from crm_desktop.exchange.writing_rows import CHUNK, rows
from crm_desktop.i18n import _
from crm_desktop.values.text import split_person_name
from crm_desktop.writing import Asked, Progress, stop_if

_REACH: Final = {
    "mobile": "TEL;TYPE=CELL",
    "phone": "TEL;TYPE=WORK,VOICE",
    "home_phone": "TEL;TYPE=HOME,VOICE",
    "fax": "TEL;TYPE=WORK,FAX",
    "other_reach": "TEL;TYPE=VOICE",
    "email": "EMAIL;TYPE=INTERNET,WORK",
    "website": "URL;TYPE=WORK",
    "wechat": "X-WECHAT",
    "qq": "X-QQ",
}
"""Columns that may hold several values, and the line each value becomes."""

_SIMPLE: Final = {"nickname": "NICKNAME", "job_title": "TITLE", "role": "ROLE", "gender": "X-GENDER", "notes": "NOTE"}
_ADDRESSES: Final = {"": "WORK", "home_": "HOME", "ship_": "PARCEL", "other_": "POSTAL"}
_PLACE: Final = ("street", "city", "region", "postcode", "country")
_NAME: Final = ("family_name", "given_name", "salutation")
_OTHERS: Final = ("type", "customer", "department", "birthday", "tags")
_FOLD_AT: Final = 75
VERSIONS: Final = ("3.0", "4.0")
_TYPES_NOW: Final = frozenset({"cell", "voice", "fax", "work", "home"})
"""The types that version 4.0 still knows."""


def refuse_without_cards(company: Company, entity: Entity) -> None:
    """Refused where records of this kind can be reached by nothing, so that a card would be empty."""
    if not any(name in company.columns(entity) for name in ("mobile", "phone", "email")):
        sentence = _("{kind} cannot be written as cards (.vcf), having neither phone nor mail. Choose .xlsx or .csv.")
        raise Refused(sentence.format(kind=entity.plural))


def write_cards(
    company: Company,
    entity: Entity,
    path: Path,
    ids: Sequence[int],
    *,
    version: str = VERSIONS[0],
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> int:
    """Write one card a record; returns how many."""
    refuse_without_cards(company, entity)
    columns = _columns(company, entity)
    names = [column.name for column in columns]
    done = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in rows(company, entity, ids, columns):
            shown = {
                column.name: column.kind.show(raw) if column.name in ("role", "gender") else str(raw)
                for column, raw in zip(columns, row[1:], strict=True)
                if raw is not None
            }
            title = shown.get(entity.title) or f"#{row[0]}"
            lines = card(title, shown, person="family_name" in names, version=version)
            file.write("".join(map(folded, lines)))
            done += 1
            if done % CHUNK == 0 or done == len(ids):
                stop_if(cancelled)
                if progress is not None:
                    progress(done, len(ids))
    return done


def write_all_cards(
    company: Company,
    path: Path,
    kinds: Sequence[str],
    *,
    today: date,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> int:
    """Write the cards of several kinds into one file, whole or not at all; returns how many."""
    from crm_desktop.entity import query
    from crm_desktop.writing import replacing

    count = 0
    with replacing(path) as target:
        for kind in kinds:
            entity = company.entity(kind)
            ids = query.ids(company, entity, query.ListQuery(), today=today)
            part = target.with_name(target.name + "." + kind)
            try:
                count += write_cards(company, entity, part, ids, progress=progress, cancelled=cancelled)
                with target.open("ab") as whole, part.open("rb") as cards:
                    shutil.copyfileobj(cards, whole)
            finally:
                part.unlink(missing_ok=True)
    return count


def _columns(company: Company, entity: Entity) -> list[Column]:
    every = company.columns(entity)
    places = [prefix + part for prefix in _ADDRESSES for part in _PLACE]
    wanted = dict.fromkeys((entity.title, *_NAME, *_SIMPLE, *_OTHERS, *_REACH, *places))
    return [every[name] for name in wanted if name in every]


def card(title: str, shown: dict[str, str], *, person: bool, version: str = VERSIONS[0]) -> list[str]:
    """The lines of one card; `person` tells a kind whose records are people from one of companies."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:" + escaped(title)]
    company = not person and shown.get("type") != "person"
    family, given, salutation = (shown.get(name, "") for name in _NAME)
    if not (family or given or company):
        family, given, called = split_person_name(title)
        salutation = salutation or called
    lines.append("N:" + ";".join(map(escaped, (family, given, "", salutation, ""))))
    organisation = title if company else shown.get("customer", "")
    if organisation or shown.get("department"):
        parts = (organisation, shown["department"]) if shown.get("department") else (organisation,)
        lines.append("ORG:" + ";".join(map(escaped, parts)))
    lines += [f"{line}:{escaped(shown[name])}" for name, line in _SIMPLE.items() if shown.get(name)]
    for name, line in _REACH.items():
        lines += [f"{line}:{escaped(value)}" for value in shown.get(name, "").split("; ") if value]
    for prefix, type in _ADDRESSES.items():
        place = [shown.get(prefix + part, "") for part in _PLACE]
        if any(place):
            lines.append(f"ADR;TYPE={type}:;;" + ";".join(map(escaped, place)))
    if shown.get("birthday"):
        lines.append(_birthday(shown["birthday"]))
    if shown.get("tags"):
        lines.append("CATEGORIES:" + ",".join(map(escaped, shown["tags"].split("; "))))
    return [*(_modern(lines) if version == "4.0" else lines), "END:VCARD"]


def _modern(lines: list[str]) -> list[str]:
    """The lines of version 3.0 as version 4.0 (RFC 6350) has them."""
    made = []
    for line in lines:
        name, _colon, value = line.partition(":")
        if name == "VERSION":
            value = "4.0"
        elif name == "BDAY":
            value = value.replace("-", "") if not value.startswith("--") else "--" + value.replace("-", "")
        elif name == "X-GENDER":
            name, value = "GENDER", ";" + value
        elif ";TYPE=" in name:
            types = [type for type in name.partition("=")[2].lower().split(",") if type in _TYPES_NOW]
            name = name.partition(";")[0] + (";TYPE=" + ",".join(types) if types else "")
        made.append(f"{name}:{value}")
    return made


def _birthday(raw: str) -> str:
    try:
        date.fromisoformat(raw)
    except ValueError:
        return ("BDAY:" if raw.startswith("--") else "BDAY;VALUE=text:") + escaped(raw)
    return "BDAY:" + raw


def escaped(text: str) -> str:
    """A value as a card's line takes it."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n").replace("\x00", "")


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 bytes, no character in two, each further piece after a blank."""
    if len(line) < _FOLD_AT // 4:
        return line + "\r\n"
    pieces: list[str] = []
    piece, room = "", _FOLD_AT
    for character in line:
        size = len(character.encode("utf-8", "replace"))
        if size > room:
            pieces.append(piece)
            piece, room = "", _FOLD_AT - 1
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece]) + "\r\n"


__all__ = ["VERSIONS", "card", "escaped", "folded", "refuse_without_cards", "write_cards"]
