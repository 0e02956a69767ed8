"""What can be done with the record in sight, whichever kind it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.i18n import N_
from crm_desktop.ui.actions import Action

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow


def record_actions(window: MainWindow) -> list[Action]:
    """Write a memo on it, tick off what was planned with it."""

    def can_finish() -> bool:
        if (shown := window.record_shown()) is None:
            return False
        from crm_desktop.ui.finishing import to_finish

        return bool(to_finish(window, *shown))

    def finish_shown() -> None:
        if (shown := window.record_shown()) is not None:
            from crm_desktop.ui.finishing import finish

            finish(window, *shown, window)

    def new_memo() -> None:
        from crm_desktop.ui.record.memos import ask_memo

        ask_memo(window, window.record_shown(), None, window)

    return [
        Action("memo", N_("New &memo…"), "Ctrl+Alt+M", "pin", new_memo, "record", group=20),
        Action("done", N_("&Done…"), "F7", "check", finish_shown, "record", can_finish, group=20, on_record=True),
    ]
