"""What a check asks above its rows, one at a time: how dates are meant, lost zeros, unknown words, near-duplicates."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.importing.date_question import DateQuestion
from crm_desktop.ui.importing.findings import Findings
from crm_desktop.ui.importing.session import NEAR_AT_ONCE
from crm_desktop.ui.importing.words_dialog import WordsQuestion
from crm_desktop.ui.importing.zeros_question import ZerosQuestion
from crm_desktop.ui.widgets import Banner, button


class Questions(QWidget):
    """Takes no room where nothing is asked; several questions take the room of one, and are turned over."""

    order_chosen = Signal(str)
    zeros_chosen = Signal(bool)
    words_wanted = Signal()
    near_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.dates = DateQuestion()
        self.dates.answered.connect(self.order_chosen)
        self.zeros = ZerosQuestion(self.zeros_chosen.emit)
        self.words = WordsQuestion(self.words_wanted.emit)
        text = _(
            "In lists of more than {n} rows, those that are probably the same are looked for only if you want it:"
            " that takes a while."
        )
        self.near = Banner(text.format(n=f"{NEAR_AT_ONCE:,}"), "accent", _("Look for them"), self.near_wanted.emit)
        self._all: tuple[QWidget, ...] = (self.dates, self.zeros, self.words, self.near)
        self._asked: list[QWidget] = []
        self._shown: QWidget | None = None
        for question in self._all:
            question.hide()
            row.addWidget(question, 1)
        self.turn = button("", self.show_next, icon="chevron-right")
        row.addWidget(self.turn)
        self.hide()

    def put(self, found: Findings, today: date) -> None:
        """Ask what this check leaves open; the question that was shown stays while it is asked."""
        checked, decisions = found.checked, found.sheet.plan.decisions
        self.dates.put(checked.ambiguous_dates, today)
        self.zeros.put(checked.zeros, decisions.zeros)
        self.words.put(checked.words, decisions.words)
        asked: dict[QWidget, bool] = {
            self.dates: bool(checked.ambiguous_dates), self.zeros: bool(checked.zeros),
            self.words: bool(checked.words), self.near: not found.sheet.look_near(),
        }  # fmt: skip
        self._asked = [question for question in self._all if asked[question]]
        self._show(self._shown if self._shown in self._asked else next(iter(self._asked), None))

    def asked(self) -> list[QWidget]:
        """The questions that are asked, shown or not."""
        return list(self._asked)

    def show_next(self) -> None:
        """Turn to the next question, after the last to the first."""
        if self._shown in self._asked:
            self._show(self._asked[(self._asked.index(self._shown) + 1) % len(self._asked)])

    def _show(self, wanted: QWidget | None) -> None:
        self._shown = wanted
        for question in self._all:
            question.setVisible(question is wanted)
        rest = len(self._asked) - 1
        self.turn.setVisible(rest > 0)
        self.turn.setText(n_("{n} more question", "{n} more questions", rest))
        self.setVisible(wanted is not None)
