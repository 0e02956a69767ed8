"""What a new record begins with, from the words that were typed to look for it: its title, a number, a mail address."""

from __future__ import annotations

import unicodedata
from typing import Final

from crm_desktop.entity.describe import Entity
from crm_desktop.values.patterns import late
from crm_desktop.values.phones import is_phone, phone_type

_MAIL: Final = late(r"[^\s@]+@[^\s@]+\.[^\s@.]{2,}")


def begun(entity: Entity, words: str) -> dict[str, str]:
    """Values by name, of the title and of slots such as "mobile"; {} where the kind has no place for what was typed."""
    slots = {slot.content: slot.name for children in entity.children for slot in children.slots if slot.content}
    values: dict[str, str] = {}
    rest = []
    for piece in [words] if is_phone(words) else words.split():
        narrow = unicodedata.normalize("NFKC", piece).strip()
        content = _content(narrow)
        name = slots.get(content)
        if name and name not in values:
            values[name] = narrow
        elif name or not content:
            rest.append(piece)
    if rest:
        values[entity.title] = " ".join(rest) if values else words.strip()
    return values


def _content(text: str) -> str:
    """Whether it is a mail address or a telephone number, and of which sort; "" for anything else."""
    if _MAIL.fullmatch(text):
        return "email"
    if not is_phone(text):
        return ""
    return "mobile" if phone_type(text) == "mobile" else "landline"
