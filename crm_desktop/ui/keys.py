"""The list of keys, made from the actions themselves."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.actions import Command
from crm_desktop.ui.painting import key_size, paint_key
from crm_desktop.ui.placement import take_size
from crm_desktop.ui.widgets.buttons import SearchBox, button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.labels import SectionTitle, label


class KeyCap(QWidget):
    """One key as it is written on this system."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return key_size(self._keys) if self._keys else QSize(0, theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._keys:
            paint_key(QPainter(self), QRect(QPoint(0, 0), self.sizeHint()), self._keys)


class KeyList(Dialog):
    """Every action that can be done here with its key, by menu, with a field to search in."""

    def __init__(self, commands: Iterable[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Keyboard shortcuts"))
        self._commands = list(commands)
        self.search = SearchBox(_("Find an action or a key"), wait_ms=0)
        self.search.textChanged.connect(self._fill)
        self.body.addWidget(self.search)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(_("Keyboard shortcuts"))
        self._scroll.setMinimumHeight(theme.px(240))
        self.body.addWidget(self._scroll, 1)
        self.add_button(button(_("Close"), self.accept, "primary"), default=True)
        self.search.setFocus()
        take_size(self, theme.px(520), theme.px(600))
        self._fill("")

    def shown(self) -> list[Command]:
        """The actions that match what was typed."""
        words = self.search.text().casefold().split()
        return [
            c for c in self._commands if all(w in f"{c.text} {' '.join(c.keys)} {c.menu}".casefold() for w in words)
        ]

    def _fill(self, _words: str) -> None:
        page = QWidget()
        page.setProperty("clear", True)
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, theme.px(10), 0)
        lines.setSpacing(theme.px(8))
        menu = ""
        for command in sorted(self.shown(), key=lambda c: _order(self._commands, c.menu)):
            if command.menu != menu:
                menu = command.menu
                heading = SectionTitle(menu)
                heading.setContentsMargins(0, theme.px(10), 0, 0)
                lines.addWidget(heading)
            lines.addLayout(_line(command))
        if not menu:
            nothing = label(_("No action has these words."), "secondary", weight=QFont.Weight.Normal)
            lines.addWidget(nothing, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(1)
        self._scroll.setWidget(page)


def _line(command: Command) -> QHBoxLayout:
    """An action, and at the right all its keys."""
    line = QHBoxLayout()
    line.setSpacing(theme.px(6))
    line.addWidget(label(command.text))
    line.addStretch(1)
    for key in command.keys or ("",):
        line.addWidget(KeyCap(key))
    return line


def _order(commands: list[Command], menu: str) -> int:
    """Menus as they first come in the list."""
    return [command.menu for command in commands].index(menu)
