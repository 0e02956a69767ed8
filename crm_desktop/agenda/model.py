"""What is to be done and when: events with a time, tasks with a due day."""

from __future__ import annotations

from crm_desktop.company.model import Staff
from crm_desktop.entity.fields import Choice, Day, Link, LongText, Moment, Option, Text, Tick, Whole, Word
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row


class Event(Row):
    """Something that takes place at a time: an appointment, a meeting, a planned call."""

    belongs_to_any = ("kind", "row")

    title = Text(N_("What"), required=True)
    type = Choice(
        N_("Type"),
        (
            Option("appointment", N_("Appointment"), "accent", ("约会", "预约")),
            Option("meeting", N_("Meeting"), "violet", ("会议",)),
            Option("call", N_("Call"), "good", ("电话",)),
            Option("mail", N_("E-mail"), "neutral", ("邮件", "email")),
            Option("fax", N_("Fax"), "neutral", ("传真",)),
            Option("other", N_("Other")),
        ),
        default="appointment",
        required=True,
    )
    start = Moment(N_("Begins"), required=True, index=True)
    end = Moment(N_("Ends"))
    all_day = Tick(N_("All day"))
    place = Word(N_("Place"))
    done_at = Moment(N_("Done on"))
    owner = Link(N_("Owner"), Staff)
    notes = LongText(N_("Remarks"))
    kind = Text(N_("Kind of record"))
    row = Whole(N_("Record"))

    class Meta:
        indexes = ((("kind", "row", "start"), False),)


class Task(Row):
    """Something to be done by a day."""

    belongs_to_any = ("kind", "row")

    title = Text(N_("What"), required=True)
    due = Day(N_("Due"), index=True)
    done_at = Moment(N_("Done on"))
    priority = Choice(
        N_("Priority"),
        (
            Option("high", N_("High"), "bad", ("高", "紧急", "urgent")),
            Option("normal", N_("Normal"), "neutral", ("中", "普通", "medium")),
            Option("low", N_("Low"), "neutral", ("低",)),
        ),
        default="normal",
        required=True,
    )
    owner = Link(N_("Owner"), Staff)
    notes = LongText(N_("Remarks"))
    kind = Text(N_("Kind of record"))
    row = Whole(N_("Record"))

    class Meta:
        indexes = ((("kind", "row", "due"), False),)
