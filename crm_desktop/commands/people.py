"""Commands about people: the phone book and the organisation chart."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, WrongUsage, whole_number
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, n_
from crm_desktop.writing import write_whole


def phonebook_arguments(parser: Parser) -> None:
    """The words of the command phonebook."""
    parser.add_argument("out", metavar="OUT", help=_("the file to write: .pdf or .vcf"))
    file_argument(parser)


def phonebook(given: Namespace, out: Out) -> int:
    """Write the phone book as a booklet or as cards."""
    from crm_desktop.areas import open_company
    from crm_desktop.customers.phonebook import write_booklet
    from crm_desktop.exchange.writing_vcf import write_all_cards

    path = Path(given.out)
    if path.suffix.lower() not in (".pdf", ".vcf"):
        raise WrongUsage(_("OUT must end in .pdf or .vcf, not “{text}”.").format(text=path.name))
    with open_company(Path(given.file)) as company:
        if path.suffix.lower() == ".pdf":
            count = write_booklet(company, path, date.today())
        else:
            count = write_all_cards(company, path, ("contact", "customer"), today=date.today())
    out.value({"out": str(path), "entries": count})
    out.line(_("{what} written to {name}").format(what=n_("{n} entry", "{n} entries", count), name=path))
    return 0


def orgchart_arguments(parser: Parser) -> None:
    """The words of the command orgchart."""
    parser.add_argument("customer", metavar="CUSTOMER_ID", type=whole_number(1, 2**62), help=_("the customer's id"))
    parser.add_argument("out", metavar="OUT", help=_("the file to write: .svg, .png or .pdf"))
    parser.add_argument(
        "--deal", metavar="DEAL_ID", type=whole_number(1, 2**62), help=_("how the people stand in this opportunity")
    )
    file_argument(parser)


def orgchart(given: Namespace, out: Out) -> int:
    """Write the organisation chart of a customer as a picture."""
    from crm_desktop.areas import open_company
    from crm_desktop.customers.chart import lay_out
    from crm_desktop.customers.chartpaper import ENDINGS, chart_file
    from crm_desktop.customers.people import lines_among, people_of
    from crm_desktop.customers.stances import deals_of, in_deal

    path = Path(given.out)
    if path.suffix.lower() not in ENDINGS:
        raise WrongUsage(_("OUT must end in .svg, .png or .pdf, not “{text}”.").format(text=path.name))
    with open_company(Path(given.file)) as company:
        kind = company.entity("customer")
        name = company.titles(kind, [given.customer]).get(given.customer)
        if name is None:
            raise Refused(_("There is no customer with the id {id}.").format(id=given.customer))
        people = people_of(company, given.customer, date.today())
        if not people:
            raise Refused(_("Nobody is known yet at {name}.").format(name=name))
        if given.deal is not None:
            deal = next((one for one in deals_of(company, given.customer) if one.row == given.deal), None)
            if deal is None:
                raise Refused(_("{name} has no opportunity with the id {id}.").format(name=name, id=given.deal))
            people, name = in_deal(company, deal, people), f"{name} · {deal.title}"
        chart = lay_out(people, lines_among(company, people))
    write_whole(path, chart_file(chart, name, path.suffix.lower()))
    out.value({"out": str(path), "people": len(people), "lines": len(chart.links)})
    out.line(_("{what} written to {name}").format(what=n_("{n} person", "{n} people", len(people)), name=path))
    return 0
