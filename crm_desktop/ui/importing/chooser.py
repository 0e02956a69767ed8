"""The list from which a column's target is chosen: grouped, searched by typing, used by keys or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
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
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.importing.targets import Choices, TargetChoice
from crm_desktop.ui.widgets import SearchBox

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_ROW: Final = 30
_HEADING: Final = 26
_HEIGHT: Final = 380
_KEYS: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class _Model(QAbstractListModel):
    """Choices with the name of each group before it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[TargetChoice | str] = []

    def put(self, choices: Sequence[TargetChoice]) -> None:
        self.beginResetModel()
        self.rows = []
        group = ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                self.rows.append(group)
            self.rows.append(choice)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Role.DisplayRole:
            return row if isinstance(row, str) else row.title
        return row if role == Role.UserRole else None


class _Delegate(QStyledItemDelegate):
    """Names of groups small and grey, choices with their mark, the present one ticked."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.present: str | None = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(Role.UserRole), str)
        return QSize(theme.px(200), theme.px(_HEADING if heading else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Role.UserRole)
        t, rect = theme.tokens(), option.rect
        room = rect.adjusted(theme.px(10), 0, -theme.px(10), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if isinstance(row, str):
            small = theme.font(theme.SMALL_PX, QFont.Weight.DemiBold, spacing=0.3)
            small.setCapitalization(QFont.Capitalization.AllUppercase)
            painter.setFont(small)
            painter.setPen(theme.tone_text("secondary"))
            painter.drawText(room.adjusted(0, theme.px(4), 0, 0), middle, row)
            return
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(t.soft if chosen else t.hover))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 5, 5)
            painter.restore()
        side, ratio = theme.px(16), painter.device().devicePixelRatio()
        if row.icon:
            tone = "accent_text" if row.icon == "custom-field" else "secondary"
            at = QPoint(room.left(), room.center().y() - side // 2 + 1)
            painter.drawPixmap(at, pixmap(row.icon, tone, side, ratio))
            room.setLeft(room.left() + side + theme.px(8))
        if row.target == self.present:
            at = QPoint(room.right() - side, room.center().y() - side // 2 + 1)
            painter.drawPixmap(at, pixmap("check", "accent_text", side, ratio))
            room.setRight(room.right() - side - theme.px(6))
        font = theme.font()
        painter.setFont(font)
        painter.setPen(theme.tone_text("accent_text" if row.icon == "custom-field" else "text"))
        text = QFontMetrics(font).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, text)


class TargetChooser(QFrame):
    """A small window under a cell. Enter takes the marked choice, Esc none."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("card", True)
        self.setAccessibleName(_("What the column becomes"))
        self._choices: Choices | None = None
        self._heading = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(6))
        self.search = SearchBox(_("Find a field, or name a new one"), wait_ms=0)
        self.search.textChanged.connect(self._look)
        self.search.installEventFilter(self)
        column.addWidget(self.search)
        self.model = _Model(self)
        self.view = QListView()
        self.view.setProperty("bare", True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setModel(self.model)
        self._delegate = _Delegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(_("What the column becomes"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.clicked.connect(lambda index: self._take(index.data(Role.UserRole)))
        column.addWidget(self.view, 1)

    def open(self, choices: Choices, heading: str, present: str | None, cell: QRect, typed: str = "") -> None:
        """Show the choices under `cell` (in the screen's coordinates), the present one marked."""
        self._choices, self._heading, self._delegate.present = choices, heading, present
        self.search.setText(typed)
        self._look(typed)
        width = max(cell.width(), theme.px(300))
        screen = self.screen().availableGeometry()
        height = min(theme.px(_HEIGHT), screen.height())
        self.resize(width, height)
        at = cell.bottomLeft() + QPoint(0, 3)
        if at.y() + height > screen.bottom():
            above = cell.top() - height - 3
            at.setY(above if above >= screen.top() else screen.bottom() - height)
        at.setX(max(screen.left(), min(at.x(), screen.right() - width)))
        self.move(at)
        self.show()
        self.search.setFocus()
        self.search.deselect()
        self.search.setCursorPosition(len(typed))

    def offered(self) -> list[TargetChoice]:
        """What can be chosen now."""
        return [row for row in self.model.rows if isinstance(row, TargetChoice)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            if event.key() in _KEYS:
                self._step(event.key())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._take(self.view.currentIndex().data(Role.UserRole))
                return True
        return False

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _look(self, typed: str) -> None:
        if self._choices is None:
            return
        self.model.put(self._choices.found(typed, self._heading))
        rows = self.model.rows
        choices = [at for at, row in enumerate(rows) if isinstance(row, TargetChoice)]
        present = [at for at in choices if rows[at].target == self._delegate.present]  # type: ignore[union-attr]
        at = present[0] if present and not typed else choices[0]
        self._mark(at)

    def _mark(self, at: int) -> None:
        index = self.model.index(at)
        self.view.setCurrentIndex(index)
        hint = QAbstractItemView.ScrollHint
        self.view.scrollTo(index, hint.EnsureVisible)
        if at == 1:
            self.view.scrollToTop()
        self.view.setAccessibleDescription(str(index.data() or ""))

    def _step(self, key: int) -> None:
        choices = [at for at, row in enumerate(self.model.rows) if isinstance(row, TargetChoice)]
        now = self.view.currentIndex().row()
        place = choices.index(now) if now in choices else 0
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}[Qt.Key(key)]
        self._mark(choices[max(0, min(len(choices) - 1, place + by))])

    def _take(self, choice: Any) -> None:
        if isinstance(choice, TargetChoice):
            self.close()
            self.chosen.emit(choice.target)
