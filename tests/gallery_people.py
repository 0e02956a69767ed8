"""Draws the organisation chart of a customer and the QR code of a contact for the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm_desktop.customers import people
from crm_desktop.customers.ui.chart_dialog import ChartDialog
from crm_desktop.customers.ui.qr_dialog import QrDialog
from crm_desktop.i18n import _
from crm_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tests.gallery import Gallery

STANCES: Final = (
    ("decides signs", "for"), ("buys", None), ("pays", "neutral"), ("uses influences", "against"), ("receives", "for"),
    ("blocks", "against"), ("buys receives", "neutral"), ("uses", None), (None, None), (None, "for"),
)  # fmt: skip
LINES: Final = ((1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 2), (7, 3), (9, 7))
DOTTED: Final = ((6, 1), (4, 3))


def draw(gallery: Gallery, window: MainWindow) -> None:
    """Hang ten people below each other, draw their chart, a customer without people, and a code."""
    company = window.company
    ids = [row for (row,) in company.execute("SELECT id FROM contact ORDER BY id LIMIT ?", (len(STANCES),))]
    at = company.execute("SELECT customer FROM contact WHERE id = ?", (ids[0],)).fetchone()[0]
    with company.journal.entry(_("People")):
        for row, (role, attitude) in zip(ids, STANCES, strict=True):
            company.execute(
                "UPDATE contact SET customer = ?, role = ?, attitude = ? WHERE id = ?", (at, role, attitude, row)
            )
        for pairs, type in ((LINES, "solid"), (DOTTED, "dotted")):
            for person, boss in pairs:
                people.report_to(company, ids[person], ids[boss], also=True, type=type)
    gallery.dialog("org-chart", ChartDialog(window, at, window))
    draw_deal(gallery, window)
    gallery.dialog("qr-code", QrDialog(window, "contact", ids[0], window))
    alone = company.execute(
        "SELECT id FROM customer c WHERE NOT EXISTS (SELECT 1 FROM contact p WHERE p.customer = c.id) LIMIT 1"
    ).fetchone()
    if alone:
        gallery.dialog("org-chart-empty", ChartDialog(window, alone[0], window))


def draw_deal(gallery: Gallery, window: MainWindow) -> None:
    """Draw how the people of the largest customer of the demo stand in one of its deals, and the deal's own page."""
    deal, customer = window.company.execute(
        "SELECT o.id, o.customer FROM opportunity o ORDER BY (SELECT count(*) FROM deal_person d"
        " WHERE d.opportunity = o.id) DESC, o.id DESC LIMIT 1"
    ).fetchone()
    chart = ChartDialog(window, customer, window, deal=("opportunity", deal))
    gallery.dialog("org-chart-deal", chart)
    chart.write(gallery.out / f"org-chart-deal-{gallery.tail}.svg")
    window.open_page("opportunity", deal)
    gallery.settle(0.7)
    gallery.save("org-chart-opportunity", window)
    window.page()._back_to_list()  # type: ignore[union-attr]
