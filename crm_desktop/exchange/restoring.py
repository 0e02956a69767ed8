"""A workbook of everything brought into an empty company file: the same company again, row by row, or nothing."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity import custom
from crm_desktop.entity.company import Company
from crm_desktop.entity.content import content_hash, stored_columns
from crm_desktop.entity.fields import Derived
from crm_desktop.entity.parts import Attachment, CustomField, Setting
from crm_desktop.entity.parts import Sequence as Series
from crm_desktop.errors import Refused, Trouble, reason
from crm_desktop.exchange.sniff import damaged, recognise
from crm_desktop.exchange.tables import Table
from crm_desktop.exchange.wholecells import ABOUT, FILES, FORMAT, LONG, PIECES, PREFIX, unpacked
from crm_desktop.i18n import _
from crm_desktop.store import blobs
from crm_desktop.store.migrations import added_column
from crm_desktop.store.row import Row, quoted
from crm_desktop.writing import Asked, Progress, stop_if

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_CHUNK: Final = 5000
_LARGEST_PART: Final = 1 << 20
_NO_ARCHIVE: Final = (OSError, zipfile.BadZipFile, KeyError, RuntimeError, ValueError, EOFError, zlib.error)


def is_whole(path: Path) -> bool:
    """Whether a file is a workbook of everything, by one look at the names of its sheets."""
    with suppress(*_NO_ARCHIVE), zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as file:
        return ABOUT.encode() in file.read(_LARGEST_PART)
    return False


def lists_only(tables: list[Table]) -> list[Table]:
    """The tables that are lists: a workbook of everything without what is written for the program."""
    if all(table.name != ABOUT for table in tables):
        return tables
    return [table for table in tables[1:] if not table.name.startswith(PREFIX)]


def is_empty(company: Company) -> bool:
    """Whether a company file has nothing but what it was begun with, and settings."""
    begun: dict[str, set[int]] = {}
    first = "SELECT min(id) FROM journal_entry WHERE kind = 'start' AND id = (SELECT min(id) FROM journal_entry)"
    (entry,) = company.execute(first).fetchone()
    if entry is not None:
        changed = company.journal.changed_by(entry)
        for table, rows in changed.rows.items():
            begun.setdefault(table, set()).update(rows)
        for table, runs in changed.runs.items():
            for low, high in runs:
                begun.setdefault(table, set()).update(range(low, high + 1))
    for table in company.journal.models:
        if table in (Setting.table(), Series.table()):
            continue
        listed = _json(begun.get(table, set()))
        sql = f"SELECT 1 FROM {quoted(table)} WHERE id NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
        if company.execute(sql, (listed,)).fetchone():
            return False
    return True


def restore(company: Company, path: Path, *, progress: Progress | None = None, cancelled: Asked | None = None) -> int:
    """Make an empty company file the company that a workbook of everything holds; returns how many rows it has.

    One journal entry. Refused where the file is not empty, Trouble where the workbook or its files are damaged.
    """
    if not is_empty(company):
        raise Refused(_("“{name}” has records already: make a new company file for it.").format(name=company.path.name))
    archive = _Archive(path)
    title = _("Restore everything from {file}").format(file=path.name)
    try:
        with company.journal.entry(title, detail={"restored": path.name}):
            connection = company.file.db.connection()
            connection.execute("PRAGMA defer_foreign_keys = ON")
            count = _restore(company, archive, progress, cancelled)
            stop_if(cancelled)
    except BaseException:
        company.reload_custom_fields()
        raise
    return count


def _restore(company: Company, archive: _Archive, progress: Progress | None, cancelled: Asked | None) -> int:
    models = company.journal.models
    archive.refuse_unknown(models)
    order = dict.fromkeys([CustomField.table(), *models])
    total = sum(archive.count(table) for table in order) or 1
    done, complete = 0, True
    for table in order:
        model = models[table]
        have = {row for (row,) in company.execute(f"SELECT id FROM {quoted(table)}")}
        _clear(company, model)
        for columns, rows in archive.rows(table):
            _refuse_columns(model, columns, archive)
            complete = complete and sorted(columns) == sorted(stored_columns(model))
            _put(company, model, columns, rows, have)
            done += len(rows)
            stop_if(cancelled)
            if progress is not None:
                progress(done, total)
        company.execute(f"DELETE FROM {quoted(table)} WHERE id IN (SELECT value FROM json_each(?))", (_json(have),))
        if model is CustomField:
            _make_columns(company)
    _bring_files(company, archive, cancelled)
    if complete and content_hash(company) != archive.about.get("content"):
        raise damaged(archive.path.name)
    return done


def _clear(company: Company, model: type[Row]) -> None:
    """Free the values that no two rows may share: what the file was begun with gives way."""
    for made in model._meta.sorted_fields:
        if made.unique and made.name != "id":
            company.execute(f"UPDATE {quoted(model.table())} SET {quoted(made.column_name)} = char(1) || id")


def _json(ids: set[int]) -> str:
    return json.dumps(sorted(ids))


def _put(
    company: Company, model: type[Row], columns: Sequence[str], rows: list[tuple[Any, ...]], have: set[int]
) -> None:
    """Write rows with their own ids and what is worked out from them; ids of `have` are there, and taken out of it."""
    derived = [made for made in model._meta.sorted_fields if isinstance(made, Derived)]
    sources = [model._meta.fields[made.of].column_name for made in derived]
    places = [columns.index(name) if name in columns else None for name in sources]
    names = [*columns, *(made.column_name for made in derived)]
    whole = [
        (*row, *(made.work_out(None if at is None else row[at]) for made, at in zip(derived, places, strict=True)))
        for row in rows
    ]
    marks, at = ", ".join("?" * len(names)), columns.index("id")
    connection, table = company.file.db.connection(), quoted(model.table())
    # A row that the file was begun with is changed, not made anew: an undo gives it back.
    old = [row for row in whole if row[at] in have]
    have.difference_update(row[at] for row in old)
    connection.executemany(
        f"UPDATE {table} SET ({', '.join(map(quoted, names))}) = ({marks}) WHERE id = ?",
        [(*row, row[at]) for row in old],
    )
    kept = {row[at] for row in old}
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(map(quoted, names))}) VALUES ({marks})",
        [row for row in whole if row[at] not in kept],
    )


def _make_columns(company: Company) -> None:
    """The columns of the owner's own fields, whose definitions have just come."""
    kinds = {entity.name: entity for entity in company.entities}
    fields = company.execute("SELECT kind, name, title, type, choices FROM custom_field ORDER BY position, id")
    for kind, name, title, type, choices in fields.fetchall():
        if kind not in kinds or not name.startswith(custom.PREFIX):
            raise _newer(kind)
        made = custom.field_of(title, type, (choices or "").split("\n"))
        made.column_name = name
        have = {row[1]: row[2] for row in company.execute(f"PRAGMA table_info({quoted(kind)})").fetchall()}
        if name not in have:
            company.execute(added_column(kind, made))
        elif have[name] != made.field_type:
            sentence = _("“{name}” had a field “{title}” of another type before: make a new company file for it.")
            raise Refused(sentence.format(name=company.path.name, title=title))
    company.reload_custom_fields()
    company.journal.rearm()


def _refuse_columns(model: type[Row], columns: Sequence[str], archive: _Archive) -> None:
    if "id" not in columns or len(set(columns)) != len(columns) or set(columns) - set(stored_columns(model)):
        raise _newer(archive.path.name)


def _newer(name: str) -> Refused:
    sentence = _("“{name}” was written by a newer version of CRM Desktop. Install the newest version, then import it.")
    return Refused(sentence.format(name=name))


# Files of records ---------------------------------------------------------------------------------------------------


def _bring_files(company: Company, archive: _Archive, cancelled: Asked | None) -> None:
    """Store the kept files from the folder beside the workbook, each proven by its fingerprint."""
    connection = company.file.db.connection()
    wanted = dict(company.execute(f"SELECT id, hash FROM {Attachment.table()} WHERE hash IS NOT NULL").fetchall())
    places = {row: place for _columns, rows in archive.rows_of(FILES) for row, _hash, place in rows}
    for row, content in wanted.items():
        stop_if(cancelled)
        if blobs.has(connection, content):
            continue
        path = _inside(archive.folder, places.get(row))
        if path is None:
            raise damaged(archive.path.name)
        try:
            with path.open("rb") as file:
                found, _size = blobs.put(connection, file, cancelled=cancelled)
        except OSError as error:
            sentence = _("“{file}” is missing from the folder {folder}. Put the whole folder beside the workbook.")
            raise Trouble(sentence.format(file=path.name, folder=archive.folder.name)) from error
        if found != content:
            sentence = _("“{file}” in the folder {folder} was changed since. Copy the folder again from where it came.")
            raise Trouble(sentence.format(file=path.name, folder=archive.folder.name))


def _inside(folder: Path, place: Any) -> Path | None:
    """A file of the folder; None for a place that leads out of it."""
    if not isinstance(place, str) or not place:
        return None
    path = folder / place
    if Path(place).is_absolute() or not path.resolve().is_relative_to(folder.resolve()):
        return None
    return path


# The workbook -------------------------------------------------------------------------------------------------------


class _Archive:
    """The hidden sheets of a workbook of everything."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._book = self._opened()
        self._long: dict[int, list[str]] | None = None
        self.about = {key: value for _columns, rows in self.rows_of(ABOUT) for key, value in rows}
        if self.about.get("format") != FORMAT:
            raise _newer(path.name)
        folder = self.about.get("folder")
        # Only a name: what a workbook says never leads to another folder.
        self.folder = path.with_name(Path(str(folder)).name) if folder else path.with_suffix("")
        if not self.folder.is_dir():
            self.folder = next(
                (beside for name in ("{name} files", _("{name} files"))
                 if (beside := path.with_name(name.format(name=path.stem))).is_dir()),
                self.folder,
            )  # fmt: skip

    def _opened(self) -> CalamineWorkbook:
        from python_calamine import CalamineWorkbook

        try:
            data = self.path.read_bytes()
            recognise(data, self.path.name)
            return CalamineWorkbook.from_filelike(BytesIO(data))
        except (Refused, Trouble):
            raise
        except OSError as error:
            sentence = _("“{name}” cannot be read ({reason}). Copy it to this computer and choose the copy.")
            raise Trouble(sentence.format(name=self.path.name, reason=reason(error))) from error
        except BaseException as fault:
            raise self._told(fault) from fault

    def _told(self, fault: BaseException) -> BaseException:
        """Whatever a broken workbook makes of its reader is one sentence; what stops the program passes."""
        return fault if isinstance(fault, (KeyboardInterrupt, SystemExit)) else damaged(self.path.name)

    def _sheets(self, name: str) -> list[str]:
        """The sheets that one table is laid in, in order."""
        more = (f"{name}.{number}" for number in range(2, 10_000))
        found = [name] if name in self._book.sheet_names else []
        for one in more:
            if one not in self._book.sheet_names:
                return found
            found.append(one)
        return found

    def refuse_unknown(self, known: Any) -> None:
        """Refused where there is a table that this program does not know."""
        for name in self._book.sheet_names:
            ours = name.startswith(PREFIX) and name not in (ABOUT, FILES, LONG)
            if ours and name.removeprefix(PREFIX).split(".")[0] not in known:
                raise _newer(self.path.name)

    def count(self, table: str) -> int:
        """How many rows a table has, at most."""
        return sum(max(0, self._book.get_sheet_by_name(name).total_height - 1) for name in self._sheets(PREFIX + table))

    def rows(self, table: str) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
        """The columns of a table and its stored rows, some thousand at a time."""
        yield from self.rows_of(PREFIX + table)

    def rows_of(
        self, sheet: str, read: Callable[[Any], Any] | None = None
    ) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
        """The headings of a sheet and its rows, each cell as `read` takes it (usually: as a stored value)."""
        read = read or self._value
        for name in self._sheets(sheet):
            try:
                lines = iter(self._book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                columns = [str(cell) for cell in next(lines, []) if cell != ""]
                width = len(columns)
                rows: list[tuple[Any, ...]] = []
                for line in lines:
                    row = tuple(read(cell) for cell in line[:width])
                    if any(value is not None for value in row):
                        rows.append(row + (None,) * (width - len(row)))
                    if len(rows) >= _CHUNK:
                        yield columns, rows
                        rows = []
                if columns:
                    yield columns, rows
            except (Refused, Trouble, GeneratorExit):
                raise
            except BaseException as fault:
                raise self._told(fault) from fault

    def _value(self, cell: Any) -> Any:
        if isinstance(cell, str) and cell.startswith(PIECES):
            if self._long is None:
                self._long = {}
                for _columns, rows in self.rows_of(LONG, str):
                    for number, piece in rows:
                        self._long.setdefault(int(float(number)), []).append(piece)
            return unpacked("".join(self._long[int(cell.removeprefix(PIECES))]))
        return unpacked(cell)
