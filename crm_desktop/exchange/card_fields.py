"""What the properties of a vCard are called as columns, with the words lists of contacts use."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from crm_desktop.exchange.card_lines import Property, split_at, unescaped
from crm_desktop.exchange.tables import Cell
from crm_desktop.i18n import N_, _, language
from crm_desktop.values.text import fold

COLUMNS: Final = (
    "Full Name", "Prefix", "First Name", "Middle Name", "Last Name", "Suffix", "Nickname",
    "Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name", "Company", "Department", "Job Title",
    "Role", "Email Home", "Email Work", "Email Other", "Mobile Phone", "Home Phone", "Business Phone",
    "Home Fax", "Business Fax", "Main Phone", "Car Phone", "Pager", "Video Phone", "Assistant Phone",
    "Other Phone", "Home Street", "Home City", "Home State", "Home Zip", "Home Country", "Business Street",
    "Business City", "Business State", "Business Zip", "Business Country", "Other Street", "Other City",
    "Other State", "Other Zip", "Other Country", "Gender", "Birthday", "Maiden Name", "Anniversary",
    "Manager's Name", "Assistant's Name", "Spouse", "Notes", "WeChat", "QQ", "IM Aim", "IM Icq", "IM Jabber",
    "IM Msn", "IM Skype", "IM Yahoo", "IM Google", "IM Other", "Website Blog", "Website Home Page",
    "Website Other", "Website Profile", "Website Work", "Categories", "Language", "Time Zone", "Coordinates",
    "Free-Busy Address", "Address Label",
)  # fmt: skip
"""The vocabulary, in the order of columns; a second one of a kind is numbered: Home Phone 2."""

_CALLED_HERE: Final = {"Notes": N_("Remarks")}
"""Columns that have another name in other languages than their own."""
_NUMBERED: Final = re.compile(r"(.+?)( \d+)?")
_SIMPLE: Final = {
    "FN": "Full Name", "NICKNAME": "Nickname", "TITLE": "Job Title", "ROLE": "Role", "NOTE": "Notes",
    "GENDER": "Gender", "X-GENDER": "Gender", "X-DEPARTMENT": "Department", "X-MAIDENNAME": "Maiden Name",
    "X-MANAGER": "Manager's Name", "X-EVOLUTION-MANAGER": "Manager's Name", "X-MS-MANAGER": "Manager's Name",
    "X-ASSISTANT": "Assistant's Name", "X-EVOLUTION-ASSISTANT": "Assistant's Name",
    "X-MS-ASSISTANT": "Assistant's Name", "X-SPOUSE": "Spouse", "X-EVOLUTION-SPOUSE": "Spouse",
    "X-MS-SPOUSE": "Spouse", "LANG": "Language", "TZ": "Time Zone", "GEO": "Coordinates", "FBURL": "Free-Busy Address",
    "LABEL": "Address Label",
    "X-PHONETIC-FIRST-NAME": "Phonetic First Name",
    "X-PHONETIC-MIDDLE-NAME": "Phonetic Middle Name", "X-PHONETIC-LAST-NAME": "Phonetic Last Name",
}  # fmt: skip
_DATES: Final = {
    "BDAY": "Birthday", "ANNIVERSARY": "Anniversary", "X-ANNIVERSARY": "Anniversary",
    "X-EVOLUTION-ANNIVERSARY": "Anniversary", "X-MS-ANNIVERSARY": "Anniversary",
}  # fmt: skip
_MESSENGERS: Final = {
    "aim": "IM Aim", "icq": "IM Icq", "jabber": "IM Jabber", "xmpp": "IM Jabber", "msn": "IM Msn",
    "skype": "IM Skype", "skype-username": "IM Skype", "ms-imaddress": "IM Other", "yahoo": "IM Yahoo",
    "ymsgr": "IM Yahoo", "gtalk": "IM Google", "google-talk": "IM Google", "qq": "QQ", "wechat": "WeChat",
    "weixin": "WeChat", "weixinid": "WeChat",
}  # fmt: skip
_ADDRESS: Final = ("Street", "City", "State", "Zip", "Country")
_NAMES: Final = ("Last Name", "First Name", "Middle Name")
_PICTURES: Final = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
_MACHINERY: Final = frozenset(
    ("VERSION", "PRODID", "REV", "UID", "BEGIN", "END", "PROFILE", "MAILER", "CLASS", "SORT-STRING", "CLIENTPIDMAP")
)
_APPLE_LABEL: Final = re.compile(r"_\$!<(.*)>!\$_")
_FULL_DATE: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$")
_YEARLESS: Final = re.compile(r"--(\d{2})-?(\d{2})$")


class CardFields:
    """The cells of one card while its properties are taken one after the other."""

    def __init__(self) -> None:
        self.cells: dict[str, Cell] = {}
        self._kind: bool | None = None
        self._labels: dict[str, list[str]] = {}

    def take(self, line: Property) -> bool:
        """Put a property into its column; False where it is a picture, a sound or a key and is left out."""
        name = line.name
        if line.binary or name in _PICTURES:
            return False
        if name == "X-ABLABEL":
            self._relabel(line)
        elif name in _MACHINERY:
            pass
        elif name == "X-ABSHOWAS" or (name == "KIND" and fold(line.text) in _KINDS):
            self._kind = _KINDS.get(fold(line.text), self._kind)
        elif name in _SIMPLE:
            self._put_simple(line)
        elif name in _DATES:
            self._put(_DATES[name], as_date(line.text))
        elif name in _STRUCTURED:
            _STRUCTURED[name](self, line)
        elif name.startswith("X-") and name[2:].lower() in _MESSENGERS:
            self._put(_MESSENGERS[name[2:].lower()], line.text, line.group)
        else:
            self._put(_custom(line), line.text, line.group)
        return True

    @property
    def of_company(self) -> bool:
        """Whether the card is a company's: it says so, or it has a company and nobody else's name."""
        company = fold(str(self.cells.get("Company", "")))
        if self._kind is not None:
            return self._kind
        names = [fold(str(self.cells[name])) for name in _NAMES if name in self.cells]
        called = fold(str(self.cells.get("Full Name", "")))
        return bool(company) and called in ("", company) and (not names or names == [company])

    def settle(self) -> None:
        """Once all is taken: the name and the company of a company's card are one, where only one is written."""
        if self.of_company:
            for heading, other in (("Full Name", "Company"), ("Company", "Full Name")):
                if other in self.cells:
                    self.cells.setdefault(heading, self.cells[other])

    def _put(self, heading: str, value: Cell, group: str = "", *, numbered: bool = True) -> None:
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "":
            return
        if any(self.cells[known] == value for known in self._twins(heading)):
            return
        free = heading if heading not in self.cells else f"{heading} {len(self._twins(heading)) + 1}"
        self.cells[free] = value
        if group:
            self._labels.setdefault(group, []).append(free)

    def _twins(self, heading: str) -> list[str]:
        return [known for known in self.cells if known == heading or re.fullmatch(re.escape(heading) + r" \d+", known)]

    def _put_simple(self, line: Property) -> None:
        heading, text = _SIMPLE[line.name], line.text
        if line.name == "GENDER":
            text = line.parts()[0] or line.parts()[-1]
        if heading == "Gender" and "Gender" in self.cells:
            return
        if heading == "Notes" and "Notes" in self.cells:
            if text and text not in str(self.cells["Notes"]).split("\n\n"):
                self.cells["Notes"] = f"{self.cells['Notes']}\n\n{text}"
        else:
            self._put(heading, text, line.group)

    def _put_name(self, line: Property) -> None:
        parts = [", ".join(split_at(part, ",")) if "\\," not in part else part for part in split_at(line.value, ";")]
        headings = ("Last Name", "First Name", "Middle Name", "Prefix", "Suffix")
        for heading, part in zip(headings, parts, strict=False):
            self._put(heading, unescaped(part))

    def _put_organisation(self, line: Property) -> None:
        company, *units = [part for part in line.parts() if part] or [""]
        self._put("Company", company, line.group)
        if units:
            self._put("Department", " / ".join(units))

    def _put_address(self, line: Property) -> None:
        parts = [*line.parts(), *[""] * 7][:7]
        box, extended, street, *rest = parts
        where = "Home" if "home" in line.types else "Business" if "work" in line.types else "Other"
        if not any(parts):
            return
        cells = ("\n".join(part for part in (street, extended, box) if part), *rest)
        number = self._free_number([f"{where} {part}" for part in _ADDRESS])
        for part, value in zip(_ADDRESS, cells, strict=True):
            heading = f"{where} {part}{number}"
            if value:
                self.cells[heading] = value
                if line.group:
                    self._labels.setdefault(line.group, []).append(heading)
                    line.group = ""

    def _free_number(self, headings: list[str]) -> str:
        number = 1
        while any(heading + (f" {number}" if number > 1 else "") in self.cells for heading in headings):
            number += 1
        return f" {number}" if number > 1 else ""

    def _put_phone(self, line: Property) -> None:
        value = re.sub(r"^tel:", "", line.text, flags=re.IGNORECASE)
        value = re.sub(r";ext=", " ext. ", value, flags=re.IGNORECASE).partition(";")[0]
        self._put(_phone_heading(line.types), value, line.group)

    def _put_email(self, line: Property) -> None:
        where = "Home" if "home" in line.types else "Work" if "work" in line.types else "Other"
        self._put(f"Email {where}", re.sub(r"^mailto:", "", line.text, flags=re.IGNORECASE), line.group)

    def _put_website(self, line: Property) -> None:
        kinds = {"blog": "Blog", "homepage": "Home Page", "home": "Home Page", "profile": "Profile", "work": "Work"}
        kind = next((name for word, name in kinds.items() if word in line.types), "Other")
        self._put(f"Website {kind}", line.text, line.group)

    def _put_messenger(self, line: Property) -> None:
        scheme, found, address = line.text.partition(":")
        service = line.parameters.get("X-SERVICE-TYPE", scheme if found else "").lower()
        self._put(_MESSENGERS.get(service, "IM Other"), address if found else scheme, line.group)

    def _put_categories(self, line: Property) -> None:
        words = [unescaped(word) for word in split_at(line.value, ",")]
        self._put("Categories", ", ".join(word for word in words if word))

    def _put_dated(self, line: Property) -> None:
        self._put("X-ABDATE", as_date(line.text), line.group)

    def _relabel(self, line: Property) -> None:
        """Apple and Google name a detail by a second line: item1.X-ABLabel:_$!<Anniversary>!$_."""
        label = _APPLE_LABEL.sub(r"\1", line.text)
        for heading in self._labels.get(line.group, []):
            new = _labelled(heading, label)
            if heading not in self.cells:
                continue
            if new:
                self._put(new, self.cells.pop(heading))
            elif label.lower() not in heading.lower():
                self._put("X-ABLABEL", f"{label}: {self.cells[heading]}")


_KINDS: Final = {"org": True, "organization": True, "company": True, "individual": False, "person": False}
"""What KIND and X-ABShowAs say of whose card it is."""
_STRUCTURED: Final = {
    "N": CardFields._put_name,
    "ORG": CardFields._put_organisation,
    "ADR": CardFields._put_address,
    "TEL": CardFields._put_phone,
    "EMAIL": CardFields._put_email,
    "URL": CardFields._put_website,
    "IMPP": CardFields._put_messenger,
    "CATEGORIES": CardFields._put_categories,
    "X-ABDATE": CardFields._put_dated,
}


def _phone_heading(types: set[str]) -> str:
    kinds = {re.sub(r"\d+$", "", kind) for kind in types}
    if kinds & {"homefax"}:
        return "Home Fax"
    if kinds & {"workfax", "otherfax"}:
        return "Business Fax"
    if "fax" in kinds:
        return "Home Fax" if "home" in kinds else "Business Fax"
    for words, heading in _PHONES:
        if kinds & words:
            return heading
    return "Other Phone"


_PHONES: Final = (
    ({"cell", "mobile", "iphone"}, "Mobile Phone"),
    ({"pager"}, "Pager"),
    ({"car"}, "Car Phone"),
    ({"assistant"}, "Assistant Phone"),
    ({"main"}, "Main Phone"),
    ({"work", "company"}, "Business Phone"),
    ({"home"}, "Home Phone"),
    ({"video"}, "Video Phone"),
)


def _labelled(heading: str, label: str) -> str | None:
    """The column for a detail whose kind stands in its label; None where the column says it already."""
    base = re.sub(r" \d+$", "", heading)
    if base == "X-ABDATE":
        return label or "X-ABDATE"
    if base == "X-ABRELATEDNAMES":
        return {"Assistant": "Assistant's Name", "Manager": "Manager's Name"}.get(label, label or base)
    if base == "Other Phone":
        return _phone_heading({label.lower()}) if _phone_heading({label.lower()}) != "Other Phone" else None
    if base == "Website Other":
        kinds = {
            "homepage": "Website Home Page",
            "profile": "Website Profile",
            "blog": "Website Blog",
            "work": "Website Work",
        }
        return kinds.get(label.lower())
    return None


def _custom(line: Property) -> str:
    """A property without a column of its own keeps its name."""
    return line.name if line.name.startswith("X-") else f"X-{line.name}"


def as_date(text: str) -> Cell:
    """A date where the text is a full one; else the text, so that "--0203" keeps its month and day as 02-03."""
    full = _FULL_DATE.match(text)
    if full:
        try:
            return date(*map(int, full.groups()))
        except ValueError:
            return text
    yearless = _YEARLESS.match(text)
    return f"{yearless.group(1)}-{yearless.group(2)}" if yearless else text


def shown(heading: str) -> str:
    """What a column of cards is called in the language in force; a second one of a kind keeps its number."""
    found = _NUMBERED.fullmatch(heading)
    base, number = (found[1], found[2] or "") if found is not None else (heading, "")
    if language() == "en" or base not in COLUMNS:
        return heading
    return _(_CALLED_HERE.get(base, base)) + number
