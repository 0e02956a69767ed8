"""What the invented company sold: orders, their delivery, invoices and payments, each on its day after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from crm_desktop.demo.chance import Chance, on_to_work
from crm_desktop.demo.company import House
from crm_desktop.demo.customers import Known
from crm_desktop.demo.rows import insert
from crm_desktop.entity.parts import Sequence as Series
from crm_desktop.invoices.model import Invoice, InvoiceLine, Payment
from crm_desktop.orders.lines import amounts
from crm_desktop.orders.model import Order, OrderLine

_ORDERS: Final = {"key": (5, 14), "customer": (1, 5), "dormant": (1, 3), "lost": (0, 2), "lead": (0, 0)}
_TERMS: Final = (14, 30, 30, 30, 60)


@dataclass(slots=True)
class _Sale:
    """One order with what follows from it; days not yet come are None."""

    known: Known
    ordered: date
    contact: int | None
    lines: list[dict[str, Any]]
    gross: int
    cancelled: bool = False
    shipped: date | None = None
    issued: date | None = None
    due: date | None = None
    paid: list[tuple[date, int]] = field(default_factory=list)
    number: int = 0
    invoice: int | None = None

    @property
    def settled(self) -> bool:
        """Whether all of it is paid."""
        return bool(self.paid) and sum(amount for _day, amount in self.paid) == self.gross


def trade(house: House, customers: Sequence[Known]) -> None:
    """Insert the orders of these customers with their lines, invoices and payments, numbered by day."""
    chance = house.chance("orders")
    sales = [sale for known in customers for sale in _sales_of(house, chance, known)]
    sales.sort(key=lambda sale: (sale.ordered, sale.known.id))
    for sale in sales:
        _remember(sale)
    _insert_orders(house, chance, sales)
    billed = sorted((sale for sale in sales if sale.issued), key=lambda sale: (sale.issued, sale.number))
    _insert_invoices(house, chance, billed)
    _insert_payments(house, chance, billed)


def _remember(sale: _Sale) -> None:
    """Have the customer know of it: what is said there later depends on it."""
    known = sale.known
    if sale.shipped is not None and (known.bought is None or sale.shipped < known.bought):
        known.bought = sale.shipped
    if sale.due is not None:
        known.owed.append((sale.due, sale.paid[-1][0] if sale.settled else None))


def _sales_of(house: House, chance: Chance, known: Known) -> Iterator[_Sale]:
    today = house.today
    last = today - timedelta(days=200 if known.status in ("dormant", "lost") else 0)
    first = max(known.created + timedelta(days=3), today - timedelta(days=548))
    if first > last:
        return
    for _order in range(chance.between(*_ORDERS[known.status])):
        sale = _sale(house, chance, known, chance.workday(first, last, 1.15))
        _deliver(chance, sale, today)
        if sale.shipped is not None:
            _bill(chance, sale, today)
        yield sale


def _sale(house: House, chance: Chance, known: Known, ordered: date) -> _Sale:
    rate = house.texts["company"]["tax_rate"] if known.at_home else 0
    lines = []
    for position in range(1, chance.between(1, 5) + 1):
        product, article = chance.of(house.products)
        packs = chance.between(1, 3) if article.price * article.minimum > 3_000_000 else chance.between(1, 8)
        line: dict[str, Any] = {
            "product": product,
            "quantity": article.minimum * packs * 1000,
            "unit": article.unit,
            "price": article.price,
            "discount": chance.of((500, 500, 1000)) if chance.likely(0.15) else None,
            "tax_rate": rate,
            "position": position,
        }
        amounts(line)
        lines.append(line)
    contact = chance.of(known.contacts)[0] if known.contacts and chance.likely(0.7) else None
    return _Sale(known, ordered, contact, lines, sum(line["gross"] for line in lines))


def _deliver(chance: Chance, sale: _Sale, today: date) -> None:
    sale.cancelled = chance.likely(0.03)
    shipped = on_to_work(sale.ordered + timedelta(days=chance.between(1, 11)))
    late = (today - sale.ordered).days < 40 and chance.likely(0.06)
    if not sale.cancelled and not late and shipped <= today:
        sale.shipped = shipped


def _bill(chance: Chance, sale: _Sale, today: date) -> None:
    assert sale.shipped is not None
    issued = on_to_work(sale.shipped + timedelta(days=chance.between(0, 3)))
    if issued > today:
        return
    sale.issued = issued
    sale.due = issued + timedelta(days=chance.of(_TERMS))
    waits = chance.likely(0.12) and (today - sale.due).days < 90
    paid = on_to_work(sale.due + timedelta(days=chance.between(-12, 9)))
    if waits or paid > today:
        if chance.likely(0.08) and (early := on_to_work(issued + timedelta(days=chance.between(1, 9)))) <= today:
            sale.paid = [(early, sale.gross // 200 * 100)]
        return
    paid = max(paid, issued)
    if chance.likely(0.07):
        part = sale.gross // 300 * 100
        sale.paid = [(issued, part), (paid, sale.gross - part)]
    else:
        sale.paid = [(paid, sale.gross)]


def _insert_orders(house: House, chance: Chance, sales: Sequence[_Sale]) -> None:
    texts = house.texts
    start = house.company.journal.next_id(Order)
    rows = []
    for place, sale in enumerate(sales):
        sale.number = start + place
        status = "open" if sale.shipped is None else "done" if sale.settled else "shipped"
        away = chance.likely(0.2)
        rows.append(
            {
                "number": f"O-{place + 1:04}",
                "customer": sale.known.id,
                "contact": sale.contact,
                "status": "cancelled" if sale.cancelled else status,
                "ordered_on": sale.ordered.isoformat(),
                "wanted_on": on_to_work(sale.ordered + timedelta(days=chance.between(7, 24))).isoformat(),
                "shipped_on": sale.shipped.isoformat() if sale.shipped else None,
                "owner": sale.known.owner,
                "shipper": chance.of(texts["shippers"]) if sale.shipped else None,
                "freight": chance.of((0, 900, 1500, 2800)) if chance.likely(0.4) else None,
                "ship_name": sale.known.name if away else None,
                **({f"ship_{name}": value for name, value in sale.known.place.items()} if away else {}),
                "notes": chance.of(texts["order_notes"]) if chance.likely(0.12) else None,
            }
        )
    journal = house.company.journal
    insert(journal, Order, rows)
    insert(journal, OrderLine, ({**line, "order": sale.number} for sale in sales for line in sale.lines))
    insert(journal, Series, [{"name": "order", "next": len(sales) + 1}])


def _insert_invoices(house: House, chance: Chance, sales: Sequence[_Sale]) -> None:
    journal, today = house.company.journal, house.today
    start = journal.next_id(Invoice)
    bureau = house.texts["company"]["home"] == "CN"
    rows = []
    numbered = 0
    for place, sale in enumerate(sales):
        assert sale.issued is not None and sale.due is not None
        sale.invoice = start + place
        draft = not sale.paid and (today - sale.issued).days < 3 and chance.likely(0.5)
        numbered += not draft
        # Region 99 issues no invoices.
        tax_invoice = f"{sale.issued:%y}99{numbered:016}" if bureau and sale.known.at_home and not draft else None
        rows.append(
            {
                "number": None if draft else f"INV-{numbered:04}",
                "customer": sale.known.id,
                "order": sale.number,
                "status": "draft" if draft else "paid" if sale.settled else "issued",
                "issued_on": sale.issued.isoformat(),
                "due_on": sale.due.isoformat(),
                "tax_title": sale.known.tax_title,
                "tax_number": sale.known.tax_number,
                "tax_invoice": tax_invoice,
            }
        )
    insert(journal, Invoice, rows)
    insert(journal, InvoiceLine, ({**line, "invoice": sale.invoice} for sale in sales for line in sale.lines))
    insert(journal, Series, [{"name": "invoice", "next": numbered + 1}])


def _insert_payments(house: House, chance: Chance, sales: Sequence[_Sale]) -> None:
    rows = [
        {
            "customer": sale.known.id,
            "invoice": sale.invoice,
            "paid_on": day.isoformat(),
            "amount": amount,
            "method": chance.of(house.texts["payment_methods" if sale.known.contacts else "private_payment_methods"]),
            "reference": f"R{day:%y%m%d}-{sale.number}",
        }
        for sale in sales
        for day, amount in sale.paid
    ]
    rows.sort(key=lambda row: row["paid_on"])
    insert(house.company.journal, Payment, rows)
