"""Bars drawn by pyqtgraph in the colours of the theme; import this only once the window has been painted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QToolTip, QWidget

from crm_desktop.ui import theme

WIDTH: Final = 0.56
"""How much of its place a bar fills, where that is not too much."""
WIDEST: Final = 64
"""Pixels that a bar has at most."""
ROUND: Final = 3.0
MANY: Final = 8
"""So many bars stand in an order, as months do, that tells the names of those between."""


class Bars(pg.GraphicsObject):
    """The bars, rounded at the top; the one under the pointer is drawn stronger."""

    def __init__(self, lengths: Sequence[float]) -> None:
        super().__init__()
        self.lengths = list(lengths)
        self.pointed = -1

    def boundingRect(self) -> QRectF:
        return QRectF(-0.5, 0, max(1, len(self.lengths)), self.longest())

    def longest(self) -> float:
        """The length of the longest bar; 1 where there is none."""
        return max([*self.lengths, 0]) or 1

    def paint(self, painter: QPainter, *_options: Any) -> None:
        t = theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        to_pixels = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        for place, length in enumerate(self.lengths):
            if length <= 0:
                continue
            painter.setBrush(theme.colour(t.accent_hover if place == self.pointed else t.accent))
            foot = to_pixels.map(QPointF(place - WIDTH / 2, 0))
            top = to_pixels.map(QPointF(place + WIDTH / 2, length))
            bar = QRectF(foot, top).normalized()
            spare = max(0.0, bar.width() - theme.px(WIDEST) * painter.device().devicePixelRatio()) / 2
            painter.drawPath(_rounded(bar.adjusted(spare, 0, -spare, 0)))
        painter.restore()


class BarPlot(pg.PlotWidget):
    """A row of bars with their names below and their figures above; it neither zooms nor scrolls."""

    def __init__(self, bars: Sequence[Any], parent: QWidget | None = None) -> None:
        """`bars` have `label`, `length`, `shown` (above the bar) and `detail` (the tip)."""
        super().__init__(parent, background=None)
        self.setStyleSheet("background: transparent")
        self._bars = list(bars)
        self._items = Bars([bar.length for bar in bars])
        self._figures: list[Any] = []
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self.hideAxis("left")
        self.setDefaultPadding(0)
        plot = self.getPlotItem()
        plot.setContentsMargins(0, 0, 0, 0)
        plot.layout.setContentsMargins(0, 0, 0, 0)
        self.addItem(self._items)
        self.setXRange(-0.5, max(len(bars), 1) - 0.5, padding=0)
        self.restyle()

    def restyle(self) -> None:
        """Take on the colours in force."""
        t = theme.tokens()
        axis = self.getAxis("bottom")
        axis.setPen(pg.mkPen(theme.colour(t.line)))
        axis.setTextPen(pg.mkPen(theme.colour(t.secondary)))
        axis.setStyle(tickLength=0, tickAlpha=0, tickFont=_small(), tickTextOffset=theme.px(6))
        axis.setStyle(autoReduceTextSpace=False)
        axis.setHeight(theme.px(24))
        for figure in self._figures:
            self.removeItem(figure)
        self._figures = []
        for place, bar in enumerate(self._bars):
            if not bar.shown:
                continue
            figure = pg.TextItem(bar.shown, color=theme.colour(t.text), anchor=(0.5, 1))
            figure.setFont(_small(QFont.Weight.DemiBold))
            figure.setPos(place, bar.length)
            self.addItem(figure, ignoreBounds=True)
            self._figures.append(figure)
        self._name_bars()
        self._leave_room()
        self._items.update()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_items"):
            self._name_bars()
            self._leave_room()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.getViewBox().mapSceneToView(QPointF(event.position()))
        place = round(at.x())
        inside = 0 <= place < len(self._bars) and at.y() > 0
        self._point(place if inside else -1)
        if inside:
            QToolTip.showText(event.globalPosition().toPoint(), self._bars[place].detail, self)
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def wheelEvent(self, event: Any) -> None:
        # The page scrolls, not the chart.
        event.ignore()

    def _point(self, place: int) -> None:
        if place != self._items.pointed:
            self._items.pointed = place
            self._items.update()

    def _leave_room(self) -> None:
        """The figure above the longest bar needs its height."""
        room = self.height() - self.getAxis("bottom").height()
        figure = QFontMetrics(_small()).height() + theme.px(8)
        self.setYRange(0, self._items.longest() * room / max(1.0, room - figure), padding=0)

    def _name_bars(self) -> None:
        """Names that do not fit end with …; of many bars only each second or third is named then, and the last."""
        room = self.width() / max(1, len(self._bars)) - 1
        metrics = QFontMetrics(_small())
        widest = max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=0)
        each = math.ceil((widest + theme.px(2)) / room) if room > 0 and len(self._bars) >= MANY else 1
        last = len(self._bars) - 1
        names = [
            (place, metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, int(room * each)))
            for place, bar in enumerate(self._bars)
            if (last - place) % each == 0
        ]
        self.getAxis("bottom").setTicks([names])


def _small(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    return theme.font(theme.SMALL_PX, weight, tabular=True)


def _rounded(rect: QRectF) -> QPainterPath:
    """A bar with round corners at the top only."""
    path = QPainterPath()
    corner = min(ROUND, rect.width() / 2, rect.height())
    path.addRoundedRect(rect, corner, corner)
    foot = QPainterPath()
    foot.addRect(rect.adjusted(0, rect.height() - corner, 0, 0))
    return path.united(foot)
