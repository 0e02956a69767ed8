"""The files of the record in the pane: a list, and how further ones come to hang on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QWidget

from crm_desktop.entity import attachments, query
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed, n_
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.dropping import files_in, no_files
from crm_desktop.ui.painting import png_of
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.record import panes
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.trashing import to_trash
from crm_desktop.ui.widgets.buttons import icon_button
from crm_desktop.ui.widgets.cards import IconLabel
from crm_desktop.ui.widgets.labels import label
from crm_desktop.ui.window import moment
from crm_desktop.values.filenames import shown_size

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

T = TypeVar("T")
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
        text = ClickText(name, partial(open_file, self._window, attachment))
        text.setAccessibleName(_("Open {file}").format(file=name))
        row.addWidget(text, 1)
        row.addWidget(label(shown_size(size) if size is not None else "", "secondary", 12))
        menu = QMenu(made)
        menu.addAction(_("Open")).triggered.connect(lambda: open_file(self._window, attachment))
        menu.addAction(_("Save a copy…")).triggered.connect(lambda: self._save_copy(attachment, name))
        menu.addAction(_("Rename…")).triggered.connect(lambda: self._rename(attachment, name))
        menu.addAction(_("Remove")).triggered.connect(lambda: self._remove(attachment))
        text.menu = menu
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
            window = self._window
            with_content(
                window, attachment, lambda: attachments.write(window.company, attachment, Path(chosen)),
                lambda done: window.toast(_("Written: {name}").format(name=done.name)),
                _("Save a copy of {name}").format(name=name),
            )  # fmt: skip

    def _rename(self, attachment: int, name: str) -> None:
        from crm_desktop.ui.asking_dialog import NameDialog
        from crm_desktop.ui.widgets.dialogs import show

        window = self._window
        act = partial(attachments.rename, window.company, attachment)
        show(NameDialog(self, _("Rename the file"), "", _("Rename"), name, act))

    def _remove(self, attachment: int) -> None:
        to_trash(self._window, self._window.company.entity(attachments.KIND), attachment, self)


def files_of(company: Company, entity: Entity, row: int) -> tuple[list[tuple[int, str, int | None]], int]:
    """The newest files of a record (id, name, bytes), and how many there are."""
    where = f"FROM {attachments.KIND} WHERE kind = ? AND row = ?"
    count = company.execute(f"SELECT count(*) {where}", (entity.name, row)).fetchone()[0]
    rows = company.execute(
        f"SELECT id, name, size {where} ORDER BY at DESC, id DESC LIMIT {SHOWN}", (entity.name, row)
    ).fetchall()
    return [tuple(found) for found in rows], count


def open_file(window: Window, attachment: int) -> None:
    """Open an attachment in the program that the system has for it; one that was changed there is asked about first."""
    from crm_desktop.exchange.attaching import take_back_file
    from crm_desktop.paths import opened_folder
    from crm_desktop.ui.record.opened_files import keeps_changes, opened_files

    company, over = window.company, window if isinstance(window, QWidget) else None
    name = window.attempt(lambda: attachments.name_of(company, attachment))
    if name is None:
        return
    title = _("Open {name}").format(name=name)

    def hand_over(path: Path) -> None:
        opened_files(window).watch(path, attachment)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def kept_then_opened(changed: Path) -> Path:
        take_back_file(company, attachment, changed)
        return attachments.opened(company, attachment, opened_folder())

    def look(changed: Path | None) -> None:
        if changed is not None and keeps_changes(changed, over):
            with_content(window, attachment, lambda: kept_then_opened(changed), hand_over, title)
        else:
            opened = partial(attachments.opened, company, attachment, opened_folder())
            with_content(window, attachment, opened, hand_over, title)

    with_content(
        window, attachment, lambda: attachments.changed_copy(company, attachment, opened_folder()), look, title
    )


def with_content(
    window: Window, attachment: int, work: Callable[[], T], then: Callable[[T], object], title: str
) -> None:
    """Read or write the content of an attachment, then go on: at once, or beside the window where it is large."""
    parent = window if isinstance(window, QWidget) else None
    if attachments.is_large(window.company, attachment):
        tasks.run(lambda _tell, _stopped: work(), then, title=title, cancellable=False, parent=parent)
        return
    found: list[T] = []
    window.attempt(lambda: found.append(work()), parent)
    for one in found:
        then(one)


def ask_and_attach(window: Window, entity: Entity, row: int, parent: QWidget | None = None) -> None:
    """Ask for files and attach them to a record."""
    names, _kind = QFileDialog.getOpenFileNames(parent, _("Attach a file"), str(usual_folder()))
    attach_files(window, entity, row, [Path(name) for name in names], parent)


def attach_files(
    window: Window, entity: Entity, row: int, paths: Sequence[Path], parent: QWidget | None = None
) -> None:
    """Attach files on the worker, each a step of its own; a large one is linked, and that is said."""
    from crm_desktop.exchange.attaching import keep_file

    if not paths:
        return
    company, now = window.company, moment(window)

    def work(tell: tasks.Tell, cancelled: Callable[[], bool]) -> list[int]:
        with company.journal.entry(_title(company, entity, row, paths)):
            return [
                keep_file(company, entity, row, path, now=now, cancelled=cancelled,
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


def attach_dropped(window: Window, entity: Entity, row: int, names: Sequence[str], parent: QWidget) -> None:
    """Attach the files that were dropped; what is said of the folders among them comes first."""
    if text := no_files(names):
        window.toast(text)
    attach_files(window, entity, row, [Path(name) for name in names if Path(name).is_file()], parent)


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
