"""Files that hang on records: kept once, found by name and text, opened, linked, undone; and saved mails."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.entity import attachments, records
from crm_desktop.entity.attachments import attach_bytes, opened
from crm_desktop.entity.company import Company
from crm_desktop.entity.happenings import happenings
from crm_desktop.errors import Cancelled, Refused, Trouble
from crm_desktop.exchange.attaching import attach_file, file_mail
from crm_desktop.exchange.filetext import LONGEST, text_of_file
from crm_desktop.exchange.mails import Mail, owners, read_mail
from crm_desktop.exchange.outlook_mails import read_outlook
from crm_desktop.exchange.writing_whole import export_everything, folder_of
from crm_desktop.store import blobs
from crm_desktop.store.undo import redo, undo
from crm_desktop.values.filenames import plain_name, shown_size
from tests.exchange.outlook import outlook_mail
from tests.fresh import fresh_company

NOW = datetime(2026, 11, 26, 14, 30)
MAIL = """From: "Ann Alder" <Ann.Alder@example.com>
To: shop@example.org
Subject: =?utf-8?B?5oql5Lu3?= for the tea
Date: Tue, 24 Nov 2026 09:15:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Twelve boxes of Silvermist, please.
"""


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with fresh_company(tmp_path / "a.crm") as made:
        yield made


@pytest.fixture
def birch(company: Company) -> int:
    return saved(company, "customer", name="Birch Lane Stores")


def saved(company: Company, kind: str, /, *, mail: str = "", **values: Any) -> int:
    reach = {"reach": [{"type": "email", "value": mail}]} if mail else None
    return records.save(company, company.entity(kind), values, children=reach)


def attached(company: Company, row: int, path: Path) -> int:
    return attach_file(company, company.entity("customer"), row, path, now=NOW)


def contents(company: Company) -> int:
    return int(company.execute("SELECT count(*) FROM blob").fetchone()[0])


def test_a_file_is_kept_inside_and_comes_out_as_it_was(company: Company, birch: int, tmp_path: Path) -> None:
    data = bytes(range(256)) * 10_000  # more than two parts
    (tmp_path / "plan.bin").write_bytes(data)
    made = attached(company, birch, tmp_path / "plan.bin")
    (tmp_path / "plan.bin").unlink()
    assert attachments.write(company, made, tmp_path / "out.bin").read_bytes() == data
    values = records.read(company, company.entity("attachment"), made)
    assert (values["name"], values["size"], values["hash"]) == ("plan.bin", len(data), hashlib.sha256(data).hexdigest())
    assert company.check() == []


def test_the_same_content_is_stored_once_whatever_it_is_called(company: Company, birch: int, tmp_path: Path) -> None:
    other = saved(company, "customer", name="Other")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("the same", encoding="utf-8")
    made = {attached(company, row, tmp_path / name) for row in (birch, other) for name in ("a.txt", "b.txt")}
    assert len(made) == 4 and contents(company) == 1
    assert attached(company, birch, tmp_path / "a.txt") in made
    assert company.execute("SELECT count(*) FROM attachment").fetchone()[0] == 4


def test_undo_takes_it_off_and_redo_hangs_it_on_again_with_its_content(
    company: Company, birch: int, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    made = attached(company, birch, tmp_path / "a.txt")
    undo(company.journal)
    assert company.execute("SELECT count(*) FROM attachment").fetchone()[0] == 0
    assert attachments.sweep(company) == 0  # the undo may be undone
    redo(company.journal)
    assert attachments.write(company, made, tmp_path / "b.txt").read_text(encoding="utf-8") == "hello"


def test_a_content_that_nothing_can_bring_back_is_swept_away(company: Company, birch: int, tmp_path: Path) -> None:
    from datetime import timedelta

    from crm_desktop.store.history import prune

    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    made = attached(company, birch, tmp_path / "a.txt")
    records.delete(company, company.entity("attachment"), [made])
    assert attachments.sweep(company) == 0 and contents(company) == 1
    prune(company.journal, older_than=timedelta(0), now=datetime.now().astimezone() + timedelta(days=1))
    assert attachments.sweep(company) == 1 and contents(company) == 0
    assert company.check() == []


def test_it_is_found_by_its_name_and_by_what_it_says(company: Company, birch: int, tmp_path: Path) -> None:
    (tmp_path / "framework.txt").write_text("notice period of ninety days 通知期", encoding="utf-8")
    made = attached(company, birch, tmp_path / "framework.txt")
    for words in ("framework", "ninety", "通知期"):
        assert ("attachment", made) in company.index.find(words, 10)


def test_it_stands_in_the_timeline(company: Company, birch: int, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    attached(company, birch, tmp_path / "a.txt")
    found, _more = happenings(company, company.entity("customer"), birch, 10, {"file"})
    assert [(one.sort, one.text) for one in found] == [("file", "a.txt")]


def test_what_is_too_large_is_linked_and_opened_from_its_place(
    company: Company, birch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 10)
    big = tmp_path / "film.mp4"
    big.write_bytes(b"0" * 11)
    made = attached(company, birch, big)
    assert contents(company) == 0
    assert attachments.opened(company, made, tmp_path / "opened") == big
    with pytest.raises(Refused, match="is linked"):
        attachments.write(company, made, tmp_path / "x")
    big.unlink()
    with pytest.raises(Refused, match=r"not at .* any more"):
        attachments.opened(company, made, tmp_path / "opened")


def test_a_large_file_goes_in_part_by_part_and_can_be_stopped(company: Company, birch: int, tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        for number in range(40):
            file.write(bytes([number]) * blobs.PART)
    before = company.execute("SELECT count(*) FROM journal_entry").fetchone()[0]
    told: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        attach_file(
            company, company.entity("customer"), birch, path, now=NOW,
            progress=lambda done, total: told.append((done, total)), cancelled=lambda: len(told) > 5,
        )  # fmt: skip
    assert contents(company) == 0
    assert company.execute("SELECT count(*) FROM blob_part").fetchone()[0] == 0
    assert company.execute("SELECT count(*) FROM journal_entry").fetchone()[0] == before
    attached(company, birch, path)
    assert max(len(row[0]) for row in company.execute("SELECT data FROM blob_part LIMIT 3")) == blobs.PART


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_what_cannot_be_read_is_said_and_nothing_is_kept(
    company: Company, birch: int, tmp_path: Path, name: str
) -> None:
    with pytest.raises(Trouble, match="cannot be read"):
        attached(company, birch, tmp_path / name)
    assert company.execute("SELECT count(*) FROM attachment").fetchone()[0] == 0


def test_a_lost_content_is_noticed_by_the_check_and_said_when_it_is_opened(
    company: Company, birch: int, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    made = attached(company, birch, tmp_path / "a.txt")
    with company.journal.silently() as connection:
        connection.execute("DELETE FROM blob_part")
    assert company.check() == ["1 attached files have lost their content: a.txt."]
    with pytest.raises(Trouble, match="damaged or missing"):
        attachments.write(company, made, tmp_path / "b.txt")


def test_a_name_cannot_leave_the_folder_that_it_is_opened_in(company: Company, birch: int, tmp_path: Path) -> None:
    customer = company.entity("customer")
    made = attachments.attach_bytes(company, customer, birch, "../../evil.txt", b"x", now=NOW)
    folder = tmp_path / "opened"
    assert attachments.opened(company, made, folder).resolve().is_relative_to(folder.resolve())


# What a file says ----------------------------------------------------------------------------------------------------


def docx(*paragraphs: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return data.getvalue()


def xlsx() -> bytes:
    import openpyxl

    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in (("Name", "Town"), ("Silvermist", "Lund"), ("绿茶", "苏州")):
        book.active.append(row)
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", "plain 文字".encode("gb18030"), ["plain", "文字"]),
        ("a.docx", docx("Framework contract", "合同"), ["Framework contract", "合同"]),
        ("a.xlsx", xlsx(), ["Silvermist", "绿茶"]),
        ("a.eml", MAIL.encode(), ["报价 for the tea", "Twelve boxes", "Ann.Alder@example.com"]),
        ("a.html", b"<p>Dear <b>Ann</b></p><script>evil()</script>", ["Dear Ann"]),
    ],
)
def test_the_text_of_a_file_is_read(tmp_path: Path, name: str, data: bytes, words: list[str]) -> None:
    (tmp_path / name).write_bytes(data)
    text = text_of_file(tmp_path / name)
    for word in words:
        assert word in text
    assert "evil" not in text


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.eml", "a.html", "a.txt", "a.png", "a"])
@pytest.mark.parametrize("data", [b"", b"\x00\xff\x00", b"PK\x03\x04 broken", b"%PDF-1.7 broken", b"x" * 300_000])
def test_no_broken_file_hinders_that_it_is_kept(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert len(text_of_file(tmp_path / name)) <= LONGEST


def test_definitions_in_a_word_file_are_not_followed(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as packed:
        packed.writestr("word/document.xml", bomb)
    assert text_of_file(tmp_path / "a.docx") == ""


# Mails ---------------------------------------------------------------------------------------------------------------


def test_a_mail_is_filed_to_whom_its_address_belongs_on_the_day_it_was_sent(
    company: Company, birch: int, tmp_path: Path
) -> None:
    ann = saved(company, "contact", name="Ann Alder", customer=birch, mail="ann.alder@example.com")
    saved(company, "customer", name="Alder & Co", mail="ann.alder@example.com")
    path = tmp_path / "a.eml"
    path.write_text(MAIL, encoding="utf-8")
    mail = read_mail(path.read_bytes())
    assert owners(company, mail)[0] == ("contact", ann)
    for _twice in range(2):
        file_mail(company, company.entity("contact"), ann, path, mail, now=NOW)
    notes = company.execute("SELECT type, text, at, kind, row FROM note").fetchall()
    assert len(notes) == 1
    assert notes[0][0] == "mail" and notes[0][1].startswith("报价 for the tea\nTwelve boxes")
    assert mail.at is not None and notes[0][2] == mail.at.isoformat()
    assert company.execute("SELECT name, row FROM attachment").fetchall() == [("a.eml", ann)]
    undo(company.journal)
    assert company.execute("SELECT count(*) FROM note").fetchone()[0] == 0
    assert company.execute("SELECT count(*) FROM attachment").fetchone()[0] == 0


@given(st.binary(max_size=400))
def test_any_bytes_are_read_as_a_mail(data: bytes) -> None:
    mail = read_mail(data)
    assert isinstance(mail.subject, str) and isinstance(mail.text, str)


# Names and sizes -----------------------------------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    plain = plain_name(name)
    assert len(plain) <= 150 and len(plain.encode("utf-8", "replace")) <= 200
    assert not set(plain) & set('/\\:*?"<>|\0\n')
    assert plain.strip(". ") == plain
    assert plain_name(plain) == plain


@pytest.mark.parametrize("name", ["长" * 200 + ".pdf", "\N{GRINNING FACE}" * 90 + ".pdf", "a" * 300 + ".pdf"])
def test_a_file_of_a_long_name_is_taken_in_and_given_back(company: Company, tmp_path: Path, name: str) -> None:
    customer = company.entity("customer")
    row = records.save(company, customer, {"name": "\N{GRINNING FACE}" * 100})
    kept = attach_bytes(company, customer, row, name, b"content", now=NOW)
    shown = opened(company, kept, tmp_path / "shown")
    assert shown.read_bytes() == b"content" and shown.name.endswith(".pdf")
    export_everything(company, tmp_path / "all.xlsx", today=NOW.date())
    (file,) = [one for one in folder_of(tmp_path / "all.xlsx").rglob("*") if one.is_file()]
    assert file.read_bytes() == b"content"


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (4200, "4.2 kB"), (9960, "10 kB"), (999_600, "1.0 MB"),
     (17_000_000, "17 MB"), (2_500_000_000, "2.5 GB")],
)  # fmt: skip
def test_a_size_is_said_shortly(size: int, said: str) -> None:
    assert shown_size(size) == said


# Mails that Outlook saves --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("eight_bit", [False, True])
def test_a_mail_of_outlook_says_the_same_as_any_other(tmp_path: Path, eight_bit: bool) -> None:
    sent, said = datetime(2026, 11, 24, 9, 15), "Twelve boxes of Silvermist, please. 十二箱，请尽快。"
    data = outlook_mail("报价", "Ann@example.com", ["shop@example.org"], sent, said, eight_bit=eight_bit)
    at = sent.replace(tzinfo=UTC).astimezone().replace(tzinfo=None)
    assert read_outlook(data) == Mail("报价", "Ann@example.com", ("shop@example.org",), at, said)
    (tmp_path / "a.msg").write_bytes(data)
    assert text_of_file(tmp_path / "a.msg") == f"报价\nAnn@example.com\nshop@example.org\n{said}"


def test_what_is_no_whole_mail_of_outlook_is_refused_in_a_sentence() -> None:
    whole = outlook_mail("Tea", "ann@example.com", [], None, "Twelve boxes")
    assert read_outlook(whole).at is None
    for data in (b"", b"From: ann@example.com\n\nTea", whole[:700], whole[:512] + bytes(1024), bytes(5000)):
        with pytest.raises(Refused, match="Outlook"):
            read_outlook(data)
