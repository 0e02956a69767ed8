"""A paper as it will be printed, looked at inside the program: zoomed, printed by the system's dialog, saved as PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, QSize, QSizeF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.places import ask_where
from crm_desktop.ui.widgets import Dialog, button, icon_button, label
from crm_desktop.ui.widgets.dialogs import show

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from crm_desktop.ui.window import Window

STEP: Final = 1.2
SMALLEST, LARGEST = 0.3, 4.0
_BOX: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
Keys = Qt.Key
Standard = QKeySequence.StandardKey


class Paper(Protocol):
    """What can be shown: its pages as SVG, all of it as PDF, and what the file is called."""

    @property
    def name(self) -> str: ...
    @property
    def pages(self) -> list[str]: ...
    @property
    def pdf(self) -> bytes: ...

    def write(self, path: Path) -> Path:
        """Write the PDF."""


class PageView(QWidget):
    """One page, drawn sharp at any size."""

    def __init__(self, svg: str, number: int, count: int) -> None:
        super().__init__()
        self._svg = svg
        self._drawn = QPixmap()
        self.setAccessibleName(_("Page {n} of {count}").format(n=number, count=count))

    @cached_property
    def renderer(self) -> QSvgRenderer:
        """What draws it; made when the page is first seen or printed."""
        return QSvgRenderer(QByteArray(self._svg.encode()))

    def points(self) -> QSizeF:
        """The size of the paper in points."""
        found = _BOX.search(self._svg, 0, 500)
        return QSizeF(float(found[1]), float(found[2])) if found else QSizeF(self.renderer.viewBoxF().size())

    def set_scale(self, scale: float) -> None:
        """Pixels a point."""
        self.setFixedSize((self.points() * scale).toSize())

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._drawn.size() != wanted:
            self._drawn = QPixmap(wanted)
            self._drawn.fill(Qt.GlobalColor.transparent)  # the paper brings its own white
            painter = QPainter(self._drawn)
            self.renderer.render(painter, QRectF(0, 0, wanted.width(), wanted.height()))
            painter.end()
            self._drawn.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(theme.colour(theme.tokens().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PaperView(QScrollArea):
    """All pages below one another."""

    def __init__(self, pages: Sequence[str]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Preview"))
        inside = QWidget()
        inside.setProperty("clear", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(14))
        self.pages = [PageView(svg, number, len(pages)) for number, svg in enumerate(pages, 1)]
        for page in self.pages:
            column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setWidget(inside)
        self.scale = 1.0
        self.set_scale(1.0)

    def set_scale(self, scale: float) -> None:
        """Show the pages at so many pixels a point."""
        self.scale = min(LARGEST, max(SMALLEST, scale))
        for page in self.pages:
            page.set_scale(self.scale)

    def zoom(self, factor: float) -> None:
        """Larger or smaller."""
        self.set_scale(self.scale * factor)

    def fit(self) -> None:
        """As wide as there is room."""
        widest = max(page.points().width() for page in self.pages)
        room = self.viewport().width() - 2 * theme.px(12) - theme.px(2)
        self.set_scale(room / widest)


class PaperDialog(Dialog):
    """The preview with what can be done: print, save, open in another program."""

    def __init__(self, window: Window, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent, paper.name)
        self.window_, self.paper = window, paper
        self.used = False
        """Whether it was printed, saved or opened."""
        self.view = PaperView(paper.pages)
        self.heading.setParent(None)  # the window's title says it; the page has the room
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(label(paper.name, size=15), 1)
        top.addWidget(label(n_("{n} page", "{n} pages", len(self.view.pages)), "secondary"))
        top.addWidget(icon_button("minus", _("Smaller"), lambda: self.view.zoom(1 / STEP), framed=True))
        top.addWidget(icon_button("add", _("Larger"), lambda: self.view.zoom(STEP), framed=True))
        top.addWidget(button(_("Fit width"), self.view.fit))
        self.body.addLayout(top)
        self.body.addWidget(self.view, 1)
        self.said = label("", "secondary", wrap=True)
        self.said.hide()
        self.body.addWidget(self.said)
        self.add_button(button(_("Close"), self.reject))
        self.add_button(button(_("Open as PDF"), self.open, icon="external"))
        self.add_button(button(_("Save as PDF…"), self.save, icon="save"))
        self.printing = self.add_button(button(_("Print…"), self.print_, "primary", "print"), default=True)
        self.resize(*self._size())
        self.view.fit()

    def _size(self) -> tuple[int, int]:
        room = QGuiApplication.primaryScreen().availableSize()
        return min(theme.px(820), room.width() - 40), min(theme.px(1000), room.height() - 60)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.view.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for keys, run in ((Standard.Print, self.print_), (Standard.Save, self.save), (Standard.Open, self.open)):
            if event.matches(keys):
                run()
                return
        key = Keys(event.key())
        if key in (Keys.Key_Plus, Keys.Key_Equal):
            self.view.zoom(STEP)
        elif key == Keys.Key_Minus:
            self.view.zoom(1 / STEP)
        elif key == Keys.Key_0:
            self.view.fit()
        else:
            super().keyPressEvent(event)

    # What can be done --------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask for a place and write the PDF there."""
        path = ask_where(self, _("Save as PDF"), self.paper.name, {".pdf": "PDF"})
        if path is not None and self.window_.attempt(lambda: self.paper.write(path), self) is not None:
            self._say(_("Written: {name}").format(name=path.name))

    def open(self) -> None:  # type: ignore[override]
        """Open the PDF in the system's program."""
        path = self.window_.attempt(lambda: open_pdf(self.paper), self)
        if path is not None:
            self._say(_("Opened in another program: {name}").format(name=path.name))

    def print_(self) -> None:
        """Ask for printer, pages and copies, and print."""
        from PySide6.QtPrintSupport import QPrintDialog

        printer = printer_for(self.view.pages, self.paper.name)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setMinMax(1, len(self.view.pages))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            printed = print_on(printer, self.view.pages)
            self._say(n_("{n} page printed", "{n} pages printed", printed))

    def _say(self, text: str) -> None:
        self.used = True
        self.said.setText(text)
        self.said.show()


def printer_for(pages: Sequence[PageView], name: str) -> QPrinter:
    """A printer set to the paper's size; the margins are those of the paper itself."""
    from PySide6.QtGui import QPageLayout, QPageSize
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    size = QPageSize(pages[0].points(), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(size)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    return printer


def print_on(printer: QPrinter, pages: Sequence[PageView]) -> int:
    """Print the pages that the printer was asked for; returns how many."""
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    wanted = pages[first - 1 : last]
    if not wanted:
        return 0
    painter = QPainter(printer)
    for number, page in enumerate(wanted):
        if number:
            printer.newPage()
        page.renderer.render(painter, QRectF(painter.viewport()))
    painter.end()
    return len(wanted)


def open_pdf(paper: Paper) -> Path:
    """Write the PDF beside the opened files and hand it to the system's program."""
    from crm_desktop.paths import opened_folder

    folder = opened_folder() / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    path = paper.write(folder / f"{paper.name}.pdf")
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    return path


def show_paper(window: Window, make: Callable[[], Paper], title: str) -> None:
    """Make a paper beside the window and show it."""

    def work(_tell: object, _stopped: object) -> Paper:
        paper = make()
        _set = paper.pages  # here, beside the window, not when it is shown
        return paper

    def then(paper: Paper) -> None:
        dialog = PaperDialog(window, paper, parent)
        show(dialog)

    parent = window if isinstance(window, QWidget) else None
    tasks.run(work, then, title=title, cancellable=False, parent=parent)
