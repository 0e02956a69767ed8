"""Countries that a company may be at home in, by their ISO 3166 codes."""

from __future__ import annotations

from typing import Final

from crm_desktop.i18n import N_

COUNTRIES: Final[dict[str, str]] = {
    "CN": N_("China"), "HK": N_("Hong Kong"), "MO": N_("Macau"), "TW": N_("Taiwan"), "JP": N_("Japan"),
    "KR": N_("South Korea"), "SG": N_("Singapore"), "MY": N_("Malaysia"), "TH": N_("Thailand"), "VN": N_("Vietnam"),
    "ID": N_("Indonesia"), "PH": N_("Philippines"), "IN": N_("India"), "PK": N_("Pakistan"), "BD": N_("Bangladesh"),
    "LK": N_("Sri Lanka"), "KZ": N_("Kazakhstan"), "AE": N_("United Arab Emirates"), "SA": N_("Saudi Arabia"),
    "QA": N_("Qatar"), "KW": N_("Kuwait"), "BH": N_("Bahrain"), "IL": N_("Israel"), "TR": N_("Turkey"),
    "US": N_("United States"), "CA": N_("Canada"), "MX": N_("Mexico"), "BR": N_("Brazil"), "AR": N_("Argentina"),
    "CL": N_("Chile"), "CO": N_("Colombia"), "PE": N_("Peru"), "AU": N_("Australia"), "NZ": N_("New Zealand"),
    "GB": N_("United Kingdom"), "IE": N_("Ireland"), "DE": N_("Germany"), "AT": N_("Austria"),
    "CH": N_("Switzerland"), "FR": N_("France"), "BE": N_("Belgium"), "NL": N_("Netherlands"), "LU": N_("Luxembourg"),
    "IT": N_("Italy"), "ES": N_("Spain"), "PT": N_("Portugal"), "DK": N_("Denmark"), "SE": N_("Sweden"),
    "NO": N_("Norway"), "FI": N_("Finland"), "IS": N_("Iceland"), "PL": N_("Poland"), "CZ": N_("Czech Republic"),
    "SK": N_("Slovakia"), "HU": N_("Hungary"), "RO": N_("Romania"), "BG": N_("Bulgaria"), "GR": N_("Greece"),
    "HR": N_("Croatia"), "SI": N_("Slovenia"), "RS": N_("Serbia"), "EE": N_("Estonia"), "LV": N_("Latvia"),
    "LT": N_("Lithuania"), "UA": N_("Ukraine"), "RU": N_("Russia"), "EG": N_("Egypt"), "MA": N_("Morocco"),
    "NG": N_("Nigeria"), "KE": N_("Kenya"), "ZA": N_("South Africa"),
}  # fmt: skip
"""The names are to be translated where they are shown."""


def country_of(currency: str) -> str:
    """The country whose currency it is; "" where it is that of several."""
    return currency[:2] if currency[:2] in COUNTRIES else ""
