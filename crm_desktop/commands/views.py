"""The command views: the saved views of a company, given away as files and taken in from them."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.lists import kind_of
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, WrongUsage
from crm_desktop.entity import query as questions
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fitting import fit
from crm_desktop.entity.views import first_view, free_name, save_view, view_named, views_of
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed


def views_arguments(parser: Parser) -> None:
    """The words of the command views."""
    file_argument(parser)
    parser.add_argument("--kind", metavar="KIND", help=_("only the views of this kind of record"))
    parser.add_argument(
        "--write", nargs=2, metavar=("NAME", "OUT.crmview"), help=_("write a view of --kind into a file for others")
    )
    parser.add_argument("--read", metavar="IN.crmview", help=_("keep a view that came as a file"))


def views(given: Namespace, out: Out) -> int:
    """Show the saved views with the number of their records, write one into a file, or take one in."""
    from crm_desktop.areas import open_company

    if given.write and given.read:
        raise WrongUsage(_("--write and --read cannot go together."))
    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind) if given.kind else None
        if given.read:
            return _read(company, Path(given.read), out)
        if given.write:
            if entity is None:
                raise WrongUsage(_("--write needs --kind."))
            return _write(company, entity, given.write[0], Path(given.write[1]), out)
        _show(company, [entity] if entity else company.entities, out)
    return 0


def _show(company: Company, entities: list[Entity], out: Out) -> None:
    today = date.today()
    found: list[dict[str, Any]] = []
    for entity in entities:
        first = first_view(company, entity)
        for view in views_of(company, entity):
            asked, lacking = fit(company, entity, view.query)
            found.append(
                {
                    "kind": entity.name,
                    "id": view.id,
                    "name": view.name,
                    "records": questions.count(company, entity, asked, today=today),
                    "opens_first": view.id == first,
                    "lacking": lacking,
                }
            )
    out.value(found)
    titles = {entity.name: entity.plural for entity in entities}
    out.table(
        [_("Kind"), _("View"), _("Records")],
        [[titles[one["kind"]], one["name"], f"{one['records']:,}"] for one in found],
        right=[False, False, True],
    )


def _write(company: Company, entity: Entity, name: str, path: Path, out: Out) -> int:
    from crm_desktop.entity.viewfiles import SUFFIX, as_file
    from crm_desktop.writing import replacing

    if path.suffix.lower() != SUFFIX:
        raise Refused(_("“{name}” must end in {suffix}.").format(name=path.name, suffix=SUFFIX))
    view = view_named(company, entity, name)
    with replacing(path) as part:
        part.write_text(as_file(company, entity, view.name, view.query), encoding="utf-8")
    out.value({"kind": entity.name, "name": view.name, "out": str(path)})
    out.line(_("View written to {name}").format(name=path))
    return 0


def _read(company: Company, path: Path, out: Out) -> int:
    from crm_desktop.entity.viewfiles import read_file

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refused(_("“{name}” cannot be read as a view of a list.").format(name=path.name)) from None
    found = read_file(company, text)
    name = free_name(company, found.entity, found.name)
    made = save_view(company, found.entity, name, found.query)
    out.value({"kind": found.entity.name, "id": made, "name": name, "lacking": found.lacking})
    if found.lacking:
        told = _("The view “{name}” was opened in part. This company does not have: {fields}.")
        out.line(told.format(name=name, fields=listed(found.lacking)))
    else:
        out.line(_("View “{name}” opened").format(name=name))
    return 0
