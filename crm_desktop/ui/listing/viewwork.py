"""What a person does with the saved views of a list: keep, update, order, open first, give away, take in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu

from crm_desktop.entity import views
from crm_desktop.entity.query import ListQuery
from crm_desktop.entity.views import View
from crm_desktop.i18n import _
from crm_desktop.ui.actions import sequences
from crm_desktop.ui.icons import icon
from crm_desktop.ui.listing.chips import ViewChip
from crm_desktop.ui.listing.state import ListState

if TYPE_CHECKING:
    from crm_desktop.ui.listing.page import ListPage

FOLDER: Final = "views.folder"
_FORBIDDEN: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))


class ViewWork:
    """The verbs of the views of one list page."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.state: ListState = page.state
        self.company, self.entity, self.owner = page.owner.company, page.entity, page.owner
        page.chips.save_wanted.connect(self.save_view)
        page.chips.view_menu.connect(self.view_menu)
        page.chips.view_moved.connect(self.move_view)

    def shown(self) -> ListQuery:
        """What the list shows, with the widths of its columns, as a view keeps it."""
        return self.state.query().with_(widths=tuple(self.page.view.set_widths.items()))

    # Keeping ------------------------------------------------------------------------------------------------------

    def save_view(self) -> None:
        """Keep what the list shows under a name; a saved view that was changed can take it in."""
        state, view = self.state, self.state.view()
        if view is not None and state.differs():
            menu = QMenu(self.page)
            menu.addAction(icon("save"), _("Update “{name}”").format(name=view.name), lambda: self.update_view(view))
            menu.addAction(icon("add"), _("Save as another view…"), self.save_as)
            menu.addAction(icon("undo"), _("Discard the changes"), state.discard)
            save = self.page.chips.save
            menu.popup(save.mapToGlobal(QPoint(0, save.height() + 4)))
            return
        self.save_as()

    def save_as(self) -> None:
        """Ask for a name and keep what the list shows under it."""
        from crm_desktop.ui.listing.dialogs import NameView

        dialog = NameView(
            self.page,
            _("Save this view"),
            _("Its filters, groups, order and columns are kept and stand as a chip above the list."),
            _("Save view"),
            "",
            lambda name: views.named(self.company, self.entity, name),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.keep(dialog.line.text())

    def keep(self, name: str) -> None:
        """Keep what the list shows under a name."""
        made = self.owner.attempt(lambda: views.save_view(self.company, self.entity, name, self.shown()), self.page)
        if made is not None:
            self.state.reload_views(made)

    def update_view(self, view: View) -> None:
        """Let a saved view show what the list shows now."""
        done = self.owner.attempt(
            lambda: views.save_view(self.company, self.entity, view.name, self.shown(), view.id), self.page
        )
        if done is not None:
            self.state.reload_views(done)
            self.owner.toast(_("View “{name}” updated").format(name=view.name), undo=True)

    def rename_view(self, view: View) -> None:
        """Give a saved view another name."""
        from crm_desktop.ui.listing.dialogs import NameView

        dialog = NameView(
            self.page, _("Rename view"), "", _("Rename"), view.name,
            lambda name: views.named(self.company, self.entity, name, view.id),
        )  # fmt: skip
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self.owner.attempt(lambda: views.rename_view(self.company, self.entity, view, dialog.line.text()), self.page)
        self.state.reload_views()

    def duplicate_view(self, view: View) -> None:
        """Keep the same once more, to be changed."""
        made = self.owner.attempt(lambda: views.duplicate_view(self.company, self.entity, view), self.page)
        if made is not None:
            self.state.reload_views()
            self.state.choose(f"view:{made}")

    def delete_view(self, view: View) -> None:
        """Delete a saved view; it can be undone."""
        if self.owner.attempt(lambda: views.delete_view(self.company, view), self.page):
            self.state.reload_views()
            self.owner.toast(_("View “{name}” deleted").format(name=view.name), undo=True)

    def move_view(self, view: View, place: int) -> None:
        """Put the chip of a view at another place; the keys stay with the chip where it had them."""
        focus = QApplication.focusWidget()
        had = focus is not None and self.page.chips.isAncestorOf(focus)
        moved = self.owner.attempt(lambda: views.move_view(self.company, self.entity, view, place), self.page)
        if moved:
            self.state.reload_views()
            chip = self.page.chips.views.get(f"view:{view.id}")
            if had and chip is not None:
                chip.setFocus()

    def open_first(self, view: View | None) -> None:
        """Have the list open with a view from now on."""
        self.owner.attempt(lambda: views.open_first(self.company, self.entity, view), self.page)
        told = _("The list opens with “{name}” from now on") if view else _("The list opens as it was left")
        self.owner.toast(told.format(name=view.name if view else ""), undo=True)

    # Giving away and taking in ------------------------------------------------------------------------------------

    def share(self, view: View | None) -> None:
        """Ask for a place and write a view, or what the list shows, as a file for somebody else."""
        from crm_desktop.entity.viewfiles import SUFFIX
        from crm_desktop.ui.places import usual_folder

        name = view.name if view is not None else self.entity.plural
        kept = Path(self.owner.memory.get(FOLDER, ""))
        folder = kept if kept.is_absolute() and kept.is_dir() else usual_folder()
        offered = folder / (name.translate(_FORBIDDEN).strip() + SUFFIX)
        place, _kind = QFileDialog.getSaveFileName(
            self.page, _("Share view"), str(offered), f"{_('View of a list')} (*{SUFFIX})"
        )
        if place:
            path = Path(place)
            self.write(view, path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX))

    def write(self, view: View | None, path: Path) -> None:
        """Write a view, or what the list shows, into a file."""
        from crm_desktop.entity.viewfiles import as_file
        from crm_desktop.writing import replacing

        query = self.shown() if view is None or self.state.view() == view else view.query
        name = view.name if view is not None else self.entity.plural

        def work() -> bool:
            text = as_file(self.company, self.entity, name, query)
            with replacing(path) as part:
                part.write_text(text, encoding="utf-8")
            return True

        if self.owner.attempt(work, self.page):
            self.owner.memory.set(FOLDER, str(path.parent))
            self.owner.toast(_("View written to {name}").format(name=path.name))

    # The menu of a chip -------------------------------------------------------------------------------------------

    def menu_of(self, view: View) -> QMenu:
        """What can be done with a saved view."""
        from crm_desktop.ui.listing.viewverbs import VERBS

        menu = QMenu(self.page)
        for group in VERBS:
            for verb in group:
                # As in the menu of a row, the key is only told: it is that of the menu bar, for the view that is shown.
                keys = sequences(verb.keys) if self.state.view() == view else []
                told = "\t" + keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
                made = menu.addAction(icon(verb.icon), _(verb.text) + told)
                made.triggered.connect(lambda _on=False, verb=verb: verb.run(self, view))
                made.setEnabled(verb.when is None or verb.when(self, view))
                made.setCheckable(verb.on is not None)
                made.setChecked(verb.on is not None and verb.on(self, view))
            menu.addSeparator()
        return menu

    def place_of(self, view: View) -> int:
        """Which of the saved views of the kind it is."""
        ids = [one.id for one in self.state.views]
        return ids.index(view.id) if view.id in ids else 0

    def view_menu(self, chip: ViewChip, at: QPoint) -> None:
        """Open the menu of a saved view."""
        if chip.view is not None:
            self.menu_of(chip.view).popup(at)
