"""A view of a list that came as a file: opened in its list, what this company lacks of it is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from crm_desktop.entity import views
from crm_desktop.entity.viewfiles import SUFFIX, ReadView, read_file
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.widgets import sentence

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow


def ask_and_open(window: MainWindow) -> None:
    """Ask for the file of a view and open it."""
    name, _kind = QFileDialog.getOpenFileName(
        window, _("Open a view"), str(usual_folder()), f"{_('View of a list')} (*{SUFFIX})"
    )
    if name:
        open_view(window, Path(name))


def open_view(window: MainWindow, path: Path) -> None:
    """Keep the view of a file in this company and show its list."""

    def work() -> tuple[ReadView, int]:
        try:
            found = read_file(window.company, path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            raise Refused(_("“{name}” cannot be read as a view of a list.").format(name=path.name)) from None
        same = next((view for view in views.views_of(window.company, found.entity) if view.query == found.query), None)
        if same is not None and same.name == found.name:
            return found, same.id
        name = views.free_name(window.company, found.entity, found.name)
        return found, views.save_view(window.company, found.entity, name, found.query)

    done = window.attempt(work)
    if done is None:
        return
    found, made = done
    window.show_view(found.entity.name, made)
    if found.lacking:
        text = _("The view “{name}” was opened in part. This company does not have: {fields}.").format(
            name=found.name, fields=listed(found.lacking)
        )
        sentence(window, _("View opened in part"), text, tone="warning")
    else:
        window.toast(_("View “{name}” opened").format(name=found.name), undo=True)
