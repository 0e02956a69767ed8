"""Templates, and one letter made of one: for whom, in whose language, what is still blank."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.customers.terms import terms_of
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed, speaking
from crm_desktop.letters.filling import Blank, Filled, Filler, blanks_in, subject_of
from crm_desktop.letters.greeting import language_of
from crm_desktop.paths import resources
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.letters.recipients import Recipient


@dataclass(frozen=True)
class Template:
    """One of the company's templates."""

    id: int
    name: str
    language: str
    role: str | None
    subject: str
    text: str
    message: str

    def body(self, way: str) -> str:
        """Its text for a way: a message is shorter."""
        return self.message if way == "message" and self.message else self.text


@dataclass(frozen=True)
class Letter:
    """Subject and text, filled in."""

    subject: Filled
    text: Filled
    language: str

    @property
    def blanks(self) -> list[Blank]:
        """What could not be filled in."""
        return [*self.subject.blanks, *self.text.blanks]


_SHIPPED = "letters.shipped"
_COLUMNS = "id, name, language, role, coalesce(subject, ''), text, coalesce(message, '')"


def templates(company: Company, language: str) -> list[Template]:
    """All templates, those in a language first."""
    rows = company.execute(f"SELECT {_COLUMNS} FROM letter_template ORDER BY language <> ?, name_key", (language,))
    return [Template(*row) for row in rows]


def plain_letter(language: str) -> Template:
    """What a letter without a template begins with: greeting and signature."""
    text = {
        "en": "{{greeting}},\n\n\n\nKind regards\n\n{{me|}}\n{{us.name|}}",
        "zh_CN": "{{greeting}}：\n\n\n\n顺祝商祺！\n\n{{me|}}\n{{us.name|}}",
    }[language]
    message = {"en": "{{greeting}}, ", "zh_CN": "{{greeting}}，"}[language]
    return Template(0, "", language, None, "", text, message)


def template_called(company: Company, name: str, language: str) -> Template:
    """The template of a name or id, the one in `language` where there are two; Refused says which there are."""
    known = templates(company, language)
    found = [one for one in known if fold(one.name) == fold(name) or str(one.id) == name.strip()]
    if not found:
        names = listed(dict.fromkeys(one.name for one in known)) or "–"
        raise Refused(_("There is no letter template “{name}”. There are: {names}.").format(name=name, names=names))
    return found[0]


def ship_templates(company: Company) -> int:
    """Put the templates that come with the program into a company, once; how many were added."""
    from crm_desktop.entity import records

    if company.setting(_SHIPPED) is not None:
        return 0
    kind = company.entity("letter_template")
    shipped = json.loads((resources() / "documents" / "letters.json").read_text(encoding="utf-8"))
    # Of its own kind: what the program brings along is no change of the person's, to be undone.
    with company.journal.entry(_("Letter templates that come with the program"), kind="start"):
        for values in shipped:
            records.save(company, kind, values)
        company.set_setting(_SHIPPED, "1")
    return len(shipped)


def language_for(company: Company, kind: str, row: int, person: int | None = None) -> str:
    """In which language one writes about a record: that of the reader, of the customer, or of the name."""
    subject = subject_of(company, kind, row, person)
    reader = _language_and_name(company, "contact", subject.get("contact"))
    customer = _language_and_name(company, "customer", subject.get("customer"))
    name = reader[1] or customer[1] or company.title(company.entity(kind), row)
    at = subject.get("customer")
    return language_of(reader[0] or (terms_of(company, at).language if at is not None else None), name)


def _language_and_name(company: Company, kind: str, row: int | None) -> tuple[Any, str]:
    if row is None:
        return None, ""
    return company.execute(f'SELECT language, name FROM "{kind}" WHERE id = ?', (row,)).fetchone() or (None, "")


def written(
    company: Company, template: Template, kind: str, row: int, to: Recipient | None, way: str, today: date
) -> Letter:
    """The letter of a template about a record to somebody."""
    with speaking(template.language):
        body = template.body(way)
        filler = Filler(company, (template.subject, body), today)
        subject = subject_of(company, kind, row, to.person if to is not None else None)
        filler.load([subject])
        return Letter(filler.fill(template.subject, subject), filler.fill(body, subject), template.language)


def refuse_blanks(*texts: str) -> None:
    """Refused where fields stand in the texts unfilled, naming them."""
    names = dict.fromkeys(blank.name for text in texts for blank in blanks_in(text))
    if names:
        raise Refused(
            _("Nothing is known for {names}. Fill it in on the record, or write it into the text.").format(
                names=_listed(names)
            )
        )


def _listed(names: dict[str, None] | Sequence[str]) -> str:
    return listed(f"“{name}”" for name in names)
