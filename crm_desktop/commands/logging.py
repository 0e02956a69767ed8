"""Commands on what happened with one record: log (write a line down), done (tick off what was planned), timeline."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.lists import kind_of
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, whole_number
from crm_desktop.entity.happenings import SORTS, STORY, happenings
from crm_desktop.i18n import _

if TYPE_CHECKING:
    from crm_desktop.timeline.quicklog import Logged


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
    from crm_desktop.areas import open_company

    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind)
        logged = write_down(company, entity, given.id, " ".join(given.words), datetime.now())
        title = company.title(entity, given.id)
    out.value(_told(logged, happened=logged.happened))
    out.line(_("Logged: {title}").format(title=title))
    return 0


def _told(logged: Logged, *, happened: bool) -> dict[str, Any]:
    """What a line has become, as data."""
    from crm_desktop.agenda.rules import next_title

    return {
        "type": logged.type if happened else None,
        "text": logged.text,
        "at": logged.at.isoformat(timespec="seconds") if happened else None,
        "minutes": logged.minutes,
        "next_step": next_title(logged) if logged.has_next else None,
        "next_on": logged.next_on.isoformat() if logged.next_on else None,
        "next_at": logged.next_at.strftime("%H:%M") if logged.next_at else None,
    }


def done_arguments(parser: Parser) -> None:
    """The words of the command done."""
    parser.add_argument("kind", metavar="KIND", help=_("such as task, event or customer"))
    parser.add_argument("id", metavar="ID", type=whole_number(1, 2**62), help=_("the number of the record"))
    parser.add_argument(
        "words", metavar="WORDS", nargs="*", help=_("how it went and what comes next, such as: price ok next tue 10")
    )
    file_argument(parser)


def done(given: Namespace, out: Out) -> int:
    """Tick off a task, an event or the next step of a record."""
    from crm_desktop.agenda.finishing import finish, to_finish
    from crm_desktop.areas import open_company

    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind)
        what = to_finish(company, entity, given.id)
        logged = finish(company, entity, given.id, " ".join(given.words), datetime.now())
    out.value({"done": what, **_told(logged, happened=True)})
    out.line(_("Done: {what}").format(what=what))
    return 0


def timeline_arguments(parser: Parser) -> None:
    """The words of the command timeline."""
    parser.add_argument("kind", metavar="KIND", help=_("such as customer or contact"))
    parser.add_argument("id", metavar="ID", type=whole_number(1, 2**62), help=_("the number of the record"))
    file_argument(parser)
    parser.add_argument("--sort", choices=list(SORTS), help=_("only this sort; without it everything but changes"))
    parser.add_argument("--limit", metavar="N", type=whole_number(1, 1_000_000), default=50, help=_("at most (50)"))
    parser.add_argument("--out", metavar="OUT", help=_("write all of it into a file: .xlsx or .csv"))


def timeline(given: Namespace, out: Out) -> int:
    """Show what happened with one record, the newest first."""
    from crm_desktop.areas import open_company
    from crm_desktop.entity import records
    from crm_desktop.exchange.writing_timeline import HEADINGS, export_timeline

    sorts = {given.sort} if given.sort else STORY
    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind)
        records.read(company, entity, given.id)
        if given.out is not None:
            count = export_timeline(company, entity, given.id, Path(given.out), sorts)
            out.value({"file": given.out, "lines": count})
            out.line(_("{name} was written: {n} lines.").format(name=given.out, n=count))
            return 0
        found, _more = happenings(company, entity, given.id, given.limit, sorts)
        title = company.title(entity, given.id)
    out.value(
        [
            {"sort": one.sort, "kind": one.kind, "id": one.row, "when": one.when or None, "what": one.pill,
             "about": one.with_ or title, "text": one.text, "pinned": one.pinned}
            for one in found
        ]
    )  # fmt: skip
    out.table(
        [_(heading) for heading in HEADINGS],
        [[one.when.replace("T", " "), one.pill, one.with_ or title, one.text] for one in found],
        widest=80,
    )
    return 0
