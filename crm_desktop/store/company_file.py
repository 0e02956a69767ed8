"""Open, create and close a company file: one SQLite database, one process, proven before it is trusted."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from peewee import SqliteDatabase
from sqlcipher3 import dbapi2 as sqlite

from crm_desktop.errors import Refused, Trouble, reason
from crm_desktop.i18n import _
from crm_desktop.store import migrations, troubles
from crm_desktop.store.blobs import BLOB_TABLES
from crm_desktop.store.journal import JOURNAL_TABLES, Journal
from crm_desktop.store.lock import FileLock
from crm_desktop.store.row import Row, db
from crm_desktop.values.birthdays import next_birthday
from crm_desktop.values.text import fold, sort_key

APPLICATION: Final = 0x43524D44  # "CRMD", in the database's header
HEADER: Final = b"SQLite format 3\x00"
_PAGE: Final = 8192
"""Bytes of a page of a new file: with SQLite's own 4096 a long list takes twice as many calls of the system."""

# Without these the library looks in vain for what becomes of each, which takes ten times as long as binding a text.
for _kind, _same in ((type(None), {None: None}.get), (bytes, bytes), (bool, int)):
    sqlite.register_adapter(_kind, _same)


class Database(SqliteDatabase):  # type: ignore[misc]
    """peewee over sqlcipher3: a connection for each thread, armed with our functions, closed to stray writes."""

    def __init__(self, path: Path, on_connect: Callable[[Any], None]) -> None:
        super().__init__(str(path), timeout=5)
        self._on_connect = on_connect

    def _connect(self) -> Any:
        connection = sqlite.connect(self.database, timeout=self._timeout, isolation_level=None, check_same_thread=False)
        try:
            self._add_conn_hooks(connection)
            self._on_connect(connection)
        except BaseException:
            connection.close()
            raise
        return connection


class CompanyFile:
    """An open company file. Every change to it goes through `journal.entry(...)`."""

    def __init__(self, path: Path, models: Sequence[type[Row]], *, create: bool = False) -> None:
        self.path = Path(path)
        self.models = list(models)
        self._connections: list[Any] = []
        self._guard = threading.Lock()
        self._folding: threading.Thread | None = None
        if not create:
            _recognise(self.path)
        elif self.path.exists():
            raise Refused(_("{name} exists already. Choose another name.").format(name=self.path.name))
        elif not self.path.parent.is_dir():
            raise Refused(_("The folder {folder} does not exist.").format(folder=self.path.parent))
        self._lock = FileLock(self.path)
        self.db: Any = Database(self.path, self._arm)
        self.journal = Journal(self.db, self.models)
        try:
            with troubles.told():
                self._begin(create)
        except BaseException:
            self.close()
            if create:
                for leaving in ("", "-wal", "-shm"):
                    self.path.with_name(self.path.name + leaving).unlink(missing_ok=True)
            raise

    def _begin(self, create: bool) -> None:
        self.db.connect()
        connection = self.db.connection()
        if create:
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {migrations.VERSION}")
        else:
            _prove_ours(connection, self.path)
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.bring_up_to_date(self.db, self.path, self.models, (*JOURNAL_TABLES, *BLOB_TABLES))
        db.initialize(self.db)

    def _arm(self, connection: Any) -> None:
        for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -16384", "temp_store = MEMORY"):
            connection.execute("PRAGMA " + pragma)
        connection.create_function("fold", 1, _text(fold), deterministic=True)
        connection.create_function("sort_key", 1, _text(sort_key), deterministic=True)
        connection.create_function("next_birthday", 2, _next_birthday, deterministic=True)
        connection.create_collation("BY_NAME", _by_name)
        with self._guard:
            self._connections.append(connection)

    @contextmanager
    def long_work(self) -> Iterator[None]:
        """For writing far more than the file holds: little of it stays in memory, as little of it is read again.

        What is committed within stays in the -wal file, safe as it is; a thread folds it in afterwards.
        """
        connection = self.db.connection()
        within = {"wal_autocheckpoint": 0, "cache_size": -16384}
        before = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in within}
        for name, value in within.items():
            connection.execute(f"PRAGMA {name} = {value}")
        try:
            yield
        finally:
            for name, value in before.items():
                connection.execute(f"PRAGMA {name} = {value}")
        self._folding = threading.Thread(target=self._fold_in, daemon=True)
        self._folding.start()

    def _fold_in(self) -> None:
        with contextlib.suppress(sqlite.Error), contextlib.closing(sqlite.connect(str(self.path))) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close every thread's connection and let go of the lock; the -wal file is folded in."""
        if self._folding is not None:
            self._folding.join()
        with contextlib.suppress(Exception):
            if not self.db.is_closed():
                self.db.connection().execute("PRAGMA optimize")
        with self._guard:
            connections, self._connections = self._connections, []
        for connection in connections:
            with contextlib.suppress(sqlite.ProgrammingError):
                connection.close()
        self.db._state.reset()
        self._lock.release()

    def __enter__(self) -> CompanyFile:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def problems(self, *, thorough: bool = False) -> list[str]:
        """What SQLite finds wrong with the file: [] for a sound one; `thorough` reads every index too."""
        pragma = "integrity_check" if thorough else "quick_check"
        with troubles.told():
            found = [row[0] for row in self.db.execute_sql(f"PRAGMA {pragma}").fetchall()]
            broken = self.db.execute_sql("PRAGMA foreign_key_check").fetchall()
        found = [] if found == ["ok"] else found
        found += [
            _("{table}, row {row}: links to a missing {parent}").format(table=row[0], row=row[1], parent=row[2])
            for row in broken
        ]
        return found


def _recognise(path: Path) -> None:
    """Refuse what is certainly no company file before SQLite touches it."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise Refused(_("There is no file {name}.").format(name=path)) from error
    except IsADirectoryError as error:
        raise Refused(_("{name} is a folder, not a company file.").format(name=path.name)) from error
    except OSError as error:
        raise Trouble(_("{name} cannot be read: {reason}.").format(name=path.name, reason=reason(error))) from error
    if not head.startswith(HEADER):
        raise Refused(
            _(
                "{name} is no company file, and was left as it is. Open another one, or import this one as a list."
            ).format(name=path.name)
        )
    pages, page_size = int.from_bytes(head[28:32], "big"), int.from_bytes(head[16:18], "big") or 65536
    page_size = 65536 if page_size == 1 else page_size
    wal = path.with_name(path.name + "-wal")
    if path.stat().st_size < pages * page_size and not (wal.exists() and wal.stat().st_size):
        raise Trouble(
            _(
                "{name} is cut off: {got} of {wanted} kB are there. Copy it again from where it came, or open a backup."
            ).format(name=path.name, got=path.stat().st_size // 1024, wanted=pages * page_size // 1024)
        )


def _prove_ours(connection: Any, path: Path) -> None:
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite.DatabaseError as error:
        raise Trouble(
            _("{name} is damaged and cannot be opened. It was left as it is: open a backup of it.").format(
                name=path.name
            )
        ) from error
    if application != APPLICATION:
        raise Refused(_("{name} is a database of another program, not a company file.").format(name=path.name))
    if version > migrations.VERSION:
        raise Trouble(
            _(
                "{name} was made by a newer version of CRM Desktop. Nothing in it was changed: install the newest"
                " version, then open it."
            ).format(name=path.name)
        )


def _text(work: Callable[[str], str]) -> Callable[[Any], Any]:
    """A text function for SQL that lets NULL pass and reads anything else as text."""

    def function(value: Any) -> Any:
        return None if value is None else work(value if isinstance(value, str) else str(value))

    return function


def _next_birthday(stored: Any, today: Any) -> str | None:
    """next_birthday(birthday, :today) for SQL, as YYYY-MM-DD."""
    if not isinstance(stored, str) or not isinstance(today, str):
        return None
    found = next_birthday(stored, date.fromisoformat(today))
    return found.isoformat() if found else None


def _by_name(left: str, right: str) -> int:
    a, b = sort_key(left), sort_key(right)
    return (a > b) - (a < b)
