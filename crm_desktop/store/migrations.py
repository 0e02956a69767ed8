"""Bring an older company file up to date: a proven copy first, then each step with its record in one transaction.

What a model has and its table lacks (a table, a column, an index) is added without a step of its own. A step is
written only for what that cannot see: a renamed column, a moved value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from crm_desktop.errors import Trouble
from crm_desktop.i18n import _
from crm_desktop.store.row import Row, quoted

Step = Callable[[Any], None]

STEPS: Final[dict[int, Step]] = {}
"""The step that leads to each version, from 2 on; it gets the open connection, inside a transaction."""

VERSION: Final = 1 + len(STEPS)


def bring_up_to_date(database: Any, path: Path, models: Sequence[type[Row]], bare: Sequence[str]) -> None:
    """Run the steps that the file lacks, then add what the models have and it has not; `bare` is DDL to run first."""
    connection = database.connection()
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    fresh = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    missing = _missing(connection, models)
    if not missing and version == VERSION and not fresh:
        return
    if not fresh:
        copy_proven(connection, path.with_name(f"{path.stem}.before-update-{version}{path.suffix}"))
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version + 1, VERSION + 1):
            STEPS[number](connection)
            connection.execute(f"PRAGMA user_version = {number}")
        for ddl in bare:
            connection.execute(ddl)
        for model in models:
            _align(database, model)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def copy_proven(connection: Any, target: Path) -> None:
    """Copy the open database to `target` and check the copy; a copy that fails the check is a Trouble."""
    from sqlcipher3 import dbapi2 as sqlite

    target.unlink(missing_ok=True)
    copy = sqlite.connect(str(target))
    try:
        connection.backup(copy)
        verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        copy.close()
    if verdict != "ok":
        raise Trouble(_("The copy {name} does not pass its check: {why}").format(name=target.name, why=verdict))


def _columns(connection: Any, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({quoted(table)})")}


def _missing(connection: Any, models: Sequence[type[Row]]) -> bool:
    return any(set(model.column_names()) - _columns(connection, model.table()) for model in models)


def _align(database: Any, model: Any) -> None:
    have = _columns(database.connection(), model.table())
    if not have:
        with model.bind_ctx(database, bind_refs=False, bind_backrefs=False):
            model.create_table(safe=True)
        return
    with model.bind_ctx(database, bind_refs=False, bind_backrefs=False):
        for field in model._meta.sorted_fields:
            if field.column_name not in have:
                database.execute_sql(added_column(model.table(), field))
        model._schema.create_indexes(safe=True)


def added_column(table: str, field: Any) -> str:
    """The ALTER TABLE that adds one field; it may be needed, but a value for old rows must then be its default."""
    ddl = f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(field.column_name)} {field.field_type}"
    if not field.null:
        default = field.default() if callable(field.default) else field.default
        value = field.db_value(default)
        ddl += " NOT NULL DEFAULT " + (str(value) if isinstance(value, int) else "'" + str(value or "") + "'")
    parent = getattr(field, "rel_model", None)
    if parent is not None:
        action = f" ON DELETE {field.on_delete}" if field.on_delete else ""
        ddl += f" REFERENCES {quoted(parent._meta.table_name)} (id){action}"
    return ddl
