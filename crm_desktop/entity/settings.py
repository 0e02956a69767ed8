"""The settings of a company file that its owner may change: what they are called and which values they take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from crm_desktop.entity import own, rekeying
from crm_desktop.entity.fields import Money
from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _
from crm_desktop.store import history
from crm_desktop.store.row import quoted
from crm_desktop.values.countries import COUNTRIES
from crm_desktop.values.currencies import CURRENCIES, minor_digits
from crm_desktop.values.phones import CHINA

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

COUNTRY: Final = "country"
TITLES: Final[dict[str, str]] = {
    "name": N_("Name"),
    "currency": N_("Currency"),
    COUNTRY: N_("Country"),
    history.KEEP: N_("Keep history for"),
    **{key: title for key, title in own.FIELDS.items() if key != "name"},
}
"""Every such setting by its key."""
_UNSET: Final = {"currency": "CNY", COUNTRY: CHINA, history.KEEP: str(history.KEPT_DAYS)}
"""What holds where a setting was never made."""


def all_of(company: Company) -> dict[str, str]:
    """The value of each setting; "" where it has none."""
    return {key: company.setting(key) or _UNSET.get(key, "") for key in TITLES}


def change(company: Company, wanted: Mapping[str, str], *, pulse: rekeying.Pulse | None = None) -> int:
    """Give settings new values as one undoable change; returns how many differ. Refused where one cannot be.

    Another country is worked out for every telephone number: `pulse` is told how far that is.
    """
    before = all_of(company)
    new = {key: _read(company, key, value) for key, value in wanted.items()}
    new = {key: value for key, value in new.items() if value != before[key]}
    with company.telling(pulse), company.journal.entry(_("Change of settings")):
        for key, value in new.items():
            company.set_setting(key, value or None)
    return len(new)


def takes_long(company: Company, wanted: Mapping[str, str]) -> bool:
    """Whether a change of settings is none for the thread of a window."""
    return wanted.get(COUNTRY, company.country()) != company.country() and rekeying.are_many(company.journal)


def _read(company: Company, key: str, text: str) -> str:
    """A value as it is kept; Refused where the setting does not take it."""
    text = " ".join(text.split())
    if key not in TITLES:
        raise Refused(
            _("There is no setting called “{name}”. There are: {settings}.").format(
                name=key, settings=", ".join(TITLES)
            )
        )
    if key == history.KEEP:
        return _one_of(key, text or _UNSET[key], text.isdigit() or not text, "0, 365, 730 …")
    if key == COUNTRY:
        code = text.upper() or _UNSET[key]
        return _one_of(key, code, code in COUNTRIES, ", ".join(COUNTRIES))
    if key != "currency":
        return text
    code, old = text.upper() or _UNSET[key], company.setting("currency") or _UNSET[key]
    _one_of(key, code, code in CURRENCIES or code == old, ", ".join(CURRENCIES))
    if minor_digits(code) != minor_digits(old) and has_amounts(company):
        raise Refused(other_size(old, code))
    return code


def _one_of(key: str, text: str, is_one: bool, choices: str) -> str:
    if not is_one:
        sentence = _("{field}: “{text}” is none of {choices}.")
        raise Refused(sentence.format(field=_(TITLES[key]), text=text[:80], choices=choices))
    return text


def other_size(old: str, new: str) -> str:
    """Why a company with amounts cannot change to a currency that counts its smaller unit otherwise."""
    return _(
        "The file has amounts in {old} already, and {new} counts its smaller unit otherwise: they would change"
        " their size. Make a new company file for {new}."
    ).format(old=old, new=new)


def kept_days(company: Company) -> int:
    """For how many days the file keeps its history; 0 for all of it."""
    return int(company.setting(history.KEEP) or history.KEPT_DAYS)


def has_amounts(company: Company) -> bool:
    """Whether any record of the file holds an amount."""
    return any(
        company.execute(
            f"SELECT 1 FROM {quoted(table)} WHERE {quoted(made.column_name)} IS NOT NULL LIMIT 1"
        ).fetchone()
        for table, model in company.journal.models.items()
        for made in model._meta.sorted_fields
        if isinstance(made, Money)
    )
