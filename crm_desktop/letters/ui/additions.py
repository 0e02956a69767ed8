"""What letters add to the window: mails, messages, faxes and the visit sheet, in its menus with their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.fields import Email, Link
from crm_desktop.i18n import N_, _
from crm_desktop.ui.actions import Action
from crm_desktop.ui.pages import LISTS

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

LETTER: Final = "letter"
"""Where letters that are half written are kept."""
PRINT_KEYS: Final = "Ctrl+P"
ADDRESSED: Final = {"customer", "contact", "email", "about"}
"""What a record has to be, to link to or to have, so that one can write to somebody."""


def actions(window: MainWindow) -> list[Action]:
    """Letters to whoever is in sight, and the visit sheet of the customer."""
    return [*_letters(window), *_visit_sheet(window)]


def _letters(window: MainWindow) -> list[Action]:
    def make(way: str, text: str, keys: str, icon: str) -> Action:
        return Action(f"letters.{way}", text, keys, icon, lambda: write(window, way), "record",
                      lambda: _addressable(window), group=3, on_record=True)  # fmt: skip

    return [
        make("mail", N_("&Write a mail…"), "Ctrl+Alt+L", "mail"),
        make("message", N_("Write for We&Chat…"), "Ctrl+Alt+W", "wechat"),
        make("fax", N_("Write a fa&x…"), "Ctrl+Alt+F", "print"),
        Action("letters.many", N_("Mail &drafts…"), "Ctrl+Alt+D", "mail", lambda: write_to_many(window), "record",
               lambda: _many_selected(window), group=3, many=True),
    ]  # fmt: skip


def _many_selected(window: MainWindow) -> bool:
    """Whether several people or companies are selected in the list in sight."""
    shown = window.list_shown()
    return shown is not None and shown.entity.name in ("customer", "contact") and shown.view.selected_count() > 1


def write_to_many(window: MainWindow) -> None:
    """Drafts for everybody who is selected in the list in sight."""
    from crm_desktop.letters.many import MOST
    from crm_desktop.letters.ui.many_dialog import ManyDialog
    from crm_desktop.ui.widgets.dialogs import sentence, show

    shown = window.list_shown()
    if shown is None:
        return
    count = shown.view.selected_count()
    if count > MOST:
        text = _("{n} mails are too many for a mail program; {most} are the most. Select fewer.")
        sentence(window, _("This could not be done"), text.format(n=f"{count:,}", most=f"{MOST:,}"))
        return
    show(ManyDialog(window, shown.entity.name, shown.work.ids()))


def _addressable(window: MainWindow) -> bool:
    shown = window.record_shown()
    return shown is not None and bool(ADDRESSED & set(_links(window.company, shown[0])))


def _links(company: Company, kind: str) -> list[str]:
    """The kinds that a record of a kind is or links to, and "email" where it has an address of its own."""
    entity = company.entity(kind)
    links = [made.rel_model.table() for made in entity.fields().values() if isinstance(made, Link)]
    own = ["email"] if any(isinstance(made, Email) for made in entity.fields().values()) else []
    return [kind, *links, *own, *(["about"] if entity.about else [])]


def write(window: MainWindow, way: str = "mail") -> None:
    """Write to whoever belongs to the record in sight."""
    shown = window.record_shown()
    if shown is None:
        return
    _write_to(window, *shown, way)


def _write_to(window: MainWindow, kind: str, row: int, way: str) -> None:
    from crm_desktop.letters.ui.letter_dialog import LetterDialog
    from crm_desktop.ui.widgets.dialogs import show

    show(LetterDialog(window, kind, row, way))


def left(window: MainWindow, what: str, given: Mapping[str, Any]) -> tuple[str, Callable[[], object]] | None:
    """The title of a letter that was half written when the program ended, and what goes on with it."""
    if what != LETTER:
        return None
    kind, row = given.get("kind", ""), given.get("row", 0)
    entity = next((one for one in window.company.entities if one.name == kind), None)
    if entity is None or row not in window.company.titles(entity, [row]):
        return None
    title = _("Write to {title}").format(title=window.company.title(entity, row))
    return title, lambda: _write_to(window, kind, row, "")


def _visit_sheet(window: MainWindow) -> list[Action]:
    """The same action on the lists and on each page of one record; elsewhere the key prints something else."""
    pages = [LISTS, *(place.name for place in window.places if place.kinds)]
    text = N_("&Print the visit sheet…")

    def possible() -> bool:
        return customer_shown(window) is not None

    return [
        Action(f"visit.{page}", text, PRINT_KEYS, "print", lambda: show_visit_sheet(window), "file", possible,
               page=page, group=7)
        for page in pages
    ]  # fmt: skip


def customer_shown(window: MainWindow) -> int | None:
    """The customer in sight, or that of the contact, deal or document that is."""
    shown = window.record_shown()
    return customer_of(window.company, *shown) if shown is not None else None


def customer_of(company: Company, kind: str, row: int) -> int | None:
    """The customer that a record is or belongs to."""
    if kind == "customer":
        return row
    if company.entity(kind).fields().get("customer") is None:
        return None
    found = company.execute(f'SELECT customer FROM "{kind}" WHERE id = ?', (row,)).fetchone()
    return found[0] if found else None


def show_visit_sheet(window: MainWindow) -> None:
    """Set the visit sheet of the customer in sight and show it."""
    from crm_desktop.letters.visit import visit_sheet
    from crm_desktop.ui.paper import show_paper
    from crm_desktop.ui.window import moment

    customer = customer_shown(window)
    if customer is None:
        return
    company, now = window.company, moment(window)
    show_paper(window, lambda: visit_sheet(company, customer, now), _("Visit sheet"))
