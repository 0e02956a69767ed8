"""What the home page tells, from a real company."""

from __future__ import annotations

from datetime import date, timedelta

from crm_desktop import demo
from crm_desktop.areas import open_company
from crm_desktop.entity import query, records
from crm_desktop.entity.company import Company
from crm_desktop.reports import queries
from tests.conftest import TODAY


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


def some_business(company: Company) -> int:
    """One customer with something of everything; the customer's id."""

    def save(kind: str, values: dict[str, object], lines: list[dict[str, object]] | None = None) -> int:
        children = {"lines": lines} if lines else None
        return records.save(company, company.entity(kind), values, children=children)

    row = save("customer", {"name": "Birch Lane", "created": day(-3), "next_step": "Call", "next_on": day(-2)})
    stages = [number for (number,) in company.execute("SELECT id FROM stage ORDER BY position")]
    save("opportunity", {"name": "Tea", "customer": row, "stage": stages[1], "amount": 50_000_00, "next_on": day(1)})
    save("opportunity", {"name": "Won", "customer": row, "stage": stages[4], "amount": 9_00, "next_on": day(1)})
    save("task", {"title": "Ring back", "due": day(0), "kind": "customer", "row": row})
    save("task", {"title": "Done long ago", "due": day(-9), "done_at": f"{day(-9)}T10:00:00"})
    save("task", {"title": "Far off", "due": day(8)})
    save("event", {"title": "Visit", "start": f"{day(0)}T14:30:00", "place": "Leeds", "kind": "customer", "row": row})
    save("event", {"title": "Was yesterday", "start": f"{day(-1)}T09:00:00"})
    line = [{"text": "Tea", "quantity": 2000, "price": 99_0000}]
    save("invoice", {"customer": row, "status": "issued", "issued_on": day(-40), "due_on": day(-10)}, line)
    save("invoice", {"customer": row, "status": "draft", "issued_on": day(-1), "due_on": day(-1)}, line)
    save("order", {"customer": row, "wanted_on": day(-1)})
    return row


def test_a_new_company_is_new_until_there_is_a_record(company: Company) -> None:
    assert queries.is_new(company)
    records.save(company, company.entity("task"), {"title": "Begin"})
    assert not queries.is_new(company)


def test_the_figures_count_what_their_lists_show(company: Company) -> None:
    some_business(company)
    figures = {figure.kind: figure for figure in queries.figures(company, TODAY)}
    assert [(f.title, f.value, f.note) for f in figures.values()] == [
        ("Customers", "1", "1 new this month"),
        ("Open opportunities", "1", "Weighted ¥12,500.00"),
        ("Open orders", "1", "1 late"),
        ("Unpaid", "¥198.00", "1 invoice, 1 overdue"),
    ]
    for kind, figure in figures.items():
        assert query.count(company, company.entity(kind), figure.list, today=TODAY) == 1
    assert [f.tone for f in figures.values()] == ["good", "neutral", "warning", "bad"]


def test_what_is_due_is_today_what_is_late_and_the_week_ahead(company: Company) -> None:
    row = some_business(company)
    due = queries.due(company, TODAY)
    assert [(one.kind, one.title, one.detail, one.clock) for one in due.today] == [
        ("event", "Visit", "Birch Lane · Leeds", "14:30"),
        ("task", "Ring back", "Birch Lane", ""),
    ]
    assert [(one.kind, one.title, one.on) for one in due.overdue] == [
        ("invoice", "Invoice INV-0001, ¥198.00", date.fromisoformat(day(-10))),
        ("customer", "Call", date.fromisoformat(day(-2))),
    ]
    ahead = [(one.kind, one.title, one.detail) for one in due.ahead]
    assert ahead == [("opportunity", "Next step", "Tea · Birch Lane")]
    assert due.overdue[1].row == row
    assert not due.more_overdue


def test_more_that_is_overdue_than_can_be_listed_is_told(company: Company) -> None:
    entity = company.entity("task")
    with company.journal.entry("Many tasks"):
        for number in range(queries.MOST + 5):
            records.save(company, entity, {"title": f"Task {number}", "due": day(-1)})
        records.save(company, entity, {"title": "Now", "due": day(0)})
    due = queries.due(company, TODAY)
    assert len(due.overdue) == queries.MOST
    assert due.more_overdue
    assert [one.title for one in due.today] == ["Now"]


def test_new_customers_are_counted_by_month_the_present_one_last(company: Company) -> None:
    for created in ("2026-11-01", "2026-11-23", "2026-01-31", "2025-12-01", "2025-11-30", "2026-12-01"):
        records.save(company, company.entity("customer"), {"name": created, "created": created})
    chart = queries.new_customers(company, TODAY)
    assert (chart.bars[0].label, chart.bars[-1].label) == ("Dec", "Nov")
    assert [int(bar.length) for bar in chart.bars] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert chart.total == "4 in 12 months"
    assert chart.bars[-1].detail == "Nov 2026: 2 new customers"


def test_the_open_pipeline_has_its_stages_in_order_and_leaves_out_what_is_closed(company: Company) -> None:
    assert queries.open_pipeline(company).blank
    some_business(company)
    chart = queries.open_pipeline(company)
    assert [bar.label for bar in chart.bars] == ["Lead in", "Needs confirmed", "Quoted", "Negotiation"]
    assert [bar.length for bar in chart.bars] == [0, 50_000_00, 0, 0]
    assert chart.total == "¥50,000.00"
    assert chart.bars[1].detail == "Needs confirmed (25 %): 1 opportunity, ¥50,000.00"


def test_an_invented_company_fills_everything(company: Company) -> None:
    company.close()
    path = company.path.with_name("demo.crm")
    demo.build(path, customers=60)
    with open_company(path) as made:
        today = date.today()
        assert all(figure.value != "0" for figure in queries.figures(made, today))
        assert not queries.new_customers(made, today).blank
        assert not queries.open_pipeline(made).blank
        due = queries.due(made, today)
        assert due.today or due.overdue or due.ahead
