"""What an undo left as it is, told to the person."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import Dialog, button


class KeptDialog(Dialog):
    """Lists what an undo left as it is."""

    def __init__(self, title: str, kept: list[str], back: bool, parent: object) -> None:
        heading = _("Undone, but not all of it") if back else _("Done again, but not all of it")
        told = _("“{title}” is taken back. {rest}") if back else _("“{title}” is done again. {rest}")
        rest = n_(
            "{n} thing was left as it is, because it was changed or is needed since:",
            "{n} things were left as they are, because they were changed or are needed since:",
            len(kept),
        )
        text = told.format(title=title, rest=rest)
        super().__init__(parent if isinstance(parent, QWidget) else None, heading, text, icon="info", tone="accent")
        lines = QPlainTextEdit("\n".join(kept))
        lines.setReadOnly(True)
        lines.setTabChangesFocus(True)
        lines.setAccessibleName(_("What was kept"))
        self.body.addWidget(lines, 1)
        self.setMinimumSize(theme.px(560), theme.px(320))
        self.add_button(button(_("Close"), self.accept, "primary"), default=True)
