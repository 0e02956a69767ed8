"""Choosing the list: a place to drop it, a button, the folders lists came from before, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFont,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.dropping import paths_in, take
from crm_desktop.ui.memory import Memory
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.widgets import Banner, IconLabel, SectionTitle, button, flow, label
from crm_desktop.ui.widgets.buttons import TextLine

LISTS: Final = "*.xlsx *.xls *.xlsb *.xlsm *.ods *.et *.csv *.tsv *.txt *.vcf *.xml *.html *.htm"
LIST_FOLDER: Final = "import.folder"
FOLDERS: Final = "import.folders"
_MOST_FOLDERS: Final = 5


def ask_file(parent: QWidget, memory: Memory, folder: str = "") -> Path | None:
    """Ask for a list in the system's own dialog; None where the person went back."""
    kinds = _("Lists") + f" ({LISTS});;" + _("All files") + " (*)"
    start = folder or memory.get(LIST_FOLDER, "") or str(usual_folder())
    name, _kind = QFileDialog.getOpenFileName(parent, _("Which list?"), start, kinds)
    return Path(name) if name else None


def remember_folder(memory: Memory, path: Path) -> None:
    """Keep the folder of a list that was read, the latest first."""
    folder = str(path.parent)
    known = [one for one in memory.get(FOLDERS, []) if isinstance(one, str) and one != folder]
    memory.set(FOLDERS, [folder, *known][:_MOST_FOLDERS])
    memory.set(LIST_FOLDER, folder)


def recent_folders(memory: Memory) -> list[Path]:
    """The folders of earlier lists that are still there."""
    return [Path(one) for one in memory.get(FOLDERS, []) if isinstance(one, str) and Path(one).is_dir()]


_LOW: Final = 280
"""A zone that is lower than this goes without its picture."""


class DropZone(QFrame):
    """A wide field with a broken edge on which a file may be let go."""

    dropped = Signal(object)
    """The paths of the files and folders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        self.disc: QFrame | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.column = QVBoxLayout(self)
        edge = theme.px(24)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(theme.px(8))
        theme.notifier().changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.disc is not None:  # on a low screen the words come first
            self.disc.setVisible(self.height() >= theme.px(_LOW))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            take(event)
            self._hang(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hang(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hang(False)
        names = paths_in(event.mimeData())
        take(event)
        self.window().activateWindow()
        # The program the files come from waits until this returns.
        QTimer.singleShot(0, self, lambda: self.dropped.emit(names))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme.tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour(t.accent if self._over else t.control), 2 if self._over else 1.2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(theme.colour(t.soft if self._over else t.card))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), theme.CARD_RADIUS + 2, theme.CARD_RADIUS + 2)

    def _hang(self, over: bool) -> None:
        self._over = over
        self.update()


class ChoosePanel(QWidget):
    """The first page while no list is open."""

    chosen = Signal(object)
    """The path of a file."""
    pasted = Signal(str)
    template_wanted = Signal()
    unlocked = Signal(str)
    """The password for the workbook that asked for one."""

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self._faults = QVBoxLayout()
        column.addLayout(self._faults)
        self.fault: Banner | None = None
        self.password: QLineEdit | None = None
        self.zone = DropZone()
        self._fill_zone()
        column.addWidget(self.zone, 1)
        self._folders = QVBoxLayout()
        self._folders.setSpacing(theme.px(8))
        column.addLayout(self._folders)
        self.show_folders()

    def ask(self, folder: str = "") -> None:
        """Ask for a file."""
        path = ask_file(self, self._memory, folder)
        if path is not None:
            self.chosen.emit(path)

    def paste(self) -> None:
        """Take the cells that were copied elsewhere."""
        self.pasted.emit(QGuiApplication.clipboard().text())

    def show_fault(self, sentence: str, *, ask_password: bool = False) -> None:
        """Say why a list could not be read; with `ask_password` offer to give one."""
        self.clear_fault()
        self.fault = Banner(sentence, "bad", _("Choose another file…"), self.ask)
        self._faults.addWidget(self.fault)
        if ask_password:
            self._faults.addSpacing(theme.px(8))
            self._faults.addWidget(self._password_row())
            assert self.password is not None
            self.password.setFocus()

    def clear_fault(self) -> None:
        """Forget what went wrong before."""
        self.fault, self.password = None, None
        while (item := self._faults.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def show_folders(self) -> None:
        """Offer the folders that lists came from before."""
        while (item := self._folders.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        found = recent_folders(self._memory)
        if not found:
            return
        self._folders.addWidget(SectionTitle(_("Lists came from")))
        made = []
        for folder in found:
            one = button(folder.name or str(folder), self._asker(folder), icon="folder", tip=str(folder))
            one.setAccessibleDescription(str(folder))
            made.append(one)
        self._folders.addWidget(flow(*made))

    def _asker(self, folder: Path) -> Callable[[], None]:
        return lambda: self.ask(str(folder))

    def _fill_zone(self) -> None:
        column = self.zone.column
        column.addStretch(2)
        self.zone.disc = disc = QFrame()
        disc.setProperty("disc", True)
        disc.setFixedSize(theme.px(64), theme.px(64))
        inside = QHBoxLayout(disc)
        inside.addWidget(IconLabel("import", "accent_text", 30), 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(disc, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.px(8))
        heading = label(_("Drop a list here"), size=16, weight=QFont.Weight.DemiBold)
        kinds = _("Excel or WPS workbooks, CSV and text files, address cards, or cells copied elsewhere.")
        promise = _("Nothing is changed until you have seen what will happen.")
        for text in (heading, label(kinds, "secondary"), label(promise, "secondary")):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.addSpacing(theme.px(12))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.choose = button(_("Choose a &file…"), self.ask, "primary", "folder-open")
        self.paste_cells = button(_("&Paste copied cells"), self.paste, icon="paste")
        row.addStretch(1)
        row.addWidget(self.choose)
        row.addWidget(self.paste_cells)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(theme.px(8))
        empty = _("No list yet? Save an empty one to fill in…")
        self.template = button(empty, self.template_wanted.emit, "link", "table")
        column.addWidget(self.template, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _password_row(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        line = TextLine()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setAccessibleName(_("Password of the workbook"))
        line.setPlaceholderText(_("Password of the workbook"))
        line.setMaximumWidth(theme.px(280))
        line.returnPressed.connect(lambda: self.unlocked.emit(line.text()))
        self.password = line
        row.addWidget(line, 1)
        row.addWidget(button(_("Open with this password"), lambda: self.unlocked.emit(line.text()), icon="unlock"))
        row.addStretch(1)
        return made
