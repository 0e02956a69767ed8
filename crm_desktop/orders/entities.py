"""How orders and their lines look and are found."""

from __future__ import annotations

from datetime import date

from crm_desktop.customers.people import people_for
from crm_desktop.entity import numbering
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, ChildRows, Dated, Entity, Filter, Section, Values, Worked
from crm_desktop.entity.fields import Money, Whole
from crm_desktop.i18n import N_
from crm_desktop.orders.model import Order, OrderLine


def people_of_order(company: Company, values: Values, today: date) -> Values:
    """Who buys, receives and signs, by their roles at the customer."""
    return people_for(company, values, {"contact": "buys", "receiver": "receives", "signer": "signs"}, today)


def _number_it(company: Company, values: Values, _children: ChildRows) -> None:
    if not values.get("number"):
        values["number"] = numbering.take(company, "order", 'SELECT 1 FROM "order" WHERE number = ?', "O-{number:04d}")


def _sum(column: str, title: str) -> Worked:
    sql = f'coalesce((SELECT sum(l.{column}) FROM order_line l WHERE l."order" = {{t}}.id), 0)'
    return Worked(column, title, Money(title), sql)


ORDER = Entity(
    model=Order,
    one=N_("Order"),
    many=N_("Orders"),
    icon="orders",
    title="number",
    subtitle=("customer", "ordered_on", "gross"),
    sections=(
        Section(
            N_("Order"),
            ("number", "customer", "contact", "signer", "status", "ordered_on", "wanted_on", "shipped_on"),
        ),
        Section(N_("Lines"), ("lines",)),
        Section(
            N_("Delivery"),
            ("receiver", "ship_name", "ship_street", "ship_postcode", "ship_city", "ship_region", "ship_country",
             "shipper", "freight"),
        ),
        Section(N_("More"), ("owner", "tags", "notes")),
    ),
    list=("number", "customer", "ordered_on", "status", "line_count", "net", "gross", "wanted_on", "shipped_on"),
    order=("-ordered_on", "-number"),
    search=("customer", "ship_name"),
    worked=(
        Worked(
            "line_count",
            N_("Lines"),
            Whole(N_("Lines")),
            '(SELECT count(*) FROM order_line l WHERE l."order" = {t}.id)',
        ),
        _sum("net", N_("Net")),
        _sum("tax", N_("Tax")),
        _sum("gross", N_("Total")),
    ),
    children=(
        Children(
            name="lines",
            title=N_("Lines"),
            model=OrderLine,
            link="order",
            fields=("product", "text", "quantity", "unit", "price", "discount", "tax_rate"),
            key="quantity",
            order="position",
        ),
    ),
    filters=(
        Filter("open", N_("In progress"), "{t}.status = 'open'", pinned=True),
        Filter(
            "late", N_("Late"), "{t}.status = 'open' AND {t}.shipped_on IS NULL AND {t}.wanted_on < :today",
            pinned=True, alarm="status",
        ),
        Filter("unshipped", N_("Not shipped"), "{t}.shipped_on IS NULL AND {t}.status <> 'cancelled'", pinned=True),
    ),
    match=("number",),
    dated=Dated("ordered_on", "document", ("status", "gross"), "violet"),
    work_out=_number_it,
    suggest=people_of_order,
    aliases={
        "number": ("order id", "order no", "order number", "order", "订单号", "订单编号", "单号", "document number",
                   "单据编号", "单据号"),
        "customer": ("customer id", "company", "client", "客户", "客户名称", "客户编号", "customer code", "partner id",
                     "partner", "buyer"),
        "contact": ("联系人", "采购人", "ordered by"),
        "receiver": ("签收人", "received by", "receiving person"),
        "signer": ("签约人", "签字人", "signed by", "signatory"),
        "status": ("状态", "订单状态", "order status"),
        "ordered_on": ("order date", "date", "下单日期", "订单日期", "日期", "document date", "date of document"),
        "wanted_on": ("required date", "due date", "delivery date", "交货日期", "要求交期"),
        "shipped_on": ("shipped date", "ship date", "发货日期", "出货日期"),
        "owner": ("employee id", "employee", "salesperson", "业务员", "负责人"),
        "shipper": ("ship via", "carrier", "物流", "快递", "承运商"),
        "freight": ("shipping", "运费"),
        "ship_name": ("ship to", "收货人", "收货单位", "shipname"),
        "ship_street": ("ship address", "收货地址", "送货地址", "shipaddress"),
        "ship_city": ("ship city", "shipcity"),
        "ship_region": ("ship region", "ship state", "shipregion"),
        "ship_postcode": ("ship postal code", "ship zip", "shippostalcode"),
        "ship_country": ("ship country", "shipcountry"),
        "notes": ("备注", "remarks", "comment"),
    },
)  # fmt: skip

ORDER_LINE = Entity(
    model=OrderLine,
    one=N_("Order line"),
    many=N_("Order lines"),
    counted=(N_("{n} order line"), N_("{n} order lines")),
    icon="orders",
    title="product",
    subtitle=("order", "quantity", "gross"),
    sections=(Section(N_("Order line"), ("order", "product", "text", "quantity", "unit", "price", "discount",
                                         "tax_rate")),),
    list=("order", "product", "text", "quantity", "unit", "price", "discount", "net", "tax", "gross"),
    order=("-order",),
    tags=False,
    match_together=("order", "product", "text", "quantity", "price"),
    aliases={
        "order": ("order id", "order no", "order number", "订单号", "订单编号"),
        "product": ("product id", "product code", "item", "sku", "产品", "产品编号", "商品", "product name", "品名",
                    "barcode", "条码"),
        "text": ("description", "item description", "描述", "说明"),
        "quantity": ("qty", "数量", "amount ordered"),
        "unit": ("单位", "uom"),
        "price": ("unit price", "单价", "rate", "unitprice"),
        "discount": ("折扣", "rebate"),
        "tax_rate": ("税率", "vat", "tax"),
    },
)  # fmt: skip
