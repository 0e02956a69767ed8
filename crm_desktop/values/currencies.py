"""Currencies: how many digits their smaller unit has, and the sign by which they are shown."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from crm_desktop.i18n import N_
from crm_desktop.values.patterns import late


class Currency(NamedTuple):
    """One currency; `name` is to be translated where it is shown."""

    symbol: str
    digits: int
    name: str


CURRENCIES: Final[dict[str, Currency]] = {
    "CNY": Currency("¥", 2, N_("Chinese yuan")),
    "HKD": Currency("HK$", 2, N_("Hong Kong dollar")),
    "TWD": Currency("NT$", 2, N_("Taiwan dollar")),
    "MOP": Currency("MOP$", 2, N_("Macau pataca")),
    "USD": Currency("$", 2, N_("US dollar")),
    "EUR": Currency("€", 2, N_("Euro")),
    "GBP": Currency("£", 2, N_("Pound sterling")),
    "JPY": Currency("JP¥", 0, N_("Japanese yen")),
    "KRW": Currency("₩", 0, N_("South Korean won")),
    "SGD": Currency("S$", 2, N_("Singapore dollar")),
    "AUD": Currency("A$", 2, N_("Australian dollar")),
    "NZD": Currency("NZ$", 2, N_("New Zealand dollar")),
    "CAD": Currency("C$", 2, N_("Canadian dollar")),
    "CHF": Currency("CHF ", 2, N_("Swiss franc")),
    "SEK": Currency("SEK ", 2, N_("Swedish krona")),
    "NOK": Currency("NOK ", 2, N_("Norwegian krone")),
    "DKK": Currency("DKK ", 2, N_("Danish krone")),
    "PLN": Currency("PLN ", 2, N_("Polish zloty")),
    "CZK": Currency("CZK ", 2, N_("Czech koruna")),
    "HUF": Currency("HUF ", 2, N_("Hungarian forint")),
    "RUB": Currency("₽", 2, N_("Russian rouble")),
    "INR": Currency("₹", 2, N_("Indian rupee")),
    "THB": Currency("฿", 2, N_("Thai baht")),
    "VND": Currency("₫", 0, N_("Vietnamese dong")),
    "MYR": Currency("RM", 2, N_("Malaysian ringgit")),
    "IDR": Currency("Rp", 2, N_("Indonesian rupiah")),
    "PHP": Currency("₱", 2, N_("Philippine peso")),
    "BRL": Currency("R$", 2, N_("Brazilian real")),
    "MXN": Currency("MX$", 2, N_("Mexican peso")),
    "ZAR": Currency("R", 2, N_("South African rand")),
    "TRY": Currency("₺", 2, N_("Turkish lira")),
    "AED": Currency("AED ", 2, N_("UAE dirham")),
    "SAR": Currency("SAR ", 2, N_("Saudi riyal")),
    "KWD": Currency("KWD ", 3, N_("Kuwaiti dinar")),
    "BHD": Currency("BHD ", 3, N_("Bahraini dinar")),
    "CLP": Currency("CLP ", 0, N_("Chilean peso")),
}

# Those of ISO 4217 which have not two digits and are not listed above.
_BY_DIGITS: Final = {0: "BIF DJF GNF ISK KMF PYG RWF UGX UYI VUV XAF XOF XPF", 3: "IQD JOD LYD OMR TND", 4: "CLF UYW"}
_OTHER_DIGITS: Final = {code: digits for digits, codes in _BY_DIGITS.items() for code in codes.split()}
_OTHER_CODES: Final = (
    "AFN ALL AMD ANG AOA ARS AWG AZN BAM BBD BDT BGN BMD BND BOB BSD BTN BWP BYN BZD CDF COP CRC CUP CVE DOP DZD EGP"
    " ERN ETB FJD FKP GEL GHS GIP GMD GTQ GYD HNL HTG ILS IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL"
    " MGA MKD MMK MNT MRU MUR MVR MWK MZN NAD NGN NIO NPR PAB PEN PGK PKR QAR RON RSD SBD SCR SDG SHP SLE SOS SRD SSP"
    " STN SVC SYP SZL TJS TMT TOP TTD TZS UAH UYU UZS VES WST XCD XCG YER ZMW ZWG"
)
CODES: Final = frozenset(CURRENCIES) | _OTHER_DIGITS.keys() | frozenset(_OTHER_CODES.split())
_WRITTEN: Final = (
    (late(r"HK\$|港[币元]", re.I), "HKD"), (late(r"NT\$|新?台币", re.I), "TWD"),
    (late(r"US\$|美[元金]", re.I), "USD"), (late("JP¥|日[元圆]|円", re.I), "JPY"),
    (late(r"A\$"), "AUD"), (late(r"C\$"), "CAD"), (late(r"S\$"), "SGD"), (late(r"R\$"), "BRL"),
    (late("欧元|€"), "EUR"), (late("英镑|£"), "GBP"),
    (late("韩[元圆]|₩"), "KRW"), (late("₹"), "INR"), (late("₽"), "RUB"),
    (late("人民币|RMB|[¥￥]|[元圆块]", re.I), "CNY"), (late(r"\$"), "USD"),
)  # fmt: skip


def minor_digits(currency: str) -> int:
    """How many digits the smaller unit of a currency has: 2 for the yuan, 0 for the yen."""
    known = CURRENCIES.get(currency)
    return known.digits if known else _OTHER_DIGITS.get(currency, 2)


def symbol_of(currency: str) -> str:
    """The sign before an amount; the code and a blank for a currency without one."""
    known = CURRENCIES.get(currency)
    return known.symbol if known else f"{currency} "


def currency_of(text: str) -> str | None:
    """The currency that the text of an amount names by sign, code or word; $ alone is the US dollar, ¥ the yuan."""
    code = re.search(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])", text)
    if code and code.group().upper() in CODES:
        return code.group().upper()
    return next((currency for pattern, currency in _WRITTEN if pattern.search(text)), None)
