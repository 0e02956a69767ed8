"""A file that is written whole or not at all: beside its target first, then put in its place."""

from __future__ import annotations

import errno
import os
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from crm_desktop.errors import Cancelled, Refused, Trouble, reason
from crm_desktop.i18n import _

if TYPE_CHECKING:
    from openpyxl import Workbook

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many rows are done, of how many."""

Asked: TypeAlias = Callable[[], bool]
"""Says whether the person wants the work to stop."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file to write to; it takes the place of `path` at the end, and vanishes where anything fails.

    Trouble where the disk is full, the folder is not there or closed to writing, or the target is open elsewhere.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise Refused(_("“{name}” is a folder. Give the name of a file in it.").format(name=path.name))
    if target.exists() and not os.access(target, os.W_OK):
        raise _held(path)
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with part.open("xb"):
            pass
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError as error:
        raise trouble_of(error, path) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def package(target: Path | BytesIO) -> Iterator[zipfile.ZipFile]:
    """A package to fill; `zipfile` would complain of the full disk once more when it is thrown away."""
    made = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
    try:
        yield made
        made.close()
    except BaseException:
        file, made.fp = made.fp, None
        if file is not None and not isinstance(target, BytesIO):
            with suppress(OSError):
                file.close()
        raise


def content_of(book: Workbook) -> BytesIO:
    """A workbook made by openpyxl as the bytes of its file."""
    from openpyxl.writer.excel import ExcelWriter

    content = BytesIO()
    with package(content) as archive:
        ExcelWriter(book, archive).write_data()
    return content


def save_book(book: Workbook, path: Path) -> None:
    """Write a workbook made by openpyxl to a file."""
    path.write_bytes(content_of(book).getbuffer())


def write_whole(path: Path, data: bytes) -> Path:
    """Write all of a file, or leave what was there; Refused or Trouble says why it cannot be."""
    with replacing(path) as part:
        part.write_bytes(data)
    return path


def trouble_of(error: OSError, path: Path) -> Trouble:
    """The sentence for a file that the system does not let us write."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return Trouble(
            _("The disk is full: “{name}” was not written. Free some space, then export again.").format(name=path.name)
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Trouble(_("The folder {folder} is not there. Choose another folder.").format(folder=path.parent))
    if error.errno == errno.EROFS:
        return Trouble(_("The folder {folder} is read-only. Choose a folder of your own.").format(folder=path.parent))
    if isinstance(error, PermissionError):
        return _held(path)
    return Trouble(
        _("“{name}” cannot be written ({reason}). Choose another folder.").format(name=path.name, reason=reason(error))
    )


def _held(path: Path) -> Trouble:
    return Trouble(
        _(
            "“{name}” cannot be written: another program has it open, or the folder is not yours to write to."
            " Close it there, or choose another name."
        ).format(name=path.name)
    )


def stop_if(cancelled: Asked | None) -> None:
    """Leave by `Cancelled` where the person has asked for it."""
    if cancelled is not None and cancelled():
        raise Cancelled
