"""The delegates of a list beyond those of the kit: titles without a face, tags, ticks, and typing in place in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.delegates import (
    PADDING,
    MoneyDelegate,
    MutedDelegate,
    NameDelegate,
    PillDelegate,
    RowDelegate,
)
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.listing.model import TagsRole
from crm_desktop.ui.painting import paint_pill, pill_size
from crm_desktop.ui.roles import RawRole

if TYPE_CHECKING:
    from crm_desktop.ui.listing.inline import Inline

Index = QModelIndex | QPersistentModelIndex
GAP = 4


class TitleDelegate(RowDelegate):
    """What a record is called by where it has no name of its own: a number, a subject."""

    weight = QFont.Weight.DemiBold


class TagsDelegate(RowDelegate):
    """Tags as small pills side by side; those that do not fit are counted."""

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        tags = index.data(TagsRole) or []
        x, right = room.left(), room.right() + 1
        for number, (name, tone) in enumerate(tags):
            size = pill_size(name)
            rest = f"+{len(tags) - number - 1}"
            after = theme.px(GAP) + pill_size(rest).width() if number < len(tags) - 1 else 0
            y = room.center().y() - size.height() // 2 + 1
            if x + size.width() + after > right and number:
                paint_pill(painter, QPoint(x, y), f"+{len(tags) - number}", "neutral", right - x)
                return
            x += paint_pill(painter, QPoint(x, y), name, tone, max(0, right - x - after)).width() + theme.px(GAP)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        widths = [pill_size(name).width() + theme.px(GAP) for name, _tone in index.data(TagsRole) or []]
        return QSize(sum(widths) + 2 * theme.px(PADDING), theme.px(theme.ROW_HEIGHT))


class TickDelegate(RowDelegate):
    """A tick where the answer is yes."""

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        if index.data(RawRole):
            side = theme.px(16)
            drawn = pixmap("check", "good", side, painter.device().devicePixelRatio())
            painter.drawPixmap(QPoint(room.left(), room.center().y() - side // 2 + 1), drawn)


class _TypedInPlace(RowDelegate):
    """Hands the editing of a cell to the list's `Inline`."""

    inline: Inline

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return self.inline.begin(parent, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The editor has been filled when it was made; a refresh must not overwrite what is being typed."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """`Inline` saves by itself: a value that is refused stays in its editor."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        self.inline.place(editor, option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        return self.inline.filter(editor, event)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.inline.ended(editor)
        super().destroyEditor(editor, index)


class _Plain(_TypedInPlace):
    pass


class _Name(_TypedInPlace, NameDelegate):
    pass


class _Title(_TypedInPlace, TitleDelegate):
    pass


class _Pill(_TypedInPlace, PillDelegate):
    pass


class _Number(_TypedInPlace, MoneyDelegate):
    pass


class _Muted(_TypedInPlace, MutedDelegate):
    pass


class _Tags(_TypedInPlace, TagsDelegate):
    pass


class _Tick(_TypedInPlace, TickDelegate):
    pass


_DELEGATES = {
    "name": _Name,
    "title": _Title,
    "pill": _Pill,
    "number": _Number,
    "muted": _Muted,
    "tags": _Tags,
    "tick": _Tick,
    "plain": _Plain,
}


def delegates(parent: QObject, inline: Inline) -> dict[str, RowDelegate]:
    """One delegate for each look, all typing in place through `inline`."""
    made: dict[str, RowDelegate] = {}
    for look, kind in _DELEGATES.items():
        made[look] = kind(parent)
        made[look].inline = inline  # type: ignore[attr-defined]
    return made
