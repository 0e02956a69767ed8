"""Handing a letter over: to the mail program, into a draft, to the clipboard, to the preview of a fax."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from crm_desktop.entity.own import own
from crm_desktop.errors import Refused, Trouble
from crm_desktop.i18n import _, speaking
from crm_desktop.letters import drafts
from crm_desktop.letters.drafts import Enclosed
from crm_desktop.letters.fax import cover_sheet
from crm_desktop.letters.handing import Sent, enclosed, log
from crm_desktop.letters.letter import refuse_blanks
from crm_desktop.letters.recipients import Recipient
from crm_desktop.ui.paper import PaperDialog
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.window import moment
from crm_desktop.values.filenames import plain_name
from crm_desktop.writing import write_whole

if TYPE_CHECKING:
    from crm_desktop.letters.ui.letter_dialog import LetterDialog


def hand_over(dialog: LetterDialog, sent: Sent) -> str:
    """Hand a letter over and write it down; what to tell the person, or "" where it was not done."""
    _refuse_unready(sent)
    if sent.way == "message":
        QGuiApplication.clipboard().setText(sent.text)
        _log(dialog, sent)
        return _("Copied for WeChat, and written down on the timeline")
    if sent.way == "fax":
        return _fax(dialog, sent)
    addresses = [*(one.address for one in sent.to), *sent.more_addresses]
    address = drafts.mailto(addresses, sent.subject, sent.text)
    data = _draft(dialog, sent)  # proves the addresses and the files in any case
    told = _("Handed to your mail program, and written down on the timeline")
    if not sent.files and drafts.fits(address):
        url = QUrl.fromEncoded(address.encode("ascii"))
    else:
        told = _(
            "Handed over as a draft, and written down. If it opens like a mail received, choose “Edit as new” there"
        )
        url = QUrl.fromLocalFile(str(_kept_draft(sent, data)))
    if not QDesktopServices.openUrl(url):
        raise Trouble(_("No mail program answered. Save the letter as a draft and open it there."))
    _log(dialog, sent)
    return told


def save_draft(dialog: LetterDialog, sent: Sent) -> str:
    """Ask where, write the draft there and write it down."""
    _refuse_unready(sent)
    data = _draft(dialog, sent)
    name = drafts.file_name(sent.to[0].name if sent.to else "", sent.subject)
    kinds = _("Mail draft") + " (*.eml)"
    chosen, _kind = QFileDialog.getSaveFileName(dialog, _("Save as draft"), str(usual_folder() / name), kinds)
    if not chosen:
        return ""
    path = Path(chosen) if chosen.lower().endswith(".eml") else Path(chosen + ".eml")
    write_whole(path, data)
    _log(dialog, sent)
    return _("{name} was written; open it in your mail program. It is on the timeline").format(name=path.name)


def _refuse_unready(sent: Sent) -> None:
    if not sent.text:
        raise Refused(_("The letter is empty. Choose a template, or write something."))
    if sent.way != "message" and not sent.to and not sent.more_addresses:
        raise Refused(_("Tick somebody, or type an address."))
    if sent.way == "fax":
        if len(sent.to) > 1 or len(sent.more_addresses) > 1:
            raise Refused(_("A fax names one recipient on its cover. Tick one, then write the next."))
        if not _fax_recipient(sent).address:
            raise Refused(_("Type the fax number of {name}.").format(name=sent.to[0].name))
    refuse_blanks(sent.subject, sent.text)


def _draft(dialog: LetterDialog, sent: Sent) -> bytes:
    company = dialog.window_.company
    to = [*((one.name, one.address) for one in sent.to), *(("", one) for one in sent.more_addresses)]
    return drafts.eml(to, sent.subject, sent.text, enclosed(company, sent.files), own(company)["email"])


def _kept_draft(sent: Sent, data: bytes) -> Path:
    """The draft as a file beside the opened ones."""
    import hashlib

    from crm_desktop.paths import opened_folder

    folder = opened_folder() / "letters" / hashlib.sha256(data).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / drafts.file_name(sent.to[0].name if sent.to else "", sent.subject)
    write_whole(path, data)
    return path


def _fax(dialog: LetterDialog, sent: Sent) -> str:
    """Show the fax; once it was printed, saved or opened it is written down, and kept as a file."""
    company = dialog.window_.company
    with speaking(dialog.chosen().language):
        further, today = dialog.pages.value(), dialog.window_.today()
        paper = cover_sheet(company, _fax_recipient(sent), sent.subject, sent.text, further=further, today=today)
    preview = PaperDialog(dialog.window_, paper, dialog)
    preview.exec()
    used = preview.used
    preview.deleteLater()
    if not used:
        return ""
    name = plain_name(f"{paper.name} {sent.subject[:60]}") or "fax"
    done = Sent("fax", sent.to, sent.subject, sent.text, sent.more_addresses, (), (Enclosed(f"{name}.pdf", paper.pdf),))
    _log(dialog, done)
    return _("The fax is written down on the timeline, its pages with it")


def _fax_recipient(sent: Sent) -> Recipient:
    """Who stands on the cover: the one ticked, with the number that was typed where there is one."""
    number = next(iter(sent.more_addresses), "")
    to = sent.to[0] if sent.to else Recipient("", 0, number, number)
    return replace(to, address=number or to.address)


def _log(dialog: LetterDialog, sent: Sent) -> None:
    log(dialog.window_.company, *dialog.about, sent, now=moment(dialog.window_))
