"""Not the same: remembered, undoable, and only for the pairs that were looked at."""

from __future__ import annotations

from crm_desktop.alike.asking import pairs
from crm_desktop.alike.dismissing import dismiss, dismissed, undismissed
from crm_desktop.entity.company import Company
from crm_desktop.store import history
from crm_desktop.store.undo import undo
from tests.alike.lists import save


def test_a_dismissed_pair_is_not_shown_again_until_that_is_undone(company: Company) -> None:
    customer = company.entity("customer")
    rows = [save(company, "customer", name=name) for name in ("上海明远贸易有限公司", "明远贸易", "明远贸易公司")]
    assert len(undismissed(company, customer, pairs(company, customer))) == 3
    dismiss(company, customer, [rows[1], rows[0]])
    left = undismissed(company, customer, pairs(company, customer))
    assert {(pair.one, pair.other) for pair in left} == {(rows[0], rows[2]), (rows[1], rows[2])}
    assert history.entries(company.journal)[0].title == "Not the same: 上海明远贸易有限公司, 明远贸易"
    dismiss(company, customer, rows)
    assert undismissed(company, customer, pairs(company, customer)) == []
    undo(company.journal)
    undo(company.journal)
    assert dismissed(company, customer) == set()


def test_what_is_dismissed_of_one_kind_says_nothing_of_another(company: Company) -> None:
    dismiss(company, company.entity("customer"), [1, 2])
    assert dismissed(company, company.entity("contact")) == set()
