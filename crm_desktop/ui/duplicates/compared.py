"""One group of possible duplicates side by side: why they are taken for one, and what each of them has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.alike.asking import Group
from crm_desktop.alike.beside import Line, beside
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.widgets import IconLabel, SectionTitle, label, rule
from crm_desktop.ui.window import Window

MOST = 4
"""So many records stand side by side; more are named only."""


class Compared(QWidget):
    """The reasons of a group's most probable pair, then its records in columns."""

    def __init__(self, window: Window, entity: Entity, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window, self._entity = window, entity
        self.rows = group.rows[:MOST]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        self._column.setSpacing(theme.px(6))
        self._reasons(group)
        self._column.addSpacing(theme.px(6))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(7))
        self._grid.setColumnMinimumWidth(0, theme.px(96))
        for column in range(len(self.rows)):
            self._grid.setColumnStretch(column + 1, 1)
        self._column.addLayout(self._grid)
        self._heads(group)
        self._lines(beside(window.company, entity, self.rows))
        self._column.addStretch(1)

    def _reasons(self, group: Group) -> None:
        best = group.pairs[0]
        self._column.addWidget(SectionTitle(_("Why they are probably one")))
        for reason in best.reasons:
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            icon, tone = ("minus", "warning") if reason.against else ("check", "good")
            row.addWidget(IconLabel(icon, tone, 16), 0, Qt.AlignmentFlag.AlignVCenter)
            text = reason.text[:1].upper() + reason.text[1:]
            row.addWidget(label(text, "secondary" if reason.against else "text", wrap=True), 1)
            self._column.addLayout(row)

    def _heads(self, group: Group) -> None:
        titles = self._window.company.titles(self._entity, group.rows)
        for column, row in enumerate(self.rows, start=1):
            name = titles.get(row, f"#{row}")
            head = ClickText(
                name, partial(self._window.open_record, self._entity.name, row), "accent_text",
                weight=QFont.Weight.DemiBold,
            )  # fmt: skip
            head.setAccessibleName(_("Open {title}").format(title=name))
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        left = len(group.rows) - len(self.rows)
        if left:
            self._column.insertWidget(
                self._column.count() - 1, label(n_("and {n} more record", "and {n} more records", left), "secondary")
            )
        self._grid.addWidget(rule(), 1, 0, 1, len(self.rows) + 1)

    def _lines(self, lines: Sequence[Line]) -> None:
        for at, line in enumerate(lines, start=2):
            named = label(line.title, "secondary", wrap=True)
            self._grid.addWidget(named, at, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in enumerate(line.texts, start=1):
                weight = QFont.Weight.DemiBold if line.differs and text else QFont.Weight.Normal
                shown = label(text or "—", "text" if text else "faint", weight=weight, wrap=True)
                shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._grid.addWidget(shown, at, column, Qt.AlignmentFlag.AlignTop)
