"""About the program: its version, where its files lie, and the libraries it stands on with their licences."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from crm_desktop import __version__
from crm_desktop.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import delegate_for
from crm_desktop.ui.placement import take_size
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import Dialog, IconLabel, TableCard, button, label


class Library(NamedTuple):
    """A part made by others: its name, the package that tells its version, its licence, what it is for."""

    name: str
    package: str
    licence: str
    use: str


LIBRARIES: Final = (
    Library("Qt, PySide6", "PySide6_Essentials", "LGPL-3.0", N_("The window")),
    Library("peewee", "peewee", "MIT", N_("Tables and migrations")),
    Library("sqlcipher3, SQLCipher, SQLite", "sqlcipher3", "zlib, BSD-3-Clause, Public Domain", N_("The company file")),
    Library("python-calamine", "python-calamine", "MIT", N_("Reading spreadsheets")),
    Library("openpyxl", "openpyxl", "MIT", N_("Writing spreadsheets")),
    Library("pyqtgraph", "pyqtgraph", "MIT", N_("Charts")),
    Library("NumPy", "numpy", "BSD-3-Clause", N_("Charts, the search index, finding duplicates")),
    Library("phonenumberslite", "phonenumberslite", "Apache-2.0", N_("Phone numbers")),
    Library("pypinyin", "pypinyin", "MIT", N_("Pinyin")),
    Library("RapidFuzz", "rapidfuzz", "MIT", N_("Finding duplicates")),
    Library("pypdf", "pypdf", "BSD-3-Clause", N_("Text of PDF files")),
    Library("typst", "typst", "Apache-2.0, MIT", N_("Documents")),
    Library("lunar-python", "lunar-python", "MIT", N_("Lunar days")),
    Library("segno", "segno", "BSD-3-Clause", N_("QR codes")),
    Library("charset-normalizer", "charset-normalizer", "MIT", N_("Encodings of text files")),
    Library("msoffcrypto-tool", "msoffcrypto-tool", "MIT", N_("Protected workbooks")),
    Library("olefile", "olefile", "BSD-2-Clause", N_("Reading spreadsheets")),
    Library("cryptography", "cryptography", "Apache-2.0, BSD-3-Clause", N_("Protected workbooks")),
    Library("platformdirs", "platformdirs", "MIT", N_("Folders of the system")),
    Library("Tabler Icons", "", "MIT", N_("Icons")),
    Library("Python", "", "PSF-2.0", N_("The language it is written in")),
)


class AboutDialog(Dialog):
    """Version and licences."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, _("About CRM Desktop"))
        self.heading.hide()
        head = QHBoxLayout()
        head.setSpacing(theme.px(14))
        head.addWidget(IconLabel("customers", "accent_text", 40))
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(label("CRM Desktop", size=18, weight=QFont.Weight.DemiBold))
        version = _("Version {version} · Qt {qt}").format(version=__version__, qt=qVersion())
        words.addWidget(label(version, "secondary"))
        head.addLayout(words, 1)
        self.body.addLayout(head)
        said = _(
            "Your company in one file on your own computer: no account, no server, nothing sent anywhere. CRM Desktop"
            " is free software under the MIT licence."
        )
        self.body.addWidget(label(said, "secondary", wrap=True))
        self.body.addWidget(label(_("It stands on these libraries"), weight=QFont.Weight.DemiBold))
        self.libraries = PlainTable((_("Library"), _("Version"), _("Licence"), _("For")), parent=self)
        self.libraries.put([(one, _cells(one)) for one in LIBRARIES])
        table = RowTable(name=_("Libraries and their licences"), compact=True)
        table.setModel(self.libraries)
        table.rings_cells = False
        table.setItemDelegateForColumn(1, delegate_for("muted", table))
        table.setItemDelegateForColumn(3, delegate_for("muted", table))
        heading = table.horizontalHeader()
        heading.setStretchLastSection(True)
        heading.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.setMinimumHeight(theme.px(180))
        self.body.addWidget(TableCard(table), 1)
        self.add_button(button(_("Close"), self.accept, "primary"), default=True)
        take_size(self, theme.px(780), theme.px(540))


def _cells(library: Library) -> tuple[Cell, ...]:
    return Cell(library.name), Cell(_version(library.package)), Cell(library.licence), Cell(_(library.use))


def _version(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package) if package else ""
    except metadata.PackageNotFoundError:
        return ""
