"""Commands on files that hang on records: attach, detach into a file."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.lists import kind_of
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, whole_number
from crm_desktop.i18n import _


def attach_arguments(parser: Parser) -> None:
    """The words of the command attach."""
    parser.add_argument("kind", metavar="KIND", help=_("such as customer or contact"))
    parser.add_argument("id", metavar="ID", type=whole_number(1, 2**62), help=_("the number of the record"))
    parser.add_argument("paths", metavar="PATH", nargs="+", help=_("the files to attach"))
    file_argument(parser)


def attach(given: Namespace, out: Out) -> int:
    """Keep files with a record."""
    from crm_desktop.areas import open_company
    from crm_desktop.exchange.attaching import keep_file

    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind)
        title = company.title(entity, given.id)
        with company.journal.entry(_("Attach files to {title}").format(title=title)):
            made = [keep_file(company, entity, given.id, Path(path), now=datetime.now()) for path in given.paths]
    out.value([{"id": one, "name": Path(path).name} for one, path in zip(made, given.paths, strict=True)])
    for path in given.paths:
        out.line(_("{name} was attached to {title}.").format(name=Path(path).name, title=title))
    return 0


def extract_arguments(parser: Parser) -> None:
    """The words of the command extract."""
    parser.add_argument("id", metavar="ID", type=whole_number(1, 2**62), help=_("the number of the attachment"))
    parser.add_argument("out", metavar="OUT", help=_("the file to write"))
    file_argument(parser)


def extract(given: Namespace, out: Out) -> int:
    """Write an attached file into a file of its own."""
    from crm_desktop.areas import open_company
    from crm_desktop.entity import attachments

    with open_company(Path(given.file)) as company:
        path = attachments.write(company, given.id, Path(given.out))
    out.value({"file": str(path), "size": path.stat().st_size})
    out.line(_("{name} was written.").format(name=path))
    return 0
