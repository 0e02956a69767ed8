"""Every kind of field that a model may have: links, bytes and worked-out texts here, the rest by subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import peewee

from crm_desktop.entity.kind import Kind, arguments, index_where_set
from crm_desktop.entity.numbers import Money, Number, Percent, Price, Size, Tick, Whole
from crm_desktop.entity.texts import Birthday, Choice, Choices, Email, LongText, Option, Phone, Text, Url, Word
from crm_desktop.entity.times import Day, Moment
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.values.inparts import each_once
from crm_desktop.values.text import sort_key, sort_keys

__all__ = [
    "Birthday", "Choice", "Choices", "Data", "Day", "Derived", "Email", "Kind", "Link", "LongText", "Moment",
    "Money", "Number", "Option", "Percent", "Phone", "Price", "Size", "Text", "Tick", "Url", "Whole", "Word",
]  # fmt: skip


class Link(Kind, peewee.ForeignKeyField):
    """A link to a record of another kind, stored as its id in a column of the field's own name.

    `read` and `show` of a link need the company (see entity.links): here they know ids only.
    """

    editor = "link"

    def __init__(
        self, title: str, to: Any, *, required: bool = False, help: str | None = None, whole: bool = False, **more: Any
    ) -> None:
        """`whole`: the record is part of the one it links to, and is deleted along with it."""
        self.part = whole
        more.setdefault("on_delete", "CASCADE" if whole else ("RESTRICT" if required else "SET NULL"))
        super().__init__(to, **arguments(more, title, required, help))

    def bind(self, model: Any, name: str, set_attribute: bool = True) -> None:
        self.column_name = name
        self.backref = f"{model._meta.name}_{name}_set"
        super().bind(model, name, set_attribute)
        if self.part and self.null:
            # A part of one record or of another: only one of its links leads anywhere.
            index_where_set(model, self)

    def read(self, value: Any, today: date) -> int | None:
        if value is None or value == "":
            return None
        if isinstance(value, int):
            return value
        raise Refused(_("{field}: “{text}” was not found.").format(field=self.title, text=str(value)[:80]))

    def show(self, raw: Any) -> str:
        return "" if raw is None else f"#{raw}"


class Data(Kind, peewee.BlobField):
    """Bytes; never typed, never in a list."""

    def __init__(self, title: str = "", **more: Any) -> None:
        super().__init__(**arguments(more, title, False, None))

    def read(self, value: Any, today: date) -> Any:
        return value


class Derived(Kind, peewee.TextField):
    """A text worked out from another field of the row whenever that is written; never shown."""

    def __init__(
        self,
        of: str,
        work_out: Callable[[Any], Any],
        many: Callable[[Sequence[Any]], Sequence[Any]] | None = None,
        *,
        at_home: bool = False,
        seldom: bool = False,
        **more: Any,
    ) -> None:
        """`many` is `work_out` for texts by the thousand, where that can be had faster.

        `at_home`: what comes out depends on the company's country; `seldom`: few records have any, but it is looked up.
        """
        self.of, self.at_home, self.seldom = of, at_home, seldom
        self._work_out = work_out
        self.sorts = work_out is sort_key
        """Whether it is the key by which the other field sorts."""
        self._many = sort_keys if self.sorts else many
        super().__init__(verbose_name="", null=True, **more)

    def bind(self, model: Any, name: str, set_attribute: bool = True) -> None:
        super().bind(model, name, set_attribute)
        if self.seldom:
            index_where_set(model, self)

    def work_out(self, raw: Any) -> Any:
        return None if raw is None else self._work_out(raw)

    def work_out_all(self, raws: Sequence[Any]) -> list[Any]:
        """`work_out` of each; of those that come again and again once, thousands at one go."""
        return each_once(self._of_many, raws)

    def _of_many(self, raws: Sequence[Any]) -> Sequence[Any]:
        if self._many is not None and set(map(type, raws)) == {str}:
            return self._many(raws)
        return list(map(self._work_out, raws))

    def read(self, value: Any, today: date) -> Any:
        return value
