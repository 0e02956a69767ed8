"""The command settings: what holds for the company file as a whole."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, WrongUsage
from crm_desktop.i18n import _, n_


def settings_arguments(parser: Parser) -> None:
    """The words of the command settings."""
    parser.add_argument(
        "change", metavar="KEY=VALUE", nargs="*",
        help=_("a new value, such as country=DE or currency=EUR; nothing after the sign: what is usual"),
    )  # fmt: skip
    file_argument(parser)


def settings(given: Namespace, out: Out) -> int:
    """Show the settings of a company file, or change some of them."""
    from crm_desktop.areas import open_company
    from crm_desktop.entity.settings import TITLES, all_of, change

    wanted = dict(map(_pair, given.change))
    with open_company(Path(given.file)) as company:
        changed = change(company, wanted)
        found = all_of(company)
    out.value(found)
    if wanted:
        out.line(n_("{n} setting was changed.", "{n} settings were changed.", changed))
    out.table([_("Key"), _("Setting"), _("Value")], [[key, _(TITLES[key]), value] for key, value in found.items()])
    return 0


def _pair(word: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals:
        raise WrongUsage(_("“{text}” must be KEY=VALUE.").format(text=word))
    return key.strip(), value
