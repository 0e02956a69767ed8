"""The foot of a list: sums of the columns that can be summed, each below its column."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.entity.groups import Figure
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import PADDING
from crm_desktop.ui.listing.grouprows import figure_texts
from crm_desktop.ui.listing.view import RecordView

HEIGHT = 32


class Totals(QWidget):
    """A quiet line under the rows."""

    def __init__(self, view: RecordView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._texts: dict[str, str] = {}
        self._count = ""
        self.setFixedHeight(theme.px(HEIGHT))
        view.heading.sectionResized.connect(lambda *_what: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())
        theme.notifier().changed.connect(self.update)
        self.hide()

    def show_figures(self, found: dict[str, Figure], figure: str, count: str) -> None:
        """Show what columns add up to, or their averages, of so many records; nothing where there are none."""
        self._texts = figure_texts(self._view.table.columns, found, figure)
        told = _("Average of {what}") if figure == "average" else _("Total of {what}")
        self._count = told.format(what=count)
        self._view.make_room({name: theme.text_width(text, _font()) for name, text in self._texts.items()})
        titles = {column.name: column.title for column in self._view.table.columns}
        said = ", ".join(f"{titles[name]} {text}" for name, text in self._texts.items())
        self.setAccessibleName(_("{total}: {sums}").format(total=self._count, sums=said))
        self.setVisible(bool(self._texts))
        self.update()

    def texts(self) -> dict[str, str]:
        """What is shown, by column."""
        return dict(self._texts)

    def in_sight(self) -> dict[str, QRect]:
        """The columns whose sum is seen whole, and where: a number that is cut would be read as another."""
        found = {}
        for place, column in enumerate(self._view.table.columns):
            if (text := self._texts.get(column.name)) is None:
                continue
            width = max(self._view.columnWidth(place), theme.text_width(text, _font()) + 2 * theme.px(PADDING))
            end = self._view.columnViewportPosition(place) + self._view.columnWidth(place)
            room = QRect(end - width, 1, width - theme.px(PADDING), self.height() - 1)
            if self._view.pinned_width() <= room.left() and room.right() < self._view.viewport().width():
                found[column.name] = room
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.colour(t.line))
        painter.setPen(theme.colour(t.secondary))
        left = self.width()
        painter.setFont(_font())
        for name, room in self.in_sight().items():
            left = min(left, room.left())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._texts[name])
        painter.setFont(theme.font(12))
        said = self._count
        room = QRect(theme.px(PADDING), 1, left - 2 * theme.px(PADDING), self.height() - 1)
        if room.width() >= theme.text_width(said, painter.font()):
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), said)


def _font() -> QFont:
    return theme.font(12, QFont.Weight.DemiBold, tabular=True)
