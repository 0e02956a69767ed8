"""Import profiles: how lists of one make are brought in, kept in the company file under a name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final, get_args

from crm_desktop.entity.company import Company
from crm_desktop.entity.parts import ImportProfile
from crm_desktop.errors import Refused
from crm_desktop.exchange.decisions import LIKELY, MATCHES, Decisions
from crm_desktop.exchange.headingwords import own_headings, squeezed
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.tables import Table, column_name
from crm_desktop.i18n import _, listed
from crm_desktop.values.dates import Order
from crm_desktop.values.text import clean, fold

LONGEST: Final = 80
"""Characters of a name."""


@dataclass(frozen=True)
class KeptColumn:
    """One column of the list that a profile was made of; `heading` is blank where it had none."""

    heading: str
    target: str | None
    filled_down: bool = False
    zeros: bool = False


@dataclass(frozen=True)
class Spec:
    """What a profile keeps beside its name and kind: all that a second list of the same make needs."""

    columns: tuple[KeptColumn, ...]
    """In the order of the list."""
    header_row: int | None
    match: str = "fill"
    date_order: Order | None = None
    near: bool = False
    """Whether rows that probably are a record are looked for, because something is done with them."""
    titles: dict[str, str] = field(default_factory=dict)
    """What the owner's own fields among the targets were called."""
    groups: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    clearing: tuple[str, ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()
    """Target, folded word, what it means."""
    country: str = ""
    keep_faulty: bool = True

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Spec:
        """What was stored; KeyError, TypeError or ValueError where it is none."""
        kept: dict[str, Any] = json.loads(text)
        kept["columns"] = tuple(KeptColumn(**one) for one in kept["columns"])
        kept["clearing"] = tuple(map(str, kept["clearing"]))
        kept["words"] = tuple((str(target), str(word), str(key)) for target, word, key in kept["words"])
        made = cls(**kept)
        if made.match not in MATCHES or made.date_order not in (None, *get_args(Order)):
            raise ValueError
        made.decisions({}).check()
        return made

    def decisions(self, zeros: dict[int, str]) -> Decisions:
        """What was settled; `zeros` are the headings of a list by the columns of the profile that they are."""
        return Decisions(
            groups=dict(self.groups), fields=dict(self.fields), clearing=set(self.clearing),
            words={(target, word): key for target, word, key in self.words}, country=self.country,
            zeros={zeros[at] for at, one in enumerate(self.columns) if one.zeros and at in zeros},
            keep_faulty=self.keep_faulty,
        )  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """One profile as it is kept."""

    id: int
    name: str
    kind: str
    spec: Spec


def profiles_of(company: Company) -> list[Profile]:
    """Every profile by its name; one that cannot be read is left out."""
    found = []
    for row, name, kind, spec in company.execute("SELECT id, name, kind, spec FROM import_profile").fetchall():
        try:
            found.append(Profile(row, name, kind, Spec.from_json(spec)))
        except (KeyError, TypeError, ValueError, AttributeError, Refused):
            continue
    return sorted(found, key=lambda one: (fold(one.name), one.id))


def profile_named(company: Company, name: str) -> Profile:
    """A profile by its name; Refused where none is called so."""
    every = profiles_of(company)
    found = called(every, name)
    if found is not None:
        return found
    if not every:
        raise Refused(_("There is no import profile “{name}”; none has been saved yet.").format(name=name), "profile")
    sentence = _("There is no import profile “{name}”. There are: {names}.")
    raise Refused(sentence.format(name=name, names=listed(one.name for one in every)), "profile")


def called(profiles: Iterable[Profile], name: str) -> Profile | None:
    """The one of the profiles that is called so, whatever its letters' case and width."""
    return next((one for one in profiles if fold(one.name) == fold(as_name(name))), None)


def as_name(text: str) -> str:
    """A text as it is kept as a name: in one line, without blanks at its ends or doubled."""
    return " ".join(clean(text).split())


def named(company: Company, name: str, but: int | None = None) -> str:
    """A name as it is kept; Refused where it is blank, too long, or another profile has it."""
    name = as_name(name)
    if not name:
        raise Refused(_("An import profile needs a name."), "name")
    if len(name) > LONGEST:
        raise Refused(_("The name of an import profile has at most {n} characters.").format(n=LONGEST), "name")
    other = called((one for one in profiles_of(company) if one.id != but), name)
    if other is not None:
        sentence = _("There is an import profile “{name}” already. Choose another name.")
        raise Refused(sentence.format(name=other.name), "name")
    return name


def save_profile(company: Company, sheet: SheetPlan, name: str, replace: Profile | None = None) -> Profile:
    """Keep how a sheet is brought in, or put it into a profile that is there; Refused for a blank or taken name."""
    name = named(company, name, replace.id if replace is not None else None)
    spec = spec_of(company, sheet)
    kind = sheet.kind or ""
    with company.journal.entry(_("Save import profile {name}").format(name=name)):
        if replace is not None:
            company.execute(
                "UPDATE import_profile SET name = ?, kind = ?, spec = ? WHERE id = ?",
                (name, kind, spec.to_json(), replace.id),
            )
            return Profile(replace.id, name, kind, spec)
        made = ImportProfile.create(name=name, kind=kind, spec=spec.to_json())
        return Profile(int(made.id), name, kind, spec)


def rename_profile(company: Company, profile: Profile, name: str) -> None:
    """Give a profile another name; Refused for a blank or taken one."""
    name = named(company, name, profile.id)
    with company.journal.entry(_("Rename import profile {name}").format(name=profile.name)):
        company.execute("UPDATE import_profile SET name = ? WHERE id = ?", (name, profile.id))


def delete_profile(company: Company, profile: Profile) -> bool:
    """Delete a profile, what came in by it stays; whether it was there."""
    with company.journal.entry(_("Delete import profile {name}").format(name=profile.name)):
        return bool(company.execute("DELETE FROM import_profile WHERE id = ?", (profile.id,)).rowcount)


def spec_of(company: Company, sheet: SheetPlan) -> Spec:
    """What a profile of a sheet keeps; Refused for a sheet that is left out."""
    if sheet.kind is None:
        raise Refused(_("“{sheet}” is left out: there is nothing to keep as an import profile.").format(
            sheet=sheet.table.name))  # fmt: skip
    own = {name: column.title for name, column in company.columns(company.entity(sheet.kind)).items() if column.custom}
    settled, headings = sheet.decisions, bare_headings(sheet.table)
    used = {plan.target for plan in sheet.columns} | set(settled.fields) | settled.clearing
    used |= {target for target, _word in settled.words}
    return Spec(
        columns=tuple(
            KeptColumn(
                headings[plan.index], plan.target, plan.index in sheet.filled_down, plan.heading in settled.zeros
            )
            for plan in sheet.columns
            if not is_ours(plan.heading)
        ),
        header_row=sheet.table.header_row,
        match=sheet.match,
        date_order=sheet.date_order,
        near=sheet.near and LIKELY in settled.groups,
        titles={name: title for name, title in own.items() if name in used},
        groups=dict(settled.groups),
        fields=dict(settled.fields),
        clearing=tuple(sorted(settled.clearing)),
        words=tuple((target, word, key) for (target, word), key in settled.words.items()),
        country=settled.country,
        keep_faulty=settled.keep_faulty,
    )


def bare_headings(table: Table) -> list[str]:
    """The headings of a list as they stand in it: blank where it has none, whatever we call such a column."""
    if table.header_row is None:
        return [""] * len(table.headings)
    return ["" if heading == column_name(at) else heading for at, heading in enumerate(table.headings)]


def is_ours(heading: str) -> bool:
    """Whether a column is one that a workbook of failed rows has besides those of the list."""
    return squeezed(heading) in own_headings()
