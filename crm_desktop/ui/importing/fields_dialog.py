"""Single fields that go another way than the rest, and whose blanks in the list empty what is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from crm_desktop.exchange.decisions import OVERWRITE, Decisions
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.importing.ways import FIELD_NAMES
from crm_desktop.ui.widgets import Dialog, button, label, scrolled


class FieldsDialog(Dialog):
    """`fields()` and `clearing()` are what was settled, once it was accepted."""

    def __init__(
        self, parent: QWidget | None, choices: Choices, targets: Sequence[str], decisions: Decisions, match: str
    ) -> None:
        text = _("For records that are there already. Blanks in the list empty a field only where that is ticked.")
        super().__init__(parent, _("Single fields"), text)
        self.setMinimumWidth(theme.px(620))
        self.ways: dict[str, QComboBox] = {}
        self.blanks: dict[str, QCheckBox] = {}
        self._match = match
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, theme.px(8), 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(0, 1)
        for at, heading in enumerate((_("Field"), _("What is done"), _("Blanks"))):
            grid.addWidget(label(heading, "secondary", 12, QFont.Weight.DemiBold), 0, at)
        for row, target in enumerate(targets, 1):
            title = choices.title(target)
            box = QComboBox()
            for way, name in FIELD_NAMES:
                box.addItem(_(name), way)
            box.setCurrentIndex(max(0, box.findData(decisions.fields.get(target, ""))))
            box.setAccessibleName(_("What is done with {field}").format(field=title))
            box.currentIndexChanged.connect(self._allow)
            tick = QCheckBox(_("empty it"))
            tick.setChecked(target in decisions.clearing)
            tick.setAccessibleName(_("A blank in the list empties {field}").format(field=title))
            grid.addWidget(label(title), row, 0)
            grid.addWidget(box, row, 1)
            grid.addWidget(tick, row, 2)
            self.ways[target], self.blanks[target] = box, tick
        grid.setRowStretch(len(targets) + 1, 1)
        area = scrolled(inside, _("Single fields"))
        area.setMinimumHeight(theme.px(min(400, 60 + 40 * len(targets))))
        self.body.addWidget(area, 1)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("&Settle"), self.accept, "primary"), default=True)
        self._allow()
        if self.ways:
            next(iter(self.ways.values())).setFocus()

    def fields(self) -> dict[str, str]:
        """The ways of fields that go another way."""
        return {target: box.currentData() for target, box in self.ways.items() if box.currentData()}

    def clearing(self) -> set[str]:
        """The fields that a blank empties."""
        return {target for target, tick in self.blanks.items() if tick.isEnabled() and tick.isChecked()}

    def _allow(self) -> None:
        """Only what is overwritten can be emptied."""
        for target, tick in self.blanks.items():
            tick.setEnabled((self.ways[target].currentData() or self._match) == OVERWRITE)
