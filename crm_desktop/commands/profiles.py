"""The command profiles: the import profiles of a company; and how the command import uses and saves one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, WrongUsage
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.exchange.headings import Known
from crm_desktop.exchange.headingwords import vocabulary
from crm_desktop.exchange.mapping import SheetPlan, choose, refuse_unknown_headings
from crm_desktop.exchange.profile_use import FITS, Used, fit, use
from crm_desktop.exchange.profiles import (
    as_name,
    called,
    delete_profile,
    profile_named,
    profiles_of,
    rename_profile,
    save_profile,
)
from crm_desktop.i18n import _


def profiles_arguments(parser: Parser) -> None:
    """The words of the command profiles."""
    file_argument(parser)
    parser.add_argument("--delete", metavar="NAME", help=_("delete a profile; what came in by it stays"))
    parser.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help=_("give a profile another name"))


def profiles(given: Namespace, out: Out) -> int:
    """Show the import profiles, rename or delete one."""
    from crm_desktop.areas import open_company

    if given.delete is not None and given.rename:
        raise WrongUsage(_("--delete and --rename cannot go together."))
    with open_company(Path(given.file)) as company:
        if given.delete is not None:
            profile = profile_named(company, given.delete)
            delete_profile(company, profile)
            out.value({"deleted": profile.name})
            out.line(_("Import profile “{name}” deleted").format(name=profile.name))
        elif given.rename:
            profile = profile_named(company, given.rename[0])
            rename_profile(company, profile, given.rename[1])
            out.value({"renamed": profile.name, "name": as_name(given.rename[1])})
            told = _("Import profile “{name}” is now called “{new}”")
            out.line(told.format(name=profile.name, new=as_name(given.rename[1])))
        else:
            _show(company, out)
    return 0


def _show(company: Company, out: Out) -> None:
    found = profiles_of(company)
    kinds = {entity.name: entity.plural for entity in company.entities}
    out.value(
        [
            {
                "name": one.name,
                "kind": one.kind,
                "there": one.kind in kinds,
                "match": one.spec.match,
                "header_row": one.spec.header_row,
                "columns": [{"heading": column.heading, "target": column.target} for column in one.spec.columns],
            }
            for one in found
        ]
    )
    if not found:
        out.line(_("There are no import profiles yet: import --save-profile makes one."))
        return
    out.table(
        [_("Import profile"), _("Kind"), _("Number of columns")],
        [[one.name, kinds.get(one.kind, one.kind), f"{len(one.spec.columns):,}"] for one in found],
        right=[False, False, True],
    )


# For the command import -----------------------------------------------------------------------------------------------


def profile_arguments(parser: Parser) -> None:
    """The words of the command import that concern profiles."""
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help=_("bring it in as this import profile says; what other options say counts before it"),
    )
    parser.add_argument(
        "--save-profile",
        metavar="NAME",
        help=_("keep how the list is brought in as an import profile, in the place of one that has this name"),
    )


def used_on(
    company: Company, sheets: Sequence[SheetPlan], name: str, today: date, known: Known, mapping: Mapping[str, str]
) -> tuple[list[SheetPlan], list[Used]]:
    """The sheets as a profile says where it fits them, and what did not go together.

    Refused where it fits none. `mapping` counts before the profile.
    """
    profile = profile_named(company, name)
    seen = [sheet for sheet in sheets if not sheet.table.hidden] or sheets
    shares = {id(sheet): fit(profile, sheet.table, known).share for sheet in seen}
    best = max(shares.values())
    made: list[SheetPlan] = []
    used: list[Used] = []
    for sheet in sheets:
        share = shares.get(id(sheet), 0)
        if id(sheet) in shares and (share >= FITS or share == best) and (share or not used):
            used.append(use(company, sheet, profile, today=today, known=known))
            made.append(used[-1].plan)
        else:
            made.append(sheet)
    refuse_unknown_headings([sheet.table for sheet in made], mapping)
    for sheet in made:
        if mapping and sheet.kind is not None:
            entity = company.entity(sheet.kind)
            choose(company, entity, sheet.columns, mapping, vocabulary(company, entity, told=True))
    return made, used


def kept_as(company: Company, sheets: Sequence[SheetPlan], name: str, out: Out) -> str:
    """Keep how a list is brought in as a profile, in the place of one that has the name, and say so; returns it."""
    brought = [sheet for sheet in sheets if sheet.kind is not None]
    if len(brought) > 1:
        sentence = _("An import profile keeps how one sheet is brought in: say which with --sheet.")
        raise Refused(sentence, "save-profile")
    there = called(profiles_of(company), name)
    made = save_profile(company, brought[0], name, there)
    told = _("Import profile “{name}” saved") if there is None else _("Import profile “{name}” replaced")
    out.line(told.format(name=made.name))
    return made.name


def as_dict(used: Sequence[Used], kept: str | None) -> dict[str, Any]:
    """What --json tells of profiles."""
    return {
        "profile": used[0].profile.name if used else None,
        "profile_misfits": [{"sheet": one.plan.table.name, **asdict(one.misfit)} for one in used],
        "saved_profile": kept,
    }
