"""The shapes that widgets and delegates draw alike: avatars, pills, key caps, focus rings."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from crm_desktop.ui import theme
from crm_desktop.ui.colours import Tokens


def png_of(picture: QImage) -> bytes:
    """A picture as a PNG file has it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def initial(name: str) -> str:
    """The letter an avatar shows: the first letter, figure or character of the name, capital; `#` for none."""
    for letter in name:
        if unicodedata.category(letter)[0] in "LN":
            return letter.upper()[:1]
    return "#"


def paint_avatar(painter: QPainter, rect: QRect, name: str) -> None:
    """A disc filling the square `rect` in the name's own colour, with the name's initial."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.avatar_colour(name))
    painter.drawEllipse(QRectF(rect))
    painter.setPen(theme.colour(theme.tokens().on_accent))
    painter.setFont(_avatar_font(rect.height(), theme.tokens()))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initial(name))
    painter.restore()


@lru_cache(maxsize=16)
def _avatar_font(side: int, of: Tokens) -> QFont:
    made = theme.font(weight=QFont.Weight.DemiBold)
    made.setPixelSize(max(8, round(side * 0.45)))
    return made


def pill_font() -> QFont:
    """The font inside pills."""
    return theme.font(theme.SMALL_PX, QFont.Weight.DemiBold)


def pill_size(text: str, font: QFont | None = None) -> QSize:
    """The room a pill with this text takes."""
    metrics = QFontMetrics(font or pill_font())
    return QSize(metrics.horizontalAdvance(text) + 2 * theme.px(8), max(theme.px(19), metrics.height() + 2))


def paint_pill(painter: QPainter, at: QPoint, text: str, tone: str, room: int = 10_000, ground: str = "") -> QSize:
    """A pill with its left top corner at `at`, at most `room` wide, on its tone's ground; gives the size it took."""
    font = pill_font()
    size = pill_size(text, font)
    if size.width() > room:
        size.setWidth(max(room, 2 * theme.px(8)))
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, size.width() - 2 * theme.px(8))
    ink, usual = theme.tone_colours(tone)
    rect = QRect(at, size)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground) if ground else usual)
    painter.drawRoundedRect(QRectF(rect), size.height() / 2, size.height() / 2)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return size


def paint_frame(painter: QPainter, rect: QRect, ground: str, edge: str, radius: float, width: float = 1) -> None:
    """A rounded box with an edge drawn inside `rect`, in colours of the theme."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.colour(ground) if ground else QColor(0, 0, 0, 0))
    painter.setPen(QPen(theme.colour(edge), width) if edge else Qt.PenStyle.NoPen)
    half = width / 2 if edge else 0
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def paint_key(painter: QPainter, rect: QRect, text: str) -> None:
    """A key cap filling `rect`, as `Ctrl K`."""
    t = theme.tokens()
    paint_frame(painter, rect, t.card, t.line, 4)
    painter.save()
    painter.setFont(theme.font(theme.SMALL_PX))
    painter.setPen(theme.colour(t.secondary))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def key_size(text: str) -> QSize:
    """The room a key cap takes."""
    metrics = QFontMetrics(theme.font(theme.SMALL_PX))
    return QSize(metrics.horizontalAdvance(text) + 2 * theme.px(6), max(theme.px(18), metrics.height() + 2))
