"""What is done with files that were dropped on the window: each as what it is, the others asked for their record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.entity.viewfiles import SUFFIX as VIEW
from crm_desktop.exchange.attaching import MAILS
from crm_desktop.i18n import _, listed, n_
from crm_desktop.ui.dropping import no_files
from crm_desktop.ui.importing.choosing import LISTS
from crm_desktop.ui.places import SUFFIX

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

_KNOWN = 3
"""So many names are told where it is asked whose files are."""


def take_in(window: MainWindow, names: Sequence[str]) -> None:
    """Open a company file or a view, file mails, attach what is no list, and bring in the lists one after another."""
    files = [Path(name) for name in names if not Path(name).is_dir()]
    opened = [path for path in files if path.suffix.lower() == SUFFIX]
    if opened:
        window.files.open_file(opened[0])
        return
    if text := no_files(names):
        window.toast(text)
    mails = [path for path in files if path.suffix.lower() in MAILS]
    views = [path for path in files if path.suffix.lower() == VIEW]
    lists = [path for path in files if is_list(path)]
    for path in mails:
        window.files.file_mail(path)
    for path in views:
        window.files.open_view(path)
    if others := [path for path in files if path not in (*mails, *views, *lists)]:
        attach_to_whom(window, others)
    for path in lists:
        window.import_into(None, path)


def is_list(path: Path) -> bool:
    """Whether its name ends as the names of lists do; one without an ending is looked at as a list, too."""
    return not path.suffix or f"*{path.suffix.lower()}" in LISTS.split()


def attach_to_whom(window: MainWindow, paths: Sequence[Path]) -> None:
    """Ask to which record files go that are no lists, with the one in sight filled in, and attach them."""
    from crm_desktop.ui.record.attached import attach_files
    from crm_desktop.ui.whose import WhoseDialog

    names = [path.name for path in paths[:_KNOWN]]
    if len(paths) > _KNOWN:
        names.append(_("and {n} more").format(n=len(paths) - _KNOWN))
    title = n_("Attach {n} file", "Attach {n} files", len(paths))
    about = WhoseDialog(window, title, [listed(names)], _("Attach files"), window.record_shown()).chosen()
    if about is not None:
        attach_files(window, window.company.entity(about[0]), about[1], paths, window)
