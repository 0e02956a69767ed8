"""A row beside the record that it may be: why, what differs, and what is done with this row and each field of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QWidget

from crm_desktop.exchange.comparing import Beside
from crm_desktop.exchange.decisions import FILL, MERGE, OVERWRITE, RowChoice
from crm_desktop.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import delegate_for
from crm_desktop.ui.importing.standing import Standing
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.importing.ways import way_name
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import Card, label

_NEXT: Final = {FILL: OVERWRITE, OVERWRITE: MERGE, MERGE: FILL}
_KEPT: Final = {
    FILL: (N_("stays"), "neutral"),
    OVERWRITE: (N_("the list's"), "accent"),
    MERGE: (N_("both"), "violet"),
}
_ADDED: Final = (N_("added"), "good")


class SideBySide(Card):
    """The panel beside the rows; `chosen` tells what was settled for the row that is shown."""

    chosen = Signal(object)
    """A RowChoice, or None: as all rows of its group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=14, gap=8)
        self.setFixedWidth(theme.px(440))
        self.standing: Standing | None = None
        self._lines: list[Beside] = []
        self._choice: RowChoice | None = None
        self.heading = label("", weight=QFont.Weight.DemiBold, wrap=True)
        self.add(self.heading)
        self.why = label("", "secondary", wrap=True)
        self.add(self.why)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.caption = caption = label(_("For this &row"))
        self.ways = QComboBox()
        self.ways.setAccessibleName(_("What is done with this row"))
        caption.setBuddy(self.ways)
        self.ways.activated.connect(self._choose)
        row.addWidget(caption)
        row.addWidget(self.ways, 1)
        self.column.addLayout(row)
        self.fields = PlainTable((_("Field"), _("In the list"), _("There"), _("Counts")), parent=self)
        self.table = RowTable(name=_("The row beside what is there"), compact=True)
        self.table.setModel(self.fields)
        self.table.rings_cells = False
        self.table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.table.setItemDelegateForColumn(0, delegate_for("muted", self.table))
        self.table.setItemDelegateForColumn(3, delegate_for("pill", self.table))
        heading = self.table.horizontalHeader()
        heading.setSectionsMovable(False)
        heading.setSectionsClickable(False)
        heading.setStretchLastSection(False)
        for at in (1, 2):
            heading.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.table.opened.connect(self.turn)
        self.add(self.table, 1)
        text = _("Enter or a double click on a field changes which value counts.")
        self.help = label(text, "secondary", 12, wrap=True)
        self.add(self.help)
        self.blank = QWidget()
        self.add(self.blank, 1)

    def show_nothing(self) -> None:
        """The row at hand is like no other."""
        self.standing, self._lines = None, []
        self.heading.setText(_("Nothing to compare"))
        self.why.setText(_("No record that is there and no other row is like this one."))
        for one in (self.caption, self.ways, self.table, self.help):
            one.setVisible(False)
        self.blank.setVisible(True)
        self.fields.put([])

    def put(
        self,
        standing: Standing,
        lines: list[Beside],
        choices: Choices,
        choice: RowChoice | None,
        way: str,
        fields: Mapping[str, str],
    ) -> None:
        """Show a row: how it stands, its fields, and what was settled; `way` and `fields` are those of its group."""
        lines = sorted(lines, key=lambda line: not line.differs)
        self.standing, self._lines, self._choice = standing, lines, choice
        self.heading.setText(standing.heading)
        self.why.setText(standing.why)
        self.ways.clear()
        self.ways.addItem(_("As all such rows: {way}").format(way=way_name(standing.group, way)), None)
        for title, known in standing.offers:
            self.ways.addItem(title, known)
        self.ways.setCurrentIndex(self._place_of(choice))
        mine = self._way(choice, way)
        rows = []
        for line in lines:
            how = self._how(line, mine, choice, fields)
            text, tone = _KEPT[how] if how else self._along(line, mine, choices)
            title = choices.title(line.target)
            cells = (Cell(title, tip=title), Cell(line.listed, tip=line.listed), Cell(line.there, tip=line.there),
                     Cell(_(text) if text else "", tone))  # fmt: skip
            rows.append((how, cells))
        at = self.table.currentIndex().row()
        self.fields.put(rows)
        self.table.setColumnWidth(0, self._field_width())
        self.table.setColumnWidth(3, theme.px(84))
        self.table.setColumnHidden(3, not any(cells[3].text for _how, cells in rows))
        if 0 <= at < len(rows):
            self.table.setCurrentIndex(self.fields.index(at, 0))
        for one in (self.caption, self.ways, self.table):
            one.setVisible(True)
        self.blank.setVisible(False)
        self.help.setVisible(any(how for how, _cells in rows))

    def turn(self, index: QModelIndex) -> None:
        """Let the other value of a field count: that which stands, that of the list, or both."""
        how = self.fields.at(index.row())
        if not how or self.standing is None:
            return
        target = self._lines[index.row()].target
        before = self._choice or RowChoice()
        fields = {**before.fields, target: _NEXT[how]}
        self.chosen.emit(RowChoice(before.way, before.record, fields))

    def _field_width(self) -> int:
        """As wide as the titles need, though they leave most of the room to the values."""
        return min(max(self.table.sizeHintForColumn(0), theme.px(64)), theme.px(150))

    # Inside -------------------------------------------------------------------------------------------------------

    def _choose(self, at: int) -> None:
        wanted: RowChoice | None = self.ways.itemData(at)
        fields = self._choice.fields if self._choice is not None else {}
        if wanted is None:
            self.chosen.emit(RowChoice(fields=fields) if fields else None)
        else:
            self.chosen.emit(RowChoice(wanted.way, wanted.record, fields))

    def _place_of(self, choice: RowChoice | None) -> int:
        if choice is None or (choice.way is None and choice.record is None):
            return 0
        for at in range(1, self.ways.count()):
            known: RowChoice = self.ways.itemData(at)
            if (known.way, known.record) == (choice.way, choice.record):
                return at
        return 0

    @staticmethod
    def _way(choice: RowChoice | None, way: str) -> str:
        return choice.way if choice is not None and choice.way is not None else way

    def _along(self, line: Beside, way: str, choices: Choices) -> tuple[str, str]:
        """What becomes of a value that nobody chooses about: numbers are added, what people have stays."""
        if not line.differs or line.by_field or way not in _NEXT:
            return "", "neutral"
        return _ADDED if choices.takes_several(line.target) == "each" else _KEPT[FILL]

    def _how(self, line: Beside, way: str, choice: RowChoice | None, fields: Mapping[str, str]) -> str:
        """What counts of a field that both sides fill differently; "" where there is nothing to choose."""
        assert self.standing is not None
        if not line.differs or not line.by_field or not self.standing.by_field or way not in _NEXT:
            return ""
        picked = choice.fields.get(line.target) if choice is not None else None
        how = picked or fields.get(line.target) or way
        return how if how in _NEXT else FILL
