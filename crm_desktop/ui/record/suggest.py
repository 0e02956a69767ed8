"""A line that offers what may be meant while it is typed into: a list below it, used by mouse or keys alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.ui import theme
from crm_desktop.ui.announcing import announce
from crm_desktop.ui.icons import icon, pixmap
from crm_desktop.ui.widgets.buttons import TextLine

Index = QModelIndex | QPersistentModelIndex

SHOWN: Final = 9
WAIT_MS: Final = 60
_ROW: Final = 32


@dataclass(frozen=True)
class Suggestion:
    """One thing that may be meant: `value` is handed over when it is chosen."""

    title: str
    value: Any
    subtitle: str = ""
    icon: str = ""
    act: bool = False
    """No record, but something to do (create one): set apart at the end."""


LookUp = Callable[[str], Sequence[Suggestion]]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[Suggestion] = ()

    def put(self, rows: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.subtitle}" if row.subtitle else row.title
        return None


class _Delegate(QStyledItemDelegate):
    """Title, and beside it in grey what tells it from others."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Suggestion = index.data(Qt.ItemDataRole.UserRole)
        width = theme.text_width(row.title, self._bold()) + theme.text_width(row.subtitle, theme.font(12))
        return QSize(width + theme.px(40) + (theme.px(26) if row.icon else 0), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Suggestion = index.data(Qt.ItemDataRole.UserRole)
        t = theme.tokens()
        rect: QRect = option.rect
        painter.save()
        if row.act and index.row():
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, theme.colour(t.line))
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = option.state & QStyle.StateFlag.State_Selected
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(t.soft if chosen else t.hover))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 5, 5)
        room = rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        if row.icon:
            side = theme.px(16)
            ratio = painter.device().devicePixelRatio()
            mark = pixmap(row.icon, "accent_text" if row.act else "secondary", side, ratio)
            painter.drawPixmap(QPoint(room.left(), room.center().y() - side // 2 + 1), mark)
            room.setLeft(room.left() + theme.px(26))
        self._texts(painter, room, row)
        painter.restore()

    def _texts(self, painter: QPainter, room: QRect, row: Suggestion) -> None:
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        bold, plain = self._bold(), theme.font(12)
        # The subtitle gives way first, but never wholly.
        least = min(theme.text_width(row.subtitle, plain), room.width() // 3) if row.subtitle else 0
        width = min(theme.text_width(row.title, bold), room.width() - least - theme.px(10))
        painter.setFont(bold)
        painter.setPen(theme.tone_text("accent_text" if row.act else "text"))
        title = QFontMetrics(bold).elidedText(row.title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(room.left(), room.top(), width + 2, room.height()), middle, title)
        rest = room.adjusted(width + theme.px(10), 0, 0, 0)
        painter.setFont(plain)
        painter.setPen(theme.tone_text("secondary"))
        text = QFontMetrics(plain).elidedText(row.subtitle, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, middle, text)

    @staticmethod
    def _bold() -> QFont:
        return theme.font(weight=QFont.Weight.Medium)


class Suggestions(QFrame):
    """The list below a line. It never takes the focus, so the line keeps keys and pinyin composition."""

    picked = Signal(object)

    def __init__(self, line: QLineEdit, frame: QWidget) -> None:
        kind = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(line, kind)
        self._line, self._frame = line, frame
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = _Model(self)
        self.view = QListView()
        self.view.setProperty("bare", True)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setMinimumSize(1, 1)  # Qt's own would leave a gap below a single row
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.clicked.connect(lambda index: self.picked.emit(index.data(Qt.ItemDataRole.UserRole)))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(5), theme.px(5), theme.px(5), theme.px(5))
        column.addWidget(self.view)

    def offer(self, rows: Sequence[Suggestion], first: bool) -> None:
        """Show these below the line (above it where there is no room), the first one marked or none."""
        self.model.put(rows)
        self.view.setAccessibleName(self._line.accessibleName())
        self.mark(0 if first and rows else -1)
        hint = self.view.itemDelegate()
        option = QStyleOptionViewItem()
        widest = max((hint.sizeHint(option, self.model.index(n)).width() for n in range(len(rows))), default=0)
        frame = 2 * theme.px(5) + 2
        width = max(self._line.width(), min(widest + theme.px(12), theme.px(560)))
        height = min(len(rows), SHOWN) * theme.px(_ROW) + frame
        self.resize(width, height)
        screen = self._line.screen().availableGeometry()
        below = self._frame.mapToGlobal(QPoint(0, self._frame.height() + 3))
        if below.y() + height > screen.bottom():
            below = self._frame.mapToGlobal(QPoint(0, -height - 3))
        left = self._line.mapToGlobal(QPoint(0, 0)).x()
        below.setX(max(screen.left(), min(left, screen.right() - width)))
        self.move(below)
        self.show()
        self.raise_()

    def marked(self) -> Suggestion | None:
        """The row that Enter would choose."""
        index = self.view.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def mark(self, row: int) -> None:
        self.view.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())
        found = self.marked()
        if found is not None:
            announce(self._line, f"{found.title} {found.subtitle}".strip())

    def step(self, by: int) -> None:
        """Mark the next row, or with -1 the one before; round at the ends."""
        count = self.model.rowCount()
        if count:
            now = self.view.currentIndex().row()
            self.mark((now + by) % count if now >= 0 else (0 if by > 0 else count - 1))


class SuggestingLine(TextLine):
    """A line edit with suggestions. `eager`: the first one is marked at once, as for a choice that must be made."""

    chosen = Signal(object)

    def __init__(self, look_up: LookUp, parent: QWidget | None = None, *, eager: bool = False) -> None:
        super().__init__(parent)
        self._look_up, self._eager = look_up, eager
        self._popup: Suggestions | None = None
        self.frame: QWidget = self
        """What the list is shown below, where the line stands in a frame of its own."""
        self._watched: list[QObject] = []
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look_now)
        self.textEdited.connect(lambda _text: self._wait.start())

    def look_now(self) -> Sequence[Suggestion]:
        """Look up what is typed and offer it at once."""
        self._wait.stop()
        if not self.isVisible():
            return ()
        rows = self._look_up(self.text())
        if rows:
            self._open().offer(rows, first=self._eager and bool(self.text().strip()))
        else:
            self.close_list()
        return rows

    def is_open(self) -> bool:
        """Whether suggestions are shown."""
        return self._popup is not None and self._popup.isVisible()

    def suggestions(self) -> Sequence[Suggestion]:
        """What is offered now."""
        return self._popup.model.rows if self._popup is not None and self.is_open() else ()

    def popup(self) -> Suggestions | None:
        """The list, once it has been needed."""
        return self._popup

    def close_list(self) -> None:
        """Take the suggestions away."""
        self._wait.stop()
        if self._popup is not None:
            self._popup.hide()
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._watched.clear()

    def choose_marked(self) -> bool:
        """Choose the marked suggestion; False where none is."""
        if self._wait.isActive() and self._eager:
            self.look_now()
        marked = self._popup.marked() if self._popup is not None and self.is_open() else None
        if marked is None:
            return False
        self._pick(marked)
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if event.preeditString():  # the choice of the input method is shown here now
            self.close_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        self.close_list()
        super().focusOutEvent(event)

    def hideEvent(self, event: Any) -> None:
        self.close_list()
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            # Tab takes what is marked and goes on.
            self.choose_marked()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._closes(event):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moving = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.WindowDeactivate)
        if event.type() in moving:
            self.close_list()
        return False

    def _closes(self, event: QKeyEvent) -> bool:
        return self.is_open() and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _key(self, event: QKeyEvent) -> bool:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Down and (plain or event.modifiers() == Qt.KeyboardModifier.AltModifier):
            if self.is_open():
                self._open().step(1)
            else:
                self.look_now()
            return True
        if key == Qt.Key.Key_Up and plain and self.is_open():
            self._open().step(-1)
            return True
        if key == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            return self.choose_marked()
        return False

    def _open(self) -> Suggestions:
        if self._popup is None:
            self._popup = Suggestions(self, self.frame)
            self._popup.picked.connect(self._pick)
        if not self._watched:
            self._watch()
        return self._popup

    def _watch(self) -> None:
        """Whatever moves the line takes the list away: it would hang in the air."""
        above: QWidget | None = self
        while above is not None:
            if above.isWindow() or isinstance(above.parentWidget(), QAbstractScrollArea):
                self._watched.append(above)
                above.installEventFilter(self)
            if above.isWindow():
                return
            above = above.parentWidget()

    def _pick(self, suggestion: Suggestion) -> None:
        self.close_list()
        self.chosen.emit(suggestion)


def add_mark(line: QLineEdit, role: str, name: str, run: Callable[[], object]) -> QToolButton | None:
    """An icon at the end of a line; its key, where it has one, is part of `name`."""
    action = line.addAction(icon(role), QLineEdit.ActionPosition.TrailingPosition)
    action.setToolTip(name)
    action.triggered.connect(lambda: run())
    for made in line.findChildren(QToolButton):
        if made.defaultAction() is action:
            made.setAccessibleName(name)
            made.setCursor(Qt.CursorShape.ArrowCursor)
            return made
    return None
