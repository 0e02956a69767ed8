"""The command that hands customers over to somebody else, and writes the sheet of it."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.lists import where_argument
from crm_desktop.commands.printing import Meter, Out
from crm_desktop.commands.usage import Parser, WrongUsage
from crm_desktop.commands.where import conditions
from crm_desktop.entity import query
from crm_desktop.entity.company import Company
from crm_desktop.entity.fields import Money
from crm_desktop.entity.query import ListQuery
from crm_desktop.i18n import _, n_


def hand_over_arguments(parser: Parser) -> None:
    """The words of the command hand-over."""
    file_argument(parser)
    parser.add_argument("--from", dest="leaver", metavar="NAME", help=_("who hands over all that is open"))
    parser.add_argument("--to", metavar="NAME", required=True, help=_("who takes it: name, staff number or id"))
    where_argument(parser)
    parser.add_argument("--sheet", metavar="OUT", help=_("write a hand-over sheet too: .xlsx or .pdf"))
    parser.add_argument("--files", action="store_true", help=_("with the attached files in a folder beside the sheet"))
    parser.add_argument("--left", action="store_true", help=_("who hands over does not work here any more"))
    parser.add_argument("--preview", action="store_true", help=_("only tell what would go over; change nothing"))


def hand_over(given: Namespace, out: Out) -> int:
    """Hand over what somebody has open, or the customers that --where names."""
    from crm_desktop.areas import open_company
    from crm_desktop.handover import rules, sheet

    path = Path(given.sheet) if given.sheet else None
    if path is not None and path.suffix.lower() not in (".xlsx", ".pdf"):
        raise WrongUsage(_("OUT must end in .xlsx or .pdf, not “{text}”.").format(text=path.name))
    if (given.leaver is None) == (not given.where):
        raise WrongUsage(_("Say what goes over: either --from or --where."))
    today = date.today()
    with open_company(Path(given.file)) as company, Meter() as meter:
        to = rules.staff_named(company, given.to)
        if given.leaver is not None:
            planned = rules.plan(company, today, leaver=rules.staff_named(company, given.leaver), to=to)
        else:
            entity = company.entity("customer")
            asked = ListQuery(conditions=conditions(company, entity, given.where, today), any=given.any)
            planned = rules.plan(company, today, customers=query.ids(company, entity, asked, today=today), to=to)
        written = None
        if path is not None:
            written = sheet.write(company, planned, to, path, today, files=given.files, progress=meter)
        done = 0 if given.preview else rules.hand_over(company, planned, to, left=given.left, progress=meter)
        _tell(company, planned, written, done, given.preview, out)
    return 0


def _tell(company: Company, planned: Any, written: Any, done: int, preview: bool, out: Out) -> None:
    out.value(
        {
            "parts": {kind: len(rows) for kind, rows in planned.parts.items()},
            "customers": len(planned.customers),
            "unpaid": {"count": planned.unpaid, "amount": Money().cell(planned.unpaid_amount)},
            "handed_over": done,
            "sheet": str(written.path) if written is not None else None,
            "files": written.files if written is not None else 0,
            "missing": list(written.missing) if written is not None else [],
        }
    )
    rows = [[company.entity(kind).plural, f"{len(rows):,}"] for kind, rows in planned.parts.items()]
    rows.append([_("Unpaid invoices"), f"{planned.unpaid:,}"])
    out.table([_("What"), _("How many")], rows, right=[False, True])
    if not preview:
        out.line(n_("{n} record was handed over.", "{n} records were handed over.", done))
    if written is not None:
        out.line(_("{name} was written.").format(name=written.path))
        for name in written.missing:
            out.line(_("“{name}” was not there to be copied.").format(name=name))
