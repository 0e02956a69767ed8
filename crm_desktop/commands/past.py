"""Commands on what was done: history, undo, redo, trash."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from crm_desktop.commands.files import file_argument
from crm_desktop.commands.lists import kind_of
from crm_desktop.commands.printing import Out
from crm_desktop.commands.usage import Parser, WrongUsage, whole_number
from crm_desktop.entity import trash as company_trash
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Derived, Kind, Link
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, n_
from crm_desktop.store import history as journal_history
from crm_desktop.store import undo as reversing
from crm_desktop.store.history import Deleted, Done
from crm_desktop.store.journal import Journal
from crm_desktop.store.undo import Outcome

_OPS: Final = {"I": "made", "D": "deleted"}


def history_arguments(parser: Parser) -> None:
    """The words of the command history."""
    file_argument(parser)
    parser.add_argument(
        "--of", metavar=("KIND", "ID"), nargs=2, help=_("only what happened to this record, field by field")
    )
    parser.add_argument("--limit", metavar="N", type=whole_number(1, 100_000), default=200, help=_("at most (200)"))


def history(given: Namespace, out: Out) -> int:
    """Show what was done, the newest first."""
    from crm_desktop.areas import open_company

    with open_company(Path(given.file)) as company:
        if given.of is None:
            found = journal_history.entries(company.journal, given.limit)
            out.value([_entry(done) for done in found])
            _show(found, out)
            return 0
        entity = kind_of(company, given.of[0])
        if not given.of[1].isdigit():
            raise WrongUsage(_("--of needs the number of a record, not “{text}”.").format(text=given.of[1]))
        found = journal_history.of_record(company.journal, entity.name, int(given.of[1]), given.limit)
        out.value([{**_entry(done), "changes": _changes(company, entity, done)} for done in found])
        _show(found, out, lambda done: _changes(company, entity, done))
    return 0


def _entry(done: Done) -> dict[str, Any]:
    return {
        "id": done.id,
        "at": done.at,
        "title": done.title,
        "kind": done.kind,
        "undone": done.undone,
        "origin": done.origin,
    }


def _changes(company: Company, entity: Entity, done: Done) -> list[dict[str, Any]]:
    """What one entry did to the record's fields, as text."""
    found = []
    for line in done.lines:
        if line.field is None:
            found.append({"op": _OPS.get(line.op, line.op), "field": None, "before": None, "after": None})
            continue
        made = next((one for one in entity.model._meta.sorted_fields if one.column_name == line.field), None)
        if isinstance(made, Derived):
            continue
        found.append(
            {
                "op": "changed",
                "field": line.field,
                "before": _shown(company, made, line.before),
                "after": _shown(company, made, line.after),
            }
        )
    return found


def _shown(company: Company, made: Any, raw: Any) -> str | None:
    if raw is None:
        return None
    if isinstance(made, Link):
        target = company.entity_of(made.rel_model)
        return company.title(target, raw) if target is not None else f"#{raw}"
    return made.show(raw) if isinstance(made, Kind) else str(raw)


def _show(found: list[Done], out: Out, changes: Callable[[Done], list[dict[str, Any]]] | None = None) -> None:
    lines = []
    for done in found:
        words = {"undo": _("Undo: {title}"), "redo": _("Redo: {title}")}
        title = words.get(done.kind, "{title}").format(title=done.title)
        at = done.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        lines.append([str(done.id), at, title, _("undone") if done.undone else ""])
        for change in changes(done) if changes is not None else ():
            if change["field"] is not None:
                lines.append(["", "", f"  {change['field']}: {change['before'] or '—'} → {change['after'] or '—'}", ""])
    out.table(["id", _("When"), _("What"), ""], lines, right=[True], widest=100)


def trash_arguments(parser: Parser) -> None:
    """The words of the command trash."""
    file_argument(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--restore", metavar=("KIND", "ID"), nargs=2, help=_("bring this record back"))
    what.add_argument("--empty", action="store_true", help=_("delete all of it for good; this cannot be undone"))


def trash(given: Namespace, out: Out) -> int:
    """Show what was deleted, bring a record back, or empty the trash."""
    from crm_desktop.areas import open_company

    with open_company(Path(given.file)) as company:
        found = company_trash.listed(company)
        if given.restore is not None:
            kind, number = kind_of(company, given.restore[0]).name, given.restore[1]
            chosen = [one for one in found if (one.table, str(one.row)) == (kind, number)]
            if not chosen:
                raise Refused(_("{kind} {number} is not in the trash.").format(kind=kind, number=number))
            company_trash.restore(company, chosen)
            out.value({"restored": len(chosen)})
            out.line(_("Restored."))
        elif given.empty:
            company_trash.remove(company, found)
            out.value({"removed": len(found)})
            out.line(n_("{n} record was deleted for good.", "{n} records were deleted for good.", len(found)))
        else:
            titles = [company_trash.title_of(company, company.entity(one.table), one) for one in found]
            _show_trash(list(zip(found, titles, strict=True)), out)
    return 0


def _show_trash(found: list[tuple[Deleted, str]], out: Out) -> None:
    out.value([{"kind": one.table, "id": one.row, "title": title, "deleted": one.at} for one, title in found])
    lines = [[one.table, str(one.row), title, f"{one.at.astimezone():%Y-%m-%d %H:%M}"] for one, title in found]
    out.table([_("Kind of record"), "id", _("Record"), _("Deleted")], lines, right=[False, True], widest=80)


def undo_arguments(parser: Parser) -> None:
    """The words of the command undo."""
    file_argument(parser)
    parser.add_argument("--entry", metavar="ID", type=int, help=_("the change to undo; without it the newest one"))


def undo(given: Namespace, out: Out) -> int:
    """Undo a change; what was changed since is kept and listed."""
    return _reverse(given, out, reversing.undo, _("Undone: {title}"))


def redo_arguments(parser: Parser) -> None:
    """The words of the command redo."""
    file_argument(parser)
    parser.add_argument("--entry", metavar="ID", type=int, help=_("the change to do again; without it the last undone"))


def redo(given: Namespace, out: Out) -> int:
    """Do again what was undone."""
    return _reverse(given, out, reversing.redo, _("Done again: {title}"))


def _reverse(given: Namespace, out: Out, work: Callable[[Journal, int | None], Outcome], sentence: str) -> int:
    from crm_desktop.areas import open_company

    with open_company(Path(given.file)) as company:
        outcome = work(company.journal, given.entry)
        kept = [{"kind": one.table, "id": one.row, "field": one.field, "why": _(one.why)} for one in outcome.conflicts]
    out.value({"entry": outcome.entry or None, "title": outcome.title, "kept": kept})
    out.line(sentence.format(title=outcome.title))
    if kept:
        out.line(n_("{n} value was kept as it is:", "{n} values were kept as they are:", len(kept)))
        for one in kept:
            out.line(f"  {one['kind']} {one['id']} {one['field'] or ''}: {one['why']}")
    return 0
