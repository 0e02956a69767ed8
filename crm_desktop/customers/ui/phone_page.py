"""The page of the phone book: everybody with a number, by letter, found while one types."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.customers import phonebook
from crm_desktop.customers.phonebook import LETTERS, Entry, Index
from crm_desktop.i18n import _, n_
from crm_desktop.store.journal import Changed
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.delegates import delegate_for
from crm_desktop.ui.places import ask_where
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import Card, EmptyState, SearchBox, TableCard, button, label, title
from crm_desktop.ui.widgets.dialogs import show

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

Place = QModelIndex | QPersistentModelIndex
PAGE: Final = 200
LEAST_LETTER: Final = 8
TABLES: Final = frozenset({"customer", "contact", "reach"})


class PhoneModel(QAbstractTableModel):
    """The lines of the book; read a page at a time when they are looked at."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._company = window.company
        self.index_ = Index(array("q"), {})
        self._pages: dict[int, list[Entry]] = {}

    def put(self, found: Index) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.index_, self._pages = found, {}
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """The line at a place."""
        number = row // PAGE
        if number not in self._pages:
            places = range(number * PAGE, min((number + 1) * PAGE, len(self.index_.ids)))
            wanted = [self.index_.at(place) for place in places]
            found = phonebook.entries(self._company, wanted)
            gone = [Entry(kind, one, "", "", "", "", "") for kind, one in wanted]
            self._pages[number] = [found.get(key, none) for key, none in zip(wanted, gone, strict=True)]
        return self._pages[number][row % PAGE]

    def rowCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.index_.ids)

    def columnCount(self, parent: Place = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 5

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        entry = self.entry(index.row())
        return (entry.name, entry.company, entry.mobile, entry.phone, entry.wechat)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Name"), _("Company"), _("Mobile"), _("Phone"), _("WeChat"))[section]


class _Letters(QWidget):
    """The alphabet beside the list; in a low window its letters are small, that none is cut off."""

    def __init__(self, go_to: Callable[[str], object]) -> None:
        super().__init__()
        self.setAccessibleName(_("Letters"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.buttons: dict[str, QToolButton] = {}
        for letter in LETTERS:
            one = QToolButton()
            one.setText(letter)
            one.setAutoRaise(True)
            one.setFixedWidth(theme.px(26))
            one.setMinimumHeight(theme.px(8))
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            one.setAccessibleName(_("Go to {letter}").format(letter=letter))
            one.clicked.connect(partial(go_to, letter))
            column.addWidget(one, 1)
            self.buttons[letter] = one

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        high = self.height() // len(self.buttons)
        size = theme.px(theme.TEXT_PX)
        while size > theme.px(LEAST_LETTER) and _height(size) + 2 > high:
            size -= 1
        for one in self.buttons.values():
            # A style sheet of its own, or that of the program would put the usual size back.
            one.setStyleSheet(f"padding: 0; border: none; font-size: {size}px;")


def _height(size: int) -> int:
    """How high the tallest letter, Q with its tail, is drawn at a size in pixels."""
    made = theme.font()
    made.setPixelSize(size)
    return QFontMetrics(made).tightBoundingRect("Q").height()


class PhonePage(QWidget):
    """Search box, letters, list; booklet, cards and QR code from it."""

    def __init__(self, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._stale = True
        column = QVBoxLayout(self)
        edge = theme.px(18)
        column.setContentsMargins(edge, theme.px(16), edge, theme.px(16))
        column.setSpacing(theme.px(12))
        column.addLayout(self._head())
        self.model = PhoneModel(window)
        self.table = RowTable(name=_("Phone book"), compact=window.compact_rows())
        self.table.setModel(self.model)
        self.table.rings_cells = False
        for number, kind in enumerate(("name", "muted", "number", "number", "text")):
            self.table.setItemDelegateForColumn(number, delegate_for(kind if kind != "number" else "text", self.table))
        heading = self.table.horizontalHeader()
        for number, width in enumerate((230, 300, 155, 170, 125)):
            self.table.setColumnWidth(number, theme.px(width))
        heading.setMinimumSectionSize(theme.px(110))  # the company, too, is to be read in a narrow window
        heading.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        heading.setSectionsClickable(False)
        heading.setStretchLastSection(False)
        self.table.opened.connect(lambda _at: self.open())
        body = QHBoxLayout()
        body.setSpacing(theme.px(8))
        shown = QWidget()
        self._place = QStackedLayout(shown)
        card = TableCard(self.table)
        self._place.addWidget(card)
        self._place.addWidget(self._nobody())
        self._place.addWidget(self._no_match())
        body.addWidget(shown, 1)
        body.addWidget(self._letters())
        column.addLayout(body, 1)
        window.changed.connect(self._changed)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(title(_("Phone book")))
        self.count = label("", "secondary")
        row.addWidget(self.count)
        row.addSpacing(theme.px(8))
        self.search = SearchBox(_("Name, initials or part of a number"))
        self.search.searched.connect(lambda _words: self.refresh())
        self.search.down.connect(self._into_list)
        self.search.setMaximumWidth(theme.px(380))
        row.addWidget(self.search, 1)
        row.addStretch(1)
        cards = button(_("Save as .vcf…"), self.save_cards)  # of everybody, whatever is looked for
        self._of_entries = (
            button(_("QR code"), self.show_code),
            button(_("Booklet…"), self.save_booklet),
            button(_("Print"), self.preview, "primary", "print"),
        )
        for made in (self._of_entries[0], cards, *self._of_entries[1:]):
            row.addWidget(made)
        return row

    def _letters(self) -> QWidget:
        made = _Letters(self.go_to)
        self.letters = made.buttons
        return made

    def _nobody(self) -> QWidget:
        card = Card()
        self._empty = EmptyState(
            "phone",
            _("Nobody with a number here"),
            _("Customers and contacts with a mobile, a phone or a WeChat name stand here by themselves."),
            [(_("New contact"), "add", lambda: self._window.new_record("contact"))],
        )
        card.add(self._empty)
        return card

    def _no_match(self) -> QWidget:
        card = Card()
        told = _("Nobody with a number has these words. Take some of them off.")
        card.add(EmptyState("search", _("Nobody matches"), told, [(_("Clear filters"), "close", self.search.clear)]))
        return card

    # What the window calls ---------------------------------------------------------------------------------------

    def arrived(self) -> None:
        """The page is shown."""
        if self._stale:
            self.refresh()
        self.search.setFocus()

    def refresh(self) -> None:
        """Read the book again."""
        self._stale = False
        chosen = self.chosen()
        self.model.put(phonebook.index(self._window.company, self.search.text()))
        total = len(self.model.index_.ids)
        self.count.setText(n_("{n} entry", "{n} entries", total))
        self._place.setCurrentIndex(0 if total else 2 if self.search.text().strip() else 1)
        for made in self._of_entries:
            made.setEnabled(bool(total))
        for letter, one in self.letters.items():
            one.setEnabled(letter in self.model.index_.starts)
        if total:
            number = phonebook.KINDS.index(chosen.kind) | chosen.row << 1 if chosen is not None else -1
            ids = self.model.index_.ids
            self.table.selectRow(ids.index(number) if number in ids else 0)

    def chosen(self) -> Entry | None:
        """The line that is selected."""
        at = self.table.currentIndex()
        return self.model.entry(at.row()) if at.isValid() and at.row() < len(self.model.index_.ids) else None

    # What can be done --------------------------------------------------------------------------------------------

    def go_to(self, letter: str) -> None:
        """Bring the first line of a letter to the top."""
        place = self.model.index_.starts.get(letter)
        if place is not None:
            self.table.selectRow(place)
            self.table.scrollTo(self.model.index(place, 0), RowTable.ScrollHint.PositionAtTop)

    def open(self) -> None:
        """Go to the record of the line that is selected."""
        if (entry := self.chosen()) is not None:
            self._window.open_record(entry.kind, entry.row)

    def show_code(self) -> None:
        """The card of the line that is selected as a QR code."""
        from crm_desktop.customers.ui.qr_dialog import QrDialog

        entry = self.chosen()
        if entry is None:
            return
        made = self._window.attempt(lambda: QrDialog(self._window, entry.kind, entry.row, self), self)
        if made is not None:
            show(made)

    def save_booklet(self) -> None:
        """Write the booklet to a file the person names."""
        path = ask_where(self, _("Booklet"), _("Phone book"), {".pdf": "PDF"})
        if path is not None:
            self.write_booklet(path)

    def preview(self) -> None:
        """Set the booklet of what the list shows, and show it as it will be printed."""
        from crm_desktop.ui.paper import show_paper

        company, today, words = self._window.company, self._window.today(), self.search.text()
        show_paper(self._window, lambda: phonebook.booklet_paper(company, today, words), _("Phone book"))

    def write_booklet(self, path: Path) -> None:
        """Write the booklet of what the list shows, away from the window."""
        company, today, words = self._window.company, self._window.today(), self.search.text()

        def then(count: int) -> None:
            what = n_("{n} entry", "{n} entries", count)
            self._window.toast(_("{what} written to {name}").format(what=what, name=path))

        tasks.run(
            lambda _tell, _stopped: phonebook.write_booklet(company, path, today, words), then, parent=self,
            title=_("Phone book"),
        )  # fmt: skip

    def save_cards(self) -> None:
        """Write all customers and contacts as cards to a file the person names."""
        path = ask_where(self, _("Save as .vcf"), _("Phone book"), {".vcf": "vCard"})
        if path is not None:
            self.write_cards(path)

    def write_cards(self, path: Path) -> None:
        """Write all cards, away from the window."""
        from crm_desktop.exchange.writing_vcf import write_all_cards

        company, today = self._window.company, self._window.today()

        def then(count: int) -> None:
            what = n_("{n} entry", "{n} entries", count)
            self._window.toast(_("{what} written to {name}").format(what=what, name=path))

        tasks.run(
            lambda tell, stopped: write_all_cards(
                company, path, ("contact", "customer"), today=today, progress=tell, cancelled=stopped
            ),
            then, parent=self, title=_("Phone book"),
        )  # fmt: skip

    # Inside ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter typed in the list is searched for."""
        if event.text().isprintable() and event.text().strip() and not event.modifiers():
            self.search.setFocus()
            self.search.setText(self.search.text() + event.text())
            return
        super().keyPressEvent(event)

    def _into_list(self) -> None:
        self.table.setFocus()

    def _changed(self, changed: Changed) -> None:
        if not TABLES & changed.tables:
            return
        self._stale = True
        if self.isVisible():
            self.refresh()
