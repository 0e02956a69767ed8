"""Draws the organisation chart of a customer and the QR code of a contact for the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm_desktop import i18n
from crm_desktop.customers import people
from crm_desktop.customers.ui.chart_dialog import ChartDialog
from crm_desktop.customers.ui.qr_dialog import QrDialog
from crm_desktop.demo import words
from crm_desktop.i18n import _
from crm_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tests.gallery import Gallery

STANCES: Final = (
    ("decides signs", "for", 0), ("buys", None, 2), ("pays", "neutral", 4), ("uses influences", "against", 6),
    ("receives", "for", 7), ("blocks", "against", 3), ("buys receives", "neutral", 3), ("uses", None, 5),
    (None, None, 8), (None, "for", 9),
)  # fmt: skip
"""Of each person the role, the attitude, and the place of the job among those of the demo."""
LINES: Final = ((1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1), (7, 3), (9, 7), (6, 2))
DOTTED: Final = ((4, 3),)


def draw(gallery: Gallery, window: MainWindow) -> None:
    """Hang ten people below each other, draw their chart, a customer without people, and a code."""
    company = window.company
    ids = [row for (row,) in company.execute("SELECT id FROM contact ORDER BY id LIMIT ?", (len(STANCES),))]
    at = company.execute("SELECT customer FROM contact WHERE id = ?", (ids[0],)).fetchone()[0]
    jobs = [job for job, *_rest in words.words(i18n.language())["jobs"]]
    with company.journal.entry(_("People")):
        for row, (role, attitude, job) in zip(ids, STANCES, strict=True):
            company.execute("DELETE FROM reporting WHERE contact = ? OR boss = ?", (row, row))
            company.execute(
                "UPDATE contact SET customer = ?, role = ?, attitude = ?, job_title = ? WHERE id = ?",
                (at, role, attitude, jobs[job], row),
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
