"""The command import: a list into a company file, or with --dry-run only what would become of it."""

from __future__ import annotations

import tempfile
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, get_args

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.importreport import refuse_where_all_failed, tell, tell_checked
from crm_desktop.commands.lists import kind_of
from crm_desktop.commands.printing import Meter, Out
from crm_desktop.commands.profiles import as_dict, kept_as, profile_arguments, used_on
from crm_desktop.commands.usage import Parser, WrongUsage, whole_number
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused, Told, Trouble
from crm_desktop.exchange import importing, reading
from crm_desktop.exchange.decisions import (
    FIELD_WAYS,
    GROUPS,
    LIKELY,
    MATCHES,
    NUMBERS,
    SEVERAL,
    TRASH,
    TWINS,
    Decisions,
    refuse_unless_in,
)
from crm_desktop.exchange.filling_down import fill_down
from crm_desktop.exchange.headingwords import known_headings
from crm_desktop.exchange.importing import SheetPlan
from crm_desktop.exchange.mapping import target_named
from crm_desktop.exchange.profile_use import Used
from crm_desktop.exchange.report import Report
from crm_desktop.exchange.restoring import is_empty, is_whole, restore
from crm_desktop.exchange.tables import Source, without_hidden
from crm_desktop.i18n import _, n_
from crm_desktop.store import history
from crm_desktop.store.undo import next_undo
from crm_desktop.values.countries import COUNTRIES
from crm_desktop.values.dates import Order
from crm_desktop.values.text import fold


def import_arguments(parser: Parser) -> None:
    """The words of the command import."""
    parser.add_argument("source", metavar="SOURCE", help=_("the list: .xlsx .xls .xlsb .ods .csv .txt .vcf"))
    file_argument(parser, made=True)
    parser.add_argument("--into", metavar="KIND", help=_("the kind of record; without it, what the list looks like"))
    parser.add_argument("--sheet", metavar="NAME", help=_("only this sheet of a workbook"))
    parser.add_argument(
        "--header", metavar="ROW", type=whole_number(0, 1_048_576), help=_("the row of the headings; 0: there are none")
    )
    parser.add_argument(
        "--map",
        metavar="HEADING=FIELD",
        action="append",
        default=[],
        help=_("what a column fills; “custom:Title” makes a field of your own, a blank leaves it out; may be repeated"),
    )
    parser.add_argument(
        "--match",
        choices=MATCHES,
        help=_(
            "records that are there: fill their blanks (usual), skip them, overwrite them, merge (both values are kept,"
            " that of the list as a remark), or make new ones"
        ),
    )
    parser.add_argument(
        "--field-match",
        metavar="FIELD=WAY",
        action="append",
        default=[],
        help=_("the same for one field: fill, skip, overwrite or merge; may be repeated"),
    )
    parser.add_argument(
        "--clear",
        metavar="FIELD",
        action="append",
        default=[],
        help=_("overwriting, a blank in the list empties this field; may be repeated"),
    )
    _group(parser, TWINS, _("rows of the list that mean one record: join them (usual), make each new, or skip them"))
    _group(parser, TRASH, _("rows whose record was deleted: make a new one (usual), restore it, or skip the row"))
    _group(parser, SEVERAL, _("rows that fit several records: leave them out (usual), make new ones, or skip them"))
    _group(
        parser, NUMBERS, _("rows whose number is taken: leave them out (usual), take the next free one, or skip them")
    )
    parser.add_argument(
        "--near",
        choices=GROUPS[LIKELY],
        help=_(
            "look for rows that probably are a record that is there, or one another, and do this with them (left out,"
            " nobody looks for them); with “new” and --dry-run they are only told"
        ),
    )
    parser.add_argument(
        "--dates",
        choices=get_args(Order),
        help=_(
            "how 3/4/2026 is meant where the list does not tell: day, month or year first; roc: the year first, and"
            " that of the Republic of China where it is short (113 is 2024)"
        ),
    )
    parser.add_argument(
        "--country",
        metavar="CODE",
        type=_country,
        help=_(
            "whose telephone numbers those without a country code are, such as DE or TW (without it the company's own"
            " country); they get its code, so that they stay right"
        ),
    )
    parser.add_argument(
        "--zeros",
        action="store_true",
        help=_("put back the zeros that numbers, postcodes and codes may have lost at their beginning (they are told)"),
    )
    parser.add_argument(
        "--fill-down",
        metavar="HEADING",
        action="append",
        default=[],
        help=_("blank cells of this column take the value above them (merged cells only, where it has any)"),
    )
    parser.add_argument(
        "--hidden", choices=("read", "skip"), default="read", help=_("rows that are hidden or filtered out in the file")
    )
    parser.add_argument("--tag", metavar="WORD", default="", help=_("a tag for the records that come in"))
    parser.add_argument("--encoding", metavar="NAME", help=_("the encoding of a text file, where it is guessed wrong"))
    parser.add_argument("--password", metavar="WORD", help=_("the password of a protected workbook"))
    profile_arguments(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("change nothing, say what would happen"))
    parser.add_argument("--failed", metavar="OUT.xlsx", help=_("write the rows that were not brought in to this file"))


def import_(given: Namespace, out: Out) -> int:
    """Bring a list in as one change that can be undone."""
    today = date.today()
    mapping = dict(_pair(word, _("--map needs HEADING=FIELD, not “{text}”.")) for word in given.map)
    if given.failed is not None and Path(given.failed).suffix.lower() != ".xlsx":
        raise WrongUsage(_("--failed needs the name of an .xlsx file, not “{text}”.").format(text=given.failed))
    if given.profile is not None and given.into:
        raise WrongUsage(_("--profile and --into cannot go together."))
    if given.save_profile is not None and given.dry_run:
        raise WrongUsage(_("--save-profile and --dry-run cannot go together."))
    with _opened(Path(given.file), given.dry_run) as company, Meter() as meter:
        if _is_to_be_restored(company, given):
            count = restore(company, Path(given.source), progress=meter)
            out.value({"restored": count, "entry": next(iter(history.entries(company.journal))).id})
            out.line(n_("The company is restored: {n} row.", "The company is restored: {n} rows.", count))
            return 0
        known = known_headings(company)
        source = reading.read(
            Path(given.source),
            sheet=given.sheet,
            header=given.header,
            encoding=given.encoding,
            password=given.password,
            known=known,
        )
        if given.hidden == "skip":
            source.tables = [without_hidden(one, True) if one.hidden_rows else one for one in source.tables]
        sheets, used = _planned(company, source, given, today, known, mapping)
        for one in used:
            if one.sentence:
                out.line(one.sentence)
        if given.dry_run:
            checked = [importing.check(company, sheet, today=today) for sheet in sheets]
            tell_checked(company, sheets, checked, out, as_dict(used, None))
            if not any(sheet.near for sheet in sheets):
                out.line(_("Rows that are probably the same were not looked for: --near new tells which those are."))
            refuse_where_all_failed([(sheet.kind, found) for sheet, found in zip(sheets, checked, strict=True)])
            return 0
        keeps = kept_as(company, sheets, given.save_profile, out) if given.save_profile is not None else None
        report = importing.run(company, sheets, today=today, progress=meter, source=Path(given.source))
        of_profiles = as_dict(used, keeps)
        try:
            failed_file = _write_failed(report, given.failed)
        except Told as told:
            tell(company, report, None, out, of_profiles)
            done = _("The list itself was brought in; “undo” takes it back.") if report.entry is not None else ""
            raise Trouble(f"{told.sentence} {done}".strip()) from told
        tell(company, report, failed_file, out, of_profiles)
        refuse_where_all_failed([(sheet.kind, sheet) for sheet in report.sheets])
    return 0


def _planned(
    company: Company, source: Source, given: Namespace, today: date, known: Any, mapping: Mapping[str, str]
) -> tuple[list[SheetPlan], list[Used]]:
    """The sheets as options and profile say, and how the profile was used on them."""
    into = kind_of(company, given.into).name if given.into else None
    if given.profile is None:
        sheets, used = importing.plan(company, source, into=into, mapping=mapping, today=today), list[Used]()
    else:
        understood = importing.plan(company, source, today=today)
        sheets, used = used_on(company, understood, given.profile, today, known, mapping)
    _refuse_unknown(sheets)
    for sheet in sheets:
        sheet.match = given.match or sheet.match
        sheet.date_order = given.dates or sheet.date_order
        sheet.near = given.near is not None or sheet.near
        sheet.decisions = _decisions(company, sheet, given)
        sheet.tag = given.tag
    _fill_down(sheets, given.fill_down)
    return sheets, used


def _fill_down(sheets: Sequence[SheetPlan], headings: Sequence[str]) -> None:
    """Fill the blank cells of these columns from above."""
    for heading in headings:
        named = fold(heading)
        found = [(sheet, plan.index) for sheet in sheets for plan in sheet.columns if fold(plan.heading) == named]
        if not found:
            raise Refused(_("The list has no column “{heading}”.").format(heading=heading), "fill-down")
        for sheet, column in found:
            fill_down(sheet, column)


def _group(parser: Parser, group: str, help: str) -> None:
    """One option for a group of rows."""
    parser.add_argument(f"--{group}", choices=GROUPS[group], help=help)


def _country(text: str) -> str:
    """A country by its code, as an argument."""
    code = text.strip().upper()
    if code not in COUNTRIES:
        sentence = _("“{text}” is no country we know by its code. There are: {codes}.")
        raise ArgumentTypeError(sentence.format(text=text[:40], codes=", ".join(COUNTRIES)))
    return code


def _decisions(company: Company, sheet: SheetPlan, given: Namespace) -> Decisions:
    """What the options settle for one sheet, before what a profile says; of other kinds' fields they say nothing."""
    made = sheet.decisions.copy()
    for group, ways in GROUPS.items():
        way = given.near if group == LIKELY else getattr(given, group)
        if way == ways[0]:
            made.groups.pop(group, None)
        elif way is not None:
            made.groups[group] = way
    made.zeros = set(sheet.table.headings) if given.zeros else made.zeros
    made.country = given.country or made.country
    if sheet.kind is None:
        return made
    entity = company.entity(sheet.kind)
    for word in given.field_match:
        name, way = _pair(word, _("--field-match needs FIELD=WAY, not “{text}”."))
        refuse_unless_in(way, FIELD_WAYS, "field-match")
        if (target := target_named(company, entity, name)) is not None:
            made.fields[target] = way
    made.clearing |= {target for name in given.clear if (target := target_named(company, entity, name)) is not None}
    return made


def _pair(word: str, sentence: str) -> tuple[str, str]:
    heading, equals, target = word.rpartition("=")
    if not equals or not heading.strip():
        raise WrongUsage(sentence.format(text=word))
    return heading.strip(), target.strip()


def _is_to_be_restored(company: Company, given: Namespace) -> bool:
    """Whether everything goes into an empty file; whoever chooses anything of it imports it as lists."""
    chosen = given.into or given.profile or given.sheet or given.map or given.header is not None or given.dry_run
    return not chosen and is_whole(Path(given.source)) and is_empty(company)


@contextmanager
def _opened(path: Path, dry_run: bool) -> Iterator[Company]:
    """The company file, made if it is not there; one that was made for nothing is taken away again."""
    from crm_desktop.areas import new_company, open_company

    if path.exists():
        with open_company(path) as company:
            yield company
        return
    if dry_run:
        with tempfile.TemporaryDirectory() as folder, new_company(Path(folder) / "trial.crm") as company:
            yield company
        return
    company = new_company(path)
    try:
        yield company
    except BaseException:
        nothing_in_it = next_undo(company.journal) is None
        company.close()
        for ending in ("", "-wal", "-shm", "-lock") if nothing_in_it else ():
            with suppress(OSError):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        raise
    company.close()


def _refuse_unknown(sheets: Sequence[SheetPlan]) -> None:
    """Refused where no sheet is of any kind: there would be nothing to do."""
    if any(sheet.kind is not None for sheet in sheets):
        return
    raise Refused(next((sheet.why for sheet in sheets if sheet.why), _("There is nothing to bring in.")))


def _write_failed(report: Report, path: str | None) -> str | None:
    """Write the rows that were not brought in, where there are any and a file was named; returns its path."""
    if path is None or not report.failed:
        return None
    from crm_desktop.exchange.failed import write_failed

    write_failed(report, Path(path))
    return path
