"""The page behind a tab: the list of its kind; where a tab has several kinds, a switch above parts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.switch import Switch
from crm_desktop.ui.window import Window

if TYPE_CHECKING:
    from crm_desktop.ui.record.page import RecordPage

COMPACT: Final = "rows.compact"
"""Whether lists have low rows."""


class KindPage(QWidget):
    """One list for each kind; each is built when it is first shown."""

    kind_shown = Signal(str)

    def __init__(self, window: Window, kinds: Sequence[Entity], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window, self._kinds = window, list(kinds)
        self._lists: dict[str, ListPage] = {}
        self._shown = ""
        self._record: RecordPage | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.switch: Switch | None = None
        if len(self._kinds) > 1:
            self.switch = Switch(_("Kind of record"), [(entity.plural, entity.icon) for entity in self._kinds])
            self.switch.chosen.connect(lambda number: self.show_kind(self._kinds[number].name))
            row = QHBoxLayout()
            row.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), 0)
            row.addWidget(self.switch)
            row.addStretch(1)
            column.addLayout(row)
        self._stack = QStackedWidget(self)
        column.addWidget(self._stack, 1)
        remembered = window.memory.get(self._key(), "")
        names = [entity.name for entity in self._kinds]
        self.show_kind(remembered if remembered in names else names[0])

    def kind(self) -> str:
        """The kind that is shown."""
        return self._shown

    def list(self, kind: str = "") -> ListPage:
        """The list of a kind; the one shown without a name."""
        wanted = kind or self._shown
        found = self._lists.get(wanted)
        if found is None:
            entity = next(entity for entity in self._kinds if entity.name == wanted)
            found = self._lists[wanted] = ListPage(self._window, entity, parent=self._stack)
            found.table.read.connect(self._tell_place)
            found.view.set_compact(bool(self._window.memory.get(COMPACT, False)))
            self._stack.addWidget(found)
        return found

    def record_page(self) -> RecordPage | None:
        """The page of one record, where that stands in place of the list."""
        return self._record

    def show_record_page(self, row: int) -> None:
        """Show one record of the kind on the whole page."""
        from crm_desktop.ui.record.page import RecordPage

        self._leave_record()
        self._record = RecordPage(self._window, self.list().entity, row)
        self._record.left.connect(self._back_to_list)
        self._record.stepped.connect(self.step)
        self._stack.addWidget(self._record)
        self._stack.setCurrentWidget(self._record)
        self._record.back.setFocus()
        self._tell_place()
        self.kind_shown.emit(self._shown)

    def neighbour(self, by: int) -> int | None:
        """The record after (1) or before (-1) the one that fills the page in its list; None for none."""
        if self._record is None:
            return None
        table = self.list().table
        at = table.row_of(self._record.row)
        if at is None:
            return None
        at = table.record_row(at + by, by)
        return table.id_at(at) if 0 <= at < table.rowCount() else None

    def step(self, by: int) -> None:
        """Fill the page with that record."""
        if self._record is not None and (row := self.neighbour(by)) is not None:
            self._record.show_record(row)
            self.list().view.go_to(row)
            self._tell_place()
            self.kind_shown.emit(self._shown)

    def _tell_place(self) -> None:
        """Say on the page of one record which of the list it is."""
        if self._record is not None:
            self._record.tell_place(self._place(), self.neighbour(-1) is not None, self.neighbour(1) is not None)

    def _place(self) -> str:
        """Which of how many of its list the record is; nothing where headings are among them, or the list lacks it."""
        assert self._record is not None
        table = self.list().table
        at = table.row_of(self._record.row)
        return "" if at is None or table.query.group else f"{at + 1:,} / {table.rowCount():,}"

    def _back_to_list(self) -> None:
        row = self._record.row if self._record is not None else None
        self._leave_record()
        self._stack.setCurrentWidget(self.list())
        if row is not None:
            self.list().show_record(row)
        self.arrived()
        self.kind_shown.emit(self._shown)

    def _leave_record(self) -> None:
        if self._record is not None:
            self._stack.removeWidget(self._record)
            self._record.hide()
            self._record.deleteLater()
            self._record = None

    def show_kind(self, kind: str) -> bool:
        """Show another kind; False where the present list may not be left."""
        if kind == self._shown:
            if self._record is not None:
                self._leave_record()
                self._stack.setCurrentWidget(self.list())
            return True
        if self._shown and not _asked(self._lists[self._shown], "may_leave", True):
            self._mark()
            return False
        self._shown = kind
        self._leave_record()
        self._stack.setCurrentWidget(self.list(kind))
        self._window.memory.set(self._key(), kind)
        self._mark()
        if self.isVisible():
            _asked(self.list(), "arrived")
        self.kind_shown.emit(kind)
        return True

    # What the shell calls

    def may_leave(self) -> bool:
        """Whether every list may be left."""
        return all(_asked(made, "may_leave", True) for made in self._lists.values())

    def arrived(self) -> None:
        """The page is shown."""
        _asked(self.list(), "arrived")

    def step_back(self) -> bool:
        """Esc was pressed: go back from a record to its list, there from everything selected to one; whether it did."""
        if self._record is not None:
            self._record.left.emit()
            return True
        return bool(_asked(self.list(), "step_back", False))

    def keep(self) -> tuple[dict[str, Any], Any]:
        """What the lists, and the record in their place, want back after a rebuild."""
        lists = {name: _asked(made, "keep") for name, made in self._lists.items()}
        return lists, self._record.keep() if self._record is not None else None

    def take_back(self, kept: tuple[dict[str, Any], Any]) -> None:
        """Give it back to them."""
        lists, record = kept
        for name, one in lists.items():
            if one is not None and hasattr(self.list(name), "take_back"):
                self.list(name).take_back(one)
        if record is not None:
            self.show_record_page(record[0])
            assert self._record is not None
            self._record.take_back(record)

    def _mark(self) -> None:
        if self.switch is not None:
            self.switch.show_number([entity.name for entity in self._kinds].index(self._shown))

    def _key(self) -> str:
        return "tab." + "+".join(entity.name for entity in self._kinds)


def _asked(made: Any, name: str, otherwise: Any = None) -> Any:
    """What a list answers to a call that it need not know."""
    work = getattr(made, name, None)
    return otherwise if work is None else work()
