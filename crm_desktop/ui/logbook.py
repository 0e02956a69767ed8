"""The quick log in the window: a line that is read while it is typed, with what it will become shown below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.buttons import TextLine
from crm_desktop.ui.widgets.flowing import FlowLayout
from crm_desktop.ui.widgets.labels import Pill, label


class Logbook(Protocol):
    """Reads and keeps lines; given by whoever knows what notes and next steps are."""

    def told(self, line: str, now: datetime) -> list[tuple[str, str]]:
        """What a line will become: pieces of text with their tone ("" for plain text); [] where it says nothing."""

    def replaced(self, company: Company, entity: Entity, row: int, line: str, now: datetime) -> str:
        """The next step of a record that the one of a line would take the place of; "" for none."""

    def log(self, company: Company, entity: Entity, row: int, line: str, now: datetime) -> Any:
        """Save it about a record as one change; Refused where it says nothing."""

    def to_finish(self, company: Company, entity: Entity, row: int) -> str:
        """What of a record could be ticked off; "" where there is nothing."""

    def finish(self, company: Company, entity: Entity, row: int, line: str, now: datetime) -> Any:
        """Tick it off, with a line on how it went and what comes next; Refused where nothing is open."""


def line_place(about: tuple[str, int] | None) -> str:
    """Where a line that is half typed is kept: with its record, or by itself."""
    return f"line {about[0]} {about[1]}" if about is not None else "line"


def told_about(
    logbook: Logbook, company: Company, about: tuple[Entity, int] | None, line: str, now: datetime
) -> list[tuple[str, str]]:
    """What a line about a record will become, with the next step that goes for it."""
    pieces = logbook.told(line, now)
    if about is not None and (gone := logbook.replaced(company, *about, line, now)):
        pieces += [(_("Instead of"), "warning"), (gone, "")]
    return pieces


class LogLine(QWidget):
    """The line and what it will become; `saved` is called with the text when Enter is pressed."""

    def __init__(self, told: Callable[[str], list[tuple[str, str]]], saved: Callable[[], object]) -> None:
        super().__init__()
        self._told = told
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.line = TextLine()
        self.line.setPlaceholderText(_("Such as: call price ok next tue 10"))
        self.line.setAccessibleName(_("Quick log"))
        self.line.setAccessibleDescription(_("Enter saves it"))
        self.line.setToolTip(
            _("How, how long, what was said, and what comes next, in one line; what it becomes is shown as you type")
        )
        self.line.textChanged.connect(self._show)
        self.line.returnPressed.connect(saved)
        self.preview = QWidget()
        self._flow = FlowLayout(self.preview, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.preview.setSizePolicy(policy)
        self.preview.hide()
        column.addWidget(self.line)
        column.addWidget(self.preview)
        self.setFocusProxy(self.line)

    def refresh(self) -> None:
        """Show anew what the line will become."""
        self._show(self.line.text())

    def _show(self, text: str) -> None:
        pieces = self._told(text)
        self._flow.clear()
        for said, tone in pieces:
            made = Pill(said, tone) if tone else label(said[:120], "secondary", wrap=len(said) > 30)
            self._flow.addWidget(made)
            made.show()
        self.preview.setAccessibleName(" ".join(said for said, _tone in pieces))
        self.preview.setVisible(bool(pieces))
        self.preview.updateGeometry()
