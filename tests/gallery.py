"""Draws every page and dialog on an invented company: `python -m tests.gallery OUT [--only NAME]`.

Each language and scheme, full and empty, at 100 %; the fullest pages at 150 % too. A picture is named
page-language-scheme[-150].png.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop import areas, demo, i18n
from crm_desktop.app import BUSINESS
from crm_desktop.entity.company import Company
from crm_desktop.ui import language as languages
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow

SIZE = (1366, 820)
LANGUAGES = ("en", "zh_CN")
SCHEMES = ("light", "dark")
"""Pages drawn at 150 % as well."""
LARGE = ("home", "customers", "form-customer", "import-2-columns")


class Forgetful(dict[str, Any]):
    """A window memory that keeps nothing."""

    def set(self, key: str, value: object) -> None:
        """Nothing is kept of a gallery."""


def settle(seconds: float = 0.25) -> None:
    """Let the window do what it put off, and what its threads bring."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


class Gallery:
    """One language and one scheme: a window on the invented company, and pictures of what it shows."""

    def __init__(self, out: Path, language: str, scheme: str, suffix: str, only: str) -> None:
        self.out, self.language, self.scheme, self.suffix, self.only = out, language, scheme, suffix, only

    def wanted(self, name: str) -> bool:
        return self.only in name and (not self.suffix or name in LARGE)

    def save(self, name: str, *widgets: QWidget) -> None:
        """The first widget with the others laid over it where they stand."""
        base = widgets[0]
        picture = base.grab()
        for widget in widgets[1:]:
            part = widget.grab()
            from PySide6.QtGui import QPainter

            painter = QPainter(picture)
            place = base.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0)))
            painter.drawPixmap(place, part)
            painter.end()
        self._write(picture, name)

    def _write(self, picture: QPixmap, name: str) -> None:
        picture.save(str(self.out / f"{name}-{self.language}-{self.scheme}{self.suffix}.png"))

    def draw(self, company: Company, empty: Company, lists: Path) -> None:
        window = self.window(company)
        self.pages(window)
        self.dialogs(window, lists)
        self.closed(window)
        window = self.window(empty)
        for page in ("home", "customer", "contact", "opportunity", "trash", "history"):
            name = f"empty-{page}"
            if self.wanted(name):
                window.show_page(page)
                settle()
                self.save(name, window)
        self.closed(window)

    def window(self, company: Company) -> MainWindow:
        window = MainWindow(company, Forgetful(), BUSINESS)  # type: ignore[arg-type]
        window.resize(*SIZE)
        window.start()
        window.show()
        settle(0.5)
        return window

    def closed(self, window: MainWindow) -> None:
        window.hide()
        window.deleteLater()
        settle(0.1)

    def pages(self, window: MainWindow) -> None:
        names = {"home": "home", "customer": "customers"}
        for page in window.pages():
            name = names.get(page, page.replace("+", "-"))
            if self.wanted(name):
                window.show_page(page)
                settle(1.2 if page == "home" else 0.6)
                self.save(name, window)

    def dialogs(self, window: MainWindow, lists: Path) -> None:
        raise NotImplementedError
