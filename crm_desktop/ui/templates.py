"""Empty lists to be filled in and imported, saved where the person says."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.window import Window


def save_template(window: Window, parent: QWidget, entity: Entity) -> Path | None:
    """Ask for a place and write an empty list of a kind there; None where that did not come about."""
    from crm_desktop.exchange.writing import write_template

    offered = usual_folder() / (_("{kind} to fill in").format(kind=entity.plural) + ".xlsx")
    kinds = _("Workbook") + " (*.xlsx)"
    name, _kind = QFileDialog.getSaveFileName(parent, _("Empty list to fill in"), str(offered), kinds)
    if not name:
        return None
    path = Path(name) if name.lower().endswith(".xlsx") else Path(name + ".xlsx")

    def work() -> Path:
        write_template(window.company, entity, path)
        return path

    return window.attempt(work, parent)
