"""Draws what is done with many records for the gallery: selection, bulk change, paste, hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.entity.chosen import Chosen
from crm_desktop.handover.ui.dialog import HandOver
from crm_desktop.ui.listing.bulk import BulkChange
from crm_desktop.ui.listing.paste_dialog import PasteDialog
from crm_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tests.gallery import Gallery


def draw(gallery: Gallery, window: MainWindow) -> None:
    """Select eight customers, then change a choice, a link and a text of all."""
    from tests.gallery import settle

    window.show_page("customer")
    settle(0.7)
    page = window.list_shown()
    assert page is not None
    page.view.select_ids(page.table.ids()[2:10], page.table.id_at(4))
    settle(0.3)
    if gallery.wanted("many-selected"):
        gallery.save("many-selected", window)
    if gallery.wanted("many-bulk"):
        staff = window.company.execute("SELECT min(id) FROM staff").fetchone()[0]
        dialog = BulkChange(window, window, page.entity, page.view.chosen(), "status")

        def fill() -> None:
            first = dialog.lines[0].editor
            assert first is not None
            first.set_raw("key")
            dialog.lines[0].changed.emit()
            owner = dialog.add_line("owner")
            assert owner.editor is not None
            owner.editor.set_raw(staff)
            dialog.add_line("street").choose("street", "replace")
            dialog.lines[2].lines[0].setText("1")
            dialog.lines[2].lines[1].setText("2")
            settle(0.6)

        gallery.dialog("many-bulk", dialog, fill)
    if gallery.wanted("many-paste"):
        columns = [page.table.columns[page.table.place_of(name) or 0] for name in ("city", "status", "owes")]
        key, wrong = ("重点客户", "不明") if gallery.tail.startswith("zh") else ("Key account", "Whatever")
        block = [["Leeds", key, "1"], ["York", wrong, "2"], ["Hull", key, "3"], ["Bath", key, "4"]]
        rows = page.table.ids()[2:5]
        paste = PasteDialog(window, window, page.entity, rows, columns, block, new_first=False)
        gallery.dialog("many-paste", paste, lambda: settle(0.4))
    if gallery.wanted("many-hand-over"):
        people = [row for (row,) in window.company.execute("SELECT owner FROM customer GROUP BY owner LIMIT 2")]
        made = HandOver(window, Chosen.listed(()), people[0], window)

        def choose() -> None:
            made.to.set_raw(people[1])
            made.to.changed.emit()
            settle(0.4)

        gallery.dialog("many-hand-over", made, choose)
