"""Commands that read records: list, export, entities."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.printing import Meter, Out
from crm_desktop.commands.usage import Parser, WrongUsage, whole_number
from crm_desktop.commands.where import HELP, conditions
from crm_desktop.entity import query as questions
from crm_desktop.entity.columns import Column, columns_of
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice
from crm_desktop.entity.fitting import fit
from crm_desktop.entity.query import ListQuery
from crm_desktop.entity.views import view_named
from crm_desktop.exchange.writing_rows import rows, typed
from crm_desktop.i18n import _, n_
from crm_desktop.values.text import fold

EVERYTHING = "everything"
AFTER = {"list": HELP, "export": HELP}
"""What stands at the end of a command's help."""


def where_argument(parser: Parser) -> None:
    """The option --where of commands that choose records."""
    parser.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help=_("only records with this value, linked ones by their title; FIELD= finds blanks; may be given again"),
    )
    parser.add_argument("--view", metavar="NAME", help=_("a saved view: its filters, order and columns"))
    parser.add_argument("--any", action="store_true", help=_("one --where is enough; else all must hold"))


def list_arguments(parser: Parser) -> None:
    """The words of the command list."""
    parser.add_argument("kind", metavar="KIND", help=_("the kind of record; “entities” shows them all"))
    file_argument(parser)
    where_argument(parser)
    parser.add_argument("--limit", metavar="N", type=whole_number(0, 1 << 40), help=_("at most so many records"))


def list_(given: Namespace, out: Out) -> int:
    """Show the records of a kind: the columns of its list, or all of them with --json."""
    from crm_desktop.areas import open_company

    today = date.today()
    with open_company(Path(given.file)) as company:
        entity = kind_of(company, given.kind)
        query = _asked(company, entity, given, today)
        ids = questions.ids(company, entity, query, limit=given.limit, today=today)
        if out.as_json:
            out.array(objects(company, entity, ids))
            return 0
        columns = [company.column(entity, name) for name in query.columns or entity.list]
        shown = (
            [str(row[0]), *(column.kind.show(raw) for column, raw in zip(columns, row[1:], strict=True))]
            for row in rows(company, entity, ids, columns)
        )
        right = [True, *(column.kind.align == "right" for column in columns)]
        out.table(["id", *(column.title for column in columns)], shown, right)
        out.line(entity.count(len(ids)))
    return 0


def _asked(company: Company, entity: Entity, given: Namespace, today: date) -> ListQuery:
    """What --view, --where and --any ask together; a view that asks for one of several filters keeps to it."""
    own = conditions(company, entity, given.where, today)
    if given.view is None:
        return ListQuery(conditions=own, any=given.any)
    query, _lacking = fit(company, entity, view_named(company, entity, given.view).query)
    if own and query.any != given.any and query.conditions:
        raise WrongUsage(_("The view asks for any or all of its filters in another way than --any does."))
    return query.with_(conditions=(*query.conditions, *own), any=query.any or given.any)


def objects(company: Company, entity: Entity, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Records as JSON objects: the id, then every column as an export would write it."""
    columns = list(company.columns(entity).values())
    for row in rows(company, entity, ids, columns):
        found = {"id": row[0]}
        found.update((column.name, typed(column.kind, raw)) for column, raw in zip(columns, row[1:], strict=True))
        yield found


def export_arguments(parser: Parser) -> None:
    """The words of the command export."""
    parser.add_argument(
        "kind", metavar="KIND", help=_("the kind of record, or “everything” for a workbook with a sheet for each")
    )
    parser.add_argument("out", metavar="OUT", help=_("the file to write: .xlsx, .csv or .vcf"))
    file_argument(parser)
    where_argument(parser)
    parser.add_argument(
        "--groups", action="store_true", help=_("with the headings and figures of the groups of --view")
    )
    parser.add_argument(
        "--vcard", choices=("3.0", "4.0"), default="3.0", help=_("the version of cards in a .vcf (3.0)")
    )


def export(given: Namespace, out: Out) -> int:
    """Write the records of a kind into a file."""
    from crm_desktop.areas import open_company
    from crm_desktop.exchange.writing import export_everything, export_list

    today = date.today()
    path = Path(given.out)
    told: list[str] = []
    with open_company(Path(given.file)) as company, Meter() as meter:
        if given.kind == EVERYTHING:
            if given.where or given.view:
                raise WrongUsage(_("--where needs one kind of record, not “everything”."))
            count = export_everything(company, path, today=today, progress=meter)
        else:
            entity = kind_of(company, given.kind)
            query = _asked(company, entity, given, today)
            count = export_list(
                company, entity, path, query=query, columns=query.columns or None, cards=given.vcard,
                groups=given.groups, today=today, progress=meter, told=told,
            )  # fmt: skip
    out.value({"kind": given.kind, "out": str(path), "rows": count, "warnings": told})
    out.line(_("{what} written to {name}").format(what=n_("{n} row", "{n} rows", count), name=path))
    for warning in told:
        out.line(f"  ! {warning}")
    return 0


def template_arguments(parser: Parser) -> None:
    """The words of the command template."""
    parser.add_argument("kind", metavar="KIND", help=_("the kind of record"))
    parser.add_argument("out", metavar="OUT.xlsx", help=_("the workbook to write"))
    file_argument(parser, required=False)


def template(given: Namespace, out: Out) -> int:
    """Write an empty list of a kind to fill in; with --file it has the owner's own fields too."""
    from tempfile import TemporaryDirectory

    from crm_desktop.areas import new_company, open_company
    from crm_desktop.exchange.writing import write_template

    path = Path(given.out)
    with TemporaryDirectory() as folder:
        opened = open_company(Path(given.file)) if given.file else new_company(Path(folder) / "new.crm")
        with opened as company:
            write_template(company, kind_of(company, given.kind), path)
    out.value({"kind": given.kind, "out": str(path)})
    out.line(_("{name} was made.").format(name=path))
    return 0


def entities_arguments(parser: Parser) -> None:
    """The words of the command entities."""
    file_argument(parser, required=False)


def entities(given: Namespace, out: Out) -> int:
    """Show every kind of record and its columns; with --file the owner's own fields too."""
    from crm_desktop.areas import ENTITIES, open_company

    if given.file is None:
        kinds = {entity.model: entity for entity in ENTITIES}
        _show_entities([(entity, columns_of(entity, kinds.get, list(ENTITIES), set())) for entity in ENTITIES], out)
        return 0
    with open_company(Path(given.file)) as company:
        _show_entities([(entity, company.columns(entity)) for entity in company.entities], out)
    return 0


def _show_entities(found: Sequence[tuple[Entity, dict[str, Column]]], out: Out) -> None:
    out.value(
        [
            {
                "kind": entity.name,
                "one": entity.singular,
                "many": entity.plural,
                "title": entity.title,
                "columns": [_described(column) for column in columns.values()],
            }
            for entity, columns in found
        ]
    )
    out.table(
        [_("Kind"), _("Name"), _("Columns")],
        [[entity.name, entity.plural, str(len(columns))] for entity, columns in found],
        right=[False, False, True],
    )


def _described(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "type": type(column.kind).__name__.lower(),
        "required": bool(column.field is not None and column.field.required),
        "importable": column.importable,
        "custom": column.custom,
    }
    if isinstance(column.kind, Choice):
        found["choices"] = {option.key: _(option.title) for option in column.kind.options}
    return found


def kind_of(company: Company, name: str) -> Entity:
    """A kind by its name, or by its title in the language in force."""
    for entity in company.entities:
        if fold(name) in (fold(entity.name), fold(entity.singular), fold(entity.plural)):
            return entity
    return company.entity(name)
