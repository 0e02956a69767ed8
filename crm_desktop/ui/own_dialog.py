"""What the company says of itself on letters and faxes: address, numbers, who signs."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.own import FIELDS, own
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.company_form import Rows
from crm_desktop.ui.widgets import Dialog, button
from crm_desktop.ui.widgets.buttons import TextLine


class OwnDialog(Dialog):
    """All fields at once; Save is one change that can be undone."""

    def __init__(self, company: Company, parent: QWidget | None = None) -> None:
        text = _("It stands on faxes and visit sheets, and letters take it where they say {{me}} or {{us.phone}}.")
        super().__init__(parent, _("On your letters"), text)
        self.company = company
        self.setMinimumWidth(theme.px(520))
        self.fields: dict[str, QLineEdit] = {}
        rows = Rows()
        for key, value in own(company).items():
            self.fields[key] = field = TextLine(value)
            field.setMaxLength(300)
            rows.add_row(_(FIELDS[key]), field)
        self.body.addWidget(rows)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("Save"), self.save, "primary"), default=True)
        self.fields["person"].setFocus()

    def save(self) -> None:
        """Keep what was changed."""
        before = own(self.company)
        with self.company.journal.entry(_("Change of settings")):
            for key, field in self.fields.items():
                if (value := field.text().strip()) != before[key]:
                    self.company.set_setting(key, value or None)
        self.accept()


def summary(company: Company) -> str:
    """What is known of it, in a line."""
    known = own(company)
    return " · ".join(filter(None, (known["person"], known["address"], known["phone"]))) or _("Nothing yet")
