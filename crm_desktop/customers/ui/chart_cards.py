"""The cards and lines of an organisation chart, as they are drawn on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneMouseEvent, QStyleOptionGraphicsItem, QWidget

from crm_desktop.customers.chart import CARD_HEIGHT, CARD_WIDTH, Card, Link
from crm_desktop.customers.chartsvg import attitude_of, signs_of, subtitle_of
from crm_desktop.i18n import listed
from crm_desktop.ui import theme
from crm_desktop.ui.painting import paint_avatar, paint_frame, paint_pill, pill_size

if TYPE_CHECKING:
    from crm_desktop.customers.ui.chart_view import ChartView


OUTSIDE: Final = 0.6
"""How strongly somebody is drawn who takes no part in the deal shown."""


def scaled(number: float) -> float:
    """A length of the layout as this screen wants it."""
    return number * theme.px(100) / 100


class CardItem(QGraphicsItem):
    """A person's card."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card
        self.home = QPointF(scaled(card.x), scaled(card.y))
        self.target = False
        self.setPos(self.home)
        self.setZValue(1)
        self.setOpacity(OUTSIDE if card.person.outside else 1.0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFlags(QGraphicsItem.GraphicsItemFlag.ItemIsMovable | QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setToolTip(described(card))

    def boundingRect(self) -> QRectF:
        return QRectF(-3, -3, scaled(CARD_WIDTH) + 6, scaled(CARD_HEIGHT) + 6)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        t, attitude = theme.tokens(), attitude_of(self.card)
        rect = QRect(0, 0, round(scaled(CARD_WIDTH)), round(scaled(CARD_HEIGHT)))
        chosen = self.isSelected()
        edge = t.ring if chosen or self.target else t.line
        paint_frame(painter, rect, t.soft if self.target else t.card, edge, theme.px(10), 2 if chosen else 1)
        if attitude is not None:
            ink, _ground = theme.tone_colours(attitude[1])
            painter.fillRect(QRectF(2, theme.px(14), theme.px(3), rect.height() - 2 * theme.px(14)), ink)
        side = theme.px(34)
        paint_avatar(painter, QRect(theme.px(12), theme.px(11), side, side), self.card.person.name)
        left = theme.px(12) + side + theme.px(10)
        room = rect.width() - left - theme.px(12 if attitude is None else 36)
        _line(painter, left, theme.px(10), room, self.card.person.name, theme.font(13, QFont.Weight.DemiBold), t.text)
        wide = rect.width() - left - theme.px(12)
        _line(painter, left, theme.px(29), wide, subtitle_of(self.card), theme.font(11.5), t.secondary)
        if attitude is not None:
            _sign(painter, QRect(rect.width() - theme.px(32), theme.px(10), theme.px(20), theme.px(20)), attitude)
        self._pills(painter, rect)

    def _pills(self, painter: QPainter, rect: QRect) -> None:
        x, y, end = theme.px(12), rect.height() - theme.px(29), rect.width() - theme.px(12)
        pills = signs_of(self.card)
        for number, (text, tone) in enumerate(pills):
            left_over = f"+{len(pills) - number}"
            last = number == len(pills) - 1
            need = pill_size(text).width() + (0 if last else theme.px(5) + pill_size(left_over).width())
            if x + need > end:
                paint_pill(painter, QRect(x, y, 1, 1).topLeft(), left_over, "neutral")
                return
            x += paint_pill(painter, QRect(x, y, 1, 1).topLeft(), text, tone).width() + theme.px(5)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        also = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        _view_of(self).dropped(self, also)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.setZValue(2)
        _view_of(self).mark_target(self)

    def mouseDoubleClickEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        _view_of(self).opened.emit(self.card.person.id)


class LinkItem(QGraphicsItem):
    """The line from a boss down to a person, with round corners."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.link = link
        self.path = _rounded([QPointF(scaled(x), scaled(y)) for x, y in link.points], scaled(8))

    def boundingRect(self) -> QRectF:
        return self.path.boundingRect().adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        dotted = self.link.line.type == "dotted"
        pen = QPen(theme.colour(theme.tokens().control), 1.5, Qt.PenStyle.DashLine if dotted else Qt.PenStyle.SolidLine)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawPath(self.path)


def described(card: Card) -> str:
    """A card in words."""
    attitude = attitude_of(card)
    parts = [card.person.name, subtitle_of(card), *(text for text, _tone in signs_of(card))]
    return listed(part for part in (*parts, attitude[2] if attitude else "") if part)


def _view_of(item: QGraphicsItem) -> ChartView:
    return item.scene().views()[0]  # type: ignore[return-value]


def _line(painter: QPainter, x: int, y: int, room: int, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(theme.colour(colour))
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(x, y, room, metrics.height() + 2), int(Qt.AlignmentFlag.AlignVCenter), shown)


def _sign(painter: QPainter, rect: QRect, attitude: tuple[str, str, str]) -> None:
    ink, ground = theme.tone_colours(attitude[1])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(rect)
    painter.setPen(ink)
    painter.setFont(theme.font(14, QFont.Weight.Bold))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), attitude[0])


def _rounded(points: list[QPointF], radius: float) -> QPainterPath:
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        size = min(radius, abs(after.x() - corner.x()) / 2 + abs(after.y() - corner.y()) / 2)
        path.lineTo(_towards(corner, before, size))
        path.quadTo(corner, _towards(corner, after, size))
    path.lineTo(points[-1])
    return path


def _towards(start: QPointF, end: QPointF, length: float) -> QPointF:
    whole = (end - start).manhattanLength()
    return start if whole == 0 else start + (end - start) * min(1.0, length / whole)
