"""Attached files that are open in other programs: what is saved there is taken back into the company file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.entity import attachments
from crm_desktop.errors import Told
from crm_desktop.exchange.attaching import take_back_file
from crm_desktop.i18n import _
from crm_desktop.ui import tasks
from crm_desktop.ui.widgets import ask

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

QUIET_MS: Final = 900
"""A file is read once nothing was written to it for so long."""
TRIES: Final = 20
"""So often a file is looked at again that the other program still holds."""

Stamp = tuple[int, int]


class OpenedFiles(QObject):
    """Watches the copies that were handed to other programs, as long as the window lives."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self._watched: dict[Path, tuple[int, Stamp | None]] = {}
        self._tries = 0
        self._system = QFileSystemWatcher(self)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.look)
        self._system.fileChanged.connect(self._something)
        # Most programs write another file and give it the name: then the folder tells.
        self._system.directoryChanged.connect(self._something)

    def watch(self, path: Path, attachment: int) -> None:
        """Follow a copy of an attachment; a linked file is its own original and is left alone."""
        if not attachments.is_kept(self._window.company, attachment):
            return
        self._watched[path] = (attachment, _stamp(path))
        self._system.addPaths([str(path), str(path.parent)])

    def look(self) -> None:
        """Take back what was changed."""
        for path, (attachment, before) in list(self._watched.items()):
            now = _stamp(path)
            if now is None or now == before:
                continue
            self._watched[path] = (attachment, now)
            self._system.addPath(str(path))
            self._take_back(path, attachment, before)

    def _something(self, _path: str) -> None:
        self._tries = 0
        self._quiet.start()

    def _take_back(self, path: Path, attachment: int, before: Stamp | None) -> None:
        company = self._window.company

        def then(changed: bool) -> None:
            if changed:
                self._window.toast(_("“{name}” was changed and is kept so").format(name=path.name), undo=True)

        def failed(error: BaseException) -> None:
            # Still being written, or held by the other program.
            self._watched[path] = (attachment, before)
            self._tries += 1
            if isinstance(error, Told) and self._tries < TRIES:
                self._quiet.start()

        parent = self._window if isinstance(self._window, QWidget) else None
        tasks.run(
            lambda _tell, _stopped: take_back_file(company, attachment, path), then, failed,
            title=_("Taking back {name}").format(name=path.name), cancellable=False, parent=parent,
        )  # fmt: skip


def opened_files(window: Window) -> OpenedFiles:
    """Those of a window."""
    owner: Any = window
    found = owner.findChild(OpenedFiles)
    return found if found is not None else OpenedFiles(window)


def keeps_changes(changed: Path, parent: QWidget | None) -> bool:
    """Whether the person keeps what was changed in a copy while nobody watched."""
    text = _(
        "“{name}” was changed in another program after it was opened here, and that is not kept in the company file"
        " yet. Otherwise it opens as it is kept."
    )
    return ask(parent, _("Keep the changes?"), text.format(name=changed.name), _("Keep the changes"))


def _stamp(path: Path) -> Stamp | None:
    """When and how large a file was written; None where it is not there or empty just now."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found.st_size else None
