"""How customers and contacts are reached: their numbers and further addresses, also as columns of lists."""

from __future__ import annotations

from crm_desktop.customers.model import REACH, Address, Reach
from crm_desktop.entity.describe import Children, Slot
from crm_desktop.i18n import N_

_REACH_ALIASES: dict[str, tuple[str, ...]] = {
    "mobile": ("手机", "手机号", "手机号码", "移动电话", "mobile phone", "cell", "cell phone", "cellular",
               "home mobile", "business mobile", "work mobile", "car phone", "联系手机", "phone number", "联系电话",
               "联系方式"),
    "phone": ("电话", "座机", "固定电话", "办公电话", "公司电话", "telephone", "tel", "business phone", "work phone",
              "office phone", "company phone", "main phone", "primary phone", "company main phone", "电话号码"),
    "home_phone": ("home phone", "家庭电话", "住宅电话"),
    "email": ("mail", "e-mail", "email", "e-mail address", "email address", "邮箱", "电子邮箱", "电子邮件", "邮件",
              "email work", "email home", "email other", "primary email", "secondary email", "mail address"),
    "wechat": ("微信", "微信号", "weixin"),
    "qq": ("qq号", "qq number"),
    "fax": ("传真", "fax number", "business fax", "home fax", "传真号码", "fax work", "fax home"),
    "website": ("网址", "网站", "主页", "homepage", "home page", "url", "web page", "website work", "website home page",
                "website home", "个人主页", "website blog", "website profile", "website other", "公司网站"),
    "other_reach": ("other phone", "pager", "video phone", "phone video", "assistant phone", "assistant's phone",
                    "im aim", "im icq", "im jabber", "im msn", "im skype", "im yahoo", "im google", "im other", "skype",
                    "whatsapp"),
}  # fmt: skip

_CONTENT = {"mobile": "mobile", "phone": "landline", "email": "email", "website": "url"}


def _reach_slots() -> tuple[Slot, ...]:
    names = {option.key: "other_reach" if option.key == "other" else option.key for option in REACH}
    return tuple(
        Slot(
            names[option.key],
            N_("Other number") if option.key == "other" else option.title,
            "value",
            {"type": option.key},
            _REACH_ALIASES.get(names[option.key], ()),
            _CONTENT.get(option.key),
        )
        for option in REACH
    )


def _address_slots(type: str, prefix: str, words: tuple[str, ...], title: dict[str, str]) -> tuple[Slot, ...]:
    parts = {
        "street": ("street", "address", "地址"),
        "city": ("city", "城市"),
        "region": ("state", "region", "province", "省份"),
        "postcode": ("zip", "postal code", "postcode", "zip code", "邮编"),
        "country": ("country", "country/region", "国家"),
        "receiver": ("name", "to", "receiver", "recipient", "contact", "人", "联系人"),
        "phone": ("phone", "telephone", "电话", "手机", "人电话", "人手机"),
    }
    return tuple(
        Slot(
            f"{prefix}_{name}",
            title[name],
            name,
            {"type": type},
            tuple(
                f"{word}{gap}{part}"
                for gap in (" ", "")
                for word in words
                for part in aliases
                if part.isascii() == word.isascii()
            ),
        )
        for name, aliases in parts.items()
        if name in title
    )


_SHIP = {
    "street": N_("Delivery address"),
    "city": N_("Delivery city"),
    "region": N_("Delivery province"),
    "postcode": N_("Delivery postcode"),
    "country": N_("Delivery country"),
    "receiver": N_("Delivery receiver"),
    "phone": N_("Delivery phone"),
}
_HOME = {
    "street": N_("Home address"),
    "city": N_("Home city"),
    "region": N_("Home province"),
    "postcode": N_("Home postcode"),
    "country": N_("Home country"),
}
_OTHER = {
    "street": N_("Other address"),
    "city": N_("Other city"),
    "region": N_("Other province"),
    "postcode": N_("Other postcode"),
    "country": N_("Other country"),
}


def reach_of(link: str) -> Children:
    """The numbers and addresses by which somebody is reached."""
    return Children(
        name="reach",
        title=N_("Phones, mail and messengers"),
        model=Reach,
        link=link,
        fields=("type", "value", "label"),
        key="value",
        slots=_reach_slots(),
        order="position",
    )


def addresses_of(link: str) -> Children:
    """The further addresses of somebody; the first of each sort is a column of lists."""
    slots = _address_slots("ship", "ship", ("ship", "shipping", "delivery", "收货", "送货"), _SHIP)
    if link == "contact":
        slots = _address_slots("home", "home", ("home", "家庭"), _HOME)
    return Children(
        name="addresses",
        title=N_("Further addresses"),
        model=Address,
        link=link,
        fields=("type", "street", "city", "region", "postcode", "country", "receiver", "phone"),
        key="street",
        slots=slots + _address_slots("other", "other", ("other", "其他"), _OTHER),
        order="position",
    )
