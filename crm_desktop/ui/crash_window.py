"""The window that tells of a fault of the program."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.i18n import _
from crm_desktop.paths import log_folder
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import Dialog, button


class CrashWindow(Dialog):
    """Says that something went wrong, what is safe, and gives the detail to copy."""

    def __init__(self, detail: str, parent: QWidget | None = None) -> None:
        text = _(
            "The program made a mistake and left out what you just asked for. Your company file is safe: a change is"
            " saved whole or not at all. You can go on working."
        )
        super().__init__(parent, _("Something went wrong"), text, icon="crash", tone="bad")
        self.detail = QPlainTextEdit(detail)
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.detail.setAccessibleName(_("Details"))
        self.setMinimumWidth(theme.px(640))
        self.resize(theme.px(640), theme.px(420))
        self.body.addWidget(self.detail, 1)
        copy = button(_("Copy details"), None, icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(detail))
        copy.clicked.connect(lambda: copy.setText(_("Copied")))
        folder = button(_("Open log folder"), open_log_folder, icon="folder-open")
        self.row.insertWidget(0, copy)
        self.row.insertWidget(1, folder)
        self.add_button(button(_("Go on"), self.accept, "primary"), default=True)


def open_log_folder() -> None:
    """Show the folder of the log in the system's file browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))
