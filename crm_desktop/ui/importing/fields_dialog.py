"""Single fields that go another way than the rest, and whose blanks in the list empty what is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.exchange.decisions import OVERWRITE, Decisions
from crm_desktop.i18n import _
from crm_desktop.ui.importing.settling_dialog import SettlingDialog
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.importing.ways import FIELD_NAMES
from crm_desktop.ui.widgets import label


class FieldsDialog(SettlingDialog):
    """`fields()` and `clearing()` are what was settled, once it was accepted."""

    def __init__(
        self, parent: QWidget | None, choices: Choices, targets: Sequence[str], decisions: Decisions, match: str
    ) -> None:
        text = _("For records that are there already. Blanks in the list empty a field only where that is ticked.")
        headings = (_("Field"), _("What is done"), _("Blanks"))
        super().__init__(parent, _("Single fields"), text, headings, stretch=0)
        self.ways: dict[str, QComboBox] = {}
        self.blanks: dict[str, QCheckBox] = {}
        self._match = match
        for target in targets:
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
            self.add_row(label(title), box, tick)
            self.ways[target], self.blanks[target] = box, tick
        self.close_grid(next(iter(self.ways.values()), None))
        self._allow()

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
