"""Filing a saved mail: to the person of its address, or to whom the person says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from crm_desktop.entity.happenings import note_kind
from crm_desktop.errors import Refused, Trouble, reason
from crm_desktop.exchange.attaching import file_mail as keep
from crm_desktop.exchange.mails import Mail, owners, read_mail
from crm_desktop.exchange.outlook_mails import read_outlook
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.record.links import AboutEditor
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.labels import label
from crm_desktop.ui.window import moment

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

LARGEST = 100 << 20
OUTLOOK = ".msg"


class MailDialog(Dialog):
    """Asks whose a mail is; the likeliest is filled in."""

    def __init__(self, window: Window, mail: Mail, found: list[tuple[str, int]]) -> None:
        super().__init__(window if isinstance(window, QDialog) else None, _("File this mail"))
        kind = note_kind(window.company)
        assert kind is not None
        self.setMinimumWidth(theme.px(480))
        people = ", ".join(filter(None, (mail.sender, *mail.receivers)))
        self.body.addWidget(label(mail.subject or _("Without a subject"), wrap=True))
        self.body.addWidget(label(people[:300], "secondary", wrap=True))
        text = _("Several records have these addresses.") if found else _("Nobody has these addresses yet.")
        self.body.addWidget(label(text, "secondary", wrap=True))
        self.about = AboutEditor(window, window.company.column(kind, "about"))
        self.about.line.setAccessibleName(_("File it to"))
        self.about.line.setPlaceholderText(_("A customer, a contact, a deal…"))
        self.about.set_raw(found[0] if found else None)
        self.body.addWidget(self.about.widget)
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("File it"), self._accept, "primary"), default=True)
        self.about.line.setFocus()

    def _accept(self) -> None:
        try:
            chosen = self.about.raw()
            if chosen is None:
                raise Refused(_("Choose whom this is about."))
        except Refused as refused:
            self.fault.setText(refused.sentence)
            self.fault.show()
            return
        self.accept()


def file_mail(window: Window, path: Path) -> None:
    """Keep a saved mail with the one record that has its sender's (or receiver's) address; ask otherwise."""
    mail = window.attempt(lambda: _read(path))
    if mail is None:
        return
    found = owners(window.company, mail)
    people = [one for one in found if window.company.entity(one[0]).person] or found
    about: tuple[str, int] | None = people[0] if len(people) == 1 else None
    if about is None:
        dialog = MailDialog(window, mail, people)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            about = dialog.about.raw()
        dialog.deleteLater()
    if about is None:
        return
    kind, row = about
    company, now = window.company, moment(window)
    entity = company.entity(kind)
    if window.attempt(lambda: keep(company, entity, row, path, mail, now=now)) is not None:
        window.toast(_("Filed to {title}").format(title=company.title(entity, row)), undo=True)


def _read(path: Path) -> Mail:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(_("“{name}” is too large for a mail. Attach it to a record instead.").format(name=path.name))
        data = path.read_bytes()
        return read_outlook(data) if path.suffix.lower() == OUTLOOK else read_mail(data)
    except OSError as error:
        raise Trouble(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=reason(error))) from error
