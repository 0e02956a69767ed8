"""A chart in a card: its title and total, the bars once they are loaded, and a picture of it to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedLayout, QWidget

from crm_desktop.errors import Told
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon
from crm_desktop.ui.painting import paint_frame, png_of
from crm_desktop.ui.places import ask_where
from crm_desktop.ui.widgets.buttons import icon_button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.dialogs import could_not
from crm_desktop.ui.widgets.labels import label
from crm_desktop.writing import write_whole

if TYPE_CHECKING:
    from crm_desktop.ui.plot import BarPlot


class Bar(Protocol):
    """One bar, as the card is given it."""

    @property
    def label(self) -> str: ...
    @property
    def length(self) -> float: ...
    @property
    def shown(self) -> str: ...
    @property
    def detail(self) -> str: ...


class Chart(Protocol):
    """What a card shows."""

    @property
    def title(self) -> str: ...
    @property
    def bars(self) -> Sequence[Bar]: ...
    @property
    def total(self) -> str: ...
    @property
    def empty(self) -> str: ...
    @property
    def blank(self) -> bool: ...


class _Waiting(QWidget):
    """Grey bars where the chart will be, while its library loads."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        place = self.width() / 12
        for number, part in enumerate((3, 5, 4, 6, 5, 7, 6, 8, 7, 9, 8, 10)):
            height = int(self.height() * part / 14)
            bar = QPoint(int(place * number + place * 0.22), self.height() - height)
            paint_frame(painter, QRect(bar, QSize(int(place * 0.56), height)), t.sunken, "", 3)


class ChartCard(Card):
    """A card with one chart. Right click, the menu key or its button offers the picture."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=16, gap=10)
        self.plot: BarPlot | None = None
        self._chart: Chart | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(title or _("Chart"))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self._title = label(title, weight=QFont.Weight.DemiBold)
        self._total = label("", "secondary", tabular=True)
        self._menu = icon_button("more", _("Picture of this chart"), self._open_menu)
        self._menu.hide()
        head.addWidget(self._title)
        head.addWidget(self._total, 1)
        head.addWidget(self._menu)
        self.column.addLayout(head)
        place = QWidget()
        place.setMinimumHeight(theme.px(150))
        place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._place = QStackedLayout(place)
        self._place.addWidget(_Waiting())
        self._empty = label("", "secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place.addWidget(self._empty)
        self.add(place, 1)
        theme.notifier().changed.connect(self._restyle)

    def show_chart(self, chart: Chart) -> None:
        """Show these bars; the first call loads the library (some tenths of a second)."""
        from crm_desktop.ui.plot import BarPlot

        self._chart = chart
        self._title.setText(chart.title)
        self._total.setText("" if chart.blank else chart.total)
        self._empty.setText(chart.empty)
        self._menu.setVisible(not chart.blank)
        self.setAccessibleName(f"{chart.title}: {chart.empty if chart.blank else chart.total}")
        self.setAccessibleDescription("" if chart.blank else "; ".join(bar.detail for bar in chart.bars))
        if self.plot is not None:
            self._place.removeWidget(self.plot)
            self.plot.deleteLater()
            self.plot = None
        if chart.blank:
            self._place.setCurrentWidget(self._empty)
            return
        self.plot = BarPlot(chart.bars)
        self.plot.setAccessibleName(chart.title)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place.addWidget(self.plot)
        self._place.setCurrentWidget(self.plot)

    def picture(self) -> QPixmap:
        """The whole card as it is seen, twice as sharp where the screen is not."""
        focused, had_button = self.hasFocus(), self._menu.isVisible()
        if focused:
            self.clearFocus()
        self._menu.hide()
        ratio = max(2.0, self.devicePixelRatioF())
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(theme.colour(theme.tokens().background))
        self.render(made)
        self._menu.setVisible(had_button)
        if focused:
            self.setFocus()
        return made

    def copy(self) -> None:
        """Lay the picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.picture())

    def save(self) -> None:
        """Write the picture to a file the person names."""
        drawn = self.picture()
        target = ask_where(self, _("Save as picture"), self._title.text(), {".png": _("Picture")})
        if target is None:
            return
        try:
            write_whole(target, png_of(drawn.toImage()))
        except Told as told:
            could_not(self, told)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._chart is not None and not self._chart.blank:
            self.menu().popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._menu.isVisible():
            self._open_menu()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            ring = theme.tokens().ring
            paint_frame(QPainter(self), self.rect(), "", ring, theme.CARD_RADIUS, 2)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.update()

    def menu(self) -> QMenu:
        """What can be done with the picture."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addAction(icon("copy"), _("Copy picture"), self.copy)
        made.addAction(icon("download"), _("Save as PNG…"), self.save)
        return made

    def _open_menu(self) -> None:
        self.menu().popup(self._menu.mapToGlobal(QPoint(0, self._menu.height())))

    def _restyle(self) -> None:
        if self.plot is not None:
            self.plot.restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()
