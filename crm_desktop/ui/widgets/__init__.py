"""The kit: widgets that know nothing of customers or the database. A part is loaded when one of its names is wanted."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.buttons import SearchBox, SearchButton, button, icon_button, menu_button, number_box
    from crm_desktop.ui.widgets.cards import Banner, Card, EmptyState, IconLabel, TableCard, rule, scrolled
    from crm_desktop.ui.widgets.chips import Chip, FilterChip
    from crm_desktop.ui.widgets.dialogs import Dialog, ask, choose, could_not, sentence
    from crm_desktop.ui.widgets.flowing import FlowLayout, flow
    from crm_desktop.ui.widgets.labels import (
        Avatar,
        ElidedLabel,
        Pill,
        SectionTitle,
        Stat,
        Stats,
        label,
        restyle,
        title,
    )
    from crm_desktop.ui.widgets.progress import Progress
    from crm_desktop.ui.widgets.toast import Toast, ToastArea

_PARTS = {
    "buttons": ("SearchBox", "SearchButton", "button", "icon_button", "menu_button", "number_box"),
    "cards": ("Banner", "Card", "EmptyState", "IconLabel", "TableCard", "rule", "scrolled"),
    "chips": ("Chip", "FilterChip"),
    "dialogs": ("Dialog", "ask", "choose", "could_not", "sentence"),
    "flowing": ("FlowLayout", "flow"),
    "labels": ("Avatar", "ElidedLabel", "Pill", "SectionTitle", "Stat", "Stats", "label", "restyle", "title"),
    "progress": ("Progress",),
    "toast": ("Toast", "ToastArea"),
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names}

__all__ = [
    "Avatar",
    "Banner",
    "Card",
    "Chip",
    "Dialog",
    "ElidedLabel",
    "EmptyState",
    "FilterChip",
    "FlowLayout",
    "IconLabel",
    "Pill",
    "Progress",
    "SearchBox",
    "SearchButton",
    "SectionTitle",
    "Stat",
    "Stats",
    "TableCard",
    "Toast",
    "ToastArea",
    "ask",
    "button",
    "choose",
    "could_not",
    "flow",
    "icon_button",
    "label",
    "menu_button",
    "number_box",
    "restyle",
    "rule",
    "scrolled",
    "sentence",
    "title",
]


def __getattr__(name: str) -> Any:
    if name not in _PART_OF:
        raise AttributeError(f"the kit has no {name}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_PART_OF[name]}"), name)
    return found
