"""Letters without a window: fields, greetings, recipients, drafts, the line that stays, the command."""

from __future__ import annotations

import email
import email.policy
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pypdf import PdfReader

from crm_desktop import areas, cli, i18n
from crm_desktop.entity import attachments, records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused, Trouble
from crm_desktop.letters import drafts, handing
from crm_desktop.letters.filling import Filler, subject_of, subjects_of
from crm_desktop.letters.greeting import greeting
from crm_desktop.letters.letter import (
    language_for,
    refuse_blanks,
    ship_templates,
    template_called,
    templates,
    written,
)
from crm_desktop.letters.recipients import Recipient, of_customers, of_record, proposed
from crm_desktop.store import undo
from tests.conftest import TODAY
from tests.fresh import fresh_company
from tests.letters.people import birch, mail, saved

NOW = datetime(2026, 11, 23, 10, 30)


def filled(company: Company, text: str, kind: str, row: int, person: int | None = None) -> Any:
    filler = Filler(company, (text,), TODAY)
    subject = subject_of(company, kind, row, person)
    filler.load([subject])
    return filler.fill(text, subject)


def test_s62_fields_are_filled_from_the_record_its_customer_and_its_person(company: Company) -> None:
    rows = birch(company)
    text = "{{greeting}}: {{customer.name}} {{contact.job_title}} {{invoice.open_amount}} {{me}}/{{us.name}} {{today}}"
    made = filled(company, text, "invoice", rows["invoice"], rows["ann"])
    assert made.text == "Dear Ms Alder: Birch Lane Stores Buyer ¥10,000.00 Max Moss/Sample Trading 23 Nov 2026"
    assert made.blanks == ()


def test_s62_fields_may_be_called_in_chinese_or_without_their_kind(company: Company) -> None:
    rows = birch(company)
    text = "{{客户.名称}} {{联系人.职务}} {{我方.电话}} {{job title}} {{ 我 }}"
    made = filled(company, text, "contact", rows["ann"])
    assert made.text == "Birch Lane Stores Buyer +49 30 555 0100 Buyer Max Moss"


def test_s62_what_is_not_known_stays_in_place_and_is_named(company: Company) -> None:
    rows = birch(company)
    text = "to {{contact.department}}, {{nonsense}} {{customer.city|your town}}"
    made = filled(company, text, "contact", rows["ann"])
    assert made.text == "to {{contact.department}}, {{nonsense}} your town"
    assert [(blank.name, made.text[blank.start : blank.end]) for blank in made.blanks] == [
        ("contact.department", "{{contact.department}}"), ("nonsense", "{{nonsense}}"),
    ]  # fmt: skip
    with pytest.raises(Refused, match=re.escape("“contact.department”, “nonsense”")):
        refuse_blanks(made.text)


def test_s62_a_line_with_nothing_to_say_is_left_out(company: Company) -> None:
    rows = birch(company)
    made = filled(company, "Regards\n\n{{me}}\n{{us.fax|}}\n{{us.phone|}}", "contact", rows["ann"])
    assert made.text == "Regards\n\nMax Moss\n+49 30 555 0100"


def test_s62_many_letters_ask_no_more_questions_than_one(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = birch(company)
    others = [saved(company, "customer", {"name": f"Shop {n}"}, reach=[mail(f"s{n}@x.example")]) for n in range(40)]
    asked: list[str] = []
    execute = company.journal.execute
    monkeypatch.setattr(company.journal, "execute", lambda sql, given=(): asked.append(sql) or execute(sql, given))
    text = "{{greeting}} {{customer.name}} {{overdue_invoices|}}"

    def questions(customers: list[int]) -> int:
        asked.clear()
        found = of_customers(company, customers, "mail", TODAY)
        people = {row: to.person for row in customers if (to := proposed(found[row], "pays")) is not None}
        filler = Filler(company, (text,), TODAY)
        subjects = subjects_of(company, "customer", customers, people)
        filler.load(subjects.values())
        made = [filler.fill(text, subjects[row]).text for row in customers]
        assert made[0].startswith("Dear Mr Beech Birch Lane Stores INV-0001")
        return len(asked)

    assert questions([rows["birch"], *others]) <= questions([rows["birch"]])


@pytest.mark.parametrize(
    ("person", "english", "chinese"),
    [
        (None, "Dear Sir or Madam", "您好"),
        ({"name": "Ann Alder", "gender": "female"}, "Dear Ms Alder", "尊敬的Ann Alder女士"),
        ({"name": "Ann Alder"}, "Dear Ann Alder", "尊敬的Ann Alder"),
        ({"name": "Ann Alder", "salutation": "Dr"}, "Dear Dr Alder", "尊敬的Ann Alder"),
        ({"name": "张三丰", "salutation": "经理"}, "Dear Zhang Sanfeng", "尊敬的张经理"),
        ({"name": "欧阳小明", "gender": "male"}, "Dear Mr Ouyang", "尊敬的欧阳先生"),
        ({"name": "王总"}, "Dear Wang", "尊敬的王总"),
        ({"name": "Ann Alder", "greeting": "Hi Annie,"}, "Hi Annie", "Hi Annie"),
    ],
)
def test_s7_a_letter_greets_by_form_of_address_gender_and_name(person: Any, english: str, chinese: str) -> None:
    assert greeting(person, "en") == english
    assert greeting(person, "zh_CN") == chinese


def test_s7_the_language_is_that_of_the_reader_else_the_customer_else_the_name(company: Company) -> None:
    tea = saved(company, "customer", {"name": "虚构茶行"})
    lin = saved(company, "contact", {"name": "林一", "customer": tea})
    assert language_for(company, "customer", tea) == "zh_CN"
    records.save(company, company.entity("customer"), {"language": "en"}, row=tea)
    assert language_for(company, "customer", tea) == language_for(company, "contact", lin) == "en"
    records.save(company, company.entity("contact"), {"language": "zh_CN"}, row=lin)
    assert language_for(company, "customer", tea, lin) == "zh_CN"


def test_s62_recipients_are_proposed_by_role(company: Company) -> None:
    rows = birch(company)
    found = of_record(company, "customer", rows["birch"], "mail", TODAY)
    assert [one.address for one in found] == ["ann@birch.example", "bob@birch.example", "info@birch.example"]
    assert [(role, proposed(found, role).name) for role in ("buys", "pays", None)] == [  # type: ignore[union-attr]
        ("buys", "Ann Alder"), ("pays", "Bob Beech"), (None, "Ann Alder"),
    ]  # fmt: skip
    assert of_record(company, "invoice", rows["invoice"], "fax", TODAY)[0].address == "+49 30 555 0177"
    note = saved(company, "note", {"text": "x", "kind": "contact", "row": rows["bob"]})
    assert [one.name for one in of_record(company, "note", note, "mail", TODAY)] == ["Bob Beech"]
    assert of_record(company, "note", saved(company, "note", {"text": "x"}), "mail", TODAY) == []
    nia = saved(company, "staff", {"name": "Nia Nutt", "email": "nia@us.example"})
    assert of_record(company, "staff", nia, "mail", TODAY) == [Recipient("staff", nia, "Nia Nutt", "nia@us.example")]
    assert [one.address for one in of_record(company, "contact", rows["ann"], "message", TODAY)] == ["ann_alder"]


def test_s62_the_shipped_templates_are_in_both_languages_and_fill_without_a_gap(company: Company) -> None:
    rows = birch(company)
    known = templates(company, "zh_CN")
    assert [one.language for one in known] == ["zh_CN"] * 5 + ["en"] * 5
    for template in known:
        for way in ("mail", "message"):
            to = Recipient("contact", rows["bob"], "Bob Beech", "bob@birch.example")
            made = written(company, template, "customer", rows["birch"], to, way, TODAY)
            assert made.blanks == [], template.name
            if template.language == "en":
                assert not re.search("[\u3400-\u9fff]", made.subject.text + made.text.text), template.name
    template = template_called(company, "付款提醒", "en")
    reminder = written(company, template, "customer", rows["birch"], None, "mail", TODAY)
    assert "INV-0001 · 2026-09-01 · 到期日 2026-10-01 · ¥10,000.00" in reminder.text.text
    assert ship_templates(company) == 0


def test_s62_a_template_is_a_record_like_any_other(company: Company) -> None:
    kind = company.entity("letter_template")
    with pytest.raises(Refused, match=r"there is no field “customer\.colour”"):
        saved(company, "letter_template", {"name": "x", "text": "{{customer.colour}}"})
    made = saved(company, "letter_template", {"name": "Fair", "text": "See you at the Silvermist fair"})
    assert company.index.find("silvermist", 5) == [("letter_template", made)]
    undo.undo(company.journal)
    with pytest.raises(Refused):
        records.read(company, kind, made)
    with pytest.raises(Refused, match="There is no letter template “Fair”"):
        template_called(company, "Fair", "en")


def test_s62_a_mailto_address_survives_the_way(company: Company) -> None:
    text = "Two lines & more?\n100 % 茶"
    address = drafts.mailto(["ann@birch.example", "bob@birch.example"], "Offer: 50 % & more", text)
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    assert (parts.scheme, parts.path) == ("mailto", "ann@birch.example,bob@birch.example")
    assert asked == {"subject": ["Offer: 50 % & more"], "body": [text.replace("\n", "\r\n")]}
    long = drafts.mailto(["a@b.example"], "x", "茶" * 300)
    assert not drafts.fits(long, "win32")
    assert drafts.fits(long, "linux")


def test_s62_a_draft_has_headers_texts_and_files_that_read_right(company: Company) -> None:
    data = drafts.eml(
        [("林一, 采购", "lin@tea.example")], "关于“茶罐”的报价", "您好：\n\n价格 <见附件>\n谢谢",
        [drafts.Enclosed("报价 单.pdf", b"%PDF-1.7\r\n\x00"), drafts.Enclosed("notes.txt", b"a\nb")], "me@us.example",
    )  # fmt: skip
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) < 998
    made = email.message_from_bytes(data, policy=email.policy.default)
    assert made["X-Unsent"] == "1"
    assert made["Subject"] == "关于“茶罐”的报价"
    assert made["To"].addresses[0].display_name == "林一, 采购"
    assert made["From"] == "me@us.example"
    plain, rich = made.get_body(("plain",)), made.get_body(("html",))
    assert plain.get_content().replace("\r\n", "\n").strip() == "您好：\n\n价格 <见附件>\n谢谢"
    assert "价格 &lt;见附件&gt;<br>谢谢" in rich.get_content()
    files = {part.get_filename(): part.get_payload(decode=True) for part in made.iter_attachments()}
    assert files == {"报价 单.pdf": b"%PDF-1.7\r\n\x00", "notes.txt": b"a\nb"}


def test_s62_bad_addresses_and_too_large_files_are_refused_in_words() -> None:
    with pytest.raises(Refused, match="“ann at home” is no mail address"):
        drafts.eml([("Ann", "ann at home")], "x", "y")
    with pytest.raises(Refused, match="25 MB"):
        drafts.eml([], "x", "y", [drafts.Enclosed("big.bin", bytes(drafts.LARGEST + 1))])
    with pytest.raises(Refused):
        drafts.eml([("Ann", "a@b\r\nBcc: c@d.example")], "x", "y")
    assert b"\r\nBcc:" not in drafts.eml([("A\r\nBcc: c", "a@b.example")], "x\r\nBcc: c@d.example", "y")


def test_s62_what_was_handed_over_is_one_change_on_the_timeline_with_its_files(
    company: Company, tmp_path: Path
) -> None:
    rows = birch(company)
    kept = attachments.attach_bytes(company, company.entity("customer"), rows["birch"], "offer.pdf", b"offer", now=NOW)
    (tmp_path / "list.txt").write_text("twelve tins", encoding="utf-8")
    to = of_record(company, "customer", rows["birch"], "mail", TODAY)[:1]
    before = company.execute("SELECT count(*) FROM journal_entry").fetchone()[0]
    sent = handing.Sent("mail", tuple(to), "Offer", "Here it is.", files=(kept, tmp_path / "list.txt"))
    note = handing.log(company, "customer", rows["birch"], sent, now=NOW)
    assert company.execute("SELECT count(*) FROM journal_entry").fetchone()[0] == before + 1
    values = records.read(company, company.entity("note"), note)
    assert (values["kind"], values["row"], values["type"]) == ("contact", rows["ann"], "mail")
    assert values["text"] == "Offer\nTo: Ann Alder <ann@birch.example>\nFiles: offer.pdf, list.txt\n\nHere it is."
    hung = company.execute("SELECT id FROM attachment WHERE kind = 'note' AND row = ? ORDER BY id", (note,)).fetchall()
    assert [attachments.content(company, row) for (row,) in hung] == [
        ("offer.pdf", b"offer"), ("list.txt", b"twelve tins"),
    ]  # fmt: skip
    assert company.execute("SELECT count(*) FROM blob").fetchone()[0] == 2
    assert undo.undo(company.journal).title == "Mail to Ann Alder: Offer"
    assert company.execute("SELECT count(*) FROM note").fetchone()[0] == 0
    assert company.execute("SELECT count(*) FROM attachment").fetchone()[0] == 1


def test_s62_a_file_that_is_gone_is_said_and_nothing_is_written_down(company: Company, tmp_path: Path) -> None:
    rows = birch(company)
    sent = handing.Sent("mail", (), "x", "y", files=(tmp_path / "gone.pdf",))
    with pytest.raises(Trouble, match=r"“gone\.pdf” cannot be read"):
        handing.log(company, "customer", rows["birch"], sent, now=NOW)
    assert company.execute("SELECT count(*) FROM note").fetchone()[0] == 0


def command(capsys: pytest.CaptureFixture[str], *words: Any) -> tuple[int, str, str]:
    code = cli.main([*map(str, words)])
    return code, *capsys.readouterr()


def test_s62_the_command_letter_writes_a_draft_and_logs_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "c.crm"
    with fresh_company(path) as company:
        rows = birch(company)
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    whom = ("--to", "customer", rows["birch"], "--file", path)
    out = tmp_path / "d.eml"
    wanted = ("--template", "payment reminder", "--attach", tmp_path / "a.txt")
    code, said, _err = command(capsys, "letter", *wanted, *whom, "--out", out, "--json")
    told = json.loads(said)
    assert (code, told["to"]["address"], told["blanks"]) == (0, "bob@birch.example", [])
    made = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert made["Subject"] == told["subject"] == "Reminder: ¥10,000.00 overdue"
    assert [part.get_filename() for part in made.iter_attachments()] == ["a.txt"]
    with areas.open_company(path) as company:
        assert company.execute("SELECT id, kind, row FROM note").fetchall() == [(told["note"], "contact", rows["bob"])]
    code, said, _err = command(capsys, "letter", "--template", "付款提醒", *whom, "--lang", "zh_CN")
    assert code == 0
    assert "付款提醒：¥10,000.00 已逾期" in said
    i18n.use("en")


def test_s62_the_command_letter_says_what_is_in_its_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "c.crm"
    with fresh_company(path) as company:
        rows = birch(company)
        silent = saved(company, "customer", {"name": "Silent Co"})
        company.set_setting("name", None)
    file = ("--file", path)
    whom = ("--to", "customer", rows["birch"])
    code, _out, err = command(capsys, "letter", "--template", "nothing", *whom, *file)
    assert code == 1
    assert err.startswith("There is no letter template “nothing”. There are: Birthday, First contact")
    code, _out, err = command(capsys, "letter", "--template", "birthday", "--to", "customer", silent, *file)
    assert (code, err) == (1, "Silent Co has no mail address.\n")
    target = ("--out", tmp_path / "x.eml")
    code, _out, err = command(capsys, "letter", "--template", "First contact", *whom, *file, *target)
    assert (code, err) == (
        1, "Nothing is known for “us.name”. Fill it in on the record, or write it into the text.\n",
    )  # fmt: skip
    assert not (tmp_path / "x.eml").exists()
    code, _out, err = command(capsys, "letter", "--template", "birthday", "--to", "customer", "x", *file)
    assert code == 2
    code, _out, err = command(capsys, "letter", "--template", "b", *whom, *file, "--out", "x.doc")
    assert (code, err.splitlines()[-1]) == (2, "crm-desktop letter: OUT must end in .eml, not “x.doc”.")


def test_s63_the_command_fax_writes_a_cover_and_logs_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "c.crm"
    with fresh_company(path) as company:
        rows = birch(company)
    whom = ("--to", "customer", rows["birch"], "--file", path)
    out = tmp_path / "f.pdf"
    code, said, _err = command(
        capsys, "fax", "--template", "Payment reminder", *whom, "--out", out, "--pages", 3, "--json"
    )
    told = json.loads(said)
    assert (code, told["to"]["name"], told["to"]["address"]) == (0, "Bob Beech", "+49 30 555 0177")
    text = PdfReader(out).pages[0].extract_text()
    assert "1 + 3" in text
    assert "Dear Mr Beech" in text
    with areas.open_company(path) as company:
        assert company.execute("SELECT type, kind, row FROM note").fetchall() == [("fax", "contact", rows["bob"])]
        assert company.execute("SELECT kind, row, name FROM attachment").fetchall() == [("note", told["note"], "f.pdf")]
    nobody = ("--to", "contact", rows["ann"], "--file", path)
    code, _out, err = command(capsys, "fax", "--template", "Birthday", *nobody, "--out", out)
    assert (code, err) == (1, "Ann Alder has no fax number.\n")
