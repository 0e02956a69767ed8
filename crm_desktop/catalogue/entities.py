"""How products look and are found."""

from __future__ import annotations

from crm_desktop.catalogue.model import Product
from crm_desktop.entity.describe import Entity, Filter, Section
from crm_desktop.i18n import N_

PRODUCT = Entity(
    model=Product,
    one=N_("Product"),
    many=N_("Products"),
    icon="product",
    title="name",
    subtitle=("code", "specification"),
    sections=(
        Section(N_("Product"), ("name", "code", "name_en", "specification", "category", "unit", "status")),
        Section(N_("Prices"), ("price", "cost", "tax_rate", "minimum", "lead_days")),
        Section(N_("Stock"), ("stock", "reorder_point", "supplier", "barcode")),
        Section(N_("More"), ("tags", "notes")),
    ),
    list=("code", "name", "specification", "category", "unit", "price", "stock", "status"),
    order=("name",),
    search=("code", "name_en", "specification", "barcode"),
    filters=(
        Filter("active", N_("On sale"), "{t}.status IN ('new', 'active', 'phase_out')", pinned=True),
        Filter("low", N_("Below reorder point"), "{t}.stock <= {t}.reorder_point", pinned=True),
        Filter("ended", N_("Discontinued"), "{t}.status = 'ended'", pinned=True),
    ),
    match=("code", "barcode"),
    match_together=("name", "specification"),
    aliases={
        "name": ("product", "product name", "item", "item name", "产品", "产品名称", "商品", "商品名称", "品名",
                 "名称"),
        "code": ("product id", "product code", "sku", "item code", "article code", "article", "article number",
                 "产品编号", "产品编码", "商品编码", "货号", "编号", "product number"),
        "name_en": ("english name", "英文名", "英文名称"),
        "specification": ("spec", "规格", "规格型号", "型号", "quantity per unit", "quantityperunit", "model"),
        "unit": ("单位", "计量单位", "uom", "unit of measure", "unit type"),
        "category": ("类别", "分类", "产品类别", "category id", "group", "item group", "assortment",
                     "product category"),
        "price": ("unit price", "list price", "单价", "售价", "价格", "销售价", "rate"),
        "cost": ("成本", "成本价", "进价", "standard cost"),
        "tax_rate": ("税率", "vat rate", "tax"),
        "status": ("状态", "discontinued", "产品状态"),
        "stock": ("库存", "库存数量", "units in stock", "stock", "quantity", "in stock"),
        "reorder_point": ("reorder level", "安全库存", "最低库存", "reorder"),
        "lead_days": ("交期", "lead time", "货期"),
        "minimum": ("起订量", "moq", "minimum order quantity"),
        "supplier": ("供应商", "supplier id", "vendor"),
        "barcode": ("条码", "条形码", "ean", "upc", "gtin"),
        "notes": ("备注", "description", "remarks", "说明"),
    },
)  # fmt: skip
