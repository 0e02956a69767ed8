"""Two records and more side by side, with a choice in each field, to be made one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QWidget

from crm_desktop.alike import merging
from crm_desktop.alike.beside import Line, beside
from crm_desktop.alike.merging import Merged, Plan
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.placement import take_size
from crm_desktop.ui.widgets import Dialog, SectionTitle, button, label, rule, scrolled
from crm_desktop.ui.widgets.dialogs import show
from crm_desktop.ui.window import Window
from crm_desktop.values.text import shorten

LONGEST = 44


class MergeDialog(Dialog):
    """The choice of what stays; `merged` tells what was done."""

    merged = Signal(object)

    def __init__(self, window: Window, entity: Entity, plan: Plan, parent: QWidget | None = None) -> None:
        count = entity.count(len(plan.rows))
        super().__init__(
            parent,
            _("Merge {what}").format(what=count),
            _(
                "Choose what stays. Nothing is lost: numbers and addresses that you do not choose are kept as further"
                " ones, everything else in a note. Orders, invoices, notes and tags move along. Undo parts them again."
            ),
            icon="merge",
            tone="accent",
        )
        self._window, self._entity, self.plan = window, entity, plan
        self.titles = window.company.titles(entity, plan.rows)
        self.survivors = QButtonGroup(self)
        self.choices: dict[str, QButtonGroup] = {}
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, theme.px(4), theme.px(10), 0)
        self._grid.setHorizontalSpacing(theme.px(18))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnMinimumWidth(0, theme.px(110))
        for column in range(len(plan.rows)):
            self._grid.setColumnStretch(column + 1, 1)
        self._fill(beside(window.company, entity, plan.rows))
        self.body.addWidget(scrolled(inside, _("What stays of each record")), 1)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("Merge"), self.accept, "primary", "merge"), default=True)
        take_size(self, theme.px(300 + 250 * min(4, len(plan.rows))), theme.px(620))

    def choose_record(self, row: int) -> None:
        """Let one record stay, and take its values where it has any."""
        self.plan.survivor = row
        self.plan.choose(row)
        for one in self.plan.fields:
            group = self.choices.get(one.name)
            if group is not None:
                group.button(one.chosen).setChecked(True)

    def accept(self) -> None:
        done = self._window.attempt(lambda: merging.merge(self._window.company, self._entity, self.plan), self)
        if done is not None:
            super().accept()
            self.merged.emit(done)

    # Building

    def _fill(self, lines: Sequence[Line]) -> None:
        self._heads()
        fields = {one.name: one for one in self.plan.fields}
        singles = [line for line in lines if not line.many and line.name in fields]
        differing = [line for line in singles if line.differs]
        equal = [line for line in singles if not line.differs]
        for line in differing:
            self._choice(line)
        kept = [line for line in lines if line.many]
        for title, some in ((_("Kept from all of them"), kept), (_("The same, or only in one"), equal)):
            if some:
                heading = SectionTitle(title)
                heading.setContentsMargins(0, theme.px(10), 0, 0)
                self._across(heading)
                for line in some:
                    self._plain(line)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _heads(self) -> None:
        self._grid.addWidget(label(_("Stays"), "secondary"), 0, 0)
        for column, row in enumerate(self.plan.rows, start=1):
            made = QRadioButton(shorten(self.titles.get(row, f"#{row}"), LONGEST))
            made.setFont(theme.font(weight=QFont.Weight.DemiBold))
            made.setToolTip(self.titles.get(row, ""))
            made.setAccessibleName(_("Let “{title}” stay").format(title=self.titles.get(row, f"#{row}")))
            self.survivors.addButton(made, row)
            self._grid.addWidget(made, 0, column)
        self.survivors.button(self.plan.survivor).setChecked(True)
        self.survivors.idClicked.connect(self.choose_record)
        self._across(rule())

    def _choice(self, line: Line) -> None:
        field = next(one for one in self.plan.fields if one.name == line.name)
        at = self._grid.rowCount()
        self._grid.addWidget(_heading(line.title), at, 0)
        group = self.choices[line.name] = QButtonGroup(self)
        for column, (row, text) in enumerate(zip(self.plan.rows, line.texts, strict=True), start=1):
            if not text:
                self._grid.addWidget(label("—", "faint"), at, column)
                continue
            made = QRadioButton(shorten(text, LONGEST).replace("&", "&&"))
            made.setToolTip(text)
            made.setAccessibleName(f"{line.title}: {text}")
            group.addButton(made, row)
            self._grid.addWidget(made, at, column)
        chosen = group.button(field.chosen)
        if chosen is not None:
            chosen.setChecked(True)
        group.idClicked.connect(lambda row, one=field: setattr(one, "chosen", row))

    def _plain(self, line: Line) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(_heading(line.title), at, 0, Qt.AlignmentFlag.AlignTop)
        for column, text in enumerate(line.texts, start=1):
            shown = label(text or "—", "text" if text else "faint", wrap=True)
            self._grid.addWidget(shown, at, column, Qt.AlignmentFlag.AlignTop)

    def _across(self, widget: QWidget) -> None:
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, len(self.plan.rows) + 1)


def _heading(text: str) -> QLabel:
    return label(text, "secondary", wrap=True)


def merge_records(window: Window, entity: Entity, rows: Sequence[int], parent: QWidget | None = None) -> Merged | None:
    """Ask what stays of some records and make them one; None where the person went back."""
    plan = window.attempt(lambda: merging.plan(window.company, entity, rows))
    if plan is None:
        return None
    dialog = MergeDialog(window, entity, plan, parent)
    done: list[Merged] = []
    dialog.merged.connect(done.append)
    show(dialog)
    if not done:
        return None
    window.toast(done[0].title, undo=True)
    return done[0]
