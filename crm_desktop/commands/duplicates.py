"""Commands on records that are probably one: list them, and make them one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.lists import kind_of
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, WrongUsage, whole_number
from crm_desktop.i18n import _, n_


def duplicates_arguments(parser: Parser) -> None:
    """The words of the command duplicates."""
    parser.add_argument("kind", metavar="KIND", help=_("the kind of record; “entities” shows them all"))
    file_argument(parser)
    parser.add_argument("--limit", metavar="N", type=whole_number(1, 1 << 40), help=_("at most so many groups"))


def duplicates(given: Namespace, out: Out) -> int:
    """Show the groups of records that are probably one, with the reasons."""
    from crm_desktop.alike.asking import grouped, pairs
    from crm_desktop.alike.dismissing import undismissed
    from crm_desktop.areas import open_company

    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind)
        groups = grouped(undismissed(company, entity, pairs(company, entity)))[: given.limit]
        titles = company.titles(entity, {row for group in groups for row in group.rows})
        out.value(
            [
                {
                    "score": round(group.score, 3),
                    "records": [{"id": row, "title": titles[row]} for row in group.rows],
                    "pairs": [_pair(pair) for pair in group.pairs],
                }
                for group in groups
            ]
        )
        lines = []
        for number, group in enumerate(groups, start=1):
            why = ", ".join(reason.text for reason in group.pairs[0].reasons if not reason.against)
            for at, row in enumerate(group.rows):
                first = at == 0
                lines.append(
                    [str(number) if first else "", f"{group.score:.0%}" if first else "", str(row), titles[row],
                     why if first else ""]
                )  # fmt: skip
        out.table(["", _("Probable"), "id", entity.singular, _("Why")], lines, right=[True, True, True], widest=72)
        out.line(n_("{n} group of duplicates.", "{n} groups of duplicates.", len(groups)))
    return 0


def _pair(pair: Any) -> dict[str, Any]:
    return {
        "ids": [pair.one, pair.other],
        "score": round(pair.score, 3),
        "reasons": [reason.text for reason in pair.reasons if not reason.against],
        "against": [reason.text for reason in pair.reasons if reason.against],
    }


def merge_arguments(parser: Parser) -> None:
    """The words of the command merge."""
    parser.add_argument("kind", metavar="KIND", help=_("the kind of record; “entities” shows them all"))
    parser.add_argument("ids", metavar="ID", nargs="+", help=_("the records to make one, two or more"))
    file_argument(parser)
    parser.add_argument(
        "--into", metavar="ID", type=int, help=_("the record that stays; without it the most complete one")
    )


def merge(given: Namespace, out: Out) -> int:
    """Make records one; what the survivor cannot hold is kept in a note."""
    from crm_desktop.alike import merging
    from crm_desktop.areas import open_company

    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind)
        chosen = merging.plan(company, entity, _ids(given.ids))
        if given.into is not None:
            if given.into not in chosen.rows:
                raise WrongUsage(_("--into must name one of the records."))
            chosen.survivor = given.into
            chosen.choose(given.into)
        done = merging.merge(company, entity, chosen)
        out.value({"entry": done.entry, "id": done.row, "title": done.title})
        out.line(_("Done: {title} (record {id}).").format(title=done.title, id=done.row))
        back = _("To part them again: crm-desktop undo --entry {entry} --file {name}")
        out.line(back.format(entry=done.entry, name=company.path))
    return 0


def _ids(words: list[str]) -> list[int]:
    for word in words:
        if not word.isdigit():
            raise WrongUsage(_("“{text}” is not the number of a record.").format(text=word))
    return [int(word) for word in words]
