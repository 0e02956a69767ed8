"""A window over a real company file, for the tests of editors, forms and the pane: what a page may ask, and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from crm_desktop.app import logbook
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Told
from crm_desktop.ui.record.clicktext import ClickText
from tests.conftest import TODAY

T = TypeVar("T")


class KeptInMind:
    """A memory that lasts as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def get(self, key: str, default: Any = None) -> Any:
        return self.kept.get(key, default)

    def set(self, key: str, value: Any) -> None:
        self.kept[key] = value


class StageWindow(QObject):
    """Writes down where a page wanted to go."""

    changed = Signal(object)

    def __init__(self, company: Company) -> None:
        super().__init__()
        self.company = company
        self.memory = KeptInMind()
        self.opened: list[tuple[str, int]] = []
        self.edited: list[tuple[str, int]] = []
        self.new: list[tuple[str, dict[str, Any], Callable[[int], None] | None]] = []
        self.toasts: list[tuple[str, bool]] = []
        self.told: list[str] = []
        company.journal.after_commit.append(self.changed.emit)

    def today(self) -> date:
        return TODAY

    def open_record(self, kind: str, row: int) -> None:
        self.opened.append((kind, row))

    def new_record(
        self, kind: str, values: dict[str, Any] | None = None, after: Callable[[int], None] | None = None
    ) -> None:
        self.new.append((kind, values or {}, after))

    def edit_record(self, kind: str, row: int) -> None:
        self.edited.append((kind, row))

    def parts(self, kind: str) -> Any:
        return {}

    def open_page(self, kind: str, row: int) -> None:
        raise NotImplementedError

    def logbook(self) -> Any:
        return logbook()

    def toast(self, text: str, undo: bool = False) -> None:
        self.toasts.append((text, undo))

    def attempt(self, work: Callable[[], T], parent: QWidget | None = None) -> T | None:
        try:
            return work()
        except Told as told:
            self.told.append(told.sentence)
            return None

    def import_into(self, kind: str | None, path: Path | None = None) -> None:
        raise NotImplementedError

    def export(self, kind: str, query: ListQuery, ids: Sequence[int] | None = None) -> None:
        raise NotImplementedError

    def status(self, text: str) -> None:
        pass


def made(company: Company, kind: str, values: dict[str, Any], **children: list[dict[str, Any]]) -> int:
    """A saved record."""
    return records.save(company, company.entity(kind), values, children=children or None)


def read(company: Company, kind: str, row: int) -> dict[str, Any]:
    """A record's raw values."""
    return records.read(company, company.entity(kind), row)


def keys(widget: QWidget, *strokes: str | Qt.Key | tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    """Type into whatever has the focus in the widget's window, as a person would."""
    for stroke in strokes:
        target = QApplication.focusWidget() or widget
        if isinstance(stroke, str) and stroke.isascii():
            QTest.keyClicks(target, stroke)
        elif isinstance(stroke, str):
            # What an input method hands over once the pinyin is chosen.
            composed = QInputMethodEvent()
            composed.setCommitString(stroke)
            QApplication.sendEvent(target, composed)
        elif isinstance(stroke, tuple):
            QTest.keyClick(target, stroke[0], stroke[1])
        else:
            QTest.keyClick(target, stroke)
        QApplication.processEvents()


def shown(widget: QWidget, width: int = 900, height: int = 700) -> None:
    """Put a widget on the screen, active, laid out."""
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    QTest.qWaitForWindowActive(widget)
    QApplication.processEvents()


def texts(pane: QWidget) -> list[str]:
    """Every text that is shown in the pane."""
    found = [part.text() for part in pane.findChildren(QLabel) if part.isVisibleTo(pane)]
    return found + [part.text() for part in pane.findChildren(ClickText) if part.isVisibleTo(pane)]
