"""The pictures of possible duplicates: the page, what was merged lately, the dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from crm_desktop.alike import merging
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.ui.duplicates.dialog import MergeDialog
from crm_desktop.ui.duplicates.page import PAST, DuplicatesPage
from crm_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tests.gallery import Gallery

_TWICE = (
    ({"name": "澄溪云栖贸易有限公司", "city": "杭州", "street": "云栖路12号", "tier": "A", "industry": "贸易"},
     {"name": "杭州澄溪云栖贸易", "city": "杭州", "street": "杭州市云栖路12号3楼", "tier": "B"},
     ["0571-98765432", "15400138000"], ["98765432"]),
    ({"name": "Velvetfjord Copper Ltd", "city": "Cork", "street": "12 Harbour Road", "source": "fair"},
     {"name": "Velvetfjord Coper", "city": "Cork", "street": "Harbour Rd. 12"},
     ["+353 21 555 0101"], ["+353 21 555 0101", "+353 21 555 0199"]),
    ({"name": "Granite Lumen GmbH", "city": "Graz"}, {"name": "Granite Lumen", "city": "Graz"}, [], []),
)  # fmt: skip


def fill(company: Company) -> list[int]:
    """A few customers that are there twice; returns the ids of the first two."""
    customer = company.entity("customer")
    ids = []
    for one, other, phones, others in _TWICE:
        for values, numbers in ((one, phones), (other, others)):
            reach = [{"type": "mobile" if number[:1] == "1" else "phone", "value": number} for number in numbers]
            ids.append(records.save(company, customer, values, children={"reach": reach}))
    return ids


def draw(gallery: Gallery, window: MainWindow, settle: Callable[[float], None]) -> None:
    company = window.company
    ids = fill(company)
    window.show_page("duplicates")
    page = window.page("duplicates")
    assert isinstance(page, DuplicatesPage)
    for _wait in range(100):
        settle(0.1)
        if not page.findings.running() and "customer" in page.findings.pairs:
            break
    settle(1.0)
    gallery.save("duplicates", window)
    plan = merging.plan(company, company.entity("customer"), ids[:2])
    gallery.dialog("duplicates-merge", MergeDialog(window, company.entity("customer"), plan, window))
    done = merging.merge(company, company.entity("customer"), plan)
    QApplication.processEvents()
    page.show_kind(PAST)
    settle(0.8)
    gallery.save("duplicates-past", window)
    page.show_kind("territory")
    settle(0.5)
    gallery.save("duplicates-none", window)
    window.undoing.undo(done.entry)
    page.show_kind("customer")
    window.toasts.clear()
