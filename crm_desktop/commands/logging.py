"""The command log: one line of what happened with a record and what comes next."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.lists import kind_of
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, whole_number
from crm_desktop.i18n import _


def log_arguments(parser: Parser) -> None:
    """The words of the command log."""
    parser.add_argument("kind", metavar="KIND", help=_("such as customer or contact"))
    parser.add_argument("id", metavar="ID", type=whole_number(1, 2**62), help=_("the number of the record"))
    parser.add_argument(
        "words", metavar="WORDS", nargs="+", help=_("what happened, such as: call 5min price ok next tue 10")
    )
    file_argument(parser)


def log(given: Namespace, out: Out) -> int:
    """Write down a line about a record, and plan its next step."""
    from crm_desktop.agenda.rules import log as write_down
    from crm_desktop.agenda.rules import next_title
    from crm_desktop.areas import open_company

    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind)
        logged = write_down(company, entity, given.id, " ".join(given.words), datetime.now())
        title = company.title(entity, given.id)
    out.value(
        {
            "type": logged.type if logged.happened else None,
            "text": logged.text,
            "at": logged.at.isoformat(timespec="seconds") if logged.happened else None,
            "minutes": logged.minutes,
            "next_step": next_title(logged) if logged.has_next else None,
            "next_on": logged.next_on.isoformat() if logged.next_on else None,
            "next_at": logged.next_at.strftime("%H:%M") if logged.next_at else None,
        }
    )
    out.line(_("Logged: {title}").format(title=title))
    return 0
