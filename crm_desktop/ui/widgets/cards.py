"""Frames that hold other things: cards, banners, and what an empty page says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon, pixmap
from crm_desktop.ui.widgets.buttons import Part, button, icon_button
from crm_desktop.ui.widgets.labels import label

SPARED: Final = "spared"
"""The object name of a line at the foot of a page that no notice is to cover: sums, what is selected."""
BANNER_ICONS = {"good": "success", "warning": "warning", "bad": "error"}


class Card(QFrame):
    """A rounded frame with a column inside; `kind` is "plain", "soft" (what is next) or "sunken" (a board's column)."""

    def __init__(self, parent: QWidget | None = None, *, kind: str = "plain", padding: int = 16, gap: int = 8) -> None:
        super().__init__(parent)
        self.setProperty("card", True if kind == "plain" else kind)
        self.column = QVBoxLayout(self)
        edge = theme.px(padding)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(theme.px(gap))

    def add(self, widget: QWidget, stretch: int = 0) -> QWidget:
        """Put a widget at the end of the column."""
        self.column.addWidget(widget, stretch)
        return widget


class TableCard(Card):
    """A card around one table: no padding, and room at the foot so that rows keep clear of the round corners."""

    def __init__(self, table: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0, gap=0)
        self.column.setContentsMargins(0, 0, 0, theme.px(6))
        self.column.addWidget(table)


class Unrolled(QWidget):
    """What stands in a scroll area: as high as its texts are at the width it has, not at the narrowest."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("clear", True)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """A widget that scrolls where it is too high for its place, on the ground it stands on."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setAccessibleName(name)
    inside.setProperty("clear", True)
    made.setWidget(inside)
    return made


def rule() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("rule", True)
    return made


class IconLabel(QLabel):
    """An icon by its role that follows the scheme."""

    def __init__(self, role: str, tone: str = "secondary", size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._tone, self._side = role, tone, theme.px(size)
        self.setFixedSize(self._side, self._side)
        self._draw()
        theme.notifier().changed.connect(self._draw)

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._role, self._tone, self._side, max(2.0, self.devicePixelRatioF())))
        self.setScaledContents(True)


class Banner(QFrame):
    """A remark in the page itself, with an action, until it is closed or no longer true."""

    closed = Signal()

    def __init__(
        self,
        text: str,
        tone: str = "accent",
        action: str = "",
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        *,
        closable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setProperty("banner", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(IconLabel(BANNER_ICONS.get(tone, "info"), tone), 0, Qt.AlignmentFlag.AlignVCenter)
        self.text = label(text, tone, weight=QFont.Weight.Medium, wrap=True)
        self.text.setMinimumHeight(theme.px(30))
        row.addWidget(self.text, 1)
        self.setAccessibleName(text)
        self.action: QPushButton | None = None
        if action:
            self.action = button(action, run)
            row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        if closable:
            row.addWidget(icon_button("close", _("Close"), self._close), 0, Qt.AlignmentFlag.AlignVCenter)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class EmptyState(QWidget):
    """What a page says while it has nothing: a picture, a title, one sentence, and the first steps.

    `buttons` are (text, icon, run); the first is the main one.
    """

    def __init__(
        self,
        icon_role: str,
        heading: str,
        sentence: str,
        buttons: Iterable[tuple[str, str, Callable[[], object]]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{heading}. {sentence}")
        outer = QVBoxLayout(self)
        outer.setSpacing(theme.px(8))
        outer.addStretch(2)
        disc = QFrame()
        disc.setProperty("disc", True)
        disc.setFixedSize(theme.px(64), theme.px(64))
        inside = QHBoxLayout(disc)
        inside.addWidget(IconLabel(icon_role, "accent_text", 30), 0, Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(disc, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addSpacing(theme.px(8))
        self.heading = label(heading, size=16, weight=QFont.Weight.DemiBold, wrap=True)
        self.sentence = label(sentence, "secondary", wrap=True)
        for text in (self.heading, self.sentence):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            width = _even_width(text, theme.px(420))
            text.setFixedWidth(width)
            text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
            # The layout would ask how high the text is over its whole width, which in a wide page is one line.
            text.setMinimumHeight(text.heightForWidth(width))
            outer.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addSpacing(theme.px(8))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        self.buttons: list[QPushButton] = []
        for name, role, run in buttons:
            part: Part = "plain" if self.buttons else "primary"
            self.buttons.append(button(name, run, part, role))
            row.addWidget(self.buttons[-1])
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)


def _even_width(text: QLabel, most: int) -> int:
    """The least width, of at most so many pixels, that takes no more lines: the last line is no lone word."""
    high = text.heightForWidth(most)
    least, width = most // 2, most
    while width - least > 4:
        middle = (least + width) // 2
        least, width = (least, middle) if text.heightForWidth(middle) == high else (middle, width)
    return width


def tip_icon(text: str) -> QWidget:
    """A question mark beside a label that explains it on hover and to screen readers."""
    made = icon_button("help", text)
    made.setIcon(icon("help", "secondary", 16))
    return made
