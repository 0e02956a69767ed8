"""The sheets of a workbook: a tick for each that is brought in, its rows, and what they become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.importing.session import Sheet
from crm_desktop.ui.painting import paint_frame, paint_pill, pill_size

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROW = 54
_BOX = 17


class SheetModel(QAbstractListModel):
    """The sheets; ticking one brings it in, `ticked` says so and what follows is the page's."""

    ticked = Signal(int, bool)

    def __init__(self, company: Company, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._company = company
        self.sheets: Sequence[Sheet] = ()

    def put(self, sheets: Sequence[Sheet]) -> None:
        """Show these."""
        same = len(sheets) == len(self.sheets)
        if same:
            self.sheets = list(sheets)
            self.dataChanged.emit(self.index(0), self.index(len(sheets) - 1))
            return
        self.beginResetModel()
        self.sheets = list(sheets)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.sheets)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flag | Qt.ItemFlag.ItemIsUserCheckable if self.sheets[index.row()].rows else flag

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        sheet = self.sheets[index.row()]
        if role == Role.DisplayRole:
            return sheet.table.name
        if role == Role.CheckStateRole:
            return Qt.CheckState.Checked if sheet.included else Qt.CheckState.Unchecked
        if role == Role.UserRole:
            return sheet
        if role == Role.AccessibleTextRole:
            said = [sheet.table.name, self.about(sheet)]
            return ", ".join([*said, _("hidden")] if sheet.table.hidden else said)
        if role == Role.ToolTipRole:
            return sheet.plan.why or None
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole:
            return False
        self.ticked.emit(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def about(self, sheet: Sheet) -> str:
        """Rows, and what they become."""
        rows = n_("{n} row", "{n} rows", sheet.rows)
        if not sheet.rows:
            return _("no rows")
        becomes = self._company.entity(sheet.plan.kind).plural if sheet.plan.kind else _("left out")
        return f"{rows} · {becomes}"


class _SheetDelegate(QStyledItemDelegate):
    """A tick box, the name, and below it in grey what it holds."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(180), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.tokens()
        sheet: Sheet = index.data(Role.UserRole)
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour(t.soft))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour(t.hover))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour(t.row_line))
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        self._paint_box(painter, self.box(rect), sheet.included, bool(sheet.rows), focused)
        room = rect.adjusted(theme.px(44), theme.px(8), -theme.px(12), -theme.px(8))
        if sheet.table.hidden:
            text = _("hidden")
            size = pill_size(text)
            paint_pill(painter, QPoint(room.right() - size.width() + 1, room.top()), text, "neutral")
            room.setRight(room.right() - size.width() - theme.px(6))
        name = theme.font(weight=QFont.Weight.Medium)
        painter.setFont(name)
        painter.setPen(theme.tone_text("text" if sheet.included else "secondary"))
        shown = QFontMetrics(name).elidedText(sheet.table.name, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop), shown)
        small = theme.font(12)
        painter.setFont(small)
        painter.setPen(theme.tone_text("secondary"))
        model: Any = index.model()
        about = QFontMetrics(small).elidedText(model.about(sheet), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignBottom), about)

    def box(self, rect: QRect) -> QRect:
        """Where the tick box is."""
        side = theme.px(_BOX)
        return QRect(rect.left() + theme.px(14), rect.center().y() - side // 2, side, side)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            near = self.box(option.rect).adjusted(-theme.px(12), -theme.px(12), theme.px(10), theme.px(12))
            if near.contains(event.position().toPoint()):
                return toggle(model, index)
        return False

    @staticmethod
    def _paint_box(painter: QPainter, box: QRect, ticked: bool, able: bool, focused: bool) -> None:
        t = theme.tokens()
        ground = t.accent if ticked else t.card if able else t.background
        edge = t.accent if ticked else t.control if able else t.line
        paint_frame(painter, box, ground, edge, 4)
        if focused:
            paint_frame(painter, box.adjusted(-3, -3, 3, 3), "", t.ring, 6, 1.5)
        if ticked:
            side = box.width() - 3
            mark = pixmap("check", "on_accent", side, painter.device().devicePixelRatio())
            painter.drawPixmap(box.left() + 2, box.top() + 2, mark)


def toggle(model: QAbstractItemModel, index: Index) -> bool:
    """Tick a sheet, or take its tick away."""
    if not model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
        return False
    on = Qt.CheckState(index.data(Role.CheckStateRole)) == Qt.CheckState.Checked
    return model.setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, Role.CheckStateRole)


class SheetList(QListView):
    """The list of sheets; Space ticks."""

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bare", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setItemDelegate(_SheetDelegate(self))
        self.setAccessibleName(_("Sheets of the workbook"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            toggle(self.model(), self.currentIndex())
            return
        super().keyPressEvent(event)
