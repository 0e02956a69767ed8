"""Filling the fields of a letter's texts for one record or thousands: a few questions for all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.customers.terms import openings
from crm_desktop.entity import query
from crm_desktop.entity.fields import Link
from crm_desktop.entity.own import own
from crm_desktop.i18n import language
from crm_desktop.letters.fields import FIELD, Asked, column_of, named_in, resolve
from crm_desktop.letters.greeting import greeting
from crm_desktop.values.showndates import show_date
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.entity.describe import Entity

Subject = Mapping[str, int]
"""What a letter is about: records by their kind, the nearest first."""

CHUNK: Final = 400
INVOICES: Final = ("open_invoices", "overdue_invoices", "overdue")
MOST_INVOICES: Final = 12
_PERSON: Final = "contact"
_OPENING: Final = ("opening", "tier")
_GREETING: Final = ("name", "family_name", "salutation", "gender", "greeting")


class Blank(NamedTuple):
    """A field for which there is nothing: where it stands in the filled text, and its name."""

    start: int
    end: int
    name: str


class Filled(NamedTuple):
    """A text with its fields filled in; what could not be filled stands there still."""

    text: str
    blanks: tuple[Blank, ...] = ()


def blanks_in(text: str) -> tuple[Blank, ...]:
    """The fields that stand in a text unfilled."""
    return tuple(Blank(found.start(), found.end(), found.group("name")) for found in FIELD.finditer(text))


def subject_of(company: Company, kind: str, row: int, person: int | None = None) -> dict[str, int]:
    """A record with what it links to, and the reader in place of the person that it names."""
    return subjects_of(company, kind, [row], {row: person} if person is not None else {})[row]


def subjects_of(
    company: Company, kind: str, rows: Sequence[int], people: Mapping[int, int | None]
) -> dict[int, dict[str, int]]:
    """`subject_of` of many records of a kind; `people` are the readers by record."""
    found: dict[int, dict[str, int]] = {row: {kind: row} for row in rows}
    for row, person in people.items():
        if person is not None:
            found[row].setdefault(_PERSON, person)
    _follow(company, company.entity(kind), found)
    if kind != _PERSON and any(person is not None for person in people.values()):
        _follow(company, company.entity(_PERSON), found)
    return found


def _follow(company: Company, entity: Entity, found: dict[int, dict[str, int]]) -> None:
    """Add what the records of one kind link to, one step far."""
    links = {name: made for name, made in entity.fields().items() if isinstance(made, Link)}
    if not links:
        return
    by_id: dict[int, list[dict[str, int]]] = {}
    for subject in found.values():
        if entity.name in subject:
            by_id.setdefault(subject[entity.name], []).append(subject)
    ids, columns = list(by_id), ", ".join(f'"{made.column_name}"' for made in links.values())
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        for row, *targets in company.execute(
            f'SELECT id, {columns} FROM "{entity.name}" WHERE id IN ({",".join("?" * len(some))})', some
        ):
            for subject in by_id[row]:
                for made, target in zip(links.values(), targets, strict=True):
                    kind = made.rel_model.table()
                    if target is not None:
                        subject.setdefault(kind, target)


class Filler:
    """Fills some texts, in the language in force; `load` reads for many letters what `fill` then needs."""

    def __init__(self, company: Company, texts: Iterable[str], today: date) -> None:
        self.company, self.today = company, today
        self._own = own(company)
        self._openings = openings(company)
        self._asked: dict[str, Asked | None] = {}
        self._pages: dict[str, dict[int, dict[str, Any]]] = {}
        self._invoices: dict[tuple[str, int], str] = {}
        for text in texts:
            self._asked.update((name, resolve(company, name)) for name in named_in(text))

    def load(self, subjects: Iterable[Subject]) -> None:
        """Read what the texts ask of these records."""
        ids: dict[str, set[int]] = {}
        for subject in subjects:
            for kind, row in subject.items():
                ids.setdefault(kind, set()).add(row)
        for kind, rows in ids.items():
            if names := self._columns(kind):
                self._read(self.company.entity(kind), sorted(rows), names)
        if any(asked is not None and asked.kind == "" and asked.column in INVOICES for asked in self._asked.values()):
            self._read_invoices(sorted(ids.get("customer", ())))

    def fill(self, text: str, subject: Subject) -> Filled:
        """One text for one letter; a line that has only fields for which there is nothing is left out."""
        lines: list[str] = []
        blanks: list[Blank] = []
        at = 0
        for line in text.split("\n"):
            made, mine = self._line(line, subject, at)
            if line.strip() and not made.strip():
                continue
            lines.append(made)
            blanks += mine
            at += len(made) + 1
        return Filled("\n".join(lines).rstrip(), tuple(blanks))

    def _line(self, line: str, subject: Subject, at: int) -> tuple[str, list[Blank]]:
        parts, blanks, done = [], [], 0
        start = at
        for found in FIELD.finditer(line):
            plain = line[done : found.start()]
            value = self._value(found.group("name"), subject) or found.group("instead")
            if value is None:
                value = found.group()
                blanks.append(Blank(start + len(plain), start + len(plain) + len(value), found.group("name")))
            parts += [plain, value]
            start += len(plain) + len(value)
            done = found.end()
        return "".join(parts) + line[done:], blanks

    # Inside ------------------------------------------------------------------------------------------------------

    def _columns(self, kind: str) -> list[str]:
        """The columns that are asked of a kind."""
        entity = self.company.entity(kind)
        wanted = {asked.column for asked in self._asked.values() if asked is not None and asked.kind == kind}
        for asked in self._asked.values():
            if asked is not None and asked.kind == "*" and (name := column_of(self.company, entity, asked.column)):
                wanted.add(name)
        if any(asked == Asked("", "greeting") for asked in self._asked.values()):
            wanted.update(_GREETING if kind == _PERSON else _OPENING if kind == "customer" else ())
        return sorted(wanted)

    def _read(self, entity: Entity, rows: Sequence[int], names: Sequence[str]) -> None:
        kept = self._pages.setdefault(entity.name, {})
        for start in range(0, len(rows), CHUNK):
            page = query.page(self.company, entity, rows[start : start + CHUNK], names)
            for row, raws in page.items():
                kept[row] = dict(zip(names, raws, strict=True))

    def _value(self, name: str, subject: Subject) -> str:
        asked = self._asked.get(name)
        if asked is None:
            return ""
        if asked.kind == "us":
            return self._own[asked.column]
        if asked.kind == "":
            return self._special(asked.column, subject)
        if asked.kind != "*":
            return self._shown(asked.kind, asked.column, subject)
        for kind in subject:
            column = column_of(self.company, self.company.entity(kind), asked.column)
            if column and (text := self._shown(kind, column, subject)):
                return text
        return ""

    def _shown(self, kind: str, column: str, subject: Subject) -> str:
        raw = self._raw(kind, subject).get(column)
        return self.company.column(self.company.entity(kind), column).kind.show(raw) if raw is not None else ""

    def _raw(self, kind: str, subject: Subject) -> dict[str, Any]:
        return self._pages.get(kind, {}).get(subject.get(kind, 0), {})

    def _special(self, name: str, subject: Subject) -> str:
        if name == "today":
            return show_date(self.today, language())
        if name == "me":
            return self._own["person"]
        if name in INVOICES:
            return self._invoices.get((name, subject.get("customer", 0)), "")
        person = self._raw(_PERSON, subject) if _PERSON in subject else None
        return greeting(person, language(), self._opening(self._raw("customer", subject)))

    def _opening(self, customer: dict[str, Any]) -> str | None:
        """How a letter to this customer begins, of its own or by its tier."""
        return customer.get("opening") or self._openings.get(fold(customer.get("tier") or ""))

    def _read_invoices(self, customers: Sequence[int]) -> None:
        """What customers have not paid: the invoices one to a line, the oldest first, and what is overdue together."""
        kind = self.company.entity("invoice")
        amount = self.company.column(kind, "open_amount").sql.replace("{t}", "t")
        columns = [self.company.column(kind, name) for name in ("number", "issued_on", "due_on", "open_amount")]
        today = self.today.isoformat()
        lines: dict[tuple[str, int], list[str]] = {}
        overdue: dict[int, int] = {}
        for start in range(0, len(customers), CHUNK):
            some = customers[start : start + CHUNK]
            for customer, *raws in self.company.execute(
                f"SELECT t.customer, t.number, t.issued_on, t.due_on, {amount} FROM invoice t"
                f" WHERE t.status = 'issued' AND t.customer IN ({','.join('?' * len(some))}) ORDER BY t.due_on, t.id",
                some,
            ):
                number, issued, due, owed = (one.kind.show(raw) for one, raw in zip(columns, raws, strict=True))
                due = f"{columns[2].title} {due}" if due else ""
                line = " · ".join(filter(None, (number, issued, due, owed)))
                lines.setdefault(("open_invoices", customer), []).append(line)
                if raws[2] and raws[2] < today:
                    lines.setdefault(("overdue_invoices", customer), []).append(line)
                    overdue[customer] = overdue.get(customer, 0) + raws[3]
        self._invoices.update({key: "\n".join(found[:MOST_INVOICES]) for key, found in lines.items()})
        self._invoices.update({("overdue", row): columns[3].kind.show(sum_) for row, sum_ in overdue.items() if sum_})
