"""Pasting into a list: over its cells, after a look at each that changes or is refused, or as new records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QRadioButton, QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _, listed, n_
from crm_desktop.ui import theme
from crm_desktop.ui.listing import pasting
from crm_desktop.ui.listing.pasting import Block, Change, Pasting, RefusedCell
from crm_desktop.ui.listing.reading import Question, reader_of
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import Dialog, TableCard, button, label

if TYPE_CHECKING:
    from crm_desktop.ui.listing.work import RowWork
    from crm_desktop.ui.window import Window

SHOWN: Final = 300
"""Cells that the dialog lists."""


def paste(work: RowWork, text: str) -> None:
    """Ask whether copied cells go over those of the list or become new records, then do it."""
    view, table, company, entity = work.page.view, work.page.table, work.company, work.entity
    index, block = view.currentIndex(), pasting.block_of(text)
    if not index.isValid() or not block:
        work.window.paste_into(entity.name, text)
        return
    columns = pasting.headings_of(company, entity, block)
    foreign = pasting.foreign_headings(company, entity, block) if columns is None else []
    if foreign and all(company.has_column(entity, name) for name in foreign):
        columns = [company.column(entity, name) for name in foreign]
    lines = block if columns is None else block[1:]
    if columns is None:
        columns = list(table.columns[index.column() : index.column() + len(block[0])])
    selected = view.selected_count()
    # One line fills all that is selected; as many lines as rows go to these; others go on from the current row.
    fitting = selected == len(lines) or (len(lines) == 1 and selected > 1)
    if (selected if fitting else len(lines)) > pasting.MOST:
        told = _("{n} rows are the most that are pasted over. Bring in more with an import.")
        work.window.toast(told.format(n=f"{pasting.MOST:,}"))
        return
    rows = work.ids() if fitting else table.ids_from(index.row(), len(lines))
    # Rows of another program are hardly these ones, even where as many are selected.
    new_first = bool(foreign) or (len(lines) < len(block) and not fitting)
    dialog = PasteDialog(work.page, work.window, entity, rows, columns, lines, new_first=new_first)
    accepted, found, as_new = dialog.exec() == QDialog.DialogCode.Accepted, dialog.pasting, dialog.as_new
    dialog.deleteLater()
    if accepted and as_new:
        work.window.paste_into(entity.name, text)
    elif accepted and found is not None:
        work.carry_out(
            lambda tell, stopped: pasting.carry_out(company, entity, found, progress=tell, stopped=stopped),
            lambda n: work.window.toast(n_("{n} cell changed", "{n} cells changed", n), undo=True),
            _("Paste"),
            len(found.changes),
        )


class PasteDialog(Dialog):
    """Shows what a block of cells would change; ends with `pasting`, or with `as_new` for the import."""

    def __init__(
        self,
        parent: QWidget,
        window: Window,
        entity: Entity,
        rows: Sequence[int],
        columns: Sequence[Column],
        block: Block,
        *,
        new_first: bool,
    ) -> None:
        """`new_first`: the block looks like a list of its own, so that is offered first."""
        super().__init__(parent, _("Paste"))
        self.setMinimumWidth(theme.px(680))
        self._owner, self.entity = window, entity
        self.pasting: Pasting | None = None
        self.over = QRadioButton(self._where(rows, columns))
        self.new = QRadioButton(_("As new {kind}: the import shows them first").format(kind=entity.plural.lower()))
        for way in (self.over, self.new):
            self.body.addWidget(way)
            way.toggled.connect(lambda _on: self._show())
        self.told = label(_("Looking…"), weight=QFont.Weight.Medium, wrap=True)
        self.more = label("", "secondary", 12, wrap=True)
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(self.told)
        self.body.addWidget(self.more)
        self.model = PlainTable([entity.singular, _("Field"), _("Before"), _("After")], None, self)
        self.table = RowTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Cells that change"))
        self._card = TableCard(self.table)
        self._card.setFixedHeight(theme.px(260))
        self.body.addWidget(self._card)
        self.add_button(button(_("Cancel"), self.reject))
        self.act = self.add_button(button(_("Paste"), self.accept, "primary"), default=True)
        (self.new if new_first else self.over).setChecked(True)
        company, today = window.company, window.today()
        self._question: Question = reader_of(company).ask(
            lambda: pasting.plan(company, entity, rows, columns, block, today), self._take, owner=self
        )
        self._question.wait(0.1)

    @property
    def as_new(self) -> bool:
        return self.new.isChecked()

    def _where(self, rows: Sequence[int], columns: Sequence[Column]) -> str:
        first = self._owner.company.title(self.entity, rows[0])
        names = listed(column.title for column in columns[:4]) + ("…" if len(columns) > 4 else "")
        if len(rows) == 1:
            return _("Over {fields} of {title}").format(fields=names, title=first)
        told = _("Over {fields} of {what}, from {title} on")
        return told.format(fields=names, what=self.entity.count(len(rows)), title=first)

    def _take(self, found: Pasting) -> None:
        self.pasting = found
        every: list[Change | RefusedCell] = [*found.refused, *found.changes]
        shown = every[:SHOWN]
        titles = self._owner.company.titles(self.entity, {one.row for one in shown})
        self.model.put([(one.row, _cells(titles.get(one.row, ""), one, self._text)) for one in shown])
        self.table.resizeColumnsToContents()
        self._show()

    def _text(self, column: Column, raw: object) -> str:
        if raw is not None and column.stored and column.kind.editor == "link":
            target = self._owner.company.entity_of(column.field.rel_model)
            return self._owner.company.title(target, int(str(raw))) if target is not None else f"#{raw}"
        return column.kind.show(raw)

    def _show(self) -> None:
        found = self.pasting
        over = not self.as_new
        for part in (self.told, self.more, self._card):
            part.setVisible(over)
        if not over:
            self.act.setText(_("Go on to the import…"))
            self.act.setEnabled(True)
        elif found is not None:
            self._tell(found)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.resize(self.width(), self.sizeHint().height())

    def _tell(self, found: Pasting) -> None:
        count = len(found.changes)
        parts = [n_("{n} cell changes", "{n} cells change", count)] if count else [_("Nothing changes")]
        if found.alike:
            parts.append(_("{n} the same already").format(n=f"{found.alike:,}"))
        if found.refused:
            parts.append(_("{n} refused").format(n=f"{len(found.refused):,}"))
        self.told.setText(" · ".join(parts))
        more = []
        if found.left_out:
            more.append(_("Not typed by hand, and left out: {names}.").format(names=listed(found.left_out)))
        if found.beyond:
            more.append(_("Rows below the last record are left out: {n}.").format(n=f"{found.beyond:,}"))
        if count + len(found.refused) > SHOWN:
            more.append(_("The first {n} are shown.").format(n=SHOWN))
        self.more.setText(" ".join(more))
        self.more.setVisible(bool(more))
        self._card.setVisible(bool(count or found.refused))
        self.act.setText(n_("Change {n} cell", "Change {n} cells", count))
        self.act.setEnabled(bool(count))


def _cells(title: str, one: Change | RefusedCell, text: object) -> list[Cell]:
    if isinstance(one, RefusedCell):
        return [Cell(title), Cell(one.column.title), Cell(""), Cell(one.why, "bad", one.why, "warning")]
    assert callable(text)
    return [Cell(title), Cell(one.column.title), Cell(text(one.column, one.before)), Cell(text(one.column, one.after))]
