"""Moving one record to the trash from where it is shown; the notice has a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.entity import records
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


def to_trash(window: Window, entity: Entity, row: int, parent: QWidget) -> None:
    """Delete it, say so and offer to undo; what stands against it is told in a sentence."""
    title = window.company.title(entity, row)
    if window.attempt(lambda: records.delete(window.company, entity, [row]), parent):
        window.toast(_("Deleted: {title}").format(title=title), undo=True)
