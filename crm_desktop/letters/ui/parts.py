"""Parts of the letter dialog: whom it goes to, the text with what is still blank, the files that go along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.customers.model import Contact
from crm_desktop.entity import attachments
from crm_desktop.i18n import _
from crm_desktop.letters.fields import FIELD
from crm_desktop.letters.recipients import Recipient
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.widgets import Chip, flow, menu_button
from crm_desktop.ui.widgets.buttons import TextBox

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

MOST_FILES = 30
"""Files of a record that the menu offers."""


class RecipientList(QListWidget):
    """People with their addresses, each with a tick."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Recipients"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemChanged.connect(lambda _item: self.ticked.emit())
        self._found: list[Recipient] = []

    def put(self, found: Sequence[Recipient], chosen: Recipient | None) -> None:
        """Show some, one of them ticked."""
        self._found = list(found)
        self.blockSignals(True)
        self.clear()
        for one in found:
            item = QListWidgetItem(shown(one))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if one == chosen else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.blockSignals(False)
        rows = min(max(len(found), 1), 4)
        row = max(self.sizeHintForRow(0), theme.px(24))
        self.setFixedHeight(rows * row + 2 * self.frameWidth() + theme.px(6))

    def chosen(self) -> tuple[Recipient, ...]:
        """Those that are ticked."""
        return tuple(one for at, one in enumerate(self._found) if self.item(at).checkState() == Qt.CheckState.Checked)

    def tick(self, name: str, on: bool = True) -> None:
        """Tick somebody by name."""
        for at, one in enumerate(self._found):
            if one.name == name:
                self.item(at).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def shown(one: Recipient) -> str:
    """Somebody in one line: name, what they do there, where they are reached."""
    roles = Contact.role.show(" ".join(one.roles)) if one.roles else ""
    return " · ".join(filter(None, (one.name, one.job_title, roles, one.address)))


class _Marker(QSyntaxHighlighter):
    """Marks what could not be filled in."""

    def highlightBlock(self, text: str) -> None:
        ink, ground = theme.tone_colours("warning")
        look = QTextCharFormat()
        look.setForeground(ink)
        look.setBackground(ground)
        look.setFontWeight(QFont.Weight.DemiBold)
        for found in FIELD.finditer(text):
            # Qt counts in half surrogate pairs, Python in characters.
            start = len(text[: found.start()].encode("utf-16-le")) // 2
            self.setFormat(start, len(found.group().encode("utf-16-le")) // 2, look)


class LetterText(TextBox):
    """The text of a letter; what is still blank stands out in place."""

    def __init__(self, name: str, lines: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._marker = _Marker(self.document())
        self._lines = lines
        theme.notifier().changed.connect(self._marker.rehighlight)

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().lineSpacing() * self._lines + theme.px(16)
        return QSize(theme.px(520), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), self.fontMetrics().lineSpacing() * 4 + theme.px(16))

    def select_blank(self) -> bool:
        """Put the cursor on the first field that is blank; False where none is."""
        found = FIELD.search(self.toPlainText())
        if found is None:
            return False
        cursor = self.document().find(found.group(), 0, QTextDocument.FindFlag.FindCaseSensitively)
        self.setTextCursor(cursor)
        self.setFocus()
        return True


class FileChip(Chip):
    """A file that goes along; a click leaves it out."""

    def __init__(self, name: str) -> None:
        super().__init__(name if len(name) <= 40 else name[:37] + "…", icon="attach")
        self.setAccessibleName(_("Leave out {file}").format(file=name))
        self.setToolTip(_("{file}: a click leaves it out").format(file=name))


class Files(QWidget):
    """The files that go along: chosen from those of the record, or from the disk."""

    changed = Signal()

    def __init__(self, window: Window, kind: str, row: int) -> None:
        super().__init__()
        self.window_, self.kind, self.row = window, kind, row
        self.files: list[int | Path] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.add = menu_button(_("Attach"), self._menu(), icon="attach")
        self._shown: QWidget = QFrame()
        self._column.addWidget(self._shown)
        self._show()

    def attach(self, file: int | Path) -> None:
        """Let a file go along."""
        if file not in self.files:
            self.files.append(file)
            self._show()

    def attach_again(self, kept: Sequence[int | str]) -> None:
        """Let those go along that were chosen before and are there still."""
        company = self.window_.company
        for file in kept:
            if isinstance(file, str):
                if Path(file).is_file():
                    self.attach(Path(file))
            elif company.execute(f"SELECT 1 FROM {attachments.KIND} WHERE id = ?", (file,)).fetchone():
                self.attach(file)

    def leave_out(self, file: int | Path) -> None:
        """Let a file stay here."""
        self.files.remove(file)
        self._show()

    def ask(self) -> None:
        """Ask for files on the disk."""
        names, _kind = QFileDialog.getOpenFileNames(self, _("Attach a file"), str(usual_folder()))
        for name in names:
            self.attach(Path(name))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        company = self.window_.company
        for attachment, name in company.execute(
            f"SELECT id, name FROM {attachments.KIND} WHERE kind = ? AND row = ? ORDER BY at DESC, id DESC LIMIT ?",
            (self.kind, self.row, MOST_FILES),
        ).fetchall():
            action = menu.addAction(icon("attach"), name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, one=attachment: self.attach(one))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(icon("folder-open"), _("From the disk…"), self.ask)
        return menu

    def _show(self) -> None:
        chips = []
        for file in self.files:
            name = attachments.name_of(self.window_.company, file) if isinstance(file, int) else file.name
            chip = FileChip(name)
            chip.clicked.connect(lambda _on=False, one=file: self.leave_out(one))
            chips.append(chip)
        new = flow(self.add, *chips, gap=6)
        self._column.replaceWidget(self._shown, new)
        self._shown.hide()
        self._shown.deleteLater()
        self._shown = new
        self.changed.emit()
