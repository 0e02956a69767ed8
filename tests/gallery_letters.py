"""Draws letters for the gallery: a mail filled in, one with blanks, a message, a fax, the visit sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crm_desktop.entity.company import Company
from crm_desktop.i18n import language, speaking
from crm_desktop.letters.fax import cover_sheet
from crm_desktop.letters.letter import template_called, written
from crm_desktop.letters.recipients import of_record, proposed
from crm_desktop.letters.ui.letter_dialog import LetterDialog
from crm_desktop.letters.ui.many_dialog import ManyDialog
from crm_desktop.letters.visit import visit_sheet
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.own_dialog import OwnDialog
from crm_desktop.ui.paper import PaperDialog

if TYPE_CHECKING:
    from tests.gallery import Gallery


def draw(gallery: Gallery, window: MainWindow) -> None:
    """A customer who owes something, in every way one writes to them."""
    company, today = window.company, window.today()
    chinese = language() == "zh_CN"
    reminder, quote = ("付款提醒", "报价跟进") if chinese else ("Payment reminder", "Quote follow-up")
    row = company.execute(
        "SELECT i.customer FROM invoice i JOIN contact p ON p.customer = i.customer"
        " JOIN customer c ON c.id = i.customer WHERE i.status = 'issued' AND i.due_on < ? AND c.name GLOB ?"
        " GROUP BY i.customer ORDER BY count(DISTINCT p.id) DESC LIMIT 1",
        (today.isoformat(), "[^ -~]*" if chinese else "[A-Z]*"),
    ).fetchone()[0]

    def dialog(name: str, way: str, template: str, before: Any = None) -> None:
        if not gallery.wanted(name):
            return
        made = LetterDialog(window, "customer", row, way)
        made.choose(template)
        if before is not None:
            before(made)
        gallery.dialog(name, made)
        made.kept.forget()  # the next picture begins afresh

    def blank(made: LetterDialog) -> None:
        made.letter.setPlainText(made.letter.toPlainText().replace("\n\n", "\n\n{{contact.department}} ", 1))
        made.further.setText("office@example.com")

    dialog("letter-mail", "mail", reminder)
    dialog("letter-blanks", "mail", reminder, blank)
    dialog("letter-message", "message", quote)
    dialog("letter-fax", "fax", reminder)
    if gallery.wanted("letter-many"):
        rows = [one for (one,) in company.execute("SELECT id FROM customer ORDER BY id LIMIT 24")]
        many = ManyDialog(window, "customer", rows)
        many.choose("感谢订购" if chinese else "Thank you")
        gallery.dialog("letter-many", many)
    if gallery.wanted("letter-own"):
        gallery.dialog("letter-own", OwnDialog(company, window))
    if gallery.wanted("visit-sheet"):
        gallery.dialog("visit-sheet", PaperDialog(window, visit_sheet(company, row, datetime.now()), window))
    if gallery.wanted("fax-sheet"):
        gallery.dialog("fax-sheet", PaperDialog(window, fax(company, row, reminder, today), window))


def fax(company: Company, row: int, name: str, today: Any) -> Any:
    """The cover sheet of a reminder."""
    template = template_called(company, name, language())
    to = proposed(of_record(company, "customer", row, "mail", today), "pays")
    assert to is not None
    made = written(company, template, "customer", row, to, "fax", today)
    with speaking(template.language):
        to = replace(to, address="+44 20 7946 0199")
        return cover_sheet(company, to, made.subject.text, made.text.text, further=2, today=today)
