"""A person's or a company's card as a QR code, to be taken by the camera of a telephone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.customers.phonebook import card_of
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.places import ask_where
from crm_desktop.ui.widgets import Dialog, button
from crm_desktop.writing import write_whole

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

SIDE = 300


def qr_png(card: str, scale: int = 8) -> bytes:
    """A card as a QR code in PNG, black on white with its quiet border."""
    import segno

    try:
        code = segno.make(card.encode("utf-8"), error="m", micro=False)
    except segno.DataOverflowError as error:
        raise Refused(_("This card holds too much for a QR code. Take some numbers off the record.")) from error
    made = io.BytesIO()
    code.save(made, kind="png", scale=scale, border=4)
    return made.getvalue()


class QrDialog(Dialog):
    """Shows the code; it can be saved and copied."""

    def __init__(self, window: Window, kind: str, row: int, parent: QWidget | None = None) -> None:
        entity = window.company.entity(kind)
        self.name = window.company.title(entity, row)
        said = _("Point the camera of a telephone at it: it offers to keep the name, the company and the numbers.")
        super().__init__(parent, self.name, said)
        self.setWindowTitle(_("QR code"))
        self.window_ = window
        self.png = qr_png(card_of(window.company, kind, row))
        self.picture = QPixmap()
        self.picture.loadFromData(self.png)
        shown = QLabel()
        side = theme.px(SIDE)
        shown.setPixmap(self.picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setAccessibleName(_("QR code of {name}").format(name=self.name))
        self.body.addWidget(shown)
        self.add_button(button(_("Copy"), self.copy, icon="copy"))
        self.add_button(button(_("Save as PNG…"), self.save, icon="save"))
        self.add_button(button(_("Close"), self.accept, "primary"), default=True)

    def copy(self) -> None:
        """The code as a picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.picture)

    def save(self) -> None:
        """Write the code to a file the person names."""
        path = ask_where(self, _("Save as PNG"), self.name, {".png": "PNG"})
        if path is not None:
            self.window_.attempt(lambda: self.write(path), self)

    def write(self, path: Path) -> bool:
        """Write the code as PNG; a Trouble where it cannot be written."""
        write_whole(path, self.png)
        return True
