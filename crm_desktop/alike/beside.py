"""Records side by side: what each has in every field and child list, as text, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Entity, Values
from crm_desktop.entity.fields import Choice, Link
from crm_desktop.i18n import _
from crm_desktop.values.text import fold


@dataclass(frozen=True)
class Line:
    """One field or child list of several records: its name, its title, the text of each."""

    name: str
    title: str
    texts: tuple[str, ...]
    many: bool = False
    """Whether it is a list of child rows, all of which a merge keeps."""

    @property
    def differs(self) -> bool:
        return len({fold(text) for text in self.texts if text}) > 1


def beside(company: Company, entity: Entity, rows: Sequence[int]) -> list[Line]:
    """The lines that any of the records has something in, in the order of the form."""
    values = [records.read(company, entity, row) for row in rows]
    fields = entity.fields()
    children = {one.name: one for one in entity.children}
    found = []
    for name in [name for section in entity.sections for name in section.fields]:
        if name in children:
            texts = tuple(_child_text(company, children[name], row) for row in rows)
            line = Line(name, _(children[name].title), texts, many=True)
        elif name == "tags":
            line = Line(name, _("Tags"), tuple("; ".join(one.get("tags") or ()) for one in values), many=True)
        else:
            line = Line(name, fields[name].title, tuple(shown(company, entity, name, one) for one in values))
        if any(line.texts):
            found.append(line)
    return found


def shown(company: Company, entity: Entity, name: str, values: Values) -> str:
    """A field of a record as text; a link by the title of what it links to."""
    return _text(company, entity.fields()[name], values.get(name))


def _text(company: Company, made: object, raw: object) -> str:
    if raw in (None, ""):
        return ""
    if isinstance(made, Link):
        target = company.entity_of(made.rel_model)
        return company.title(target, int(str(raw))) if target is not None else made.show(raw)
    return str(made.show(raw))  # type: ignore[attr-defined]


def _child_text(company: Company, children: Children, row: int) -> str:
    """The child rows of a record, one a line; the words of a choice come last, in brackets."""
    made = children.model._meta.fields
    lines = []
    for child in records.read_children(company, children, row):
        parts = [(name, _text(company, made[name], child.get(name))) for name in children.fields]
        words = [text for name, text in parts if text and not isinstance(made[name], Choice)]
        sorts = [text for name, text in parts if text and isinstance(made[name], Choice)]
        lines.append(", ".join(words) + (f" ({', '.join(sorts)})" if sorts else ""))
    return "\n".join(lines)
