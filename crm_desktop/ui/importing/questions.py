"""What a check asks above its rows, each once: how dates are meant, lost zeros, unknown words, near-duplicates."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.importing.date_question import DateQuestion
from crm_desktop.ui.importing.findings import Findings
from crm_desktop.ui.importing.words_dialog import WordsQuestion
from crm_desktop.ui.importing.zeros_question import ZerosQuestion
from crm_desktop.ui.widgets import Banner


class Questions(QWidget):
    """Takes no room where nothing is asked."""

    order_chosen = Signal(str)
    zeros_chosen = Signal(bool)
    words_wanted = Signal()
    near_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.dates = DateQuestion()
        self.dates.answered.connect(self.order_chosen)
        self.zeros = ZerosQuestion(self.zeros_chosen.emit)
        self.words = WordsQuestion(self.words_wanted.emit)
        text = _("The list is long: rows that are probably the same are looked for only if you want it.")
        self.near = Banner(text, "accent", _("Look for them"), self.near_wanted.emit)
        self._all = (self.dates, self.zeros, self.near, self.words)
        for question in self._all:
            question.hide()
            column.addWidget(question)
        self.hide()

    def put(self, found: Findings, today: date) -> None:
        """Ask what this check leaves open."""
        checked, decisions = found.checked, found.sheet.plan.decisions
        self.dates.put(checked.ambiguous_dates, today)
        self.zeros.put(checked.zeros, decisions.zeros)
        self.near.setVisible(not found.sheet.look_near())
        self.words.put(checked.words, decisions.words)
        self.setVisible(any(not question.isHidden() for question in self._all))
