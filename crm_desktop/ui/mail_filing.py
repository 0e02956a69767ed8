"""Filing a saved mail: to the person of its address, or to whom the person says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.exchange.attaching import file_mail as keep
from crm_desktop.exchange.attaching import mail_of
from crm_desktop.exchange.mails import Mail, owners
from crm_desktop.i18n import _
from crm_desktop.ui.whose import WhoseDialog
from crm_desktop.ui.window import moment

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


def whose_mail(window: Window, mail: Mail, found: list[tuple[str, int]]) -> WhoseDialog:
    """The dialog that asks whose a mail is; the likeliest is filled in."""
    people = ", ".join(filter(None, (mail.sender, *mail.receivers)))
    text = _("Several records have these addresses.") if found else _("Nobody has these addresses yet.")
    known = (mail.subject or _("Without a subject"), people[:300], text)
    return WhoseDialog(window, _("File this mail"), known, _("File it"), found[0] if found else None)


def file_mail(window: Window, path: Path) -> None:
    """Keep a saved mail with the one record that has its sender's (or receiver's) address; ask otherwise."""
    mail = window.attempt(lambda: mail_of(path))
    if mail is None:
        return
    found = owners(window.company, mail)
    people = [one for one in found if window.company.entity(one[0]).person] or found
    about: tuple[str, int] | None = people[0] if len(people) == 1 else None
    if about is None:
        about = whose_mail(window, mail, people).chosen()
    if about is None:
        return
    kind, row = about
    company, now = window.company, moment(window)
    entity = company.entity(kind)
    if window.attempt(lambda: keep(company, entity, row, path, mail, now=now)) is not None:
        window.toast(_("Filed to {title}").format(title=company.title(entity, row)), undo=True)
