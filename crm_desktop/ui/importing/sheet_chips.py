"""Which of several sheets is shown: a chip for each, nothing where there is one only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.ui.importing.session import Sheet
from crm_desktop.ui.widgets import Chip, flow


class SheetChips(QWidget):
    """The sheets that are brought in, by name and number of rows."""

    chosen = Signal(object)

    def __init__(self, company: Company, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._company = company
        self._sheets: list[Sheet] = []
        self._at = 0
        self.chips: list[Chip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def put(self, sheets: Sequence[Sheet]) -> None:
        """Offer these; the one that was shown stays."""
        name = self._sheets[self._at].table.name if self._at < len(self._sheets) else ""
        self._sheets = list(sheets)
        self._at = next((at for at, sheet in enumerate(sheets) if sheet.table.name == name), 0)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.chips = []
        self.setVisible(len(sheets) > 1)
        if len(sheets) < 2:
            return
        for at, sheet in enumerate(sheets):
            kind = self._company.entity(sheet.plan.kind).plural if sheet.plan.kind else ""
            name = sheet.table.name
            text = name if not kind or kind == name else f"{name} → {kind}"
            chip = Chip(text, sheet.rows, checkable=True)
            chip.setChecked(at == self._at)
            chip.clicked.connect(lambda _on=False, place=at: self.choose(place))
            self.chips.append(chip)
        self._column.addWidget(flow(*self.chips))

    def current(self) -> Sheet | None:
        """The sheet that is shown."""
        return self._sheets[self._at] if self._at < len(self._sheets) else None

    def choose(self, at: int) -> None:
        """Show another sheet."""
        self._at = at
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == at)
        self.chosen.emit(self._sheets[at])
