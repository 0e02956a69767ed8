"""The rows of a list: ids in the order asked for, and pages of raw values fetched when they are first seen."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from crm_desktop.entity import alarms, query
from crm_desktop.entity.alarms import Alarm
from crm_desktop.entity.columns import Column, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice
from crm_desktop.entity.groups import Grouped, grouped
from crm_desktop.entity.query import ListQuery
from crm_desktop.entity.tags import split_tags
from crm_desktop.errors import Told
from crm_desktop.ui.listing import looks
from crm_desktop.ui.listing.grouprows import Cells, GroupedTable, GroupRows
from crm_desktop.ui.listing.reading import Question, reader_of
from crm_desktop.ui.roles import IdRole, RawRole, ToneRole

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

TagsRole: Final = Role.UserRole + 20
"""The tags of a cell as pairs of name and tone."""
FIRST: Final = 200
"""Rows that are asked for at first, before all others."""
PAGE: Final = 32
"""Rows whose values are read together: about what a window shows."""
KEPT: Final = 250
"""Pages kept in memory."""
PATIENCE: Final = 0.05
"""Seconds that the window waits for an answer before it goes on without: short answers come without a flicker."""
REST_MS: Final = 100
"""When a list is first shown, the rest of it is read once the first rows have been painted, or after so long."""

_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_READABLE: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE: Final = _READABLE | Qt.ItemFlag.ItemIsEditable
_HEADING: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_TEXT, _ALIGNMENT = int(Role.DisplayRole), int(Role.TextAlignmentRole)


class RecordTable(GroupedTable):
    """The records that match a query. A first page comes at once, all ids after it; no query is made for one cell."""

    read = Signal()
    """The list has been read as far as it is shown now."""
    failed = Signal(str)
    """It could not be read: why, in a sentence."""

    def __init__(
        self, company: Company, entity: Entity, today: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.company, self.entity, self._today = company, entity, today
        self._showing: tuple[Callable[[Any], str], ...] = ()
        self._aligned: tuple[int, ...] = ()
        self._flags: tuple[Qt.ItemFlag, ...] = ()
        self._tones: dict[str, str] | None = None
        self._alarmed: dict[int, Alarm] = {}
        self._first: Question | None = None
        self._whole: Question | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask_whole)
        self._fresh = True
        self._told = False

    # What is shown ------------------------------------------------------------------------------------------------

    def show(self, wanted: ListQuery) -> None:
        """Show what a query asks for: its first page as soon as it is there, the whole after."""
        self._drop_questions()
        if wanted.group.lstrip("-") != self.query.group.lstrip("-") or wanted.step != self.query.step:
            self._closed.clear()
        self.query = wanted
        if wanted.group:
            self._ask_whole()
            assert self._whole is not None
            self._whole.wait(PATIENCE)
            return
        company, entity, today = self.company, self.entity, self._today()
        self._first = self._ask(lambda: query.ids(company, entity, wanted, limit=FIRST, today=today), self._take_first)
        if self._fresh:
            self._rest.start()
        else:
            self._ask_whole()
        self._first.wait(PATIENCE)

    def read_rest(self) -> None:
        """The first rows have been painted: the rest need not wait any longer."""
        if self._rest.isActive():
            self._rest.stop()
            self._ask_whole()

    def refresh(self) -> None:
        """Read the same list anew, because records have changed."""
        self._drop_questions()
        self._forget_pages()
        self._ask_whole()
        if self._whole is not None and not self._whole.wait(PATIENCE) and self._ids:
            self._tell_changed()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same records."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._aligned = tuple(_RIGHT if column.kind.align == "right" else _LEFT for column in self.columns)
        self._flags = tuple(_EDITABLE if looks.typed_in_place(column) else _READABLE for column in self.columns)
        self._forget_pages()
        self.endResetModel()

    def settled(self) -> bool:
        """Whether all ids of what was asked for are here."""
        return self._first is None and self._whole is None and not self._rest.isActive()

    def complete(self) -> bool:
        """Whether the ids that are here are all that match."""
        return self._complete

    def _ask(self, work: Callable[[], Any], then: Callable[[Any], object]) -> Question:
        return reader_of(self.company).ask(work, then, self._fail, owner=self)

    def _ask_whole(self) -> None:
        company, entity, today, wanted = self.company, self.entity, self._today(), self.query
        if wanted.group:
            self._whole = self._ask(lambda: grouped(company, entity, wanted, today=today), self._take_grouped)
            return
        self._whole = self._ask(lambda: query.ids(company, entity, wanted, today=today), self._take)

    def _drop_questions(self) -> None:
        self._rest.stop()
        for question in (self._first, self._whole):
            if question is not None:
                question.drop()
        self._first = self._whole = None

    def _fail(self, why: Told) -> None:
        self._drop_questions()
        self.failed.emit(why.sentence)

    def _take_first(self, ids: array[int]) -> None:
        self._first = None
        self._fresh = False
        complete = len(ids) < FIRST
        if complete:
            self._drop_questions()
        elif self._whole is not None and self._whole.wait(0):  # the whole list is here as well
            return
        self._replace(ids, complete=complete)
        self.read.emit()

    def _take(self, ids: array[int]) -> None:
        self._drop_questions()
        shown = len(self._ids)
        if not self._complete and len(ids) >= shown and ids[:shown] == self._ids:
            self._complete = True
            self._tell_changed()
            if len(ids) > shown:
                self.beginInsertRows(QModelIndex(), shown, len(ids) - 1)
                self._ids = ids
                self._drop_last_page(shown)
                self.endInsertRows()
        else:
            self._replace(ids, complete=True)
        self.read.emit()

    def _take_grouped(self, found: Grouped) -> None:
        self._drop_questions()
        self._fresh = False
        figures = self.groups.figures if self.groups is not None else {}
        groups = GroupRows(found, self._closed)
        groups.figures = figures
        self._replace(groups.ids(), complete=True, groups=groups)
        self.read.emit()

    def _replace(self, ids: array[int], *, complete: bool, groups: GroupRows | None = None) -> None:
        if self._complete == complete and ids == self._ids:
            self.groups = groups
            self._forget_pages()
            self._tell_changed()
            return
        self.beginResetModel()
        self._ids, self._complete, self.groups = ids, complete, groups
        self._forget_pages()
        self.endResetModel()

    # Rows ---------------------------------------------------------------------------------------------------------

    def id_at(self, row: int) -> int:
        """The id of a row's record."""
        return self._ids[row]

    def ids(self) -> array[int]:
        """The ids of all rows, in order."""
        return self._ids

    def row_of(self, record: int) -> int | None:
        """The row of a record; None where the list does not show it."""
        try:
            return self._ids.index(record)
        except ValueError:
            return None

    def place_of(self, name: str) -> int | None:
        """Where a column is."""
        return next((place for place, column in enumerate(self.columns) if column.name == name), None)

    def reread(self, record: int) -> None:
        """Show one record anew, which was changed in place: its row stays where it is until the next refresh."""
        row = self.row_of(record)
        if row is not None:
            self._pages.pop(row // PAGE, None)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def text_at(self, row: int, place: int) -> str:
        """What a cell shows."""
        raws, texts = self._cells(row)
        text = texts[place]
        if text is None:
            text = texts[place] = self._alarm(row, place) or self._showing[place](raws[place])
        return text

    def _forget_pages(self) -> None:
        self._pages.clear()
        today = self._today()
        self._showing = tuple(looks.showing(self.entity, column, today) for column in self.columns)
        self._tones = None
        self._told = False
        self._alarmed.clear()

    def _drop_last_page(self, rows: int) -> None:
        if rows % PAGE:
            self._pages.pop(rows // PAGE, None)

    def _cells(self, row: int) -> Cells:
        """What is known of a row; its page is read where it is not there yet."""
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._fetch(number)
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        elif next(reversed(self._pages)) != number:
            self._pages.move_to_end(number)
        return page[place]

    def _fetch(self, number: int) -> list[Cells]:
        wanted = self._ids[number * PAGE : (number + 1) * PAGE]
        width = len(self.columns)
        try:
            found = query.page(self.company, self.entity, wanted, [column.name for column in self.columns])
        except Told as why:
            found = {}
            if not self._told:
                self._told = True
                self.failed.emit(why.sentence)
        for record in found:
            self._alarmed.pop(record, None)
        alarm = alarms.alarm_of(self.company, self.entity, list(found), self._today())
        self._alarmed.update(dict.fromkeys(alarm.rows, alarm))
        # A row that is not found was deleted since: the list is about to be read anew.
        gone = (None,) * width
        return [(found[record], [None] * width) if record in found else (gone, [""] * width) for record in wanted]

    def _alarm(self, row: int, place: int) -> str:
        """What a cell says in place of its value; "" for none."""
        alarm = self._alarmed.get(self._ids[row])
        return alarm.said if alarm is not None and alarm.column == self.columns[place].name else ""

    def _tags(self, raw: str | None) -> list[tuple[str, str]]:
        if not raw:
            return []
        if self._tones is None:
            self._tones = dict(self.company.execute("SELECT name, tone FROM tag").fetchall())
        return [(name, self._tones.get(name, "neutral")) for name in split_tags(raw)]

    # Qt's questions -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _TEXT) -> Any:
        # Qt asks for a dozen things of each cell, most of which no cell has.
        if role not in _TOLD:
            return None
        row, place = index.row(), index.column()
        if not (0 <= row < len(self._ids) and 0 <= place < len(self.columns)):
            return None
        if role == _ALIGNMENT:
            return self._aligned[place]
        if role == IdRole:
            return self._ids[row]
        if self._ids[row] < 0:
            return self._told_of_heading(self.entity, row, place, role)
        if role == _TEXT or role == Role.AccessibleTextRole:
            return self.text_at(row, place)
        raw = self._cells(row)[0][place]
        if role == ToneRole and self._alarm(row, place):
            return alarms.TONE
        return self._told_beside(self.columns[place], raw, role)

    def _told_beside(self, column: Column, raw: Any, role: int) -> Any:
        """What a cell tells beside its text."""
        if role in (RawRole, Role.EditRole):
            return raw
        if role == ToneRole:
            return column.kind.tone(raw) if isinstance(column.kind, Choice) and raw is not None else None
        if role == TagsRole:
            return self._tags(raw) if isinstance(column.kind, Tags) else []
        return looks.explained(column, raw) or None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _TEXT) -> Any:
        if role not in _TOLD:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == _TEXT else None
        if not 0 <= section < len(self.columns):
            return None
        if role == _TEXT:
            return self.columns[section].title
        if role == _ALIGNMENT:
            return self._aligned[section]
        return self.columns[section].kind.help or None if role == Role.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._ids[index.row()] < 0:
            return _HEADING
        return self._flags[index.column()]


_TOLD: Final = frozenset(
    int(role)
    for role in (
        _TEXT, _ALIGNMENT, IdRole, Role.EditRole, Role.ToolTipRole, Role.AccessibleTextRole, RawRole, ToneRole, TagsRole
    )
)  # fmt: skip
