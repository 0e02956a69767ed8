"""Kinds that any record may carry: tags, custom fields, saved views, settings of the company."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from crm_desktop.entity.fields import Choice, Derived, Link, LongText, Moment, Option, Size, Text, Whole
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row
from crm_desktop.values.text import fold

TONES: Final = (
    Option("neutral", N_("Grey")),
    Option("accent", N_("Blue"), "accent"),
    Option("good", N_("Green"), "good"),
    Option("warning", N_("Yellow"), "warning"),
    Option("bad", N_("Red"), "bad"),
    Option("violet", N_("Violet"), "violet"),
)


def now_text() -> str:
    """The moment by the computer's clock, as stored."""
    return datetime.now().isoformat(timespec="seconds")


class Tag(Row):
    """A word that a person hangs on any record."""

    name = Text(N_("Tag"), required=True)
    name_key = Derived("name", fold, unique=True)
    tone = Choice(N_("Colour"), TONES, default="neutral", required=True)


class Tagging(Row):
    """One tag on one record."""

    belongs_to_any = ("kind", "row")

    tag = Link(N_("Tag"), Tag, required=True, whole=True)
    kind = Text(required=True)
    row = Whole(required=True)

    class Meta:
        indexes = ((("kind", "row", "tag"), True),)


class Attachment(Row):
    """A file that hangs on one record: its content inside the company file by its hash, or the place it lies at."""

    belongs_to_any = ("kind", "row")

    name = Text(N_("File name"), required=True)
    at = Moment(N_("When"), required=True, default=now_text, index=True)
    size = Size(N_("Size"))
    hash = Text(N_("Fingerprint"), index=True)
    place = Text(N_("Linked from"), help=N_("Where a file lies that is not kept inside."))
    text = LongText(N_("Text in it"))
    kind = Text(N_("Kind of record"))
    row = Whole(N_("Record"))

    class Meta:
        indexes = ((("kind", "row", "at"), False),)


class CustomField(Row):
    """A field that the owner added to a kind; its values lie in a column of that kind's own table."""

    kind = Text(N_("Kind of record"), required=True)
    name = Text(N_("Column"), required=True)
    title = Text(N_("Title"), required=True)
    type = Choice(
        N_("Type"),
        (
            Option("text", N_("Text")),
            Option("number", N_("Number")),
            Option("day", N_("Date")),
            Option("choice", N_("Choice")),
            Option("tick", N_("Tick box")),
        ),
        default="text",
        required=True,
    )
    choices = LongText(N_("Choices"), help=N_("One to a line."))
    position = Whole(N_("Position"))

    class Meta:
        indexes = ((("kind", "name"), True),)


class SavedView(Row):
    """A list's filters, order and columns under a name; `spec` is JSON (see entity.query.ListQuery)."""

    kind = Text(N_("Kind of record"), required=True)
    name = Text(N_("Name"), required=True)
    spec = LongText(N_("View"), required=True)
    position = Whole(N_("Position"))


class ImportProfile(Row):
    """How lists of one make are brought in, under a name; `spec` is JSON (see exchange.profiles.Spec)."""

    name = Text(N_("Name"), required=True)
    kind = Text(N_("Kind of record"), required=True)
    spec = LongText(N_("Import profile"), required=True)


class Setting(Row):
    """One setting of the company (its name, currency, language …), as text."""

    key = Text(N_("Setting"), required=True, unique=True)
    value = Text(N_("Value"))


class Sequence(Row):
    """The next number of one series of documents."""

    name = Text(N_("Series"), required=True, unique=True)
    next = Whole(N_("Next number"), required=True, default=1)


class NotTheSame(Row):
    """Two records that look like one, of which a person has said that they are two; the smaller id first."""

    kind = Text(N_("Kind of record"), required=True)
    one = Whole(required=True)
    other = Whole(required=True)

    class Meta:
        indexes = ((("kind", "one", "other"), True),)


MODELS: Final = (Tag, Tagging, Attachment, CustomField, SavedView, ImportProfile, Setting, Sequence, NotTheSame)
