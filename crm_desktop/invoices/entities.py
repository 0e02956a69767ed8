"""How invoices, their lines and payments look and are found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from crm_desktop.customers.people import people_for
from crm_desktop.customers.terms import terms_of
from crm_desktop.entity import numbering
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, ChildRows, Dated, Entity, Filter, Section, Values, Worked
from crm_desktop.entity.fields import Money
from crm_desktop.i18n import N_, _
from crm_desktop.invoices.model import Invoice, InvoiceLine, Payment


def _number_it(company: Company, values: Values, _children: ChildRows) -> None:
    if values.get("status") != "draft" and not values.get("number"):
        values["number"] = numbering.take(
            company, "invoice", "SELECT 1 FROM invoice WHERE number = ?", "INV-{number:04d}"
        )


def payer_and_day(company: Company, values: Values, today: date) -> Values:
    """Who pays, by the roles at the customer, and until when, by its terms."""
    found = people_for(company, values, {"payer": "pays"}, today)
    customer, issued = values.get("customer"), values.get("issued_on")
    if isinstance(customer, int) and issued and values.get("due_on") is None:
        days = terms_of(company, customer).due_days
        if days is not None:
            found["due_on"] = (date.fromisoformat(issued) + timedelta(days=days)).isoformat()
    return found


def _due_after_issue(_company: Company, values: Values, _children: ChildRows) -> Mapping[str, str] | None:
    if values.get("due_on") and values.get("issued_on") and values["due_on"] < values["issued_on"]:
        return {"due_on": _("It is due before it is issued.")}
    return None


def _sum(column: str, title: str) -> Worked:
    sql = f"coalesce((SELECT sum(l.{column}) FROM invoice_line l WHERE l.invoice = {{t}}.id), 0)"
    return Worked(column, title, Money(title), sql)


_GROSS = "coalesce((SELECT sum(l.gross) FROM invoice_line l WHERE l.invoice = {t}.id), 0)"
_PAID = "coalesce((SELECT sum(p.amount) FROM payment p WHERE p.invoice = {t}.id), 0)"
_OPEN = f"CASE WHEN {{t}}.status = 'issued' THEN {_GROSS} - {_PAID} ELSE 0 END"

INVOICE = Entity(
    model=Invoice,
    one=N_("Invoice"),
    many=N_("Invoices"),
    counted=(N_("{n} invoice"), N_("{n} invoices")),
    icon="invoices",
    title="number",
    subtitle=("customer", "issued_on", "gross"),
    sections=(
        Section(N_("Invoice"), ("number", "customer", "payer", "order", "status", "issued_on", "due_on")),
        Section(N_("Lines"), ("lines",)),
        Section(N_("Invoicing"), ("tax_title", "tax_number", "tax_invoice")),
        Section(N_("More"), ("tags", "notes")),
    ),
    list=("number", "customer", "issued_on", "due_on", "status", "net", "tax", "gross", "open_amount"),
    order=("-issued_on", "-number"),
    search=("customer", "tax_title", "tax_number", "tax_invoice"),
    worked=(
        _sum("net", N_("Net")),
        _sum("tax", N_("Tax")),
        _sum("gross", N_("Total")),
        Worked("paid", N_("Paid"), Money(N_("Paid")), _PAID),
        Worked("open_amount", N_("Open amount"), Money(N_("Open amount")), _OPEN),
    ),
    children=(
        Children(
            name="lines",
            title=N_("Lines"),
            model=InvoiceLine,
            link="invoice",
            fields=("product", "text", "quantity", "unit", "price", "discount", "tax_rate"),
            key="quantity",
            order="position",
        ),
    ),
    filters=(
        Filter("drafts", N_("Drafts"), "{t}.status = 'draft'", pinned=True),
        Filter("unpaid", N_("Unpaid"), "{t}.status = 'issued'", pinned=True),
        Filter("overdue", N_("Overdue"), "{t}.status = 'issued' AND {t}.due_on < :today", pinned=True, alarm="status"),
    ),
    match=("number", "tax_invoice"),
    dated=Dated("issued_on", "document", ("status", "gross"), "accent"),
    check=_due_after_issue,
    work_out=_number_it,
    suggest=payer_and_day,
    aliases={
        "number": ("invoice no", "invoice number", "invoice", "invoice id", "发票编号", "单号"),
        "customer": ("customer id", "party", "company", "client", "客户", "客户名称", "购买方名称", "购方名称"),
        "payer": ("付款联系人", "财务联系人", "accounts payable contact", "billing contact"),
        "order": ("order no", "order number", "订单号"),
        "status": ("状态", "发票状态"),
        "issued_on": ("invoice date", "date", "issue date", "开票日期", "日期"),
        "due_on": ("due date", "payment due", "到期日", "付款期限"),
        "tax_title": ("发票抬头", "抬头"),
        "tax_number": ("税号", "纳税人识别号", "购买方纳税人识别号", "购方税号"),
        "tax_invoice": ("发票号码", "数电票号码"),
        "notes": ("备注", "remarks"),
    },
)

INVOICE_LINE = Entity(
    model=InvoiceLine,
    one=N_("Invoice line"),
    many=N_("Invoice lines"),
    counted=(N_("{n} invoice line"), N_("{n} invoice lines")),
    icon="invoices",
    title="product",
    subtitle=("invoice", "quantity", "gross"),
    sections=(
        Section(
            N_("Invoice line"), ("invoice", "product", "text", "quantity", "unit", "price", "discount", "tax_rate")
        ),
    ),
    list=("invoice", "product", "text", "quantity", "unit", "price", "discount", "net", "tax", "gross"),
    order=("-invoice",),
    tags=False,
    match_together=("invoice", "product", "text", "quantity", "price"),
    aliases={
        "invoice": ("invoice no", "invoice number", "发票编号"),
        "product": ("product id", "product code", "item", "产品", "商品", "项目名称"),
        "text": ("description", "描述"),
        "quantity": ("qty", "数量"),
        "price": ("unit price", "单价", "rate"),
        "tax_rate": ("税率", "vat"),
    },
)

PAYMENT = Entity(
    model=Payment,
    one=N_("Payment"),
    many=N_("Payments"),
    counted=(N_("{n} payment"), N_("{n} payments")),
    icon="payment",
    title="customer",
    subtitle=("paid_on", "amount"),
    sections=(
        Section(N_("Payment"), ("customer", "invoice", "paid_on", "amount", "method", "reference")),
        Section(N_("More"), ("tags", "notes")),
    ),
    list=("paid_on", "customer", "invoice", "amount", "method", "reference"),
    order=("-paid_on",),
    search=("reference",),
    filters=(Filter("month", N_("This month"), "substr({t}.paid_on, 1, 7) = substr(:today, 1, 7)", pinned=True),),
    match_together=("customer", "paid_on", "amount", "reference"),
    dated=Dated("paid_on", "money", ("amount", "invoice", "method"), "good"),
    aliases={
        "customer": ("client", "payer", "客户", "客户名称", "付款方"),
        "invoice": ("invoice no", "invoice number", "发票编号"),
        "paid_on": ("date", "payment date", "回款日期", "付款日期", "收款日期", "日期"),
        "amount": ("金额", "回款金额", "收款金额", "payment", "paid"),
        "method": ("method", "付款方式", "收款方式", "payment method"),
        "reference": ("reference", "流水号", "transaction id", "备注号"),
    },
    aliases_told={
        "customer": ("交易对方", "对方户名", "对方名称", "对手信息", "付款人", "付款人名称", "counterparty"),
        "paid_on": (
            "交易日期",
            "交易时间",
            "交易日",
            "记账日期",
            "记账日",
            "入账时间",
            "付款时间",
            "支付时间",
            "date posted",
            "posting date",
            "transaction date",
            "value date",
        ),
        "amount": (
            "交易金额",
            "人民币金额",
            "收入",
            "收入金额",
            "入账金额",
            "记账金额(收入)",
            "transaction amount",
            "billing amount",
            "credit amount",
        ),
        "method": ("收/付款方式", "支付方式"),
        "reference": ("交易订单号", "交易单号", "交易流水号", "凭证号"),
        "notes": ("摘要", "交易摘要", "附言", "用途", "description", "memo", "remarks"),
    },
)

OWES = Worked(
    "owes",
    N_("Owes"),
    Money(N_("Owes")),
    "(SELECT nullif(coalesce(sum((SELECT sum(l.gross) FROM invoice_line l WHERE l.invoice = i.id)), 0)"
    " - coalesce(sum((SELECT sum(p.amount) FROM payment p WHERE p.invoice = i.id)), 0), 0)"
    " FROM invoice i WHERE i.customer = {t}.id AND i.status = 'issued')",
)

OVERDUE_MONEY = Worked(
    "overdue",
    N_("Overdue"),
    Money(N_("Overdue")),
    "(SELECT nullif(coalesce(sum((SELECT sum(l.gross) FROM invoice_line l WHERE l.invoice = i.id)), 0)"
    " - coalesce(sum((SELECT sum(p.amount) FROM payment p WHERE p.invoice = i.id)), 0), 0)"
    " FROM invoice i WHERE i.customer = {t}.id AND i.status = 'issued' AND i.due_on < date('now', 'localtime'))",
)

SALES = Worked(
    "sales",
    N_("Invoiced this year"),
    Money(N_("Invoiced this year")),
    "(SELECT sum((SELECT sum(l.gross) FROM invoice_line l WHERE l.invoice = i.id)) FROM invoice i"
    " WHERE i.customer = {t}.id AND i.status IN ('issued', 'paid')"
    " AND i.issued_on >= date('now', 'localtime', 'start of year'))",
)

SALES_BEFORE = Worked(
    "sales_before",
    N_("Invoiced last year"),
    Money(N_("Invoiced last year")),
    "(SELECT sum((SELECT sum(l.gross) FROM invoice_line l WHERE l.invoice = i.id)) FROM invoice i"
    " WHERE i.customer = {t}.id AND i.status IN ('issued', 'paid')"
    " AND i.issued_on >= date('now', 'localtime', 'start of year', '-1 year')"
    " AND i.issued_on < date('now', 'localtime', 'start of year'))",
)

OWES_MONEY = Filter(
    "owes",
    N_("Owes money"),
    "EXISTS (SELECT 1 FROM invoice i WHERE i.customer = {t}.id AND i.status = 'issued')",
    pinned=True,
)
