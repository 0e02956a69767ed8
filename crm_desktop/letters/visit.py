"""The visit sheet: one customer on one page for the road, with room to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.customers.model import Contact, Customer
from crm_desktop.customers.people import Person, people_of
from crm_desktop.documents.papers import Paper, first_that_fits, language_of_paper, qr_svg
from crm_desktop.entity import query, records
from crm_desktop.entity.happenings import Happening, happenings, pinned_to, still_open
from crm_desktop.entity.own import own
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.i18n import _, language
from crm_desktop.values.filenames import plain_name
from crm_desktop.values.phones import show_phone
from crm_desktop.values.showndates import relative_day, show_date
from crm_desktop.values.text import has_cjk, shorten

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company


class Room(NamedTuple):
    """How much of everything is put on the sheet."""

    lines: int
    people: int
    listed: int
    letters: int
    """Latin letters of one text; Chinese characters take the room of two."""


ROOMS: Final = (Room(10, 8, 5, 190), Room(10, 7, 4, 95), Room(10, 6, 3, 80), Room(10, 5, 2, 60), Room(8, 4, 2, 40))
"""From generous to tight; the first one that fits on a page is taken."""
_PLACES: Final = 3


def visit_sheet(company: Company, customer: int, now: datetime) -> Paper:
    """The visit sheet of a customer in the language in force; Refused where it is gone."""
    facts = _Facts(company, customer, now)
    name = plain_name(_("Visit sheet {name}").format(name=facts.values["name"][:80])) or "visit"
    tries = (Paper(name, "visitsheet.typ", facts.on(room)) for room in ROOMS)
    return first_that_fits(tries)


class _Facts:
    """Everything the sheet may show, read once."""

    def __init__(self, company: Company, customer: int, now: datetime) -> None:
        self.company, self.customer, self.now, self.today = company, customer, now, now.date()
        kind = company.entity("customer")
        self.values = records.read(company, kind, customer)
        self.places = _places(company, customer, self.values)
        self.people = people_of(company, customer, self.today)
        self.reach = _reach(company, [person.id for person in self.people])
        self.own_reach = _reach(company, [customer], "customer").get(customer, {})
        self.coming, _more = still_open(company, kind, customer, self.today, ROOMS[0].listed)
        self.past, _more = happenings(company, kind, customer, ROOMS[0].lines, beside=self.today)
        self.memos = pinned_to(company, kind, customer, 3)
        self.deals, self.deal_count = self._list("opportunity", ("open",), ("close_on", "name", "amount"))
        self.orders, self.order_count = self._list(
            "order", (), ("ordered_on", "number", "gross"), Condition("status", "is", "open")
        )
        self.owed, self.owed_count = self._list("invoice", ("overdue",), ("due_on", "number", "open_amount"))

    def on(self, room: Room) -> dict[str, Any]:
        """What the template shows in so much room."""
        values, letters = self.values, room.letters
        said = " · ".join(filter(None, (values.get("short_name"), values.get("code"), values.get("industry"))))
        return {
            **language_of_paper(language()),
            "title": _("Visit sheet {name}").format(name=values["name"]),
            "own": own(self.company)["name"],
            "kind": _("Visit sheet"),
            "date": show_date(self.today, language()),
            "name": _cut(values["name"], 110),
            "said": _cut(said, 90),
            "pills": [
                text
                for text in (
                    Customer.status.show(values["status"]), values.get("tier") or "", *(values.get("tags") or ())[:5]
                )
                if text
            ],
            "places": [{"label": label, "text": _cut(text, 150)} for label, text in self._where()],
            "codes": self._codes(),
            "figures": self._figures(),
            "people": [self._person(person, letters) for person in self.people[: room.people]],
            "more_people": _more_of(len(self.people), room.people),
            "lists": self._lists(room),
            "remarks": self._remarks(letters * 2),
            "timeline": [self._line(one, letters) for one in self.past[: room.lines]],
            "words": {
                "people": _("People"), "remarks": _("Remarks"), "timeline": _("Timeline"), "notes": _("Notes"),
            },
        }  # fmt: skip

    # Parts -------------------------------------------------------------------------------------------------------

    def _remarks(self, letters: int) -> str:
        """What is pinned to the customer, then the remarks."""
        return _cut(" · ".join(filter(None, (*(one.text for one in self.memos), self.values.get("notes")))), letters)

    def _where(self) -> list[tuple[str, str]]:
        reach = [
            (_("Phone"), ", ".join([*self.own_reach.get("phone", ()), *self.own_reach.get("mobile", ())][:3])),
            (_("Mail"), ", ".join(self.own_reach.get("email", ())[:2])),
            (_("Fax"), ", ".join(self.own_reach.get("fax", ())[:1])),
            (_("Tax number"), self.values.get("tax_number") or ""),
        ]
        return [*self.places[:_PLACES], *((label, text) for label, text in reach if text)]

    def _codes(self) -> list[dict[str, str]]:
        """A number to call and the way there, for a telephone's camera."""
        number = next(
            (
                numbers[0]
                for reach in (self.own_reach, *(self.reach.get(person.id, {}) for person in self.people))
                for type in ("phone", "mobile")
                if (numbers := reach.get(type))
            ),
            "",
        )
        digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
        found = [{"label": _("Call"), "svg": qr_svg(f"tel:{digits}")}] if digits else []
        if self.places:
            found.append({"label": _("Address"), "svg": qr_svg(self.places[0][1][:300])})
        return found

    def _figures(self) -> list[dict[str, Any]]:
        company, kind = self.company, self.company.entity("customer")
        names = ("owes", "sales", "open_deals")
        raws = dict(zip(names, query.page(company, kind, [self.customer], names)[self.customer], strict=True))
        overdue = self._sum("invoice", ("overdue",), "open_amount")
        orders = self._sum("order", (), "gross", Condition("status", "is", "open"))
        show = company.column(kind, "owes").kind.show
        titles = {name: company.column(kind, name).title for name in names}
        figures = [
            (titles["owes"], raws["owes"], False), (_("Overdue"), overdue, bool(overdue)),
            (titles["sales"], raws["sales"], False), (titles["open_deals"], raws["open_deals"], False),
            (_("Open orders"), orders, False),
        ]  # fmt: skip
        return [{"label": label, "value": show(raw) if raw else "–", "bad": bad} for label, raw, bad in figures]

    def _person(self, person: Person, letters: int) -> dict[str, str]:
        reach = self.reach.get(person.id, {})
        roles = Contact.role.show(" ".join(person.roles)) if person.roles else ""
        wechat = reach.get("wechat", [])
        return {
            "name": _cut(person.name, 34),
            "said": _cut(" · ".join(filter(None, (person.job_title, roles))), min(letters, 60)),
            "mobile": next(iter(reach.get("mobile", [])), ""),
            "phone": next(iter(reach.get("phone", [])), ""),
            "wechat": _("WeChat {name}").format(name=_cut(wechat[0], 20)) if wechat else "",
        }

    def _lists(self, room: Room) -> list[dict[str, Any]]:
        letters = room.letters // 2
        steps = self._steps(letters)
        return [
            _listed(_("Next steps"), steps, len(steps), room.listed),
            _listed(_("Overdue invoices"), self._entries(self.owed, letters), self.owed_count, room.listed),
            _listed(_("Open deals"), self._entries(self.deals, letters), self.deal_count, room.listed),
            _listed(_("Open orders"), self._entries(self.orders, letters), self.order_count, room.listed),
        ]

    def _steps(self, letters: int) -> list[dict[str, Any]]:
        step, day = self.values.get("next_step") or "", self.values.get("next_on") or ""
        # What stands in the calendar too is told once, with its time.
        planned = any((one.text, one.when[:10]) == (step, day) for one in self.coming)
        steps = [self._step(day, step, letters)] if (step or day) and not planned else []
        return steps + [self._step(one.when, one.text, letters) for one in self.coming]

    def _step(self, when: str, text: str, letters: int) -> dict[str, Any]:
        day = date.fromisoformat(when[:10]) if when else None
        shown = relative_day(day, self.today, language()) if day else ""
        clock = f" {when[11:16]}" if "T" in when and when[11:16] != "00:00" else ""
        late = day is not None and day < self.today
        return {"when": shown + clock, "text": _cut(text, letters), "amount": "", "late": late}

    def _entries(self, rows: Sequence[tuple[str, str, str]], letters: int) -> list[dict[str, Any]]:
        return [{"when": when, "text": _cut(text, letters), "amount": amount, "late": False}
                for when, text, amount in rows]  # fmt: skip

    def _line(self, one: Happening, letters: int) -> dict[str, str]:
        text = f"{one.with_}: {one.text}" if one.with_ else one.text
        when = relative_day(date.fromisoformat(one.when[:10]), self.today, language()) if one.when else ""
        return {"when": when, "pill": one.pill, "text": _cut(text, letters)}

    # Questions ---------------------------------------------------------------------------------------------------

    def _query(self, ready: tuple[str, ...], conditions: tuple[Condition, ...]) -> ListQuery:
        return ListQuery(ready=ready, conditions=conditions, linked=("customer", self.customer))

    def _list(
        self, kind: str, ready: tuple[str, ...], names: tuple[str, str, str], *conditions: Condition
    ) -> tuple[list[tuple[str, str, str]], int]:
        """The first records of a kind at this customer (day, title, amount as shown), and how many there are."""
        company, entity = self.company, self.company.entity(kind)
        asked = self._query(ready, conditions).with_(order=(names[0],))
        ids = list(query.ids(company, entity, asked, limit=ROOMS[0].listed, today=self.today))
        if not ids:
            return [], 0
        page = query.page(company, entity, ids, names)
        day, title, amount = (company.column(entity, name).kind.show for name in names)
        rows = [(day(page[row][0]), title(page[row][1]), amount(page[row][2])) for row in ids]
        return rows, query.count(company, entity, asked, today=self.today)

    def _sum(self, kind: str, ready: tuple[str, ...], column: str, *conditions: Condition) -> int:
        entity = self.company.entity(kind)
        asked = self._query(ready, conditions)
        return query.sums(self.company, entity, asked, [column], today=self.today)[column]


def _listed(title: str, lines: list[dict[str, Any]], count: int, most: int) -> dict[str, Any]:
    return {"title": title, "lines": lines[:most], "more": _more_of(count, most)}


def _more_of(count: int, most: int) -> str:
    return _("and {n} more").format(n=f"{count - most:,}") if count > most else ""


def _cut(text: str, letters: int) -> str:
    """A text in one line, in the room of so many Latin letters."""
    line = " ".join(text.split())
    return shorten(line, letters // 2 if has_cjk(line) else letters)


def _places(company: Company, customer: int, values: dict[str, Any]) -> list[tuple[str, str]]:
    """The addresses of a customer with what each is for, its own first."""
    from crm_desktop.customers.model import Address

    parts = ("street", "city", "region", "postcode", "country")
    found = [(_("Address"), _whole_place([values.get(name) for name in parts]))]
    columns = ", ".join(("type", *parts, "receiver", "phone"))
    for type, *place, receiver, phone in company.execute(
        f"SELECT {columns} FROM address WHERE customer = ? ORDER BY position, id LIMIT 6", (customer,)
    ):
        told = " ".join(filter(None, (receiver, show_phone(phone) if phone else "")))
        whole = _whole_place(place)
        found.append((Address.type.show(type), f"{whole} ({told})" if told else whole))
    return [(label, text) for label, text in found if text]


def _whole_place(parts: Sequence[str | None]) -> str:
    """An address in one line, the way its language writes it."""
    street, city, region, postcode, country = (part or "" for part in parts)
    region = region if region != city else ""
    if has_cjk(street + city + region):
        return " ".join(filter(None, (region + city + street, postcode)))
    town = (city, postcode) if postcode[:1].isalpha() else (postcode, city)
    return ", ".join(filter(None, (street, " ".join(filter(None, town)), region, country)))


def _reach(company: Company, rows: Sequence[int], kind: str = "contact") -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    for row, type, value in _numbers(company, rows, kind):
        shown = show_phone(value) if type in ("mobile", "phone", "fax") else value
        found.setdefault(row, {}).setdefault(type, []).append(shown)
    return found


def _numbers(company: Company, rows: Sequence[int], kind: str) -> Iterator[tuple[int, str, str]]:
    some = list(rows[:50])
    if some:
        marks = ",".join("?" * len(some))
        yield from company.execute(
            f"SELECT {kind}, type, value FROM reach WHERE {kind} IN ({marks}) ORDER BY position, id", some
        )
