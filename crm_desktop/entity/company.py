"""The open company: its file, the kinds of record it holds and their columns, custom fields included."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity import custom, paths, rekeying
from crm_desktop.entity.columns import Column, columns_of, title_sql
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Money
from crm_desktop.entity.index import SearchIndex
from crm_desktop.entity.laying import prepare
from crm_desktop.entity.parts import MODELS
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, language
from crm_desktop.store.company_file import CompanyFile
from crm_desktop.store.journal import Changed, Journal
from crm_desktop.store.row import Row, quoted
from crm_desktop.values.phones import CHINA, at_home_in, home, use_home

if TYPE_CHECKING:
    from crm_desktop.values.aside import Aside

MANY: Final = 20_000
"""Records from which on it is worth a process to have their texts made beside."""


class Company:
    """One open company file together with the kinds of record it holds."""

    def __init__(self, path: Path, entities: Sequence[Entity], *, create: bool = False) -> None:
        self.entities = list(entities)
        self._by_name = {entity.name: entity for entity in self.entities}
        self._by_model = {entity.model: entity for entity in self.entities}
        self._columns: dict[str, dict[str, Column]] = {}
        self._beyond: dict[tuple[str, str, str], Column] = {}
        self.pulse: rekeying.Pulse = lambda _done, _total: None
        self.aside: Aside | None = None
        """The process beside this one while very many records come in, see `expecting`."""
        custom.forget(self.entities)
        self.file = CompanyFile(path, self._models(), create=create)
        try:
            custom.load(self.journal, self.entities)
            self.index = SearchIndex(self)
            self.journal.before_commit += [self._follow, self.index.follow]
            self.journal.after_commit.append(self._followed)
            self.take_settings()
        except BaseException:
            self.close()
            raise

    @property
    def journal(self) -> Journal:
        return self.file.journal

    @property
    def path(self) -> Path:
        return self.file.path

    def close(self) -> None:
        self.file.close()

    def __enter__(self) -> Company:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    @contextmanager
    def expecting(self, count: int) -> Iterator[None]:
        """So many records are about to come in: where they are worth a process for what is made of them, have one."""
        if count >= MANY and (os.cpu_count() or 1) > 1:
            from crm_desktop.values.aside import Aside

            self.aside = Aside(prepare)
        try:
            yield
        finally:
            if self.aside is not None:
                self.aside.close()
            self.aside = None

    def _models(self) -> list[type[Row]]:
        """Every stored model: the kinds, their child rows and the parts of all kinds; parents before children."""
        models: dict[type[Row], None] = dict.fromkeys(MODELS)
        for entity in self.entities:
            models[entity.model] = None
        for entity in self.entities:
            models.update(dict.fromkeys(children.model for children in entity.children))
        return list(models)

    # Kinds and columns -------------------------------------------------------------------------------------------

    def entity(self, name: str) -> Entity:
        """The kind of that name; Refused where there is none."""
        found = self._by_name.get(name)
        if found is None:
            raise Refused(
                _("There is no kind of record called “{name}”. There are: {kinds}.").format(
                    name=name, kinds=", ".join(self._by_name)
                )
            )
        return found

    def entity_of(self, model: type[Row]) -> Entity | None:
        return self._by_model.get(model)

    def columns(self, entity: Entity) -> dict[str, Column]:
        """Every column of a kind by name, custom fields included."""
        found = self._columns.get(entity.name)
        if found is None:
            customs = custom.names(entity)
            found = self._columns[entity.name] = columns_of(entity, self.entity_of, self.entities, customs)
        return found

    def column(self, entity: Entity, name: str) -> Column:
        """A column by its name, one that leads to other kinds included (see entity.paths); Refused for none."""
        found = self.columns(entity).get(name)
        if found is None:
            key = (entity.name, name, language())
            found = self._beyond.get(key)
        if found is None:
            found = self._beyond[key] = paths.resolve(self, entity, name)
        return found

    def has_column(self, entity: Entity, name: str) -> bool:
        """Whether a name stands for a column today."""
        try:
            self.column(entity, name)
        except Refused:
            return False
        return True

    def referrers(self, entity: Entity) -> list[tuple[Entity, str]]:
        """Kinds that link to this one and by which field, in the order the kind asks for."""
        found = [
            (other, name)
            for other in self.entities
            for name, made in other.fields().items()
            if getattr(made, "rel_model", None) is entity.model
        ]
        if entity.linked:
            places = {name: place for place, name in enumerate(entity.linked)}
            found = sorted((pair for pair in found if pair[0].name in places), key=lambda pair: places[pair[0].name])
        return found

    # Titles ------------------------------------------------------------------------------------------------------

    def titles(self, entity: Entity, ids: Iterable[int]) -> dict[int, str]:
        """How records are called, by id; ids that are not there are left out."""
        wanted = list(ids)
        if not wanted:
            return {}
        named = title_sql(entity, "t", self.entity_of)
        marks = ",".join("?" * len(wanted))
        kind = self.columns(entity)[entity.title].kind
        return {
            row: kind.show(raw)
            for row, raw in self.journal.execute(
                f"SELECT t.id, {named} FROM {quoted(entity.name)} t WHERE t.id IN ({marks})", wanted
            )
        }

    def title(self, entity: Entity, row: int) -> str:
        """How one record is called; "#7" where it has no title or is gone."""
        return self.titles(entity, [row]).get(row) or f"#{row}"

    # Settings ----------------------------------------------------------------------------------------------------

    def setting(self, key: str) -> str | None:
        """A setting of the company as text, or None."""
        found = self.journal.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def set_setting(self, key: str, value: str | None) -> None:
        """Keep a setting of the company; an undoable change of its own unless inside an entry."""
        with self.journal.entry(_("Change of settings")):
            self.execute(
                "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
        if key == "currency":
            Money.currency = value or "CNY"

    def take_settings(self) -> None:
        """Count in the company's currency and read numbers as its country does from now on."""
        Money.currency = self.setting("currency") or "CNY"
        use_home(self.country())

    @contextmanager
    def telling(self, pulse: rekeying.Pulse | None) -> Iterator[None]:
        """Changes within tell `pulse` how far the long work is that follows from them."""
        before, self.pulse = self.pulse, pulse or self.pulse
        try:
            yield
        finally:
            self.pulse = before

    def country(self) -> str:
        """The country whose telephone numbers need no country code."""
        return self.setting("country") or CHINA

    # Following changes -------------------------------------------------------------------------------------------

    def _follow(self, changed: Changed) -> None:
        if "custom_field" in changed.tables:
            self.reload_custom_fields()
        if "setting" in changed.tables and self.country() != home():
            with at_home_in(self.country()):
                rekeying.rekey_all(self.journal, self.pulse)
        else:
            rekeying.rekey_changed(self.journal, changed)

    def _followed(self, changed: Changed) -> None:
        if "setting" in changed.tables:
            self.take_settings()

    def reload_custom_fields(self) -> None:
        """Read the custom fields anew: the owner added one, or an undo took it back."""
        custom.forget(self.entities)
        custom.load(self.journal, self.entities)
        self._columns.clear()
        self._beyond.clear()

    def check(self, *, thorough: bool = True) -> list[str]:
        """What is wrong with the file: the database itself, its links and its search index."""
        of_records, of_index = self._damage(thorough=thorough)
        return of_records + of_index

    def mend(self) -> tuple[list[str], list[str]]:
        """Make a damaged search index anew unless records are damaged, too; what was mended, and what stays wrong."""
        of_records, of_index = self._damage(thorough=True)
        if of_records or not of_index:
            return [], of_records + of_index
        self.index.rebuild()
        return of_index, self._damage(thorough=False)[1]

    def _damage(self, *, thorough: bool) -> tuple[list[str], list[str]]:
        """What is wrong with the records, and what with the index that is made of them."""
        from crm_desktop.entity import attachments

        found = self.file.problems(thorough=thorough)
        # SQLite looks into the search index, too, in words of its own.
        of_records = [one for one in found if "fts5" not in one.lower()]
        of_index = [_("The search index is damaged.")] if len(of_records) < len(found) else []
        return of_records + attachments.problems(self), of_index + self.index.problems()

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """A question to the database in SQL."""
        return self.journal.execute(sql, parameters)
