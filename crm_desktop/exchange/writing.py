"""Writing lists: what a list shows, or everything, as a workbook (.xlsx), a text file (.csv) or cards (.vcf)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crm_desktop.entity import query as questions
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Refused
from crm_desktop.exchange.writing_rows import columns_to_write
from crm_desktop.exchange.writing_whole import export_everything
from crm_desktop.i18n import _
from crm_desktop.writing import Asked, Progress, replacing

if TYPE_CHECKING:
    from crm_desktop.exchange.writing_groups import GroupLine

SUFFIXES: Final = (".xlsx", ".csv", ".vcf")


def export_list(
    company: Company,
    entity: Entity,
    path: Path,
    *,
    query: ListQuery | None = None,
    columns: Sequence[str] | None = None,
    ids: Sequence[int] | None = None,
    cards: str = "3.0",
    groups: bool = False,
    today: date,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
    told: list[str] | None = None,
) -> int:
    """Write the records that `query` finds, or those of `ids` in their order; returns how many.

    The name's ending decides the kind of file. Without `columns` it holds those of the list and every other that an
    import can fill and that has a value, so that it can be imported again without loss. `cards` is the version of the
    cards in a .vcf. With `groups` a row above each group of the query tells its title, number and figures; such a file
    is to be read, not to be imported again. `told` takes sentences about what could not be written whole.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(
            _("“{name}” must end in .xlsx, .csv or .vcf, which says what kind of file is written.").format(
                name=path.name
            )
        )
    if suffix == ".vcf":
        from crm_desktop.exchange.writing_vcf import refuse_without_cards

        refuse_without_cards(company, entity)
    wanted: Sequence[int]
    lines: Sequence[GroupLine] = ()
    if groups and query is not None and query.group and ids is None and suffix != ".vcf":
        from crm_desktop.exchange.writing_groups import in_groups

        named = [company.column(entity, name) for name in columns or query.columns or entity.list]
        columns = [column.name for column in named]
        wanted, lines = in_groups(company, entity, query, named, today=today)
    else:
        wanted = questions.ids(company, entity, query or ListQuery(), today=today) if ids is None else ids
    if progress is not None:
        progress(0, len(wanted))
    with replacing(path) as part:
        if suffix == ".xlsx":
            from crm_desktop.exchange.writing_sheets import Sheet, write_workbook

            sheet = Sheet(entity, wanted, columns_to_write(company, entity, wanted, columns), lines)
            return write_workbook(company, part, [sheet], progress=progress, cancelled=cancelled, told=told)
        if suffix == ".csv":
            from crm_desktop.exchange.writing_csv import write_csv

            chosen = columns_to_write(company, entity, wanted, columns)
            return write_csv(
                company, entity, part, wanted, chosen, groups=lines, progress=progress, cancelled=cancelled
            )
        from crm_desktop.exchange.writing_vcf import write_cards

        return write_cards(company, entity, part, wanted, version=cards, progress=progress, cancelled=cancelled)


def write_template(company: Company, entity: Entity, path: Path) -> None:
    """Write an empty list with a column for everything that an import can fill, its choices offered in the cells."""
    from crm_desktop.exchange.writing_sheets import Sheet, write_workbook

    if path.suffix.lower() != ".xlsx":
        raise Refused(_("“{name}” must end in .xlsx: a template is a workbook.").format(name=path.name))
    every = company.columns(entity)
    first = [every[name] for name in entity.list if every[name].importable]
    columns = first + [column for column in every.values() if column.importable and column not in first]
    with replacing(path) as part:
        write_workbook(company, part, [Sheet(entity, [], columns)])


__all__ = ["SUFFIXES", "export_everything", "export_list", "write_template"]
