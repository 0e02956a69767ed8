"""Commands that write to somebody or go to see them: letter (a mail draft), fax, visit-sheet (one page)."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.lists import kind_of
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, WrongUsage, whole_number
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.writing import write_whole

if TYPE_CHECKING:
    from crm_desktop.letters.letter import Letter
    from crm_desktop.letters.recipients import Recipient


def letter_arguments(parser: Parser) -> None:
    """The words of the command letter."""
    _whom(parser)
    parser.add_argument("--out", metavar="OUT.eml", help=_("the draft to write; without it the letter is only shown"))
    parser.add_argument(
        "--attach", metavar="PATH", action="append", default=[], help=_("a file that goes along; may be given again")
    )


def letter(given: Namespace, out: Out) -> int:
    """Write a letter made of a template as a draft for the mail program, and write it down on the timeline."""
    from crm_desktop.areas import open_company
    from crm_desktop.entity.own import own
    from crm_desktop.letters import drafts, handing
    from crm_desktop.letters.letter import refuse_blanks

    if given.out is not None and Path(given.out).suffix.lower() != ".eml":
        raise WrongUsage(_("OUT must end in .eml, not “{text}”.").format(text=Path(given.out).name))
    with open_company(Path(given.file)) as company:
        entity, row, to, made = _written(company, given, "mail")
        note = None
        if given.out is not None:
            refuse_blanks(made.subject.text, made.text.text)
            paths = tuple(map(Path, given.attach))
            data = drafts.eml(
                [(to.name, to.address)], made.subject.text, made.text.text, handing.enclosed(company, paths),
                own(company)["email"],
            )  # fmt: skip
            write_whole(Path(given.out), data)
            sent = handing.Sent("mail", (to,), made.subject.text, made.text.text, files=paths)
            note = handing.log(company, entity.name, row, sent, now=datetime.now())
    _tell(out, given.out, to, made, note)
    return 0


def fax_arguments(parser: Parser) -> None:
    """The words of the command fax."""
    _whom(parser)
    parser.add_argument("--out", metavar="OUT.pdf", required=True, help=_("the file to write: .pdf"))
    parser.add_argument(
        "--pages", metavar="N", type=whole_number(0, 500), default=0, help=_("so many pages follow the cover (0)")
    )


def fax(given: Namespace, out: Out) -> int:
    """Write the cover sheet of a fax made of a template, and write it down on the timeline."""
    from crm_desktop.areas import open_company
    from crm_desktop.i18n import speaking
    from crm_desktop.letters import handing
    from crm_desktop.letters.drafts import Enclosed
    from crm_desktop.letters.fax import cover_sheet
    from crm_desktop.letters.letter import refuse_blanks

    path = _pdf(given.out)
    with open_company(Path(given.file)) as company:
        entity, row, to, made = _written(company, given, "fax")
        refuse_blanks(made.subject.text, made.text.text)
        with speaking(made.language):
            paper = cover_sheet(company, to, made.subject.text, made.text.text, further=given.pages, today=date.today())
        paper.write(path)
        kept = (Enclosed(path.name, paper.pdf),)
        sent = handing.Sent("fax", (to,), made.subject.text, made.text.text, documents=kept)
        note = handing.log(company, entity.name, row, sent, now=datetime.now())
    _tell(out, given.out, to, made, note)
    return 0


def visit_sheet_arguments(parser: Parser) -> None:
    """The words of the command visit-sheet."""
    parser.add_argument("customer", metavar="CUSTOMER_ID", type=whole_number(1, 2**62), help=_("the customer's id"))
    file_argument(parser)
    parser.add_argument("--out", metavar="OUT.pdf", required=True, help=_("the file to write: .pdf"))


def visit_sheet(given: Namespace, out: Out) -> int:
    """Write the visit sheet of a customer."""
    from crm_desktop.areas import open_company
    from crm_desktop.letters.visit import visit_sheet as make

    path = _pdf(given.out)
    with open_company(Path(given.file)) as company:
        paper = make(company, given.customer, datetime.now())
        paper.write(path)
    out.value({"out": str(path), "pages": len(paper.pages)})
    out.line(_("{what} written to {name}").format(what=paper.name, name=path))
    return 0


def _pdf(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".pdf":
        raise WrongUsage(_("OUT must end in .pdf, not “{text}”.").format(text=path.name))
    return path


def _whom(parser: Parser) -> None:
    parser.add_argument("--template", metavar="NAME", required=True, help=_("the letter template, by name or number"))
    parser.add_argument(
        "--to", metavar=("KIND", "ID"), nargs=2, required=True, help=_("the record, such as: customer 12")
    )
    file_argument(parser)


def _written(company: Any, given: Namespace, way: str) -> tuple[Any, int, Recipient, Letter]:
    """The record, whom the letter goes to, and the letter."""
    from crm_desktop.entity import records
    from crm_desktop.letters.letter import language_for, ship_templates, template_called, written
    from crm_desktop.letters.recipients import of_record, proposed

    kind, number = given.to
    entity, row, today = kind_of(company, kind), _number(number), date.today()
    records.read(company, entity, row)
    ship_templates(company)
    template = template_called(company, given.template, language_for(company, entity.name, row))
    to = proposed(of_record(company, entity.name, row, way, today), template.role)
    if to is None:
        lacking = {"mail": _("{title} has no mail address."), "fax": _("{title} has no fax number.")}
        raise Refused(lacking[way].format(title=company.title(entity, row)))
    return entity, row, to, written(company, template, entity.name, row, to, way, today)


def _number(text: str) -> int:
    from argparse import ArgumentTypeError

    try:
        return int(whole_number(1, 2**62)(text))
    except ArgumentTypeError as error:
        raise WrongUsage(str(error)) from error


def _tell(out: Out, path: str | None, to: Recipient, made: Letter, note: int | None) -> None:
    out.value(
        {
            "out": path,
            "to": {"kind": to.kind, "id": to.row, "name": to.name, "address": to.address},
            "subject": made.subject.text,
            "text": made.text.text,
            "blanks": [blank.name for blank in made.blanks],
            "note": note,
        }
    )
    if path is not None:
        told = _("{name} was written. Print it or hand it to a fax printer: this program sends nothing.")
        if path.lower().endswith(".eml"):
            told = _("{name} was written. Open it in your mail program: this program sends nothing.")
        out.line(told.format(name=path))
        return
    out.line(_("To: {names}").format(names=f"{to.name} <{to.address}>"))
    out.line(made.subject.text + "\n")
    out.line(made.text.text)
