"""What the window offers of handing over: one action, on the lists of customers and of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.entity.chosen import Chosen
from crm_desktop.i18n import N_
from crm_desktop.ui.actions import Action

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow


def actions(window: MainWindow) -> list[Action]:
    """Hand over the selected customers, or all that somebody of the staff has open."""

    def possible() -> bool:
        shown = window.list_shown()
        return shown is not None and shown.entity.name in ("customer", "staff")

    return [
        Action("handover", N_("Hand o&ver…"), "Ctrl+Alt+H", "staff", lambda: open_dialog(window), "record", possible,
               group=1, many=True)
    ]  # fmt: skip


def open_dialog(window: MainWindow) -> None:
    """Ask what goes over to whom, then do it."""
    from crm_desktop.handover.ui.dialog import HandOver

    shown = window.list_shown()
    if shown is None:
        return
    customers = Chosen.listed(())
    leaver = None
    if shown.entity.name == "staff":
        leaver = shown.view.current_id()
    else:
        customers = shown.work.chosen()
    dialog = HandOver(window, customers, leaver, window)
    if dialog.exec():
        dialog.carry_out()
    dialog.deleteLater()
