"""What a person does with the selected records of a list: change, tag, copy, duplicate, delete."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from crm_desktop.entity import records
from crm_desktop.entity.chosen import Chosen
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Entity, Values
from crm_desktop.i18n import _, listed
from crm_desktop.ui import tasks
from crm_desktop.ui.listing.looks import typed_in_place
from crm_desktop.ui.listing.reading import Question, reader_of

if TYPE_CHECKING:
    from crm_desktop.entity import bulk, deleting
    from crm_desktop.entity.bulk import Step
    from crm_desktop.ui.listing.page import ListPage

MANY: Final = 2000
"""Records beyond which a change is made beside the window, with its progress shown."""
MOST_NAMED: Final = 3
"""Records that are named where a deletion spares some."""


class RowWork:
    """The verbs of one list page."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.window = page.owner
        self.company: Company = page.owner.company
        self.entity: Entity = page.entity
        self._question: Question | None = None

    def ids(self) -> array[int]:
        """The records that the next verb works on."""
        return self.page.view.selected_ids()

    def chosen(self) -> Chosen:
        """The same, as what the list asks for where that is nearly all of very many."""
        return self.page.view.chosen()

    # Changing -----------------------------------------------------------------------------------------------------

    def delete(self) -> None:
        """Move the selected records to the trash; the toast takes it back. What hangs on them is looked at first."""
        ids = self.ids()
        if not ids:
            return
        from crm_desktop.entity import deleting

        company, entity = self.company, self.entity
        self._question = reader_of(company).ask(
            lambda: deleting.outlook(company, entity, ids), self._delete, owner=self.page
        )
        self._question.wait(0.2)

    def _delete(self, found: deleting.Outlook) -> None:
        """Delete what can be; where others need some of them, the person is asked whether the rest goes."""
        company, entity, ids = self.company, self.entity, found.free
        if found.needed and ids and not self._ask_for_rest(found):
            return
        ids = ids or found.needed  # all are needed: the refusal says by whom
        what = company.title(entity, ids[0]) if len(ids) == 1 else entity.count(len(ids))
        told = _("{what} moved to the trash").format(what=what)
        if along := found.told():
            told = _("{told}, {along}").format(told=told, along=along)
        self.page.view.stay_near_selection()
        self.carry_out(
            lambda _tell, _stopped: records.delete(company, entity, ids),
            lambda _n: self.window.toast(told, undo=True),
            _("Delete {what}").format(what=what),
            len(ids),
        )

    def _ask_for_rest(self, found: deleting.Outlook) -> bool:
        from crm_desktop.entity import deleting
        from crm_desktop.ui.widgets import ask

        titles = self.company.titles(self.entity, found.needed[:MOST_NAMED])
        names = listed(titles[row] for row in found.needed[:MOST_NAMED] if row in titles)
        names += "…" if len(found.needed) > MOST_NAMED else ""
        rest = self.entity.count(len(found.free))
        text = _("Not to be deleted because of {what}: {needed} ({names}). Delete the others?").format(
            needed=self.entity.count(len(found.needed)), what=deleting.counts(found.needed_by), names=names
        )
        title = _("Some of these are needed")
        return ask(self.page, title, text, _("Delete {what}").format(what=rest))

    def merge(self) -> None:
        """Make the selected records one, after a choice of what stays."""
        from crm_desktop.ui.duplicates.dialog import merge_records

        done = merge_records(self.window, self.entity, list(self.ids()), self.page)
        if done is not None:
            self.page.show_record(done.row)

    def bulk_change(self, first: str = "") -> None:
        """Ask which fields get what in all selected records (`first` is offered first), then do it."""
        from crm_desktop.ui.listing.bulk import BulkChange

        chosen = self.chosen()
        if not chosen.count:
            return
        dialog = BulkChange(self.page, self.window, self.entity, chosen, first)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.change(chosen, dialog.steps())
        dialog.deleteLater()

    def change(self, chosen: Chosen, steps: Sequence[Step]) -> None:
        """Do some steps in all chosen records, as one entry; what refuses is told."""
        from crm_desktop.entity import bulk

        company, entity, today = self.company, self.entity, self.window.today()
        title = bulk.title_of(company, entity, steps, entity.count(chosen.count))

        def done(found: bulk.Done) -> None:
            changed = _("{what} changed").format(what=entity.count(found.changed))
            self.window.toast(changed if found.changed else _("Nothing to change"), undo=bool(found.changed))
            if found.left:
                self._tell_refused(found)

        self.carry_out(
            lambda tell, stopped: bulk.change(company, entity, chosen, steps, today, progress=tell, stopped=stopped),
            done,
            title,
            chosen.count,
        )

    def _tell_refused(self, found: bulk.Done) -> None:
        from crm_desktop.ui.widgets import sentence

        titles = self.company.titles(self.entity, [one.row for one in found.refused])
        lines = [f"{titles.get(one.row, one.row)}: {one.why}" for one in found.refused]
        if found.left > len(lines):
            lines.append(_("and {n} more").format(n=f"{found.left - len(lines):,}"))
        told = _("{what} were left as they are, as the change does not fit them. The rest was changed.")
        sentence(self.page, _("Not all could be changed"), told.format(what=self.entity.count(found.left)),
                 "\n".join(lines))  # fmt: skip

    def add_tags(self) -> None:
        """Hang tags on the selected records."""
        self._tag(self.chosen(), None)

    def remove_tags(self) -> None:
        """Take tags off the selected records."""
        from crm_desktop.ui.listing.bulk import ask_tags

        chosen = self.chosen()

        def take_off(have: list[str]) -> None:
            if have:
                self._tag(chosen, have)
            else:
                self.window.toast(_("The selected records have no tags."))

        ask_tags(self.window, self.entity, chosen, take_off, self.page)

    def _tag(self, chosen: Chosen, have: list[str] | None) -> None:
        if not chosen.count:
            return
        from crm_desktop.ui.listing.dialogs import TagChange

        dialog = TagChange(self.page, self.window, self.entity, chosen.count, have)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.tag(chosen, dialog.names, take_off=have is not None)

    def tag(self, chosen: Chosen, names: list[str], *, take_off: bool = False) -> None:
        """Hang tags on some records, or take them off, as one entry."""
        from crm_desktop.entity import bulk

        self.change(chosen, [bulk.Step("tags", bulk.REMOVE if take_off else bulk.ADD, tuple(names))])

    def carry_out(
        self, work: Callable[[Any, Callable[[], bool]], Any], then: Callable[[Any], object], title: str, count: int
    ) -> None:
        """Do a change: at once where it is short; of many records beside the window, where it can be stopped."""
        if count > MANY:
            tasks.run(work, then, tasks.telling(self.window.toast, self.page), title=title, parent=self.page)
            return
        done = self.window.attempt(lambda: (work(lambda *_count: None, lambda: False),), self.page)
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
        if not typed_in_place(column):
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
        """Put the cells on the clipboard over those of the list, or hand them to the import."""
        from crm_desktop.ui.listing.paste_dialog import paste

        text = QGuiApplication.clipboard().text()
        if text.strip():
            paste(self, text)
        else:
            self.window.toast(_("There are no rows on the clipboard. Copy some in a sheet first."))

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
