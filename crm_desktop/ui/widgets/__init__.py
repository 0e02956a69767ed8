"""The kit: widgets that know nothing of customers or the database."""

from crm_desktop.ui.widgets.buttons import SearchBox, SearchButton, button, icon_button, menu_button, number_box
from crm_desktop.ui.widgets.cards import Banner, Card, EmptyState, IconLabel, TableCard, rule, scrolled
from crm_desktop.ui.widgets.chips import Chip, FilterChip
from crm_desktop.ui.widgets.dialogs import Dialog, ask, choose, sentence
from crm_desktop.ui.widgets.flow import FlowLayout, flow
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
