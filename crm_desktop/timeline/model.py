"""What happened with anyone: notes, each about one record of any kind."""

from __future__ import annotations

from crm_desktop.company.model import Staff
from crm_desktop.entity.fields import Choice, Link, LongText, Moment, Option, Text, Tick, Whole
from crm_desktop.entity.parts import now_text
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row

MARKS = (
    Option("reminder", N_("Reminder"), "warning", ("提醒", "yellow", "黄")),
    Option("important", N_("Important"), "bad", ("重要", "red", "红")),
    Option("good", N_("Good to know"), "good", ("须知", "green", "绿")),
    Option("idea", N_("Idea"), "accent", ("想法", "blue", "蓝")),
)
"""What a memo is for; each has its colour and its word."""


class Note(Row):
    """One dated line of history, or a memo: pinned to its record, or, about nothing, to the home page."""

    belongs_to_any = ("kind", "row")

    text = LongText(N_("Content"), required=True)
    type = Choice(
        N_("Type"),
        (
            Option("note", N_("Plain note"), "neutral", ("备注", "memo")),
            Option("call", N_("Call"), "accent", ("电话", "phone call")),
            Option("mail", N_("E-mail"), "neutral", ("邮件", "email", "e-mail")),
            Option("visit", N_("Visit"), "good", ("拜访", "meeting", "上门")),
            Option("message", N_("Message"), "violet", ("微信", "短信", "wechat", "sms")),
            Option("fax", N_("Fax"), "neutral", ("传真",)),
            Option("other", N_("Other")),
        ),
        default="note",
        required=True,
    )
    at = Moment(N_("When"), required=True, default=now_text, index=True)
    minutes = Whole(N_("Minutes"), help=N_("How long it took."))
    author = Link(N_("Author"), Staff)
    pinned = Tick(N_("Stays on top"), help=N_("A memo: on top of its record's page, or on Home."))
    mark = Choice(N_("Memo"), MARKS, help=N_("What a memo is for; it gives its colour."))
    kind = Text(N_("Kind of record"))
    row = Whole(N_("Record"))

    class Meta:
        indexes = ((("kind", "row", "at"), False),)
