"""Asking where something about one record is written, and writing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.happenings import STORY
from crm_desktop.i18n import _
from crm_desktop.ui.places import ask_where

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


def export_timeline(window: Window, entity: Entity, row: int, sort: str, parent: QWidget) -> Path | None:
    """Write the timeline of a record (one sort of it, or everything but changes) where the person says."""
    from crm_desktop.exchange.writing_timeline import export_timeline as write

    title = window.company.title(entity, row)
    name, kinds = _("Timeline of {title}").format(title=title), {".xlsx": _("Workbook"), ".csv": _("Text file")}
    path = ask_where(parent, _("Export timeline"), name, kinds)
    if path is None:
        return None
    sorts = {sort} if sort else STORY
    if window.attempt(lambda: write(window.company, entity, row, path, sorts), parent) is None:
        return None
    window.toast(_("Written: {name}").format(name=path.name))
    return path
