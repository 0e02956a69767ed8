"""An organisation chart that is looked at and changed: by mouse, by keys, by a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QMenu, QWidget

from crm_desktop.customers import people as rules
from crm_desktop.customers import stances
from crm_desktop.customers.chart import Chart, lay_out
from crm_desktop.customers.model import ATTITUDES, ROLES, Contact
from crm_desktop.customers.stances import Deal
from crm_desktop.customers.ui.chart_cards import CardItem, LinkItem, described, scaled
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.ui import theme

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

Keys = Qt.Key
MARGIN: Final = 40
STEP: Final = 1.2
SMALLEST, LARGEST = 0.15, 3.0
_ARROWS: Final = (Keys.Key_Up, Keys.Key_Down, Keys.Key_Left, Keys.Key_Right)


class ChartView(QGraphicsView):
    """The chart itself: shown, moved in by keys and mouse, changed by dragging."""

    opened = Signal(object)
    said = Signal(str)
    """What was done, or why not, in a sentence."""

    def __init__(
        self, window: Window, customer: int, parent: QWidget | None = None, *, deal: Deal | None = None
    ) -> None:
        super().__init__(parent)
        self.window_, self.customer, self.deal = window, customer, deal
        self.chart = Chart((), (), 0, 0)
        self.items_: dict[int, CardItem] = {}
        self._fitted = True
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        for part in (self, self.viewport()):
            part.setAccessibleName(_("Organisation chart"))
        self.scene().selectionChanged.connect(self._tell_selection)
        window.changed.connect(self._follow)
        self.reload()

    # What is shown -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the people again and lay them out."""
        chosen = self.current()
        company = self.window_.company
        people = rules.people_of(company, self.customer, self.window_.today())
        if self.deal is not None:
            people = stances.in_deal(company, self.deal, people)
        self.chart = lay_out(people, rules.lines_among(company, people))
        scene = self.scene()
        scene.blockSignals(True)
        scene.clear()
        scene.blockSignals(False)
        self.items_ = {}
        for link in self.chart.links:
            scene.addItem(LinkItem(link))
        for card in self.chart.cards:
            item = self.items_[card.person.id] = CardItem(card)
            scene.addItem(item)
        room = QRectF(0, 0, scaled(self.chart.width), scaled(self.chart.height))
        scene.setSceneRect(room.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        scene.setBackgroundBrush(theme.colour(theme.tokens().background))
        self.choose(chosen if chosen in self.items_ else next(iter(self.items_), None))
        if self._fitted:
            self.fit()
        if self.chart.left_out:
            line = self.chart.left_out[0]
            names = {card.person.id: card.person.name for card in self.chart.cards}
            text = _("{name} and {boss} report to each other: one of the lines is left out.")
            self.said.emit(text.format(name=names[line.person], boss=names[line.boss]))

    def show_deal(self, deal: Deal | None) -> None:
        """Show how the people stand in one deal, or, without one, at the customer."""
        self.deal = deal
        self.reload()

    def current(self) -> int | None:
        """The person whose card is chosen."""
        return next((row for row, item in self.items_.items() if item.isSelected()), None)

    def choose(self, row: int | None) -> None:
        """Choose a card and bring it into view."""
        for other, item in self.items_.items():
            item.setSelected(other == row)
        if row is not None:
            self.ensureVisible(self.items_[row], 30, 30)

    def fit(self) -> None:
        """Show the whole chart, never larger than life."""
        self._fitted = True
        self.resetTransform()
        seen, whole = self.viewport().rect(), self.scene().sceneRect()
        if whole.width() > 0 and whole.height() > 0:
            factor = min(1.0, seen.width() / whole.width(), seen.height() / whole.height())
            self.scale(max(SMALLEST, factor), max(SMALLEST, factor))

    def zoom(self, factor: float) -> None:
        """Larger or smaller."""
        now = self.transform().m11()
        wanted = min(LARGEST, max(SMALLEST, now * factor))
        self._fitted = False
        self.scale(wanted / now, wanted / now)

    # Changing ----------------------------------------------------------------------------------------------------

    def rehang(self, person: int, boss: int | None, *, also: bool = False, type: str = "solid") -> None:
        """Hang a person below another; what is refused is said in a sentence."""
        company = self.window_.company
        try:
            if boss is None:
                rules.report_to_nobody(company, person)
            else:
                rules.report_to(company, person, boss, also=also, type=type)
        except Refused as refused:
            self.said.emit(refused.sentence)
            self.reload()
            return
        name = self.items_[person].card.person.name if person in self.items_ else ""
        above = self.items_[boss].card.person.name if boss in self.items_ else ""
        told = _("{name} reports to {boss}") if boss is not None else _("{name} reports to nobody")
        self.said.emit(told.format(name=name, boss=above))
        self.reload()

    def dropped(self, item: CardItem, also: bool) -> None:
        """A card was let go: onto another one it hangs there, anywhere else it goes back."""
        onto = self._below(item)
        for one in self.items_.values():
            one.target = False
        moved = (item.pos() - item.home).manhattanLength() > theme.px(6)
        item.setPos(item.home)
        item.setZValue(1)
        if moved and onto is not None:
            person, boss = item.card.person.id, onto.card.person.id
            QTimer.singleShot(0, self, lambda: self.rehang(person, boss, also=also))

    def mark_target(self, item: CardItem) -> None:
        """Show on which card a dragged one would be put."""
        onto = self._below(item)
        for one in self.items_.values():
            if one.target != (one is onto):
                one.target = one is onto
                one.update()

    def _below(self, item: CardItem) -> CardItem | None:
        middle = item.sceneBoundingRect().center()
        hit = [one for one in self.items_.values() if one is not item and one.sceneBoundingRect().contains(middle)]
        return hit[0] if hit else None

    # Keys and mouse ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, ctrl = Keys(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row = self.current()
        if key in (Keys.Key_Plus, Keys.Key_Equal):
            self.zoom(STEP)
        elif key == Keys.Key_Minus:
            self.zoom(1 / STEP)
        elif key == Keys.Key_0:
            self.fit()
        elif row is None:
            super().keyPressEvent(event)
        elif key in (Keys.Key_Return, Keys.Key_Enter):
            self.opened.emit(row)
        elif key in (Keys.Key_Delete, Keys.Key_Backspace):
            self.rehang(row, None)
        elif key in _ARROWS and ctrl:
            self._rehang_by_key(row, key)
        elif key in _ARROWS:
            self.choose(self._neighbour(row, key) or row)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        item = self.itemAt(at)
        if isinstance(item, CardItem):
            self.choose(item.card.person.id)
        elif event.reason() == QContextMenuEvent.Reason.Mouse:
            return
        if (menu := self.menu()) is not None:
            menu.exec(event.globalPos())

    def menu(self) -> QMenu | None:
        """What can be said of the person chosen: roles, attitude, the lines up."""
        row = self.current()
        if row is None:
            return None
        person, company = self.items_[row].card.person, self.window_.company
        menu = QMenu(self)
        menu.addAction(_("Open…"), lambda: self.opened.emit(row))
        if self.deal is not None:
            self._part_in_deal(menu, self.deal, person)
        if self.deal is not None or not person.elsewhere:
            roles = menu.addMenu(_("Role"))
            for option in ROLES:
                keys = set(person.roles) ^ {option.key}
                raw = Contact.role.joined(keys)
                _tick(roles, _(option.title), option.key in person.roles, partial(self._set, row, "role", raw))
        attitudes = menu.addMenu(_("Attitude"))
        known: list[tuple[str | None, str]] = [(option.key, _(option.title)) for option in ATTITUDES]
        for key, text in (*known, (None, _("Not known"))):
            _tick(attitudes, text, person.attitude == key, partial(self._set, row, "attitude", key))
        menu.addSeparator()
        for line in (link.line for link in self.chart.links if link.line.person == row):
            other = "solid" if line.type == "dotted" else "dotted"
            boss = self.items_[line.boss].card.person.name
            text = _("Dotted line to {boss}") if other == "dotted" else _("Solid line to {boss}")
            menu.addAction(
                text.format(boss=boss),
                partial(rules.report_to, company, row, line.boss, also=True, type=other),
            )
        menu.addAction(_("Reports to nobody"), lambda: self.rehang(row, None))
        return menu

    def _part_in_deal(self, menu: QMenu, deal: Deal, person: rules.Person) -> None:
        company = self.window_.company
        if person.outside:
            menu.addAction(_("Takes part in this deal"), partial(stances.take_in, company, deal, person.id))
        else:
            menu.addAction(_("Takes no part in this deal"), partial(stances.leave_out, company, deal, person.id))

    def _set(self, row: int, name: str, raw: Any) -> None:
        if self.deal is not None:
            stances.set_stance_in(self.window_.company, self.deal, row, **{name: raw})
        else:
            rules.set_stance(self.window_.company, row, **{name: raw})

    def _neighbour(self, row: int, key: Qt.Key) -> int | None:
        """Up to the boss, down to the nearest report, left and right along the row."""
        lines = [link.line for link in self.chart.links]
        card = self.items_[row].card
        if key == Keys.Key_Up:
            return next((line.boss for line in lines if line.person == row), None)
        if key == Keys.Key_Down:
            near = [line.person for line in lines if line.boss == row]
        else:
            right = key == Keys.Key_Right
            near = [
                one.person.id for one in self.chart.cards
                if one.y == card.y and (one.x > card.x if right else one.x < card.x)
            ]  # fmt: skip
        return min(near, key=lambda one: abs(self.items_[one].card.x - card.x), default=None)

    def _rehang_by_key(self, row: int, key: Qt.Key) -> None:
        """Ctrl+Up: beside the boss; Ctrl+Down: below the one on the left; Ctrl+Left, Right: to the next boss."""
        boss = self._neighbour(row, Keys.Key_Up)
        if key == Keys.Key_Up:
            if boss is not None:
                self.rehang(row, self._neighbour(boss, Keys.Key_Up))
            return
        if key == Keys.Key_Down:
            beside = self._neighbour(row, Keys.Key_Left) or self._neighbour(row, Keys.Key_Right)
            if beside is not None:
                self.rehang(row, beside)
            return
        other = self._neighbour(boss, key) if boss is not None else None
        if other is not None:
            self.rehang(row, other)

    # Following ---------------------------------------------------------------------------------------------------

    def _follow(self, changed: Changed) -> None:
        if changed.tables & {*rules.PARTS, *stances.tables(self.window_.company)}:
            QTimer.singleShot(0, self, self.reload)

    def _tell_selection(self) -> None:
        row = self.current()
        said = described(self.items_[row].card) if row is not None else ""
        self.setAccessibleDescription(said)


def _tick(menu: QMenu, text: str, on: bool, run: Callable[[], object]) -> None:
    action = menu.addAction(text, run)
    action.setCheckable(True)
    action.setChecked(on)
