"""How customers and contacts look, how they are found, and which headings mean their fields."""

from __future__ import annotations

from crm_desktop.customers import foreignwords
from crm_desktop.customers.foreignwords import also
from crm_desktop.customers.model import Contact, Customer, Employment, Reporting, Tier
from crm_desktop.customers.people import check_contact
from crm_desktop.customers.reaching import addresses_of, reach_of
from crm_desktop.entity.describe import Children, Companion, Entity, Filter, Section, Slot, Worked
from crm_desktop.entity.fields import Moment, Phone, Text
from crm_desktop.i18n import N_


def _any_phone(link: str) -> Worked:
    return Worked(
        "any_phone",
        N_("Phone or mobile"),
        Phone(N_("Phone or mobile")),
        f"(SELECT c.value FROM reach c WHERE c.{link} = {{t}}.id AND c.type IN ('mobile', 'phone', 'home_phone')"
        " ORDER BY c.position, c.id LIMIT 1)",
    )


def _touched(kind: str) -> Worked:
    return Worked(
        "touched",
        N_("Last touched"),
        Moment(N_("Last touched")),
        f"(SELECT max(n.at) FROM note n WHERE n.kind = '{kind}' AND n.row = {{t}}.id)",
    )


_PLACE: dict[str, tuple[str, ...]] = {
    "country": ("国家", "nation", "country/region", "business country", "work country", "国家/地区"),
    "region": ("省", "省份", "省市", "state", "region", "province/state", "business state", "work state",
               "business region", "work region", "work province"),
    "city": ("市", "城市", "town", "suburb", "business city", "work city", "所在城市"),
    "street": ("地址", "详细地址", "street", "street address", "address", "business street", "work street",
               "work address", "business address", "联系地址",
               "公司地址", "通讯地址", "address 1", "address1", "办公地址"),
    "postcode": ("邮编", "邮政编码", "zip", "zip code", "postal code", "postcode", "business zip", "work zip",
                 "work zip code", "business zip code",
                 "business postal code", "postalcode"),
}  # fmt: skip

CUSTOMER = Entity(
    model=Customer,
    one=N_("Customer"),
    many=N_("Customers"),
    icon="customers",
    title="name",
    subtitle=("city", "any_phone", "status"),
    sections=(
        Section(N_("Customer"), ("name", "short_name", "code", "type", "status", "tier", "industry", "source")),
        Section(N_("Reach"), ("reach",)),
        Section(N_("Address"), ("street", "postcode", "city", "region", "country", "addresses")),
        Section(N_("Care"), ("owner", "territory", "language", "next_step", "next_on", "created")),
        Section(N_("Terms"), ("price_list", "discount", "credit_limit", "due_days", "priority", "opening")),
        Section(N_("Invoicing"), ("tax_title", "tax_number", "bank", "bank_account")),
        Section(N_("More"), ("tags", "notes")),
    ),
    list=("name", "main_contact", "any_phone", "status", "touched", "next_step"),
    order=("name",),
    search=("short_name", "code", "tax_number", "city", "reach"),
    worked=(
        Worked(
            "main_contact",
            N_("Main contact"),
            Text(N_("Main contact")),
            "(SELECT p.name FROM contact p WHERE p.customer = {t}.id ORDER BY p.id LIMIT 1)",
        ),
        _any_phone("customer"),
        _touched("customer"),
    ),
    children=(reach_of("customer"), addresses_of("customer")),
    filters=(
        Filter("key", N_("Key accounts"), "{t}.status = 'key'", pinned=True),
        Filter("leads", N_("Leads"), "{t}.status = 'lead'", pinned=True),
        Filter(
            "untouched",
            N_("Not touched for 30 days"),
            "NOT EXISTS (SELECT 1 FROM note n WHERE n.kind = 'customer' AND n.row = {t}.id"
            " AND n.at >= date(:today, '-30 days'))",
            pinned=True,
        ),
        Filter("step_due", N_("Next step due"), "{t}.next_on <= :today", pinned=True),
        Filter("no_step", N_("No next step"), "{t}.next_step IS NULL"),
    ),
    match=("code", "tax_number", "mobile", "phone", "email"),
    match_together=("name",),
    companions=(
        Companion(
            kind="contact",
            link="customer",
            columns={
                "main_contact": "name",
                "contact_title": "job_title",
                "contact_mobile": "mobile",
                "contact_phone": "phone",
                "contact_email": "email",
                "contact_wechat": "wechat",
            },
            titles={
                "contact_title": N_("Main contact's job title"),
                "contact_mobile": N_("Main contact's mobile"),
                "contact_phone": N_("Main contact's phone"),
                "contact_email": N_("Main contact's mail"),
                "contact_wechat": N_("Main contact's WeChat"),
            },
            aliases={
                "contact_title": ("contact title", "contact job title", "contact position", "联系人职务", "联系人职位",
                                  "主联系人职位"),
                "contact_mobile": ("contact mobile", "contact cell", "contact mobile phone", "联系人手机",
                                   "联系人手机号", "主联系人手机"),
                "contact_phone": ("contact phone", "contact telephone", "联系人电话", "主联系人电话"),
                "contact_email": ("contact email", "contact mail", "contact e-mail", "联系人邮箱",
                                  "主联系人邮箱"),
                "contact_wechat": ("contact wechat", "联系人微信", "主联系人微信"),
            },
            shares=("mobile", "email", "wechat", "qq"),
        ),
    ),
    linked=("contact", "opportunity", "order", "invoice"),
    aliases=also({
        "name": ("company", "company name", "customer name", "client", "client name", "account", "account name",
                 "organisation", "organization", "公司", "公司名称", "客户", "客户名称", "企业名称", "单位名称", "单位",
                 "名称", "客户姓名", "业务伙伴名称", "supplier", "dealer", "reseller", "vendor", "供应商",
                 "供应商名称"),
        "short_name": ("简称", "客户简称", "alias"),
        "code": ("customer id", "customer no", "customer code", "account number", "client id", "客户编号", "客户代码",
                 "客户编码", "编号", "id", "number", "会员编号", "会员号"),
        "type": ("客户类型", "customer type"),
        "status": ("客户状态", "状态", "stage", "阶段", "客户阶段"),
        "tier": ("等级", "级别", "客户级别", "客户等级", "rating", "class", "level", "grade"),
        "industry": ("行业", "所属行业", "industry", "business", "sector", "主营业务"),
        "source": ("来源", "客户来源", "lead source", "origin", "渠道"),
        "owner": ("负责人", "业务员", "所有人", "销售", "跟进人", "salesperson", "account manager", "sales rep",
                  "业务经理"),
        "territory": ("区域", "销售区域", "片区", "sales territory", "area"),
        "tax_title": ("开票抬头", "发票抬头", "抬头", "tax title", "invoice name"),
        "tax_number": ("税号", "纳税人识别号", "统一社会信用代码", "信用代码", "vat", "vat number", "vat id", "tax id",
                       "tax no", "ust-id", "duty paragraph", "税务登记号", "gstin", "gst number", "vat reg no"),
        "bank": ("开户行", "开户银行", "bank name"),
        "bank_account": ("银行账号", "账号", "银行账户", "account no", "iban"),
        "price_list": ("价格表", "价目表", "price level", "pricelist"),
        "discount": ("折扣", "默认折扣", "default discount", "rebate"),
        "credit_limit": ("信用额度", "授信额度", "credit", "credit line"),
        "due_days": ("账期", "付款天数", "payment terms", "net days", "terms days"),
        "priority": ("优先级", "重要程度", "importance"),
        "opening": ("书信开头",),
        "next_step": ("下一步", "下次跟进内容", "next action", "todo"),
        "next_on": ("下次跟进时间", "下次联系时间", "下次跟进日期", "next contact", "follow up", "follow-up date"),
        "created": ("创建时间", "创建日期", "录入时间", "since", "created", "created at", "date added", "登记日期"),
        "notes": ("备注", "说明", "notes", "note", "comment", "comments", "description", "memo", "remark"),
        "main_contact": ("联系人", "contact", "contact name", "contact person", "主要联系人", "联系人姓名"),
        **_PLACE,
    }, foreignwords.CUSTOMER),
)  # fmt: skip

TIER = Entity(
    model=Tier,
    one=N_("Tier"),
    many=N_("Tiers"),
    icon="star",
    title="name",
    subtitle=("price_list", "discount"),
    sections=(
        Section(N_("Tier"), ("name", "price_list", "discount", "credit_limit", "due_days", "priority", "language",
                             "opening")),
        Section(N_("More"), ("notes",)),
    ),
    list=("name", "price_list", "discount", "credit_limit", "due_days", "priority", "language"),
    order=("name",),
    tags=False,
    match=("name",),
    aliases={
        "name": ("tier", "等级", "级别", "客户等级", "level"),
        "price_list": ("价格表", "价目表"),
        "discount": ("折扣",),
        "credit_limit": ("信用额度",),
        "due_days": ("账期", "付款天数"),
        "priority": ("优先级",),
        "notes": ("备注", "remarks"),
    },
)  # fmt: skip

CONTACT = Entity(
    model=Contact,
    one=N_("Contact"),
    many=N_("Contacts"),
    icon="contacts",
    title="name",
    subtitle=("customer", "job_title", "any_phone"),
    sections=(
        Section(
            N_("Person"),
            ("name", "family_name", "given_name", "salutation", "greeting", "nickname", "gender", "birthday"),
        ),
        Section(N_("Work"), ("customer", "job_title", "department", "role", "attitude", "bosses", "employments")),
        Section(N_("Reach"), ("reach",)),
        Section(N_("Address"), ("street", "postcode", "city", "region", "country", "addresses")),
        Section(N_("More"), ("owner", "source", "language", "created", "tags", "notes")),
    ),
    list=("name", "customer", "job_title", "mobile", "wechat", "email", "role"),
    order=("name",),
    search=("customer", "nickname", "job_title", "reach"),
    worked=(_any_phone("contact"), _touched("contact")),
    children=(
        reach_of("contact"),
        addresses_of("contact"),
        Children(
            name="employments",
            title=N_("Other employers"),
            model=Employment,
            link="contact",
            fields=("customer", "job_title", "role", "since", "until", "current"),
            key="customer",
            order="position",
        ),
        Children(
            name="bosses",
            title=N_("Reports to"),
            model=Reporting,
            link="contact",
            fields=("boss", "type"),
            key="boss",
            order="position",
            slots=(
                Slot(
                    "reports_to",
                    N_("Reports to"),
                    "boss",
                    aliases=("上级", "直属上级", "汇报对象", "manager", "manager's name", "supervisor", "reports to"),
                ),
            ),
        ),
    ),
    filters=(
        Filter("deciders", N_("Decision makers"), "instr(' ' || {t}.role || ' ', ' decides ') > 0", pinned=True),
        Filter("free", N_("Without a customer"), "{t}.customer IS NULL", pinned=True),
        Filter(
            "birthdays",
            N_("Birthday in the next 30 days"),
            "{t}.birthday IS NOT NULL AND next_birthday({t}.birthday, :today) <= date(:today, '+30 days')",
            pinned=True,
        ),
    ),
    companions=(
        Companion(
            kind="contact",
            link="customer",
            columns={
                "person": "name", "person_title": "job_title", "person_mobile": "mobile", "person_phone": "phone",
                "person_email": "email", "person_wechat": "wechat",
            },
            titles={
                "person": N_("Person"), "person_title": N_("Person's job title"),
                "person_mobile": N_("Person's mobile"), "person_phone": N_("Person's phone"),
                "person_email": N_("Person's mail"), "person_wechat": N_("Person's WeChat"),
            },
            through="customer",
        ),
    ),
    match=("mobile", "email", "wechat"),
    match_together=("name", "customer"),
    person=True,
    check=check_contact,
    aliases=also({
        "name": ("full name", "display name", "contact", "contact name", "姓名", "联系人", "联系人姓名", "名字", "fn",
                 "member", "客户姓名"),
        "family_name": ("last name", "surname", "family name", "lastname", "last", "姓", "姓氏"),
        "given_name": ("first name", "given name", "firstname", "first", "forename", "名"),
        "salutation": ("title", "prefix", "称呼", "尊称", "mr/ms", "title of courtesy", "titleofcourtesy", "称谓"),
        "nickname": ("昵称", "备注名", "微信昵称", "nick"),
        "customer": ("公司", "公司名称", "客户", "客户名称", "单位", "工作单位", "company", "company name",
                     "organization", "organisation", "account", "employer", "所属客户", "企业名称"),
        "job_title": ("职位", "职务", "岗位", "job title", "position", "contact title", "contacttitle", "job"),
        "department": ("部门", "dept", "所属部门"),
        "attitude": ("态度", "立场", "stance", "sentiment"),
        "role": ("角色", "buying role", "决策角色"),
        "gender": ("性别", "sex"),
        "birthday": ("生日", "出生日期", "出生年月", "birth date", "date of birth", "dob", "birthdate", "bday"),
        "owner": ("负责人", "业务员", "跟进人", "salesperson", "所有人"),
        "source": ("来源", "lead source"),
        "created": ("创建时间", "创建日期", "date added", "created at"),
        "notes": ("备注", "说明", "notes", "note", "comment", "comments", "description", "remark", "个人说明"),
        **_PLACE,
    }, foreignwords.CONTACT),
)  # fmt: skip
