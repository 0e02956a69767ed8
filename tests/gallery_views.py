"""Draws what a list can be made into, for the gallery: filters on linked records, groups, pinned columns, views."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.entity.query import READY, Condition
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tests.gallery import Gallery

NAMES = (
    "views-pinned", "views-columns", "views-chips", "views-menu", "views-grouped", "views-group-panel",
    "views-columns-found", "views-narrowed", "views-filtered",
)  # fmt: skip


def draw(gallery: Gallery, window: MainWindow, settle: Callable[[float], object]) -> None:
    """The panels over the lists of customers and contacts, then the list they make."""

    def shown(kind: str) -> ListPage:
        window.show_page(kind)
        settle(0.6)
        page = window.list_shown()
        assert page is not None
        return page

    def save(name: str) -> None:
        settle(0.5)
        gallery.save(name, window)

    if gallery.wanted("views-columns-found"):
        page = shown("contact")
        panel = page.panels.add_filter()
        panel.names.scrollToBottom()
        save("views-columns-found")
        page.panels.close()
    page = shown("customer")
    opened = Condition(READY, "is", "open")
    late = Condition("ordered_on", "period", "this-year")
    if gallery.wanted("views-narrowed"):
        panel = page.panels.add_filter()
        total = "order:customer:sum:gross"
        panel.show_column(total, Condition(total, "at_least", 500_000, (opened, late)))
        save("views-narrowed")
        page.panels.close()
    if gallery.wanted("views-filtered"):
        page.state.set_condition(Condition("order:customer", "some", None, (opened,)))
        page.state.set_condition(Condition("invoice:customer", "some", None, (Condition(READY, "is", "overdue"),)))
        page.state.set_any(True)
        save("views-filtered")
        page.state.clear()
    if gallery.wanted("views-grouped"):
        page.state.set_group("city")
        settle(0.6)
        page.view.go_to(page.table.id_at(1))
        page.view.turn_group(0)
        page.view.turn_group(1)
        settle(0.3)
        page.view.scrollToTop()
        save("views-grouped")
        page.state.set_group("")
    if gallery.wanted("views-pinned"):
        page.state.set_group("status")
        page.state.set_pinned(1)
        settle(0.6)
        page.view.horizontalScrollBar().setValue(page.view.horizontalScrollBar().maximum())
        save("views-pinned")
        page.state.set_group("")
    if gallery.wanted("views-columns"):
        panel = page.panels.choose_columns()
        panel.list.setCurrentRow(2)
        save("views-columns")
        page.panels.close()
    if gallery.wanted("views-chips") or gallery.wanted("views-menu"):
        saved = page.state.views[0]
        page.state.choose(f"view:{saved.id}")
        page.state.sort_by("city")
        save("views-chips")
        menu = page.panels.menu_of(saved)
        chip = page.chips.views[f"view:{saved.id}"]
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
        settle(0.3)
        gallery.save("views-menu", window, menu)
        menu.close()
        page.state.choose("all")
    page.state.set_pinned(0)
    if gallery.wanted("views-group-panel"):
        page = shown("order")
        page.state.set_group("-ordered_on")
        page.panels.choose_group()
        save("views-group-panel")
        page.panels.close()
        page.state.set_group("")
