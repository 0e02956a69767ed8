"""Customers of the invented company, the people at them and how they are reached, some thousands at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from crm_desktop.customers.model import Address, Contact, Customer, Reach
from crm_desktop.demo.chance import Chance, spread
from crm_desktop.demo.company import House
from crm_desktop.demo.names import Firm, Person
from crm_desktop.demo.numbers import Number, code, credit_code
from crm_desktop.demo.rows import insert
from crm_desktop.entity.parts import Tagging

BATCH: Final = 10_000
ALL_LIVELY: Final = 10_000
"""Up to here every customer has a history; of those beyond, one in twenty."""

_STATUSES: Final = spread(lead=26, customer=48, key=8, dormant=12, lost=6)
_TIERS: Final = {"key": "AAAAB", "customer": "ABBBCCC", "lead": "BCC", "dormant": "CC", "lost": "C"}
_PEOPLE: Final = {"key": (2, 4), "customer": (1, 3), "lead": (1, 2), "dormant": (1, 2), "lost": (1, 1)}
_MONTHS_18: Final = 548


@dataclass(slots=True)
class Known:
    """What later records need to know of a customer with a history."""

    id: int
    name: str
    status: str
    created: date
    owner: int
    at_home: bool
    tax_title: str | None
    tax_number: str | None
    place: dict[str, Any]
    contacts: list[tuple[int, str]] = field(default_factory=list)
    bought: date | None = None
    """When something was first delivered."""
    owed: list[tuple[date, date | None]] = field(default_factory=list)
    """Until when each invoice was to be paid, and when it was."""


@dataclass(slots=True)
class _Rows:
    customers: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    reach: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    taggings: list[dict[str, Any]] = field(default_factory=list)


class CustomerMaker:
    """Makes customers one after the other; those with a history are collected in `known`."""

    def __init__(self, house: House, total: int) -> None:
        self.house = house
        self.total = total
        self.known: list[Known] = []
        self._chance = house.chance("customers")
        self._code = f"C-{{:0{max(4, len(str(total)))}}}"
        self._abroad = [
            country for country, about in house.places["countries"].items() for _time in range(about.get("weight", 0))
        ]
        self._trades = list(house.places["trades"])
        self._next_contact = 0
        self._rows = _Rows()

    def insert(self) -> Iterator[int]:
        """Insert all of them, and say after each batch how many there are."""
        journal = self.house.company.journal
        for first in range(0, self.total, BATCH):
            last = min(first + BATCH, self.total)
            rows = self._rows = _Rows()
            start = journal.next_id(Customer)
            self._next_contact = journal.next_id(Contact)
            for number in range(first, last):
                self._customer(number, start + number - first)
            for model, made in (
                (Customer, rows.customers),
                (Contact, rows.contacts),
                (Reach, rows.reach),
                (Address, rows.addresses),
                (Tagging, rows.taggings),
            ):
                insert(journal, model, made)
            yield last

    def _customer(self, number: int, row: int) -> None:
        chance, house = self._chance, self.house
        chinese = chance.random() < house.texts["company"]["share_of_chinese"]
        country = "CN" if chinese else chance.of(self._abroad)
        about = house.places["countries"][country]
        city = chance.of(about["cities"])
        zone = city.get("zone") or about["zone"]
        person = chance.likely(0.1)
        status = chance.of(_STATUSES)
        status = "customer" if person and status == "key" else status
        created = _since(chance, house.today, status)
        seller = house.owner_of[zone] if chance.likely(0.8) else chance.of(house.sellers)
        values: dict[str, Any] = {
            "code": self._code.format(number + 1),
            "status": status,
            "tier": chance.of(_TIERS[status]) if chance.likely(0.9 if status != "lead" else 0.4) else None,
            "source": chance.of(house.texts["sources"]),
            "owner": seller,
            "territory": house.territory_of[zone],
            "created": created.isoformat(),
            "notes": chance.of(house.texts["customer_notes"]) if chance.likely(0.22) and not person else None,
            **self._place(about, city, chinese),
            **_next_step(chance, house, status, person),
        }
        if person:
            self._private(values, row, number, about, chinese)
        else:
            self._firm(values, row, number, about, city, chinese)
        self._rows.customers.append(values)
        self._tag(row, status)
        if number < ALL_LIVELY or number % 20 == 0:
            known = self._remembered(values, row, created, country)
            self.known.append(known)
            if not person:
                self._people(values, row, chance.between(*_PEOPLE[status]), about, city, chinese, known)
        elif not person and chance.likely(0.5):
            self._people(values, row, 1, about, city, chinese, None)

    def _remembered(self, values: dict[str, Any], row: int, created: date, country: str) -> Known:
        place = {name: values.get(name) for name in ("street", "postcode", "city", "region", "country")}
        at_home = country == self.house.texts["company"]["home"]
        return Known(
            row, values["name"], values["status"], created, values["owner"], at_home,
            values.get("tax_title"), values.get("tax_number"), place,
        )  # fmt: skip

    def _place(self, about: dict[str, Any], city: dict[str, Any], chinese: bool) -> dict[str, Any]:
        chance = self._chance
        street, number = chance.of(about["streets"]), chance.between(2, 188)
        if chinese:
            shown = f"{street}{number}号"
            if number % 3:
                shown += f"{chance.between(1, 12)}幢{chance.between(101, 909)}室"
        else:
            shown = about["address"].format(street=street, number=number)
        return {
            "country": about[self.house.lang],
            "region": city["region"],
            "city": city["name"],
            "street": shown,
            "postcode": code(city["post"], chance),
        }

    # Companies and private people ----------------------------------------------------------------------------------

    def _firm(
        self, values: dict[str, Any], row: int, number: int, about: dict[str, Any], city: dict[str, Any], chinese: bool
    ) -> None:
        chance, house = self._chance, self.house
        trade = chance.of(self._trades)
        if chinese:
            firm = house.names.chinese_firm(city["name"], trade, number + 1)
        else:
            firm = house.names.western_firm(about["tongue"], trade, chance.of(about["forms"]))
        values.update(name=firm.name, short_name=firm.short, type="company", industry=house.texts["industries"][trade])
        self._tax(values, number, about, city, chinese)
        self._reach_of_firm(row, firm, about, city)
        if chance.likely(0.15):
            other = self._place(about, chance.of(about["cities"]), chinese)
            self._rows.addresses.append({"customer": row, "type": "ship", "position": 1, **other})
        values["host"] = firm.host

    def _tax(
        self, values: dict[str, Any], number: int, about: dict[str, Any], city: dict[str, Any], chinese: bool
    ) -> None:
        chance = self._chance
        if chinese:
            values["tax_title"] = values["name"]
            values["tax_number"] = credit_code(number + 1)
            if chance.likely(0.4):
                values["bank"] = f"示例银行{city['bank']}分行"
                values["bank_account"] = f"9999{number + 1:012}"
        elif about["tax"] and chance.likely(0.6):
            values["tax_number"] = code(about["tax"], chance)

    def _reach_of_firm(self, row: int, firm: Firm, about: dict[str, Any], city: dict[str, Any]) -> None:
        chance = self._chance
        if chance.likely(0.85):
            self._reach("customer", row, "phone", self._number(city["land"], about))
        if chance.likely(0.75):
            self._reach("customer", row, "email", Number(f"info@{firm.host}", f"info@{firm.host}"))
        if chance.likely(0.35):
            self._reach("customer", row, "website", Number(f"www.{firm.host}", f"www.{firm.host}"))
        if chance.likely(0.07):
            self._reach("customer", row, "fax", self._number(city["land"], about))

    def _private(self, values: dict[str, Any], row: int, number: int, about: dict[str, Any], chinese: bool) -> None:
        person = self.house.names.person("cn" if chinese else about["tongue"])
        values.update(name=person.name, type="person", industry=self.house.texts["person_industry"])
        mail = f"{person.address}{number + 1}@example.com"
        self._reach_of_person("customer", row, person, mail, about, None, chinese)

    def _people(
        self, values: dict[str, Any], row: int, count: int, about: dict[str, Any], city: dict[str, Any],
        chinese: bool, known: Known | None,
    ) -> None:  # fmt: skip
        chance, house = self._chance, self.house
        taken: set[str] = set()
        for place in range(count):
            person = house.names.person("cn" if chinese else about["tongue"])
            while person.address in taken:
                person = house.names.person("cn" if chinese else about["tongue"])
            taken.add(person.address)
            job, role, department = chance.of(house.texts["jobs"]) if place else chance.of(house.texts["jobs"][:4])
            contact = self._next_contact
            self._next_contact += 1
            self._rows.contacts.append(self._contact(values, row, person, (job, role, department), place))
            mail = f"{person.address}@{values['host']}"
            self._reach_of_person("contact", contact, person, mail, about, city, chinese)
            if known is not None:
                known.contacts.append((contact, person.name))

    def _contact(
        self, values: dict[str, Any], row: int, person: Person, job: tuple[str, str | None, str | None], place: int
    ) -> dict[str, Any]:
        chance, house = self._chance, self.house
        born = None
        if chance.likely(0.3):
            born = f"{chance.between(1, 12):02}-{chance.between(1, 28):02}"
            born = f"--{born}" if chance.likely(0.2) else f"{house.today.year - chance.between(26, 62)}-{born}"
        return {
            "name": person.name,
            "family_name": person.family,
            "given_name": person.given,
            "salutation": house.texts["salutations"][person.gender] if chance.likely(0.35) else None,
            "customer": row,
            "job_title": job[0],
            "role": job[1],
            "department": job[2],
            "gender": person.gender if chance.likely(0.7) else None,
            "birthday": born,
            "owner": values["owner"],
            "source": values["source"] if place == 0 else None,
            "country": values["country"],
            "city": values["city"],
            "created": values["created"],
        }

    def _reach_of_person(
        self, link: str, row: int, person: Person, mail: str, about: dict[str, Any], city: dict[str, Any] | None,
        chinese: bool,
    ) -> None:  # fmt: skip
        chance = self._chance
        if about["mobile"]:
            self._reach(link, row, "mobile", self._number(chance.of(about["mobile"]), about))
            if chance.likely(0.05):
                self._reach(link, row, "mobile", self._number(chance.of(about["mobile"]), about))
        else:
            self._reach(link, row, "phone", self._number((city or chance.of(about["cities"]))["land"], about))
        if chance.likely(0.85):
            self._reach(link, row, "email", Number(mail, mail))
        if chance.likely(0.7 if chinese else 0.04):
            name = f"{person.address.replace('.', '_')}_{row}"
            self._reach(link, row, "wechat", Number(name, name))

    def _reach(self, link: str, row: int, type: str, number: Number) -> None:
        label = None
        if type == "phone" and self._chance.random() < 0.1:
            label = self._chance.of(self.house.texts["labels"])
        self._rows.reach.append(
            {link: row, "type": type, "value": number.shown, "key": number.key, "label": label, "position": 1}
        )

    def _number(self, pattern: str, about: dict[str, Any]) -> Number:
        return self.house.numbers.next(pattern, about["dial"], abroad=self.house.lang != "zh_CN")

    def _tag(self, row: int, status: str) -> None:
        chance = self._chance
        if not chance.likely(0.5 if status == "key" else 0.28):
            return
        first = int(chance.random() * len(self.house.tags))
        for tag in {first, (first + 3) % len(self.house.tags)} if chance.likely(0.3) else {first}:
            self._rows.taggings.append({"kind": "customer", "row": row, "tag": self.house.tags[tag]})


def _since(chance: Chance, today: date, status: str) -> date:
    """The day from which a customer of that status has been known."""
    if status in ("dormant", "lost"):
        return chance.workday(today - timedelta(days=2400), today - timedelta(days=260))
    if status == "lead":
        return chance.workday(today - timedelta(days=330), today, lean=1.4)
    if chance.likely(0.6):
        return chance.workday(today - timedelta(days=_MONTHS_18), today - timedelta(days=20), lean=1.2)
    return chance.workday(today - timedelta(days=2400), today - timedelta(days=_MONTHS_18))


def _next_step(chance: Chance, house: House, status: str, person: bool) -> dict[str, Any]:
    """What is next with a customer, if anything: overdue for one in six, today for some, ahead for most."""
    today = house.today
    if not chance.likely({"lead": 0.6, "customer": 0.4, "key": 0.85}.get(status, 0.08)):
        return {}
    draw = chance.random()
    if draw < 0.16:
        day = chance.workday(today - timedelta(days=14), today - timedelta(days=1))
    elif draw < 0.24:
        day = today
    else:
        day = chance.workday(today + timedelta(days=3), today + timedelta(days=30), lean=0.6)
    steps = house.texts["next_steps"] + ([] if person else house.texts["only"]["business"]["next_steps"])
    return {"next_step": chance.of(steps), "next_on": day.isoformat()}
