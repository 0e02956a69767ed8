"""The files of the record in the pane: a list, and how further ones come to hang on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QWidget

from crm_desktop.entity import attachments, query, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed, n_
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.dropping import files_in
from crm_desktop.ui.painting import png_of
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.record import panes
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.widgets.buttons import icon_button
from crm_desktop.ui.widgets.cards import IconLabel
from crm_desktop.ui.widgets.labels import label
from crm_desktop.ui.window import moment
from crm_desktop.values.filenames import shown_size

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

SHOWN: Final = 6


class FilesSection(QWidget):
    """Names of the files with their sizes; a click opens one, a menu does the rest."""

    def __init__(self, window: Window, entity: Entity, row: int) -> None:
        super().__init__()
        self._window, self._entity, self._row = window, entity, row
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._made, self._layout = panes.section(_("Files"))
        outer.addWidget(self._made)
        rows, count = files_of(window.company, entity, row)
        for attachment, name, size in rows:
            self._layout.addWidget(self._line(attachment, name, size))
        if count > len(rows):
            self._layout.addWidget(label(_("and {n} more").format(n=f"{count - len(rows):,}"), "secondary"))
        self.add = ClickText(_("Attach a file…"), self.ask, "accent_text", size=12)
        self.add.setToolTip(_("Files can be dropped here, too"))
        self._layout.addWidget(self.add)

    def ask(self) -> None:
        """Ask for files and attach them."""
        ask_and_attach(self._window, self._entity, self._row, self)

    def _line(self, attachment: int, name: str, size: int | None) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel("attach", "secondary", 15))
        text = ClickText(name, partial(open_file, self._window, attachment, self))
        text.setAccessibleName(_("Open {file}").format(file=name))
        row.addWidget(text, 1)
        row.addWidget(label(shown_size(size) if size is not None else "", "secondary", 12))
        menu = QMenu(made)
        menu.addAction(_("Open")).triggered.connect(lambda: open_file(self._window, attachment, self))
        menu.addAction(_("Save a copy…")).triggered.connect(lambda: self._save_copy(attachment, name))
        menu.addAction(_("Remove")).triggered.connect(lambda: self._remove(attachment, name))
        more = icon_button("more", _("More about {file}").format(file=name), None)
        more.setFixedSize(theme.px(22), theme.px(20))
        more.setStyleSheet("padding: 0;")
        more.setPopupMode(more.ToolButtonPopupMode.InstantPopup)
        more.setMenu(menu)
        row.addWidget(more)
        return made

    def _save_copy(self, attachment: int, name: str) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save a copy"), str(usual_folder() / name))
        if chosen:
            company = self._window.company
            done = self._window.attempt(lambda: attachments.write(company, attachment, Path(chosen)), self)
            if done is not None:
                self._window.toast(_("Written: {name}").format(name=done.name))

    def _remove(self, attachment: int, name: str) -> None:
        company = self._window.company
        kind = company.entity(attachments.KIND)
        if self._window.attempt(lambda: records.delete(company, kind, [attachment]), self):
            self._window.toast(_("Deleted: {title}").format(title=name), undo=True)


def files_of(company: Company, entity: Entity, row: int) -> tuple[list[tuple[int, str, int | None]], int]:
    """The newest files of a record (id, name, bytes), and how many there are."""
    where = f"FROM {attachments.KIND} WHERE kind = ? AND row = ?"
    count = company.execute(f"SELECT count(*) {where}", (entity.name, row)).fetchone()[0]
    rows = company.execute(
        f"SELECT id, name, size {where} ORDER BY at DESC, id DESC LIMIT {SHOWN}", (entity.name, row)
    ).fetchall()
    return [tuple(found) for found in rows], count


def open_file(window: Window, attachment: int, parent: QWidget | None = None) -> bool:
    """Open an attachment in the program that the system has for it."""
    from crm_desktop.paths import opened_folder
    from crm_desktop.ui.record.opened_files import ask_for_changes, opened_files

    ask_for_changes(window, attachment, parent)
    path = window.attempt(lambda: attachments.opened(window.company, attachment, opened_folder()), parent)
    if path is not None:
        opened_files(window).watch(path, attachment)
    return path is not None and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def ask_and_attach(window: Window, entity: Entity, row: int, parent: QWidget | None = None) -> None:
    """Ask for files and attach them to a record."""
    names, _kind = QFileDialog.getOpenFileNames(parent, _("Attach a file"), str(usual_folder()))
    attach_files(window, entity, row, [Path(name) for name in names], parent)


def attach_files(
    window: Window, entity: Entity, row: int, paths: Sequence[Path], parent: QWidget | None = None
) -> None:
    """Attach files on the worker, each a step of its own; a large one is linked, and that is said."""
    from crm_desktop.exchange.attaching import attach_file

    if not paths:
        return
    company, now = window.company, moment(window)

    def work(tell: tasks.Tell, cancelled: Callable[[], bool]) -> list[int]:
        with company.journal.entry(_title(company, entity, row, paths)):
            return [
                attach_file(company, entity, row, path, now=now, cancelled=cancelled,
                            progress=lambda done, total: tell(done >> 10, total >> 10))
                for path in paths
            ]  # fmt: skip

    def then(made: list[int]) -> None:
        linked = [path.name for path, one in zip(paths, made, strict=True) if is_linked(company, one)]
        if linked:
            window.toast(
                _("Linked, as it is too large to keep inside: {names}").format(names=listed(linked)), undo=True
            )
        else:
            window.toast(n_("{n} file attached", "{n} files attached", len(made)), undo=True)

    tasks.run(work, then, title=_("Attach files"), parent=parent)


def attach_clipboard(window: Window, entity: Entity, row: int, parent: QWidget | None = None) -> None:
    """Attach what the clipboard holds: files, a picture, or a text."""
    data = QGuiApplication.clipboard().mimeData()
    if paths := [Path(name) for name in files_in(data)]:
        attach_files(window, entity, row, paths, parent)
        return
    company, now = window.company, moment(window)

    def work() -> int:
        name, content, text = _content(data, now)
        return attachments.attach_bytes(company, entity, row, name, content, text=text, now=now)

    if window.attempt(work, parent) is not None:
        window.toast(n_("{n} file attached", "{n} files attached", 1), undo=True)


def is_linked(company: Company, attachment: int) -> bool:
    """Whether a file is not kept inside."""
    page = query.page(company, company.entity(attachments.KIND), [attachment], ["hash"])
    return attachment in page and page[attachment][0] is None


def _content(data: QMimeData, now: datetime) -> tuple[str, bytes, str]:
    """Name, bytes and text of what was copied; Refused where that is no file."""
    stamp = f"{now:%Y-%m-%d %H%M%S}"
    image = QGuiApplication.clipboard().image() if data.hasImage() else QImage()
    if not image.isNull():
        return _("Picture {stamp}").format(stamp=stamp) + ".png", png_of(image), ""
    if text := data.text().strip():
        return _("Text {stamp}").format(stamp=stamp) + ".txt", text.encode("utf-8"), text[:20_000]
    raise Refused(_("The clipboard holds nothing that can be attached. Copy a file, a picture or a text first."))


def _title(company: Company, entity: Entity, row: int, paths: Sequence[Path]) -> str:
    what = paths[0].name if len(paths) == 1 else n_("{n} file", "{n} files", len(paths))
    return _("Attach {name} to {title}").format(name=what, title=company.title(entity, row))
