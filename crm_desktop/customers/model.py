"""Customers (companies and persons), the people at them, and how all of them are reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crm_desktop.company.model import Staff, Territory
from crm_desktop.entity.fields import (
    Birthday,
    Choice,
    Choices,
    Day,
    Derived,
    Link,
    LongText,
    Money,
    Option,
    Percent,
    Text,
    Tick,
    Whole,
    Word,
)
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row
from crm_desktop.values.patterns import late
from crm_desktop.values.phones import CHINA, home, phone_key, usual_keys, without_extension
from crm_desktop.values.phonewords import without_words
from crm_desktop.values.text import fold, fold_lines, sort_key


def today_text() -> str:
    return date.today().isoformat()


LANGUAGES = (
    Option("en", N_("English"), also=("英语", "英文", "en-us", "en-gb")),
    Option("zh_CN", N_("Chinese"), also=("中文", "汉语", "简体中文", "普通话", "zh", "zh-cn", "mandarin")),
)
"""The languages in which letters and documents are written."""


PRIORITIES = (
    Option("high", N_("High"), "bad", ("高", "优先", "urgent")),
    Option("normal", N_("Normal"), "neutral", ("中", "普通", "medium")),
    Option("low", N_("Low"), "neutral", ("低",)),
)


class Tier(Row):
    """What customers of one tier are given, wherever they have nothing of their own."""

    name = Text(N_("Tier"), required=True, help=N_("A, B, C, or words of your own, as at the customers."))
    name_key = Derived("name", fold, unique=True)
    price_list = Word(N_("Price list"))
    discount = Percent(N_("Discount"))
    credit_limit = Money(N_("Credit limit"))
    due_days = Whole(N_("Days to pay"), help=N_("From the day of the invoice."))
    priority = Choice(N_("Priority"), PRIORITIES)
    language = Choice(N_("Language"), LANGUAGES, help=N_("Of letters and documents; blank: that of the name."))
    opening = Text(N_("Letters begin with"), help=N_("Such as Dear or 尊敬的; the name follows."))
    notes = LongText(N_("Remarks"))


class Customer(Row):
    """A company or a person that buys, or may buy."""

    name = Text(N_("Name"), required=True, help=N_("The company's or the person's full name."))
    name_key = Derived("name", sort_key, index=True)
    short_name = Text(N_("Short name"))
    code = Text(N_("Customer number"), index=True)
    type = Choice(
        N_("Type"),
        (
            Option("company", N_("Company"), also=("企业", "单位", "corporate", "business")),
            Option("person", N_("Person"), also=("个人", "individual", "private")),
        ),
        default="company",
        required=True,
    )
    status = Choice(
        N_("Status"),
        (
            Option("lead", N_("Lead"), "accent", ("潜在客户", "意向客户", "prospect", "potential")),
            Option("customer", N_("Customer"), "good", ("正式客户", "成交客户", "active", "client")),
            Option("key", N_("Key account"), "violet", ("重点客户", "大客户", "vip")),
            Option("dormant", N_("Dormant"), "warning", ("沉睡客户", "休眠", "inactive")),
            Option("lost", N_("Lost"), "neutral", ("流失客户", "former", "closed")),
        ),
        default="lead",
        required=True,
    )
    tier = Word(N_("Tier"), help=N_("How much you care: A, B, C, or words of your own."))
    industry = Word(N_("Line of business"))
    source = Word(N_("Source"), help=N_("Where this customer came from: a fair, a referral, the web site."))
    owner = Link(N_("Owner"), Staff)
    territory = Link(N_("Territory"), Territory)
    language = Choice(N_("Language"), LANGUAGES, help=N_("Of letters and documents; blank: that of the name."))
    country = Word(N_("Country"))
    region = Word(N_("Province"))
    city = Word(N_("City"))
    street = Text(N_("Address"))
    postcode = Text(N_("Postcode"))
    tax_title = Text(N_("Invoice title"), help=N_("The name on the invoice, where it differs."))
    tax_number = Text(N_("Tax number"))
    tax_key = Derived("tax_number", lambda raw: re.sub(r"[\s.-]", "", fold(raw)), seldom=True)
    bank = Text(N_("Bank"))
    bank_account = Text(N_("Bank account"))
    price_list = Word(N_("Price list"), help=N_("Blank: that of the tier; so is all that follows."))
    discount = Percent(N_("Discount"))
    credit_limit = Money(N_("Credit limit"))
    due_days = Whole(N_("Days to pay"), help=N_("From the day of the invoice."))
    priority = Choice(N_("Priority"), PRIORITIES)
    opening = Text(N_("Letters begin with"), help=N_("Such as Dear or 尊敬的; the name follows."))
    next_step = Text(N_("Next step"))
    next_on = Day(N_("Next step on"), index=True)
    created = Day(N_("Customer since"), default=today_text, index=True)
    notes = LongText(N_("Remarks"))


ROLES = (
    Option("decides", N_("Decides"), "violet", ("决策人", "decision maker", "boss")),
    Option("buys", N_("Buys"), "accent", ("采购", "purchasing", "buyer")),
    Option("pays", N_("Pays"), "good", ("财务", "accounting", "finance")),
    Option("receives", N_("Receives goods"), "neutral", ("收货人", "收货", "warehouse", "logistics")),
    Option("signs", N_("Signs"), "violet", ("签字人", "签约人", "signatory", "signer")),
    Option("uses", N_("Uses"), "neutral", ("使用人", "user", "technician")),
    Option("influences", N_("Influences"), "warning", ("影响者", "influencer")),
    Option("blocks", N_("Blocks"), "bad", ("阻碍者", "反对者", "blocker", "gatekeeper")),
)
"""What a person does when the customer buys; one person may have several."""

ATTITUDES = (
    Option("for", N_("For us"), "good", ("支持", "赞成", "supporter", "champion", "positive", "+")),
    Option("neutral", N_("Neutral"), "neutral", ("中立", "中性", "indifferent", "0")),
    Option("against", N_("Against us"), "bad", ("反对", "opponent", "negative", "-")),
)
SIGNS = {"for": "+", "neutral": "○", "against": "−"}
"""The sign of each attitude: nobody has to tell colours apart."""


class Contact(Row):
    """A person, mostly at a customer."""

    name = Text(N_("Full name"), required=True)
    name_key = Derived("name", sort_key, index=True)
    family_name = Text(N_("Family name"))
    given_name = Text(N_("Given name"))
    salutation = Text(N_("Form of address"), help=N_("Mr, Ms, Dr or a word of your own."))
    greeting = Text(N_("Greeting"), help=N_("How a letter begins, where it is not made of the form of address."))
    nickname = Text(N_("Known as"))
    customer = Link(N_("Customer"), Customer)
    job_title = Word(N_("Job title"))
    department = Word(N_("Department"))
    role = Choices(N_("Role"), ROLES, help=N_("Several are possible: who buys may also receive and sign."))
    attitude = Choice(N_("Attitude"), ATTITUDES, help=N_("Whether this person is for us."))
    gender = Choice(
        N_("Gender"),
        (
            Option("female", N_("Female"), also=("f", "w", "女士", "woman", "weiblich")),
            Option("male", N_("Male"), also=("m", "先生", "man", "männlich")),
            Option("other", N_("Other"), also=("x", "o", "diverse")),
        ),
    )
    birthday = Birthday(N_("Birthday"), help=N_("1990-05-17, 17 May without a year, or lunar 08-15."))
    owner = Link(N_("Owner"), Staff)
    source = Word(N_("Source"))
    language = Choice(N_("Language"), LANGUAGES, help=N_("Of letters; blank: that of the customer or of the name."))
    country = Word(N_("Country"))
    region = Word(N_("Province"))
    city = Word(N_("City"))
    street = Text(N_("Address"))
    postcode = Text(N_("Postcode"))
    created = Day(N_("Known since"), default=today_text, index=True)
    notes = LongText(N_("Remarks"))


REACH = (
    Option("mobile", N_("Mobile"), also=("手机", "cell", "cell phone")),
    Option("phone", N_("Phone"), also=("电话", "座机", "landline", "office")),
    Option("home_phone", N_("Home phone"), also=("家庭电话", "home")),
    Option("email", N_("Mail"), also=("邮箱", "e-mail", "email")),
    Option("wechat", N_("WeChat"), also=("微信", "weixin")),
    Option("qq", N_("QQ")),
    Option("fax", N_("Fax"), also=("传真",)),
    Option("website", N_("Web site"), also=("网址", "url", "web")),
    Option("other", N_("Other")),
)


_PLAIN_NUMBER = late(r"(?:[+(]{0,2}\d[()\s-]{0,2}){3,20}", re.ASCII)
"""Digits with the usual marks: by far most numbers, told apart at once."""


def reach_key(value: str) -> str | None:
    """What two ways of writing one number or address have in common; None where nothing can be compared."""
    if "@" in value:
        return fold(value)
    if _PLAIN_NUMBER.fullmatch(value):
        return phone_key(value) or None
    number = without_words(without_extension(value))
    if re.search(r"\d{3}", re.sub(r"[\s().+\-/]", "", number)) and not re.search(r"[^\W\d_]{3}", number):
        return phone_key(value) or None
    return fold(value) or None


def reach_keys(values: Sequence[str]) -> list[str | None]:
    """`reach_key` of each, many at one go."""
    if home() != CHINA:
        return list(map(reach_key, values))
    usual = usual_keys(values)
    if all(usual):
        return list(usual)
    folded = fold_lines(values) or list(map(fold, values))
    return [
        key or (text if "@" in value else reach_key(value))
        for value, key, text in zip(values, usual, folded, strict=True)
    ]


class Reach(Row):
    """One way to reach a customer or a contact: a number, a mail address, a messenger's name."""

    customer = Link(N_("Customer"), Customer, whole=True)
    contact = Link(N_("Contact"), Contact, whole=True)
    type = Choice(N_("Type"), REACH, default="mobile", required=True)
    value = Text(N_("Number or address"), required=True)
    key = Derived("value", reach_key, reach_keys, at_home=True, index=True)
    label = Word(N_("Label"), help=N_("Office, workshop, before noon …"))
    position = Whole(N_("Position"))


class Address(Row):
    """A further address of a customer or a contact: where goods go, a branch, a home."""

    customer = Link(N_("Customer"), Customer, whole=True)
    contact = Link(N_("Contact"), Contact, whole=True)
    type = Choice(
        N_("Type"),
        (
            Option("ship", N_("Delivery"), also=("收货地址", "shipping")),
            Option("bill", N_("Invoice address"), also=("账单地址", "billing")),
            Option("home", N_("Home address"), also=("家庭地址",)),
            Option("other", N_("Other")),
        ),
        default="ship",
        required=True,
    )
    street = Text(N_("Address"), required=True)
    city = Word(N_("City"))
    region = Word(N_("Province"))
    postcode = Text(N_("Postcode"))
    country = Word(N_("Country"))
    receiver = Text(N_("Receiver"))
    phone = Text(N_("Phone"))
    position = Whole(N_("Position"))


class Employment(Row):
    """A further customer that a contact works for, or once worked for, and as what."""

    contact = Link(N_("Contact"), Contact, required=True, whole=True)
    customer = Link(N_("Customer"), Customer, required=True, on_delete="CASCADE")
    job_title = Word(N_("Job title"))
    role = Choices(N_("Role"), ROLES)
    since = Day(N_("From"))
    until = Day(N_("Until"))
    current = Tick(N_("Still there"), default=1)
    position = Whole(N_("Position"))


class Reporting(Row):
    """A person whom a contact reports to; there may be several."""

    contact = Link(N_("Contact"), Contact, required=True, whole=True)
    boss = Link(N_("Reports to"), Contact, required=True, on_delete="CASCADE")
    type = Choice(
        N_("Line"),
        (
            Option("solid", N_("Solid line"), also=("直接", "实线", "direct")),
            Option("dotted", N_("Dotted line"), also=("虚线", "间接", "matrix", "functional")),
        ),
        default="solid",
        required=True,
    )
    position = Whole(N_("Position"))


class Stance(Row):
    """What a person is to one deal: role and attitude there, which may differ from those at the customer.

    It has no table of its own: each kind of deal adds the link to itself.
    """

    contact = Link(N_("Contact"), Contact, required=True, on_delete="CASCADE")
    role = Choices(N_("Role"), ROLES)
    attitude = Choice(N_("Attitude"), ATTITUDES)
    position = Whole(N_("Position"))
