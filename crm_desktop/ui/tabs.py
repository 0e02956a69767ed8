"""The bar of tabs at the top of the window: icon and word, the rest of the pages under More."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QTabBar, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon as themed
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.widgets.buttons import SearchButton

HEIGHT = 46
# Padding beside a tab, and whether tabs other than the current one keep their words: from roomy to narrow.
STEPS = ((14, True), (9, True), (6, True), (9, False))

BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Tab(NamedTuple):
    """One page as the bar shows it."""

    name: str
    text: str
    icon: str
    in_more: bool = False


class PageTabs(QTabBar):
    """A tab for each page; the last one opens a menu of the pages that have none."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: list[Tab] = []
        self._rest: list[Tab] = []
        self._words: list[int] = []
        self._shown, self._step, self._hovered = "", 0, -1
        self.by_keys = False  # the focus came by keyboard and shows its ring
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pages"))
        theme.notifier().changed.connect(self.update)

    def set_tabs(self, tabs: list[Tab]) -> None:
        """Show these pages."""
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._tabs = [tab for tab in tabs if not tab.in_more]
        self._rest = [tab for tab in tabs if tab.in_more]
        if self._rest:
            self._tabs.append(Tab("", _("More"), "chevron-down"))
        self._words = [theme.text_width(tab.text, self._font(True)) for tab in self._tabs]
        for tab in self._tabs:
            at = self.addTab(tab.text)
            self.setAccessibleTabName(at, tab.text if tab.name else _("More pages"))
        self.blockSignals(False)
        self.set_shown(self._shown)

    def set_shown(self, name: str) -> None:
        """Mark the page that is shown."""
        self._shown = name
        self.blockSignals(True)
        self.setCurrentIndex(self._at(name))
        self.blockSignals(False)
        self._measure_again()

    def tab_count(self) -> int:
        """How many tabs are pages (More not counted)."""
        return sum(1 for tab in self._tabs if tab.name)

    def open_more(self) -> None:
        """Open the menu of further pages below its tab."""
        if self._tabs and not self._tabs[-1].name:
            rect = self.tabRect(len(self._tabs) - 1)
            self.menu.popup(self.mapToGlobal(QPoint(rect.left(), self.height() - 4)))
            if self.menu.actions():
                self.menu.setActiveAction(self.menu.actions()[0])

    def width_at(self, step: int) -> int:
        """The room all tabs take at a step from roomy to narrow."""
        return sum(self._width(index, step) for index in range(len(self._tabs)))

    def set_step(self, step: int) -> None:
        """Draw the tabs roomier or narrower."""
        if step != self._step:
            self._step = step
            self._measure_again()

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self._width(index, self._step), theme.px(HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index in range(len(self._tabs)):
            self._paint(painter, index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_keys = False
        at = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self._choose(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.tabAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keys = event.reason() in BY_KEYS
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keys = True
        now, last = self.currentIndex(), len(self._tabs) - 1
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            target = now + (1 if key == Qt.Key.Key_Right else -1)
            if 0 <= target <= last:
                self._choose(target)
        elif key == Qt.Key.Key_Home:
            self._choose(0)
        elif key == Qt.Key.Key_End:
            self._choose(self.tab_count() - 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return) and not self._tabs[now].name:
            self.open_more()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: object) -> None:
        """The wheel does not change pages: it is too easily touched."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            at = self.tabAt(event.pos())  # type: ignore[attr-defined]
            self.setToolTip(self._tabs[at].text if at >= 0 and not self._worded(at, self._step) else "")
        return super().event(event)

    def _fill_menu(self) -> None:
        """The pages that have no tab, when somebody wants to see them."""
        self.menu.clear()
        for tab in self._rest:
            entry = self.menu.addAction(themed(tab.icon), tab.text)
            entry.setData(tab.name)
            entry.triggered.connect(lambda _checked=False, name=tab.name: self.chosen.emit(name))

    def _choose(self, index: int) -> None:
        name = self._tabs[index].name
        if name:
            self.chosen.emit(name)
        else:
            self.open_more()

    def _at(self, name: str) -> int:
        for index, tab in enumerate(self._tabs):
            if tab.name == name:
                return index
        return len(self._tabs) - 1

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def _measure_again(self) -> None:
        # QTabBar keeps its sizes until it is told of something that could change them.
        self.setIconSize(self.iconSize())

    def _worded(self, index: int, step: int) -> bool:
        return STEPS[step][1] or index == self.currentIndex() or not self._tabs[index].name

    def _width(self, index: int, step: int) -> int:
        tab, width = self._tabs[index], 2 * theme.px(STEPS[step][0])
        if tab.name:
            width += theme.px(18)
        else:
            width += theme.px(16)
        if self._worded(index, step):
            width += self._words[index] + theme.px(6 if tab.name else 0)
        return width

    def _font(self, current: bool) -> QFont:
        return theme.font(weight=QFont.Weight.DemiBold if current else QFont.Weight.Medium)

    def _paint(self, painter: QPainter, index: int) -> None:
        t, tab, rect = theme.tokens(), self._tabs[index], self.tabRect(index)
        current = index == self.currentIndex()
        if index == self._hovered and not current:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.colour(t.hover))
        x, ratio = rect.left() + theme.px(STEPS[self._step][0]), self.devicePixelRatioF()
        tone = "accent_text" if current else "subdued"
        middle = rect.center().y() + 1
        if tab.name:
            side = theme.px(18)
            painter.drawPixmap(QPoint(x, middle - side // 2), pixmap(tab.icon, tone, side, ratio))
            x += side + theme.px(6)
        if self._worded(index, self._step):
            painter.setFont(self._font(current))
            painter.setPen(theme.tone_text(tone))
            room = QRect(x, rect.top(), rect.right() - x, rect.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), tab.text)
            x += painter.fontMetrics().horizontalAdvance(tab.text) + theme.px(3)
        if not tab.name:
            painter.drawPixmap(QPoint(x, middle - theme.px(7)), pixmap("chevron-down", tone, theme.px(14), ratio))
        if current:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, theme.colour(t.accent))
            if self.by_keys and self.hasFocus():
                painter.setPen(theme.colour(t.ring))
                painter.drawRect(rect.adjusted(2, 4, -3, -5))


class TopBar(QFrame):
    """Tabs on the left, the search box on the right; both give way in turn where the window is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "top")
        self.tabs = PageTabs(self)
        self.search = SearchButton("", None, self)
        self.setFixedHeight(theme.px(HEIGHT) + 1)

    def set_search(self, search: SearchButton) -> None:
        """Put another search box in place, as after the language changed."""
        self.search.setParent(None)
        self.search.deleteLater()
        self.search = search
        search.setParent(self)
        search.show()
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.tabs.width_at(len(STEPS) - 1) + theme.px(160), self.height())

    def arrange(self) -> None:
        """Place both parts for the width there is."""
        edge, wide, narrow = theme.px(14), theme.px(310), theme.px(190)
        room = self.width() - 2 * edge
        step = 0
        while step < len(STEPS) - 1 and self.tabs.width_at(step) + narrow > room:
            step += 1
        self.tabs.set_step(step)
        taken = self.tabs.width_at(step)
        left = edge - theme.px(1)
        self.tabs.setGeometry(left, 0, taken, theme.px(HEIGHT))
        width = max(theme.px(120), min(wide, room - taken - theme.px(8)))
        height = self.search.sizeHint().height()
        self.search.setGeometry(self.width() - edge - width, (theme.px(HEIGHT) - height) // 2, width, height)
