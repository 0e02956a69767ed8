"""Where a new company file goes: a name made of the company's, in the folder of documents, never over another file."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crm_desktop.i18n import _
from crm_desktop.paths import documents_folder
from crm_desktop.values.filenames import plain_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SUFFIX: Final = ".crm"


def usual_folder() -> Path:
    """The folder of documents, or the person's own where there is none."""
    documents = documents_folder()
    return documents if documents.is_dir() else Path.home()


def offered(name: str, folder: Path | None = None) -> Path:
    """A free place for the file of a company of this name."""
    where = folder or usual_folder()
    stem = plain_name(name)[:80] or _("My company")
    for number in itertools.count(1):
        path = where / (f"{stem}{SUFFIX}" if number == 1 else f"{stem} {number}{SUFFIX}")
        if not path.exists():
            return path
    raise AssertionError


def ask_new(parent: QWidget | None, start: Path) -> Path | None:
    """Ask where a new company file shall lie; None where the person went back."""
    from PySide6.QtWidgets import QFileDialog

    kinds = _("Company file") + f" (*{SUFFIX})"
    name, _kind = QFileDialog.getSaveFileName(
        parent, _("Where the company file lies"), str(start), kinds,
        options=QFileDialog.Option.DontConfirmOverwrite,
    )  # fmt: skip
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


def ask_open(parent: QWidget | None, folder: Path | None = None) -> Path | None:
    """Ask which company file to open; None where the person went back."""
    from PySide6.QtWidgets import QFileDialog

    kinds = _("Company file") + f" (*{SUFFIX});;" + _("All files") + " (*)"
    start = str(folder or usual_folder())
    name, _kind = QFileDialog.getOpenFileName(parent, _("Open a company file"), start, kinds)
    return Path(name) if name else None
