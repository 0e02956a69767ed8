"""Where files go: in the folder of documents, under a name that any system takes; a company never over another."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
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


def ask_where(parent: QWidget | None, title: str, name: str, kinds: Mapping[str, str]) -> Path | None:
    """Ask where something is written; None where the person went back.

    `name` is offered without its ending, `kinds` are what is written by its ending (".png": "Picture"), the first is
    offered. A path with the offered ending gets that of the kind that was chosen.
    """
    from PySide6.QtWidgets import QFileDialog

    first = next(iter(kinds))
    filters = {f"{what} (*{ending})": ending for ending, what in kinds.items()}
    start = usual_folder() / ((plain_name(name) or _("Untitled")) + first)
    said, kind = QFileDialog.getSaveFileName(parent, title, str(start), ";;".join(filters))
    if not said:
        return None
    path, chosen = Path(said), filters.get(kind, first)
    if path.suffix.lower() not in kinds:
        return _unless_there(parent, path.with_name(path.name + chosen))
    if path.suffix.lower() == first != chosen:
        return _unless_there(parent, path.with_suffix(chosen))
    return path


def _unless_there(parent: QWidget | None, path: Path) -> Path | None:
    """A path the dialog has not seen, after a question where a file lies there."""
    from crm_desktop.ui.widgets import ask

    if not path.exists():
        return path
    text = _("There is a file of that name already. It would be lost.")
    return path if ask(parent, _("Replace {name}?").format(name=path.name), text, _("Replace")) else None


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
