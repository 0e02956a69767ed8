"""Files that hang on records: kept inside the company file, once by content, or linked where they are too large."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.parts import Attachment
from crm_desktop.errors import Refused, Trouble, reason
from crm_desktop.i18n import _
from crm_desktop.store import blobs
from crm_desktop.store.blobs import Asked, Progress
from crm_desktop.values.filenames import plain_name
from crm_desktop.writing import replacing

LARGEST: Final = 500 << 20
"""Bytes of the largest file that is kept inside; a larger one is linked."""
LARGE: Final = 16 << 20
"""Bytes from which on a window had better not wait for a content to be read or written."""
KIND: Final = Attachment.table()


def attach(
    company: Company,
    entity: Entity,
    row: int,
    path: Path,
    *,
    text: str = "",
    now: datetime,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> int:
    """Hang a file on a record; returns the attachment's id. `text` is what it is found by, besides its name.

    A file of more than LARGEST bytes stays where it is and is linked.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST:
                return _save(company, entity, row, path.name, size, None, str(path.absolute()), text, now)
            with company.journal.entry(_title(company, entity, row, path.name)):
                return _keep(company, entity, row, path.name, file, text, now, progress, cancelled)
    except OSError as error:
        raise Trouble(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=reason(error))) from error


def attach_bytes(
    company: Company, entity: Entity, row: int, name: str, data: bytes, *, text: str = "", now: datetime
) -> int:
    """Hang what is in memory (a picture from the clipboard) on a record under a name."""
    with company.journal.entry(_title(company, entity, row, name)):
        return _keep(company, entity, row, name, BytesIO(data), text, now, None, None)


def attach_again(company: Company, attachment: int, entity: Entity, row: int, *, now: datetime) -> int:
    """Hang a file that hangs on one record on another as well; its content is not kept twice."""
    found = company.execute(f"SELECT name, size, hash, place, text FROM {KIND} WHERE id = ?", (attachment,)).fetchone()
    if found is None:
        raise Refused(_("This file is not there any more."))
    name, size, content, place, text = found
    return _save(company, entity, row, name, size, content, place, text or "", now)


def content(company: Company, attachment: int) -> tuple[str, bytes]:
    """Name and bytes of an attachment, a linked one read from where it lies."""
    name, kept, place = _stored(company, attachment)
    if kept is not None:
        return name, b"".join(blobs.parts(company.file.db.connection(), kept))
    try:
        return name, Path(place or "").read_bytes()
    except OSError as error:
        raise Trouble(_("“{name}” cannot be read: {reason}.").format(name=name, reason=reason(error))) from error


def name_of(company: Company, attachment: int) -> str:
    """How an attachment is called."""
    return _stored(company, attachment)[0]


def write(company: Company, attachment: int, target: Path) -> Path:
    """Write an attachment's content to a file, whole or not at all."""
    name, content, place = _stored(company, attachment)
    if content is None:
        raise Refused(_("“{name}” is linked, not kept inside; it lies at {place}.").format(name=name, place=place))
    with replacing(target) as beside, beside.open("wb") as file:
        for part in blobs.parts(company.file.db.connection(), content):
            file.write(part)
    return target


def opened(company: Company, attachment: int, folder: Path) -> Path:
    """A file that another program can open: the linked one, or a copy of the content in `folder`.

    A copy that was changed meanwhile is left alone, and another one is made beside it.
    """
    name, content, place = _stored(company, attachment)
    if content is None:
        path = Path(place or "")
        if not path.is_file():
            raise Refused(_("“{name}” is not at {place} any more. Link it again.").format(name=name, place=place))
        return path
    for target in _copies(attachment, name, content, folder):
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            return write(company, attachment, target)
        if _digest_of(target) == content:
            return target
    raise AssertionError


def changed_copy(company: Company, attachment: int, folder: Path) -> Path | None:
    """A copy that another program has changed and that was never taken back; None where there is none."""
    name, content, _place = _stored(company, attachment)
    if content is None:
        return None
    for target in _copies(attachment, name, content, folder):
        if not target.exists():
            return None
        found = _digest_of(target)
        if found is not None and not blobs.has(company.file.db.connection(), found):
            return target
    return None


def take_back(company: Company, attachment: int, path: Path, *, text: str = "") -> bool:
    """Make what another program wrote the content of an attachment; False where it is the same.

    The content before is still there for an undo.
    """
    name, content, _place = _stored(company, attachment)
    if content is None:
        return False
    title = _("New content of {name}").format(name=name)
    try:
        with path.open("rb") as file:
            if blobs.digest(file)[0] == content:
                return False
            file.seek(0)
            with company.journal.entry(title):
                with company.journal.silently() as connection:
                    new, size = blobs.put(connection, file)
                values = {"hash": new, "size": size, "text": text or None}
                records.save(company, company.entity(KIND), values, row=attachment, title=title)
    except OSError as error:
        raise Trouble(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=reason(error))) from error
    return True


def rename(company: Company, attachment: int, name: str) -> str:
    """Call an attachment otherwise; returns the name, with the ending it had where none was given."""
    old = name_of(company, attachment)
    new = plain_name(name.strip())
    if not new:
        raise Refused(_("The name cannot be left blank."))
    if not Path(new).suffix:
        new += Path(old).suffix
    if new != old:
        title = _("Rename {old} to {new}").format(old=old, new=new)
        records.save(company, company.entity(KIND), {"name": new}, row=attachment, title=title)
    return new


def is_kept(company: Company, attachment: int) -> bool:
    """Whether an attachment's content lies inside the company file."""
    return _stored(company, attachment)[1] is not None


def is_large(company: Company, attachment: int) -> bool:
    """Whether reading or writing an attachment's content takes a while."""
    found = company.execute(f"SELECT size FROM {KIND} WHERE id = ? AND hash IS NOT NULL", (attachment,)).fetchone()
    return found is not None and (found[0] or 0) > LARGE


def _copies(attachment: int, name: str, content: str, folder: Path) -> Iterator[Path]:
    """Where the copies of a content lie, the first one first."""
    for number in count(1):
        tail = "" if number == 1 else f"-{number}"
        yield folder / f"{content[:12]}-{attachment}{tail}" / (plain_name(name) or "file")


def _digest_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return blobs.digest(file)[0]
    except OSError:
        return None


def problems(company: Company) -> list[str]:
    """Attachments whose content is not there whole, as a sentence."""
    wanted = dict(company.execute(f"SELECT hash, name FROM {KIND} WHERE hash IS NOT NULL").fetchall())
    lost = blobs.missing(company.file.db.connection(), set(wanted))
    if not lost:
        return []
    names = ", ".join(sorted(wanted[name] for name in lost)[:5])
    return [_("{n} attached files have lost their content: {names}.").format(n=len(lost), names=names)]


def sweep(company: Company) -> int:
    """Remove the contents that no attachment has, nor any that an undo or the trash could bring back."""
    wanted = {name for (name,) in company.execute(f"SELECT hash FROM {KIND} WHERE hash IS NOT NULL")}
    for before, after in company.execute("SELECT before, after FROM journal_change WHERE tbl = ?", (KIND,)):
        for raw in (before, after):
            values = json.loads(raw) if isinstance(raw, str) and raw.startswith("[") else [raw]
            wanted |= {value for value in values if isinstance(value, str) and len(value) == 64}
    with company.journal.silently() as connection:
        return blobs.sweep(connection, wanted)


def _keep(
    company: Company,
    entity: Entity,
    row: int,
    name: str,
    source: BinaryIO,
    text: str,
    now: datetime,
    progress: Progress | None,
    cancelled: Asked | None,
) -> int:
    with company.journal.silently() as connection:
        content, size = blobs.put(connection, source, progress=progress, cancelled=cancelled)
    there = company.execute(
        f"SELECT id FROM {KIND} WHERE kind = ? AND row = ? AND hash = ? AND name = ?", (entity.name, row, content, name)
    ).fetchone()
    return int(there[0]) if there else _save(company, entity, row, name, size, content, None, text, now)


def _save(
    company: Company,
    entity: Entity,
    row: int,
    name: str,
    size: int,
    content: str | None,
    place: str | None,
    text: str,
    now: datetime,
) -> int:
    records.read(company, entity, row)
    values = {
        "name": name, "at": now.isoformat(timespec="seconds"), "size": size, "hash": content, "place": place,
        "text": text or None, "kind": entity.name, "row": row,
    }  # fmt: skip
    return records.save(company, company.entity(KIND), values, title=_title(company, entity, row, name))


def _stored(company: Company, attachment: int) -> tuple[str, str | None, str | None]:
    found = company.execute(f"SELECT name, hash, place FROM {KIND} WHERE id = ?", (attachment,)).fetchone()
    if found is None:
        raise Refused(_("This file is not there any more."))
    return found[0], found[1], found[2]


def _title(company: Company, entity: Entity, row: int, name: str) -> str:
    return _("Attach {name} to {title}").format(name=name, title=company.title(entity, row))
