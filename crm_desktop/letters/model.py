"""Templates of letters: texts with fields that are filled in for each reader."""

from __future__ import annotations

from crm_desktop.customers.model import LANGUAGES
from crm_desktop.entity.fields import Choice, Derived, LongText, Option, Text
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row
from crm_desktop.values.text import sort_key


class LetterTemplate(Row):
    """One text for mails, messages and faxes, in one language."""

    name = Text(N_("Name"), required=True)
    name_key = Derived("name", sort_key, index=True)
    language = Choice(N_("Language"), LANGUAGES, default="en", required=True)
    role = Choice(
        N_("To whom"),
        (
            Option("buys", N_("Who buys"), also=("采购", "buyer")),
            Option("pays", N_("Who pays"), also=("财务", "payer")),
            Option("receives", N_("Who receives"), also=("收货人", "receiver")),
            Option("signs", N_("Who signs"), also=("签字人", "signer")),
        ),
        help=N_("The person at a customer who is proposed; blank: the first one."),
    )
    subject = Text(N_("Subject"), help=N_("Fields are filled in here, too."))
    text = LongText(
        N_("Text"),
        required=True,
        help=N_(
            "What stands in double braces is filled in: {{greeting}}, {{customer.name}}, {{contact.job_title}},"
            " {{invoice.number}}, {{today}}, {{me}}, {{us.phone}}. A word after | stands in where there is nothing."
        ),
    )
    message = LongText(N_("Short message"), help=N_("What is copied for WeChat; blank: the text of the letter."))
