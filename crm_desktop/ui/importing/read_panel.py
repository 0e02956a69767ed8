"""A list that was read: its letters and separators, its sheets, what its rows are, and where the headings stand."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.exchange.csvs import DELIMITERS
from crm_desktop.exchange.decoding import ENCODINGS
from crm_desktop.i18n import N_, _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.icons import icon
from crm_desktop.ui.importing.preview import PreviewTable
from crm_desktop.ui.importing.remarks import Remarks
from crm_desktop.ui.importing.session import ImportSession, Sheet
from crm_desktop.ui.importing.sheet_list import SheetList, SheetModel
from crm_desktop.ui.widgets import Card, ElidedLabel, EmptyState, IconLabel, button, label, rule

FILE_KINDS: Final = {
    "xlsx": N_("Excel workbook"),
    "xls": N_("Excel 97-2003 workbook"),
    "xlsb": N_("Excel binary workbook"),
    "ods": N_("OpenDocument sheet"),
    "csv": N_("Text with columns"),
    "vcf": N_("Address cards (vCard)"),
    "html": N_("Web page with tables"),
    "xml": N_("Excel 2003 XML workbook"),
}
_SEPARATORS: Final = {",": N_("Comma  ,"), ";": N_("Semicolon  ;"), "\t": N_("Tab"), "|": N_("Bar  |")}
_TEXTS: Final = ("csv", "vcf", "html")


class ReadPanel(QWidget):
    """Everything to be seen and settled about the file itself."""

    encoding_chosen = Signal(str)
    delimiter_chosen = Signal(str)
    other_file = Signal()
    heading_chosen = Signal(int, object)
    """Index of the sheet; row of the file, or None: it has no headings."""
    kind_chosen = Signal(int, object)
    included = Signal(int, bool)
    hidden_left_out = Signal(int, bool)

    def __init__(self, session: ImportSession, company: Company, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._company = session, company
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self._head())
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.sheets = SheetModel(company, self)
        self.sheets.ticked.connect(self.included)
        self.list = SheetList(self.sheets)
        self.list.selectionModel().currentChanged.connect(lambda *_: self.show_sheet())
        self.side = Card(padding=0, gap=0)
        self.side.column.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        self.side.add(self.list)
        self.side.setFixedWidth(theme.px(250))
        row.addWidget(self.side)
        row.addWidget(self._sheet(), 1)
        column.addLayout(row, 1)

    def refresh(self) -> None:
        """Show the list as it was read last; the sheet that was chosen stays chosen."""
        reading = self._session.reading
        if reading is None:
            return
        self._show_head()
        at = self.list.currentIndex().row()
        self.sheets.put(reading.sheets)
        self.side.setVisible(len(reading.sheets) > 1)
        if not 0 <= at < len(reading.sheets):
            at = next((n for n, sheet in enumerate(reading.sheets) if sheet.included), 0)
        with QSignalBlocker(self.list.selectionModel()):
            self.list.setCurrentIndex(self.sheets.index(at))
        self.show_sheet()

    def current(self) -> int:
        """The index of the sheet that is shown."""
        return max(0, self.list.currentIndex().row())

    def sheet(self) -> Sheet | None:
        """The sheet that is shown."""
        sheets = self._session.sheets()
        return sheets[self.current()] if self.current() < len(sheets) else None

    def show_sheet(self) -> None:
        """Show the chosen sheet."""
        sheet = self.sheet()
        if sheet is None:
            return
        cards = self._session.reading is not None and self._session.reading.source.kind == "vcf"
        with QSignalBlocker(self.kind), QSignalBlocker(self.bare):
            self.kind.setCurrentIndex(max(0, self.kind.findData(sheet.plan.kind)))
            self.kind.setEnabled(bool(sheet.rows))
            self.bare.setChecked(sheet.table.header_row is None)
            self.bare.setVisible(not cards)
        count = len(sheet.table.hidden_rows)
        with QSignalBlocker(self.hidden):
            self.hidden.setVisible(bool(count))
            self.hidden.setText(n_("Leave out the &hidden row", "Leave out the {n} &hidden rows", count))
            self.hidden.setChecked(sheet.table.without_hidden)
        self.hint.setText(self._hint(sheet, cards))
        # Headings in the last row leave no rows below them, and are to be put elsewhere.
        self._place.setCurrentIndex(0 if sheet.table.rows else 1)
        if sheet.table.rows:
            self.preview.put(sheet.table)
        # With several sheets the list says why one is left out; alone it is said here.
        self.remarks.put([*self._file_notes(), *([sheet.plan.why] if sheet.plan.why else []), *sheet.table.notes])

    # Building -----------------------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        made = Card(padding=14, gap=10)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.mark = IconLabel("sheet", "good", 28)
        row.addWidget(self.mark)
        names = QVBoxLayout()
        names.setSpacing(theme.px(1))
        self.name = ElidedLabel()
        self.name.setFont(theme.font(14, QFont.Weight.DemiBold))
        self.about = ElidedLabel("", "secondary")
        names.addWidget(self.name)
        names.addWidget(self.about)
        row.addLayout(names, 1)
        self.encoding, self._encoding_name = self._choice(row, _("&Encoding"), _("Encoding of the letters"))
        self.encoding.activated.connect(lambda _at: self.encoding_chosen.emit(self.encoding.currentData()))
        self.delimiter, self._delimiter_name = self._choice(row, _("&Separator"), _("Separator of the columns"))
        self.delimiter.activated.connect(lambda _at: self.delimiter_chosen.emit(self.delimiter.currentData()))
        row.addWidget(button(_("Another &file…"), self.other_file.emit, icon="folder-open"))
        made.column.addLayout(row)
        self.remarks = Remarks()
        made.add(self.remarks)
        return made

    def _choice(self, row: QHBoxLayout, name: str, said: str) -> tuple[QComboBox, QLabel]:
        box = QComboBox()
        box.setAccessibleName(said)
        box.setToolTip(said)
        shown = label(name, "secondary")
        shown.setTextFormat(Qt.TextFormat.AutoText)
        shown.setBuddy(box)
        row.addWidget(shown)
        row.addWidget(box)
        return box, shown

    def _sheet(self) -> QWidget:
        made = Card(padding=0, gap=0)
        made.column.setContentsMargins(0, 0, 0, theme.px(6))
        top = QHBoxLayout()
        edge = theme.px(14)
        top.setContentsMargins(edge, theme.px(10), edge, theme.px(10))
        top.setSpacing(theme.px(8))
        name = label(_("The &rows are"), weight=QFont.Weight.DemiBold)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("What the rows are"))
        self.kind.setMinimumWidth(theme.px(180))
        self.kind.setMaxVisibleItems(20)
        for entity in self._company.entities:
            if not entity.hidden:
                self.kind.addItem(icon(entity.icon), entity.plural, entity.name)
        self.kind.insertSeparator(self.kind.count())
        self.kind.addItem(icon("close"), _("Left out"), None)
        self.kind.activated.connect(lambda _at: self.kind_chosen.emit(self.current(), self.kind.currentData()))
        name.setBuddy(self.kind)
        top.addWidget(name)
        top.addWidget(self.kind)
        top.addSpacing(theme.px(8))
        self.hint = ElidedLabel("", "secondary")
        top.addWidget(self.hint, 1)
        self.bare = QCheckBox(_("The list has &no headings"))
        self.bare.toggled.connect(self._bare_toggled)
        top.addWidget(self.bare)
        self.hidden = QCheckBox()
        self.hidden.toggled.connect(lambda on: self.hidden_left_out.emit(self.current(), on))
        top.addWidget(self.hidden)
        made.column.addLayout(top)
        made.add(rule())
        inside = QWidget()
        self._place = QStackedLayout(inside)
        self.preview = PreviewTable()
        self.preview.heading_chosen.connect(lambda row: self.heading_chosen.emit(self.current(), row))
        self._place.addWidget(self.preview)
        self._place.addWidget(EmptyState("empty", _("This sheet is empty"), _("It holds no rows that could come in.")))
        made.add(inside, 1)
        return made

    # Filling ------------------------------------------------------------------------------------------------------

    def _show_head(self) -> None:
        reading = self._session.reading
        assert reading is not None
        source = reading.source
        self.name.setText(reading.how.name or source.tables[0].name)
        said = [_(FILE_KINDS.get(source.kind, source.kind))]
        if len(source.tables) > 1 and source.kind != "vcf":
            said.append(n_("{n} sheet", "{n} sheets", len(source.tables)))
        rows = sum(sheet.rows for sheet in reading.sheets)
        said.append(n_("{n} card", "{n} cards", rows) if source.kind == "vcf" else n_("{n} row", "{n} rows", rows))
        self.about.setText(" · ".join(said))
        first = source.tables[0]
        from_file = reading.how.path is not None
        self._fill(self.encoding, self._encoding_name, {name: name for name in ENCODINGS}, first.encoding,
                   source.kind in _TEXTS and from_file and first.encoding is not None)  # fmt: skip
        marks = {mark: _(_SEPARATORS[mark]) for mark in DELIMITERS}
        if first.delimiter is None:
            marks[""] = _("None: one column")
        self._fill(self.delimiter, self._delimiter_name, marks, first.delimiter or "",
                   source.kind == "csv" and from_file)  # fmt: skip

    @staticmethod
    def _fill(box: QComboBox, name: QLabel, choices: dict[str, str], now: str | None, shown: bool) -> None:
        box.setVisible(shown)
        name.setVisible(shown)
        if not shown or now is None:
            return
        with QSignalBlocker(box):
            box.clear()
            for value, text in {**choices, **({now: now} if now not in choices else {})}.items():
                box.addItem(text, value)
            box.setCurrentIndex(box.findData(now))
        widest = max(theme.text_width(box.itemText(at), theme.font()) for at in range(box.count()))
        box.setMinimumWidth(widest + theme.px(44))

    def _file_notes(self) -> list[str]:
        return self._session.reading.source.notes if self._session.reading is not None else []

    def _hint(self, sheet: Sheet, cards: bool) -> str:
        if cards or not sheet.table.rows:
            return ""
        if sheet.table.header_row is None:
            return _("If a row holds headings after all, click it.")
        return _("Click the row that holds the headings.")

    def _bare_toggled(self, on: bool) -> None:
        sheet = self.sheet()
        if sheet is not None:
            self.heading_chosen.emit(self.current(), None if on else sheet.table.first_row)
