"""A text that can be clicked and reached by keys: in its own place in a paragraph, cut off where there is no room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon
from crm_desktop.ui.widgets.pressing import EnterPresses
from crm_desktop.values.folding import shorten


class ClickText(EnterPresses, QAbstractButton):
    """One or more lines of text that do something; the whole text is its tip where not all of it is seen."""

    def __init__(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        tone: str = "text",
        *,
        lines: int = 1,
        weight: QFont.Weight = QFont.Weight.Normal,
        size: float = theme.TEXT_PX,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._lines = tone, lines
        self.menu: QMenu | None = None
        """What the right button offers; without one, to copy the text."""
        self.offer: Callable[[QMenu], object] | None = None
        """Adds what else is offered beside copying."""
        self._whole = " ".join(text.split()) if lines == 1 else text.strip()
        self.setFont(theme.font(size, weight))
        self.setText(self._whole)
        self.setAccessibleName(self._whole)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if run is not None else Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        if lines == 1:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)
        if run is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(lambda: run())
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._whole.replace("\n", " ")) + 2
        return QSize(width, metrics.lineSpacing() * (self._lines if self._lines > 1 else 1) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") + 2, self.fontMetrics().lineSpacing() + 2)

    def hasHeightForWidth(self) -> bool:
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        return len(self.shown(width)) * self.fontMetrics().lineSpacing() + 2

    def shown(self, width: int) -> list[str]:
        """The lines that are seen at a width; the last ends with … where there is more."""
        if self._lines == 1:
            return [self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, width)]
        return lines_of(self._whole, self.font(), width, self._lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        live = self.focusPolicy() != Qt.FocusPolicy.NoFocus
        over = live and (self.underMouse() or self.hasFocus())
        font = QFont(self.font())
        font.setUnderline(over)
        painter.setFont(font)
        painter.setPen(theme.tone_text("accent_text" if over else self._tone))
        height = self.fontMetrics().lineSpacing()
        lines = self.shown(self.width())
        top = (self.height() - height * len(lines)) // 2 if self._lines == 1 else 1
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        for number, line in enumerate(lines):
            painter.drawText(QRect(0, top + number * height, self.width(), height), middle, line)
        if self.hasFocus():
            painter.setPen(theme.colour(theme.tokens().ring))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu
        if menu is None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            name = _("Copy {text}").format(text=shorten(" ".join(self._whole.split()), 32)).replace("&", "&&")
            menu.addAction(icon("copy"), name, lambda: QGuiApplication.clipboard().setText(self._whole))
            if self.offer is not None:
                self.offer(menu)
        menu.popup(event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:
        seen = " ".join(self.shown(self.width()))
        self.setToolTip("" if seen == self._whole.replace("\n", " ") else self._whole)
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()


def lines_of(text: str, font: QFont, width: int, most: int) -> list[str]:
    """A text in lines of a width; the last of `most` ends with … where there is more."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        for start, length in _wrapped(paragraph, font, width):
            if len(found) == most:
                found[-1] = _cut(found[-1], QFontMetrics(font), width)
                return found
            found.append(paragraph[start : start + length].rstrip())
    return found


def _wrapped(text: str, font: QFont, width: int) -> list[tuple[int, int]]:
    """Start and length of each line of a paragraph."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 20))
        line.setPosition(QPointF(0, 0))
        lines.append((line.textStart(), line.textLength()))
        if len(lines) > 40:
            break
    layout.endLayout()
    return lines or [(0, 0)]


def _cut(line: str, metrics: QFontMetrics, width: int) -> str:
    while line and metrics.horizontalAdvance(line + "…") > width:
        line = line[:-1]
    return line.rstrip() + "…"
