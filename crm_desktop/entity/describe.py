"""Entity: what a model cannot know of itself, and what every generic part (list, form, search, import …) reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.entity.fields import Derived, Kind
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, n_
from crm_desktop.store.row import Row

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

Values = dict[str, Any]
"""A record's raw values by field name."""

ChildRows = dict[str, list[Values]]
"""Child rows by the name of their `Children`; a row that exists has its "id"."""


NEXT_STEP: Final = ("next_step", "next_on")
"""Fields by these names are what comes next with a record."""


class Faults(Refused):
    """Everything wrong with one form: a sentence for each field (or "" for the whole record)."""

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__(" ".join(by_field.values()), next(iter(by_field)))
        self.by_field = dict(by_field)


class Section(NamedTuple):
    """A titled group of fields on the form; names of fields, of `Children`, or "tags"."""

    title: str
    fields: tuple[str, ...]


class Worked(NamedTuple):
    """A column worked out in SQL; `sql` is an expression in which {t} stands for the record's table."""

    name: str
    title: str
    kind: Kind
    sql: str


class Slot(NamedTuple):
    """A child row seen as one column of the record: the `field` of those child rows that match `where`.

    A list shows the first, import adds one for each value, export joins them with "; ".
    """

    name: str
    title: str
    field: str
    where: Mapping[str, Any] = MappingProxyType({})
    aliases: tuple[str, ...] = ()
    content: str | None = None
    """What a column of such values looks like (see exchange.columns), where that tells them."""


class Children(NamedTuple):
    """Rows that belong to one record and are edited in place on its form."""

    name: str
    title: str
    model: type[Row]
    link: str
    """The child's link to its record; it has `whole=True`."""
    fields: tuple[str, ...]
    key: str
    """The field that tells one child from another: a row whose key is blank is no row."""
    slots: tuple[Slot, ...] = ()
    order: str = "id"
    defaults: Mapping[str, Any] = MappingProxyType({})


class Companion(NamedTuple):
    """A record of another kind that a list tells of in the same row: the person to ask for at a customer."""

    kind: str
    link: str
    """The other kind's link to the record of the row."""
    columns: Mapping[str, str]
    """What the list's columns are called as targets, and which column of the other kind each fills; its title first."""
    titles: Mapping[str, str] = MappingProxyType({})
    """The titles of those targets that are no columns of this kind, marked."""
    aliases: Mapping[str, Sequence[str]] = MappingProxyType({})
    shares: tuple[str, ...] = ()
    """Columns of both kinds whose values belong to it too where several of them stand at one record."""
    through: str = ""
    """Where the row itself tells of the first of them: the link of the row that the further ones have as well."""


class Dated(NamedTuple):
    """How a record stands in the timeline of those it links to."""

    field: str
    """The day or moment at which it happened."""
    sort: str
    """What the timeline is narrowed to: "document" or "money"."""
    shows: tuple[str, ...] = ()
    """Columns shown after the title."""
    tone: str = "neutral"


class Ticked(NamedTuple):
    """How a record is ticked off."""

    field: str
    """The moment at which that was done; blank before."""
    open: str
    """Which records are still open: a condition over {t}, in which :today is today as YYYY-MM-DD."""
    planned: str
    """The day or moment for which it is planned."""


class Figure(NamedTuple):
    """A figure at the head of a record's page: a worked-out column with a second one in words below it."""

    column: str
    title: str
    """Shorter than that of the column, marked."""
    note: str = ""
    """The column told below, where it has a value."""
    says: str = ""
    """In which words, marked: "{value} overdue"."""
    alarm: bool = False
    """Whether a note is bad news: then the figure is red."""


class Filter(NamedTuple):
    """A ready filter: `sql` is a condition over {t}, in which :today is today as YYYY-MM-DD."""

    name: str
    title: str
    sql: str
    pinned: bool = False
    """Shown as a chip above the list."""
    alarm: str = ""
    """The choice in whose place its title is told of the records in it, as bad news: an issued invoice as overdue."""


Check = Callable[["Company", Values, ChildRows], Mapping[str, str] | None]
Suggest = Callable[["Company", Values, date], Values]
WorkOut = Callable[["Company", Values, ChildRows], None]


@dataclass(eq=False)
class Entity:
    """One kind of record."""

    model: type[Row]
    one: str
    many: str
    icon: str
    title: str
    """The column that names a record."""
    sections: tuple[Section, ...]
    list: tuple[str, ...]
    """The columns a list shows at first."""
    subtitle: tuple[str, ...] = ()
    """Columns that tell two records of one title apart."""
    order: tuple[str, ...] = ()
    """Columns a list is sorted by at first; "-name" is descending."""
    search: tuple[str, ...] = ()
    """Columns whose texts the search box finds it by (fields, slots, worked-out ones)."""
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Other headings that lists of other people use for a column."""
    aliases_told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Headings that mean a column only where somebody has said that the rows are of this kind: a bank's own words."""
    worked: tuple[Worked, ...] = ()
    children: tuple[Children, ...] = ()
    filters: tuple[Filter, ...] = ()
    match: tuple[str, ...] = ()
    """Columns by which an import recognises a record, the surest first; each alone is enough."""
    match_together: tuple[str, ...] = ()
    """Columns that are enough only when all of them are alike (a name and a company)."""
    companions: tuple[Companion, ...] = ()
    """Records of other kinds that an import makes from further columns of the same row."""
    person: bool = False
    """Whether its records are people, whose names lists also give in parts."""
    about: bool = False
    """Whether it hangs on any other record by its columns `kind` and `row`."""
    dated: Dated | None = None
    """Set where it belongs in the timeline of what it links to: a document, a payment."""
    ticked: Ticked | None = None
    """Set where it is something to do, or to go to, that is done some day."""
    tags: bool = True
    figures: tuple[Figure, ...] = ()
    """What the page of a record shows at its head; () for the first amounts that are worked out."""
    linked: tuple[str, ...] = ()
    """Kinds whose records are shown beside this one, in this order; () for all that link here."""
    check: Check | None = None
    work_out: WorkOut | None = None
    """Fills what follows from the rest before a record is checked and saved (totals, numbers)."""
    suggest: Suggest | None = None
    """What a new record most likely has in its blank fields, given those that are filled; the form shows it at once."""
    counted: tuple[str, str] | None = None
    """One of them and several in words, marked, where a language counts this kind with a word of its own: 3 张发票."""
    serves: bool = False
    """Whether its records only help with those of other kinds (templates, stages): they are sought last."""
    hidden: bool = False
    """A kind that is only ever seen as a part of others."""

    @property
    def name(self) -> str:
        """The kind's name in files, commands and the journal: its table."""
        return self.model.table()

    @property
    def singular(self) -> str:
        return _(self.one)

    @property
    def plural(self) -> str:
        return _(self.many)

    def fields(self) -> dict[str, Any]:
        """The model's fields that a person sees, by name; custom ones included."""
        return {
            name: made
            for name, made in self.model._meta.fields.items()
            if isinstance(made, Kind) and not isinstance(made, Derived) and made.verbose_name
        }

    @property
    def has_next_step(self) -> bool:
        """Whether such a record says what comes next with it."""
        return set(NEXT_STEP) <= set(self.fields())

    def child(self, name: str) -> Children:
        return next(children for children in self.children if children.name == name)

    def count(self, n: int) -> str:
        """Such as "3 customers", in the language in force."""
        if self.counted:
            return n_(*self.counted, n)
        return _("{n} {kind}").format(n=f"{n:,}", kind=(self.singular if n == 1 else self.plural).lower())
