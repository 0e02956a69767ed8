"""What a person does with the selected records of a list: change, tag, copy, duplicate, delete."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Entity, Values
from crm_desktop.entity.tags import add_tag, remove_tag
from crm_desktop.i18n import _
from crm_desktop.ui import tasks

if TYPE_CHECKING:
    from crm_desktop.ui.listing.page import ListPage

MANY: Final = 2000
"""Records beyond which a change is made beside the window, with its progress shown."""


class RowWork:
    """The verbs of one list page."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.window = page.owner
        self.company: Company = page.owner.company
        self.entity: Entity = page.entity

    def ids(self) -> array[int]:
        """The records that the next verb works on."""
        return self.page.view.selected_ids()

    # Changing -----------------------------------------------------------------------------------------------------

    def delete(self) -> None:
        """Move the selected records to the trash; the toast takes it back."""
        ids = self.ids()
        if not ids:
            return
        what = self.company.title(self.entity, ids[0]) if len(ids) == 1 else self.entity.count(len(ids))
        self.page.view.stay_near_selection()
        self.carry_out(
            lambda: records.delete(self.company, self.entity, ids),
            lambda _n: self.window.toast(_("{what} moved to the trash").format(what=what), undo=True),
            _("Delete {what}").format(what=what),
            len(ids),
        )

    def merge(self) -> None:
        """Make the selected records one, after a choice of what stays."""
        from crm_desktop.ui.duplicates.dialog import merge_records

        done = merge_records(self.window, self.entity, list(self.ids()), self.page)
        if done is not None:
            self.page.show_record(done.row)

    def bulk_change(self) -> None:
        """Give one field the same value in all selected records."""
        ids = self.ids()
        if not ids:
            return
        from crm_desktop.ui.listing.dialogs import BulkChange

        dialog = BulkChange(self.page, self.window, self.entity, len(ids))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self.change(ids, dialog.column().name, dialog.raw)

    def change(self, ids: array[int], name: str, raw: Any) -> None:
        """Give one field the same value in some records."""

        def done(changed: int) -> None:
            self.window.toast(
                _("{what} changed").format(what=self.entity.count(changed)) if changed else _("Nothing to change"),
                undo=bool(changed),
            )

        self.carry_out(
            lambda: records.change_field(self.company, self.entity, ids, name, raw), done, _("Bulk change"), len(ids)
        )

    def add_tags(self) -> None:
        """Hang tags on the selected records."""
        self._tag(None)

    def remove_tags(self) -> None:
        """Take tags off the selected records."""
        have = self.tags_of(self.ids())
        if not have:
            self.window.toast(_("The selected records have no tags."))
            return
        self._tag(have)

    def tags_of(self, ids: array[int]) -> list[str]:
        """The tags that any of these records carries."""
        rows = self.company.execute(
            "SELECT DISTINCT g.name FROM tagging x JOIN tag g ON g.id = x.tag"
            " WHERE x.kind = ? AND x.row IN (SELECT value FROM json_each(?)) ORDER BY g.name_key",
            (self.entity.name, json.dumps(list(ids))),
        )
        return [name for (name,) in rows]

    def _tag(self, have: list[str] | None) -> None:
        ids = self.ids()
        if not ids:
            return
        from crm_desktop.ui.listing.dialogs import TagChange

        dialog = TagChange(self.page, self.window, self.entity, len(ids), have)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.tag(ids, dialog.names, take_off=have is not None)

    def tag(self, ids: array[int], names: list[str], *, take_off: bool = False) -> None:
        """Hang tags on some records, or take them off, as one entry."""
        what, tags = self.entity.count(len(ids)), ", ".join(names)
        title = _("Remove tag “{tag}” from {what}") if take_off else _("Tag {what} “{tag}”")
        change = remove_tag if take_off else add_tag

        def work() -> None:
            with self.company.journal.entry(title.format(what=what, tag=tags)):
                for name in names:
                    change(self.company, self.entity, ids, name)

        told = _("“{tag}” removed from {what}") if take_off else _("“{tag}” added to {what}")
        self.carry_out(
            work,
            lambda _none: self.window.toast(told.format(what=what, tag=tags), undo=True),
            title.format(what=what, tag=tags),
            len(ids),
        )

    def carry_out(
        self, work: Callable[[], Any], then: Callable[[Any], object], title: str, count: int
    ) -> None:
        """Do a change: at once where it is short, beside the window where many records take it."""
        if count > MANY:
            tasks.run(lambda _tell, _stopped: work(), then, title=title, cancellable=False, parent=self.page)
            return
        done = self.window.attempt(lambda: (work(),), self.page)
        if done is not None:
            then(done[0])

    # Beside them --------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the form of the current record."""
        record = self.page.view.current_id()
        if record is not None:
            self.window.edit_record(self.entity.name, record)

    def open_page(self) -> None:
        """Show everything about the current record on the whole page."""
        record = self.page.view.current_id()
        if record is not None:
            self.window.open_page(self.entity.name, record)

    def edit_cell(self) -> None:
        """Type in the current cell, where it can be typed in."""
        index, inline = self.page.view.currentIndex(), self.page.inline
        if not index.isValid() or inline.start(index):
            return
        column = self.page.table.columns[index.column()]
        if not inline.can_edit(column):
            told = _("“{column}” cannot be typed in the list. Press Enter to open the record.")
            self.window.toast(told.format(column=column.title))

    def new(self) -> None:
        """Open the form of a new record, which is shown in the list once it is saved."""
        self.window.new_record(self.entity.name, None, lambda record: self.page.show_record(record))

    def duplicate(self) -> None:
        """Open the form of a new record with all of this one's values but those that tell records apart."""
        record = self.page.view.current_id()
        if record is None:
            return
        values = self.window.attempt(lambda: self.copy_of(record), self.page)
        if values is not None:
            self.window.new_record(self.entity.name, values, lambda made: self.page.show_record(made))

    def copy_of(self, record: int) -> Values:
        """The values of a copy: child rows by the name of their list, without numbers and codes of its own."""
        entity, unique = self.entity, set(self.entity.match)
        unique |= {name for name, made in entity.fields().items() if made.unique}
        values = records.read(self.company, entity, record)
        made = {name: raw for name, raw in values.items() if name != "id" and name not in unique}
        for children in entity.children:
            rows = records.read_children(self.company, children, record)
            made[children.name] = [
                {name: raw for name, raw in row.items() if name != "id"}
                for row in rows
                if not _tells_apart(children, row, unique)
            ]
        return made

    def copy(self) -> None:
        """Put the selected rows on the clipboard, as the list shows them."""
        from crm_desktop.ui.listing import clipboard

        ids = self.ids()
        if not ids:
            return
        if len(ids) > clipboard.MOST:
            self.window.toast(
                _("{n} rows are too many for the clipboard. Export them into a file.").format(n=f"{len(ids):,}")
            )
            return
        columns = self.page.table.columns
        made = self.window.attempt(
            lambda: clipboard.for_clipboard(columns, clipboard.rows_of(self.company, self.entity, ids, columns)),
            self.page,
        )
        if made is not None:
            QGuiApplication.clipboard().setMimeData(made)
            self.window.toast(_("{what} copied").format(what=self.entity.count(len(ids))))

    def paste(self) -> None:
        """Hand rows on the clipboard to the import."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.window.toast(_("There are no rows on the clipboard. Copy some in a sheet first."))
            return
        self.window.paste_into(self.entity.name, text)

    def import_file(self) -> None:
        """Bring in a list of this kind."""
        self.window.import_into(self.entity.name)

    def export(self) -> None:
        """Write the list to a file: the selected rows where there are several."""
        ids = self.ids()
        self.window.export(self.entity.name, self.page.state.query(), ids if len(ids) > 1 else None)


def _tells_apart(children: Children, row: Values, unique: set[str]) -> bool:
    """Whether a child row is one by which an import would know the record: a phone, a mail address."""
    return any(
        slot.name in unique and all(row.get(name) == value for name, value in slot.where.items())
        for slot in children.slots
    )

