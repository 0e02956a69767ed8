"""The last step: what came in, in figures that add up, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.exchange.report import Report, SheetReport
from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.importing.remarks import Remarks
from crm_desktop.ui.importing.sums import PARTS, FilledTable, SumTiles
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.importing.telling import done_remarks
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import Card, EmptyState, IconLabel, TableCard, button, label, scrolled

_LISTED = 200
_SHOWN = 5
"""Failures shown at once; more can be scrolled to."""


class DonePage(QWidget):
    """Drawn anew from each report."""

    undo_wanted = Signal()
    retry_wanted = Signal()
    show_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, company: Company, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._company = company
        self.report: Report | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(14))

    def put(self, report: Report, name: str) -> None:
        """Show what an import did."""
        self.report = report
        self._clear()
        self._column.addWidget(self._head(report, name))
        self.tiles = SumTiles(report.total("read"), [report.total(part) for part, _title, _tone in PARTS])
        self._column.addWidget(self.tiles)
        lower = QWidget()
        row = QHBoxLayout(lower)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        left = QVBoxLayout()
        left.setSpacing(theme.px(12))
        if any(sheet.failures for sheet in report.sheets):
            left.addWidget(self._failures(report))
        self.filled = FilledTable()
        self.filled.put(self._filled(report))
        left.addWidget(TableCard(self.filled), 1)
        row.addLayout(left, 1)
        row.addWidget(self._side(report))
        self._column.addWidget(lower, 1)

    def main_kind(self) -> tuple[str, list[int]] | None:
        """The kind of which most came in, and the ids of what was created."""
        sheets = [sheet for sheet in self.report.sheets if sheet.kind is not None] if self.report else []
        if not sheets:
            return None
        best = max(sheets, key=lambda sheet: sheet.created + sheet.updated)
        assert best.kind is not None
        return best.kind, [row for sheet in sheets if sheet.kind == best.kind for row in sheet.records]

    def arrive(self) -> None:
        """Called when the step is shown."""

    def show_undone(self, kept: Sequence[str]) -> None:
        """The import was taken back; `kept` are the things that were left as they are."""
        self._clear()
        text = _("Everything is as it was before.")
        if kept:
            text = n_(
                "{n} thing was left as it is, because it was changed or is needed since:",
                "{n} things were left as they are, because they were changed or are needed since:",
                len(kept),
            )
        heading = _("The import is undone, but not all of it") if kept else _("The import is undone")
        again = (_("&Try again with this list"), "refresh", self.retry_wanted.emit)
        self.undone = EmptyState("undo", heading, text, [again])
        card = Card(padding=16, gap=8)
        card.add(self.undone, 1)
        self.kept = QPlainTextEdit("\n".join(kept))
        self.kept.setReadOnly(True)
        self.kept.setTabChangesFocus(True)
        self.kept.setAccessibleName(_("What was kept"))
        self.kept.setMaximumHeight(theme.px(220))
        card.add(self.kept, 1)
        self._column.addWidget(card, 1)
        self.kept.setVisible(bool(kept))
        self.undone.buttons[0].setFocus()

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    # Building -----------------------------------------------------------------------------------------------------

    def _head(self, report: Report, name: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, theme.px(2), 0, 0)
        row.setSpacing(theme.px(14))
        changed = report.entry is not None
        self.mark = QFrame()
        self.mark.setProperty("disc", True)
        self.mark.setFixedSize(theme.px(64), theme.px(64))
        inside = QHBoxLayout(self.mark)
        inside.addWidget(IconLabel("check" if changed else "info", "accent_text", 30), 0, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.mark)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(3))
        self.heading = label(self._title(report), size=18, weight=QFont.Weight.DemiBold, wrap=True)
        self.sentence = label(self._sentence(report, name), "secondary", wrap=True)
        texts.addWidget(self.heading)
        texts.addWidget(self.sentence)
        row.addLayout(texts, 1)
        return made

    def _title(self, report: Report) -> str:
        if report.entry is None:
            return _("Nothing was changed")
        parts = []
        for kind, count in self._by_kind(report, "created").items():
            parts.append(_("{what} created").format(what=self._company.entity(kind).count(count)))
        for kind, count in self._by_kind(report, "updated").items():
            parts.append(_("{what} updated").format(what=self._company.entity(kind).count(count)))
        return _(", ").join(parts)

    def _sentence(self, report: Report, name: str) -> str:
        text = _("From {file}.").format(file=name) if name else _("From the pasted cells.")
        failed = report.failed
        if not failed:
            return text
        rest = n_(
            "{n} row stayed out: save it, mend it and bring in that file.",
            "{n} rows stayed out: save them, mend them and bring in that file.",
            failed,
        )
        return f"{text} {rest}"

    @staticmethod
    def _by_kind(report: Report, part: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for sheet in report.sheets:
            if sheet.kind is not None and getattr(sheet, part):
                found[sheet.kind] = found.get(sheet.kind, 0) + getattr(sheet, part)
        return found

    def _filled(self, report: Report) -> list[tuple[str, int, int]]:
        """Title, rows with a value and rows read for each field; the kind before it where there are several."""
        sheets = [sheet for sheet in report.sheets if sheet.kind is not None]
        return [line for sheet in sheets for line in self._filled_in(sheet, len(sheets) > 1)]

    def _filled_in(self, sheet: SheetReport, several: bool) -> list[tuple[str, int, int]]:
        assert sheet.kind is not None
        entity = self._company.entity(sheet.kind)
        choices = Choices(self._company, entity)
        before = f"{entity.singular} · " if several else ""
        return [(before + choices.title(target), count, sheet.read) for target, count in sheet.filled.items()]

    def _failures(self, report: Report) -> QWidget:
        model = PlainTable((_("Row"), _("Why it stayed out")), parent=self)
        listed = [
            (failure, (Cell(f"{failure.row_number:,}"), Cell(failure.sentence, tip=failure.sentence)))
            for sheet in report.sheets
            for failure in sheet.failures[:_LISTED]
        ]
        model.put(listed[:_LISTED])
        self.failures = RowTable(name=_("Rows that stayed out"), compact=True)
        self.failures.setModel(model)
        self.failures.rings_cells = False
        self.failures.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.failures.horizontalHeader().setSectionsMovable(False)
        self.failures.horizontalHeader().setSectionsClickable(False)
        self.failures.setColumnWidth(0, theme.px(70))
        shown = min(len(listed), _SHOWN)
        heading = self.failures.horizontalHeader().height()
        self.failures.setFixedHeight(heading + shown * self.failures.verticalHeader().defaultSectionSize())
        return TableCard(self.failures)

    def _side(self, report: Report) -> QWidget:
        made = Card(padding=16, gap=8)
        made.setFixedWidth(theme.px(300))
        self.show_rows = button(_("&Show what came in"), self.show_wanted.emit, icon="list")
        self.save_failed = button(_("Save the rows that stayed &out…"), self.save_wanted.emit, icon="save")
        self.undo = button(_("&Undo this import"), self.undo_wanted.emit, icon="undo")
        for one, wanted in (
            (self.show_rows, report.entry is not None),
            (self.save_failed, report.failed > 0),
            (self.undo, report.entry is not None),
        ):
            made.add(one)
            one.setVisible(wanted)
        lines = done_remarks(self._company, report)
        made.column.addSpacing(theme.px(6))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(6), 0)
        self.remarks = Remarks()
        # Here sentences wrap, and a wrapped line is higher than the hint that would be its most.
        self.remarks.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column.addWidget(self.remarks)
        column.addStretch(1)
        self.remarks.put(lines)
        area = scrolled(inside, _("What was noticed"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if lines else Qt.FocusPolicy.NoFocus)
        made.add(area, 1)
        return made
