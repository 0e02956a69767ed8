"""Texts: titles, section headings, pills, elided lines and figures."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.painting import paint_avatar, paint_pill, pill_size


def label(
    text: str = "",
    tone: str = "text",
    size: float = theme.TEXT_PX,
    weight: QFont.Weight = QFont.Weight.Normal,
    *,
    wrap: bool = False,
    tabular: bool = False,
) -> QLabel:
    """A plain text (never markup) in a tone of the theme."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("tone", tone)
    made.setFont(theme.font(size, weight, tabular=tabular))
    made.setWordWrap(wrap)
    return made


def title(text: str) -> QLabel:
    """The title of a page."""
    made = label(text)
    made.setFont(theme.font(theme.TITLE_PX, QFont.Weight.Bold, spacing=-0.2))
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties the style sheet looks at and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class SectionTitle(QLabel):
    """A small grey heading; Latin letters are shown as capitals, the text itself is kept for screen readers."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("tone", "secondary")
        small = theme.font(theme.SMALL_PX, QFont.Weight.DemiBold, spacing=0.3)
        small.setCapitalization(QFont.Capitalization.AllUppercase)
        self.setFont(small)


class Pill(QWidget):
    """A state as a soft pill."""

    def __init__(self, text: str = "", tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.notifier().changed.connect(self.update)

    def set(self, text: str, tone: str) -> None:
        """Show another state."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return pill_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_pill(QPainter(self), QPoint(0, 0), self._text, self._tone)


class Avatar(QWidget):
    """The disc of a name."""

    def __init__(self, name: str = "", side: int = 38, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(theme.px(side), theme.px(side))
        theme.notifier().changed.connect(self.update)

    def set(self, name: str) -> None:
        """Show another name."""
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), self.rect(), self._name)


class ElidedLabel(QLabel):
    """One line that ends with … where it does not fit, and then shows the whole text as its tip."""

    def __init__(self, text: str = "", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def shown(self) -> str:
        """What fits of the text."""
        line = " ".join(self.text().split())
        return self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), self.shown())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            whole = " ".join(self.text().split())
            self.setToolTip(self.text() if self.shown() != whole else "")
        return super().event(event)


class Stat(QWidget):
    """One figure with its name above."""

    def __init__(
        self, name: str, value: str, tone: str = "text", note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(9), theme.px(12), theme.px(9))
        column.setSpacing(theme.px(2))
        self._name = label(name, "secondary")
        self._value = label(value, tone, 14, QFont.Weight.DemiBold, tabular=True)
        column.addWidget(self._name)
        column.addWidget(self._value)
        self._note = note
        if note:
            column.addWidget(label(note, "bad" if tone == "bad" else "secondary", 12, tabular=True))
        column.addStretch(1)
        self._say()

    def set(self, value: str, tone: str = "text") -> None:
        """Show another figure."""
        self._value.setText(value)
        restyle(self._value, tone=tone)
        self._say()

    def _say(self) -> None:
        told = f"{self._name.text()}: {self._value.text()}"
        self.setAccessibleName(f"{told}, {self._note}" if self._note else told)


class Stats(QFrame):
    """A row of figures in one frame, parted by lines: (name, value, tone), and a note where there is one."""

    def __init__(self, figures: Iterable[tuple[str, ...]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.tiles: list[Stat] = []
        for name, value, tone, *rest in figures:
            if self.tiles:
                line = QFrame()
                line.setProperty("divider", True)
                row.addWidget(line)
            self.tiles.append(Stat(name, value, tone, rest[0] if rest else ""))
            row.addWidget(self.tiles[-1], 1)
