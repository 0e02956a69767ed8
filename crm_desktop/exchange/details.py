"""Child rows (numbers, addresses, lines) that the columns of a list give to its records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from crm_desktop.entity.describe import Children, Slot
from crm_desktop.entity.fields import Derived
from crm_desktop.exchange import shapes
from crm_desktop.exchange.tables import Cell, as_text
from crm_desktop.i18n import _
from crm_desktop.values.inparts import mapped, parts
from crm_desktop.values.phones import CHINA, home, phone_type, split_phones, usual_types
from crm_desktop.values.phonewords import told_apart
from crm_desktop.values.text import fold

_PHONES: Final = ("mobile", "landline")
"""Contents of slots whose values are telephone numbers."""
_DIALLED: Final = (*_PHONES, "fax", "home_phone")
"""Contents or names of slots whose cells may hold several numbers, and words beside them."""
_MAY_BE_SEVERAL: Final = re.compile(r"[/／;；、，,|｜\n\r或&\s]|and|und|oder|or", re.IGNORECASE)
_OF_ONE_NUMBER: Final = b"0123456789+-().\0"
_HAS_WORDS: Final = re.compile(r"[^\W\d_]")
_LISTED: Final = re.compile(r"\s*[;；\n]\s*")
_MAILS: Final = re.compile(r"\s*[;；,，、\n]\s*|\s+")
_USUAL_MAILS: Final = re.compile(r"\n|(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\n)+", re.ASCII | re.IGNORECASE)
_BETWEEN_MAILS: Final = re.compile(r"[;；,，、\n]")
_MAIL_WITH_NAME: Final = re.compile(r"\s*\"?(?P<name>[^<>\"@]*?)\"?\s*<(?P<mail>[^<>\s]+@[^<>\s]+)>\s*")
_MOBILE: Final = re.compile(r"(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}", re.ASCII)
_NO_MOBILE: Final = re.compile(r"\(?0[1-9][0-9()\- ]*", re.ASCII)


@dataclass
class Details:
    """Child rows of one sort: `owners` are places in the list; `columns` the raw values by field name.

    Rows are in the order of `rank`, the order in which the form shows them.
    """

    children: Children
    owners: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)
    several: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Rows taken from cells that hold several values at once ("a; b"), by owner, with the cells as they stood."""
    _keys: list[Any] | None = None

    def keys(self) -> list[Any]:
        """What tells one child from another: the column derived from its key, or the key itself."""
        if self._keys is None:
            values = self.columns.get(self.children.key, [])
            made = derived_key(self.children)
            self._keys = list(values) if made is None else made.work_out_all(values)
        return self._keys

    def keep(self, chosen: Sequence[int], owners: list[int]) -> None:
        """Leave only some of the rows, with new owners."""
        self.columns = {name: [column[at] for at in chosen] for name, column in self.columns.items()}
        self.positions = [self.positions[at] for at in chosen]
        self.owners = owners
        self._keys = None

    def append(self, owner: int, values: Mapping[str, Any], position: int) -> None:
        """Add one row; a field that it lacks is blank."""
        self._keys = None
        for name in values:
            if name not in self.columns:
                self.columns[name] = [None] * len(self.owners)
        for name, column in self.columns.items():
            column.append(values.get(name))
        self.owners.append(owner)
        self.positions.append(position)

    def extend(self, owners: list[int], values: Mapping[str, Sequence[Any] | str | None], position: int) -> None:
        """Add many rows at once; a field given as one value is the same in all."""
        self._keys = None
        for name in values:
            if name not in self.columns:
                self.columns[name] = [None] * len(self.owners)
        for name, column in self.columns.items():
            given = values.get(name)
            column += given if isinstance(given, list) else [given] * len(owners)
        self.owners += owners
        self.positions += [position] * len(owners)


@dataclass
class SlotColumn:
    """One column of a list that fills a slot: its values (raw texts) and what its heading says besides."""

    slot: Slot
    values: list[Any]
    ordinal: int
    label: str | None
    heading: str


def derived_key(children: Children) -> Derived | None:
    """The column worked out from the children's key, by which two writings of it are compared."""
    for made in children.model._meta.sorted_fields:
        if isinstance(made, Derived) and made.of == children.key:
            return made
    return None


class Sorts:
    """What sort of child a row is: telephones of any type are one sort, a fax of the same number is another."""

    def __init__(self, children: Children) -> None:
        self.children = children
        self.names = list(dict.fromkeys(name for slot in children.slots for name in slot.where))
        self._known: dict[tuple[Any, ...], Any] = {}

    def of(self, values: tuple[Any, ...]) -> Any:
        """The sort of a row with these values in the fields `names`."""
        if values not in self._known:
            self._known[values] = self._of(dict(zip(self.names, values, strict=True)))
        return self._known[values]

    def _of(self, values: Mapping[str, Any]) -> Any:
        for slot in self.children.slots if values else ():
            if all(values.get(name) == wanted for name, wanted in slot.where.items()):
                return "telephone" if slot.content in _PHONES else tuple(slot.where.values())
        return None

    def of_all(self, details: Details) -> list[Any]:
        """The sort of each row."""
        blank: list[Any] = [None] * len(details.owners)
        if not self.names:
            return blank
        rows = zip(*(details.columns.get(name, blank) for name in self.names), strict=True)
        return mapped(self.of, rows)


def from_slots(children: Children, columns: Sequence[SlotColumn], faults: dict[tuple[str, int], str]) -> Details:
    """The child rows of all slot columns of one `Children`.

    A slot that fills the key alone gives a row for each value; slots that share a type fill the same row (an address).
    """
    found = Details(children)
    order = {slot.name: place for place, slot in enumerate(children.slots)}
    single = all(slot.field == children.key for slot in children.slots)
    columns = sorted(columns, key=lambda column: order[column.slot.name])
    if not single:
        _rows_of_groups(found, columns)
        return found
    for position, column in enumerate(columns, 1):
        if column.slot.content in _DIALLED or column.slot.name in _DIALLED:
            _phones(found, column, position)
        elif column.slot.content == "email":
            _mails(found, column, position, faults)
        else:
            _values(found, column, position)
    return found


def _given(children: Children, column: SlotColumn) -> dict[str, Any]:
    """What all rows of a slot's column have in common."""
    has_label = "label" in children.model._meta.fields and "label" not in column.slot.where
    return {**column.slot.where, **({"label": column.label} if has_label and column.label else {})}


def _values(found: Details, column: SlotColumn, position: int) -> None:
    """Numbers and names of any sort; "; " stands between several."""
    owners, values = [], []
    for owner, value in enumerate(column.values):
        if value is None:
            continue
        for part in _LISTED.split(value) if ";" in value or "；" in value or "\n" in value else (value,):
            if part:
                owners.append(owner)
                values.append(part)
    found.extend(owners, {**_given(found.children, column), column.slot.field: values}, position)


def _phones(found: Details, column: SlotColumn, position: int) -> None:
    """Telephone numbers, each typed by what it is, or is said to be, where the kind has a type for it."""
    types = _phone_types(found.children) if column.slot.content in _PHONES else {}
    said = {slot.name: slot.where for slot in found.children.slots if slot.where}
    own = column.slot.where
    given = _given(found.children, column)
    owners: list[int] = []
    values: list[str] = []
    sorts: dict[int, str] = {}
    blanks, plain = _looks(column.values)
    one_each = plain and not blanks
    if one_each:
        owners, values = _filled(column.values)
    for owner, value in enumerate(() if one_each else column.values):
        if value is None:
            continue
        if plain and " " not in value:
            owners.append(owner)
            values.append(value)
            continue
        worded = _HAS_WORDS.search(value) is not None
        for part in split_phones(value) or [value]:
            number, sort = told_apart(part) if worded else (part, "")
            if sort in said:
                sorts[len(values)] = sort
            owners.append(owner)
            values.append(number if sort in said else part)
    fields: dict[str, Any] = {**given, column.slot.field: values}
    for name in own:
        if len(types) == len(_PHONES):
            # A mobile number under "Phone" is a mobile, an office number under "Mobile" is not.
            typed = {kind: type_[name] for kind, type_ in types.items()}
            fields[name] = [typed.get(kind, own[name]) if kind else own[name] for kind in _phone_sorts(values)]
        if sorts:
            fields[name] = fields[name] if isinstance(fields[name], list) else [fields[name]] * len(values)
            for at, sort in sorts.items():
                fields[name][at] = said[sort].get(name, own[name])
    found.extend(owners, fields, position)


def _filled(values: Sequence[str | None]) -> tuple[list[int], list[str]]:
    """Places and texts of the cells that are not blank."""
    if None not in values:
        return list(range(len(values))), list(values)  # type: ignore[arg-type]
    filled = [(place, value) for place, value in enumerate(values) if value is not None]
    return [place for place, _value in filled], [value for _place, value in filled]


def _looks(values: Sequence[str | None]) -> tuple[bool, bool]:
    """Whether any number has blanks in it, and whether none may be several; by parts, for the window's sake."""
    blanks, plain = False, True
    for part in parts(values):
        joined = "\0".join(filter(None, part))
        if not joined.encode().translate(None, _OF_ONE_NUMBER):
            continue
        blanks = blanks or " " in joined
        plain = plain and not _MAY_BE_SEVERAL.search(joined.replace(" ", "")) and not _HAS_WORDS.search(joined)
    return blanks, plain


def _phone_types(children: Children) -> dict[str, Mapping[str, Any]]:
    """The types of mobiles and of other telephones, by content."""
    return {slot.content: slot.where for slot in children.slots if slot.content in _PHONES and slot.content is not None}


def _phone_sorts(values: Sequence[str]) -> list[str | None]:
    """`_phone_sort` of each."""
    if home() != CHINA:
        return list(map(_phone_sort, values))
    return [
        usual or _phone_sort(value)
        for part in parts(values)
        for value, usual in zip(part, usual_types(part), strict=True)
    ]


def _phone_sort(value: str) -> str | None:
    """mobile or landline; None where the number itself does not tell."""
    value = value if value.isascii() else fold(value)
    if home() != CHINA:
        found = phone_type(value)
        return found if found in _PHONES else None
    if (len(value) == 11 and value[0] == "1" and value.isdigit() and value[1] > "2") or _MOBILE.fullmatch(value):
        return "mobile"
    if _NO_MOBILE.fullmatch(value) and not value.startswith("01"):
        return "landline" if len(value) >= 10 else None
    if value[:1] not in "+0(1" and not value.isascii():
        return None
    found = phone_type(value)
    return found if found in _PHONES and len(value) >= 7 else None


def _mails(found: Details, column: SlotColumn, position: int, faults: dict[tuple[str, int], str]) -> None:
    """Mail addresses; a cell that holds anything else besides is a fault that is left to the caller."""
    given = _given(found.children, column)
    owners: list[int] = []
    values: list[str] = []
    is_email = shapes.is_email
    usual = _are_usual_mails(column.values)
    if usual:
        owners, values = _filled(column.values)
    for owner, value in enumerate(() if usual else column.values):
        if value is None:
            continue
        if "<" in value and (named := _MAIL_WITH_NAME.fullmatch(value)):
            value = named.group("mail")
        if is_email(shapes.narrowed(value)):
            owners.append(owner)
            values.append(value.removeprefix("mailto:"))
            continue
        parts = [part.removeprefix("mailto:") for part in _mail_parts(value)]
        good = [part for part in parts if is_email(shapes.narrowed(part))]
        owners += [owner] * len(good)
        values += good
        if len(good) < len(parts) or not parts:
            faults[column.heading, owner] = _("“{text}” is no mail address.").format(text=value[:80])
    found.extend(owners, {**given, column.slot.field: values}, position)


def _are_usual_mails(values: Sequence[str | None]) -> bool:
    """Whether each is one address of letters, digits and the usual signs, and nothing besides."""
    return all(_USUAL_MAILS.fullmatch("\n".join(filter(None, part)) + "\n") for part in parts(values))


def _mail_parts(cell: str) -> list[str]:
    """The pieces of a cell with several addresses; "Bo <bo@example.com>" is the address alone."""
    found: list[str] = []
    for piece in _BETWEEN_MAILS.split(cell):
        named = _MAIL_WITH_NAME.fullmatch(piece)
        found += [named.group("mail")] if named else [part for part in _MAILS.split(piece) if part]
    return found


def _rows_of_groups(found: Details, columns: Sequence[SlotColumn]) -> None:
    """One row for each group of slots with the same type and number: street, city and postcode of one address."""
    groups: dict[tuple[tuple[tuple[str, Any], ...], int], list[SlotColumn]] = {}
    for column in columns:
        groups.setdefault((tuple(column.slot.where.items()), column.ordinal), []).append(column)
    for (where, ordinal), members in list(groups.items()):
        if ordinal > 1 and {member.slot.field for member in members} == {found.children.key}:
            # "Address 2" alone is the second line of the first address.
            first = groups.get((where, 1), ())
            if any(member.slot.field == found.children.key for member in first):
                _join_lines(first, members, found.children.key)
                del groups[where, ordinal]
    for position, ((where, _ordinal), members) in enumerate(groups.items(), 1):
        for owner, cells in _rows_with_values(members):
            for row in _one_or_several(cells):
                key = row.get(found.children.key) or ", ".join(row.values())
                found.append(owner, {**dict(where), **row, found.children.key: key}, position)
            if any("; " in cell for cell in cells.values()):
                found.several.append((owner, cells))


def _join_lines(first: Sequence[SlotColumn], members: Sequence[SlotColumn], key: str) -> None:
    target = next(member for member in first if member.slot.field == key)
    for member in members:
        target.values = [
            " ".join(filter(None, (one, two))) or None for one, two in zip(target.values, member.values, strict=True)
        ]


def _rows_with_values(members: Sequence[SlotColumn]) -> Iterator[tuple[int, dict[str, str]]]:
    names = [member.slot.field for member in members]
    for owner, cells in enumerate(zip(*(member.values for member in members), strict=True)):
        row = {name: as_text(cell) for name, cell in zip(names, cells, strict=True) if cell is not None}
        if row:
            yield owner, row


def _one_or_several(cells: dict[str, str]) -> list[dict[str, str]]:
    """The addresses of one row: several where every cell holds equally many parts, as an export joins them."""
    parts = {name: cell.split("; ") for name, cell in cells.items()}
    counts = {len(part) for part in parts.values()}
    if len(counts) != 1 or counts == {1}:
        return [cells]
    return [{name: part[at] for name, part in parts.items() if part[at]} for at in range(counts.pop())]


def texts(cells: Sequence[Cell]) -> list[str | None]:
    """Cells as texts, blanks as None."""
    return [as_text(cell) or None for cell in cells]
