"""Row S13: one click hands over what somebody has open, as one entry, with a sheet that says how things stand."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog, QLabel

from crm_desktop import cli, i18n
from crm_desktop.entity import attachments, records
from crm_desktop.entity.chosen import Chosen
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.handover import rules, sheet
from crm_desktop.handover.ui.dialog import HandOver
from crm_desktop.store.undo import next_undo, undo
from crm_desktop.ui.memory import WindowMemory
from tests.every_entity.filling import snapshot
from tests.fresh import fresh_company
from tests.ui.app_stage import in_dialog, opened, until

TODAY = date(2026, 11, 23)


class Stage(NamedTuple):
    """A small company: Ann leaves, Bo takes over, Cy is somebody else."""

    company: Company
    ann: int
    bo: int
    cy: int
    birch: int
    cedar: int
    larch: int


def _save(company: Company, kind: str, /, **values: Any) -> int:
    return records.save(company, company.entity(kind), values)


@pytest.fixture
def stage(tmp_path: Path) -> Any:
    with fresh_company(tmp_path / "shop.crm") as company:
        ann, bo, cy = (_save(company, "staff", name=name, code=code) for name, code in
                       (("Ann Ash", "S1"), ("Bo Beech", "S2"), ("Cy Cork", "S3")))  # fmt: skip
        birch = _save(company, "customer", name="Birch Stores", owner=ann, next_step="Call back", next_on="2026-11-25")
        cedar = _save(company, "customer", name="Cedar Inn", owner=ann)
        larch = _save(company, "customer", name="Larch Café", owner=cy)
        _save(company, "contact", name="Tess Rowan", customer=birch, owner=ann)
        _save(company, "contact", name="Una Rowan", customer=birch)
        stages = dict(company.execute("SELECT outcome, min(id) FROM stage GROUP BY outcome").fetchall())
        for at, owner, stage_of, name in (
            (birch, ann, "open", "Gift boxes"), (birch, cy, "open", "Of Cy"), (larch, ann, "open", "Tea for Larch"),
            (cedar, ann, "won", "Won long ago"),
        ):  # fmt: skip
            _save(company, "opportunity", name=name, customer=at, owner=owner, stage=stages[stage_of], amount=12_00)
        lines = [{"text": "Tea", "quantity": 1000, "price": 1_000_000}]
        for kind, extra in (("order", {"owner": ann}), ("invoice", {"status": "issued", "due_on": "2026-12-01"})):
            records.save(company, company.entity(kind), {"customer": birch, **extra}, children={"lines": lines})
        about = {"kind": "customer", "row": birch, "owner": ann}
        _save(company, "task", title="Send samples", due="2026-11-30", **about)
        _save(company, "task", title="Done already", done_at="2026-11-01T10:00:00", **about)
        _save(company, "event", title="Fair", start="2026-12-01T10:00:00", **about)
        _save(company, "event", title="Long past", start="2026-01-01T10:00:00", **about)
        for day, text in (("02", "First call"), ("20", "Wants =1+1 crates")):
            _save(company, "note", text=text, type="call", at=f"2026-11-{day}T09:00:00", kind="customer", row=birch)
        customer = company.entity("customer")
        attachments.attach_bytes(company, customer, birch, "Offer: 1.txt", b"tea", now=datetime(2026, 11, 1))
        yield Stage(company, ann, bo, cy, birch, cedar, larch)


def owners(company: Company, kind: str) -> dict[str, Any]:
    title = {"task": "title", "event": "title", "order": "number"}.get(kind, "name")
    return dict(company.execute(f'SELECT "{title}", owner FROM "{kind}"').fetchall())


def test_s13_all_that_a_leaver_has_open_goes_over_as_one_entry(stage: Stage) -> None:
    company = stage.company
    before = snapshot(company)
    planned = rules.plan(company, TODAY, leaver=stage.ann, to=stage.bo)
    assert {kind: len(rows) for kind, rows in planned.parts.items()} == {
        "customer": 2, "contact": 1, "opportunity": 2, "order": 1, "task": 1, "event": 1,
    }  # fmt: skip
    assert list(planned.customers) == [stage.birch, stage.cedar, stage.larch]
    assert (planned.unpaid, planned.unpaid_amount) == (1, 100_00)
    assert rules.hand_over(company, planned, stage.bo, left=True) == 8
    assert owners(company, "customer") == {"Birch Stores": stage.bo, "Cedar Inn": stage.bo, "Larch Café": stage.cy}
    assert owners(company, "opportunity") == {
        "Gift boxes": stage.bo, "Of Cy": stage.cy, "Tea for Larch": stage.bo, "Won long ago": stage.ann,
    }  # fmt: skip
    assert owners(company, "task") == {"Send samples": stage.bo, "Done already": stage.ann}
    assert records.read(company, company.entity("staff"), stage.ann)["active"] == 0
    newest = next_undo(company.journal)
    assert newest is not None
    assert newest[1] == "Hand over 2 customers from Ann Ash to Bo Beech"
    undo(company.journal)
    assert snapshot(company) == before


def test_s13_chosen_customers_go_over_with_what_their_owner_or_nobody_has_there(stage: Stage) -> None:
    company = stage.company
    planned = rules.plan(company, TODAY, customers=[stage.birch], to=stage.bo)
    rules.hand_over(company, planned, stage.bo)
    assert owners(company, "customer")["Cedar Inn"] == stage.ann
    assert owners(company, "contact") == {"Tess Rowan": stage.bo, "Una Rowan": stage.bo}
    assert owners(company, "opportunity")["Of Cy"] == stage.cy
    assert owners(company, "event") == {"Fair": stage.bo, "Long past": stage.ann}
    assert next_undo(company.journal)[1] == "Hand over 1 customer to Bo Beech"  # type: ignore[index]
    assert not rules.plan(company, TODAY, customers=[stage.birch], to=stage.bo).count


def test_s13_nobody_hands_over_to_themselves_to_one_who_left_or_nothing(stage: Stage) -> None:
    company = stage.company
    planned = rules.plan(company, TODAY, leaver=stage.ann)
    with pytest.raises(Refused, match="themselves"):
        rules.hand_over(company, planned, stage.ann)
    records.save(company, company.entity("staff"), {"active": 0}, row=stage.bo)
    with pytest.raises(Refused, match="Bo Beech does not work here"):
        rules.hand_over(company, planned, stage.bo)
    with pytest.raises(Refused, match="nothing to hand over"):
        rules.hand_over(company, rules.plan(company, TODAY, leaver=stage.bo), stage.cy)


def test_s13_the_workbook_tells_deals_debts_steps_files_and_the_last_contact(stage: Stage, tmp_path: Path) -> None:
    planned = rules.plan(stage.company, TODAY, leaver=stage.ann, to=stage.bo)
    written = sheet.write(stage.company, planned, stage.bo, tmp_path / "over.xlsx", TODAY, files=True)
    assert (written.customers, written.files, written.missing) == (3, 1, ())
    book = load_workbook(written.path)
    rows = {made.title: list(made.iter_rows(values_only=True)) for made in book}
    assert rows["Hand-over"][:4] == [
        ("Hand-over sheet", None), ("Date", "23 Nov 2026"), ("Handed over by", "Ann Ash"), ("Taken over by", "Bo Beech")
    ]  # fmt: skip
    assert [row[0] for row in rows["Customers"][1:]] == ["Birch Stores", "Cedar Inn", "Larch Café"]
    assert [row[1] for row in rows["People"][1:]] == ["Tess Rowan", "Una Rowan"]
    assert [row[:2] for row in rows["Open deals"][1:]] == [
        ("Birch Stores", "Gift boxes"), ("Birch Stores", "Of Cy"), ("Larch Café", "Tea for Larch")
    ]  # fmt: skip
    assert rows["Unpaid invoices"][1][4:] == (100, 100)
    assert rows["Last contact"][1][3] == "Wants =1+1 crates"
    assert [row[2] for row in rows["Tasks"][1:]] == ["Send samples"]
    assert rows["Files"][1][1] == "Offer: 1.txt"
    kept = tmp_path / "over files" / "Birch Stores" / "Offer 1.txt"
    assert kept.read_bytes() == b"tea"


def test_s13_the_paper_says_the_same_and_its_text_can_be_copied(stage: Stage, tmp_path: Path) -> None:
    planned = rules.plan(stage.company, TODAY, leaver=stage.ann, to=stage.bo)
    sheet.write(stage.company, planned, stage.bo, tmp_path / "over.pdf", TODAY)
    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "over.pdf").pages)
    for said in (
        "Hand-over sheet",
        "Ann Ash",
        "Birch Stores",
        "Tess Rowan",
        "Gift boxes",
        "¥100.00",
        "Send samples",
        "Larch Café",
    ):
        assert said in text
    i18n.use("zh_CN")
    sheet.write(stage.company, planned, stage.bo, tmp_path / "移交.pdf", TODAY)
    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "移交.pdf").pages)
    assert "移交" in text


def test_s13_customers_that_the_receiver_has_already_are_told(stage: Stage, qtbot: Any, tmp_path: Path) -> None:
    company = stage.company
    chosen = [stage.birch, stage.larch]
    planned = rules.plan(company, TODAY, customers=chosen, to=stage.cy)
    sheet.write(company, planned, stage.cy, tmp_path / "over.xlsx", TODAY)
    head = dict(load_workbook(tmp_path / "over.xlsx").worksheets[0].iter_rows(values_only=True))
    assert head["Customers"] == "1 · already with Cy Cork: 1 customer"
    with opened(qtbot, company, WindowMemory(tmp_path / "w.json"), page="customer") as window:
        dialog = HandOver(window, Chosen.listed(chosen), None)
        qtbot.addWidget(dialog)
        dialog.to.set_raw(stage.cy)
        dialog.look()
        until(qtbot, lambda: dialog.plan is not None)
        assert "already with Cy Cork: 1 customer" in [shown.text() for shown in dialog.findChildren(QLabel)]


def test_s13_a_linked_file_that_is_gone_is_named(stage: Stage, tmp_path: Path) -> None:
    company = stage.company
    with company.journal.entry("Link"):
        company.execute("UPDATE attachment SET hash = NULL, place = ?", (str(tmp_path / "gone.txt"),))
    planned = rules.plan(company, TODAY, leaver=stage.ann, to=stage.bo)
    written = sheet.write(company, planned, stage.bo, tmp_path / "over.xlsx", TODAY, files=True)
    assert (written.files, written.missing) == (0, ("Offer: 1.txt",))


def test_s13_a_thousand_customers_are_too_many_for_paper(stage: Stage, tmp_path: Path) -> None:
    planned = rules.plan(stage.company, TODAY, customers=range(1, 3000))
    with pytest.raises(Refused, match="workbook"):
        sheet.write(stage.company, planned, stage.bo, tmp_path / "over.pdf", TODAY)


# The command line -----------------------------------------------------------------------------------------------------


def test_s13_the_command_hands_over_tells_it_and_writes_the_sheet(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.company.close()
    file = ("--file", str(tmp_path / "shop.crm"))

    def run(*words: str) -> Any:
        code = cli.main(["hand-over", *words, *file, "--lang", "en"])
        return code, capsys.readouterr()

    code, said = run("--from", "s1", "--to", "Bo Beech", "--preview", "--json")
    assert code == 0
    assert json.loads(said.out)["handed_over"] == 0
    out = tmp_path / "over.xlsx"
    code, said = run("--from", "Ann Ash", "--to", "S2", "--sheet", str(out), "--files", "--left", "--json")
    told = json.loads(said.out)
    assert (code, told["handed_over"], told["parts"]["customer"], told["files"]) == (0, 8, 2, 1)
    assert told["unpaid"] == {"count": 1, "amount": 100}
    assert out.is_file()
    code, said = run("--where", "name=Birch Stores", "--to", "S3")
    assert code == 0
    assert "records were handed over" in said.out
    for words, sentence in (
        (("--from", "Nobody", "--to", "S3"), "There is nobody called “Nobody”"),
        (("--from", "S3", "--to", "S3"), "themselves"),
        (("--from", "S3", "--to", "S1"), "Ann Ash does not work here any more."),
    ):
        code, said = run(*words)
        assert code == 1
        assert sentence in said.err
    assert run("--to", "S3")[0] == 2
    assert run("--from", "S1", "--to", "S3", "--sheet", "over.doc")[0] == 2


# The window -----------------------------------------------------------------------------------------------------------


def test_s13_the_window_shows_first_what_goes_over_then_hands_it_over_with_the_sheet(
    stage: Stage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, out = stage.company, tmp_path / "over.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(out), "PDF (*.pdf)"))
    with opened(qtbot, company, WindowMemory(tmp_path / "w.json"), page="customer") as window:
        page = window.list_shown()
        assert page is not None
        until(qtbot, lambda: page.table.settled() and page.table.rowCount() == 3)
        page.view.setFocus()
        page.view.select_ids([stage.birch, stage.cedar], stage.birch)
        until(qtbot, page.selected.isVisible)
        verb = next(made for made in page.selected._more if made.accessibleName() == "Hand over…")
        assert verb.isVisible()

        def act(dialog: HandOver) -> None:
            assert dialog.selected.text() == "The selected: 2 customers, with what is open there"
            assert not dialog.act.isEnabled()
            assert not dialog.leaver.widget.isVisible(), "whose things go over is asked only where it matters"
            dialog.everything.setChecked(True)
            assert dialog.leaver.widget.isVisible()
            dialog.selected.setChecked(True)
            dialog.to.set_raw(stage.bo)
            dialog.to.changed.emit()
            until(qtbot, dialog.act.isEnabled)
            assert dialog.plan is not None
            assert {kind: len(rows) for kind, rows in dialog.plan.parts.items()} == {
                "customer": 2, "contact": 2, "opportunity": 1, "order": 1, "task": 1, "event": 1,
            }  # fmt: skip
            assert dialog.act.text() == "Hand over 2 customers"
            dialog.act.click()

        in_dialog(HandOver, act, verb.click)
        until(qtbot, lambda: owners(company, "customer")["Birch Stores"] == stage.bo)
        until(qtbot, lambda: bool(window.toasts.toasts()))
        toast = window.toasts.toasts()[-1]
        assert toast.text.text() == "2 customers handed over to Bo Beech. The sheet is over.pdf."
        assert out.is_file()
        assert window.undoing.undo_text() == "&Undo: “Hand over 2 customers to Bo Beech”"
        assert toast.action is not None
        toast.action.click()
        until(qtbot, lambda: owners(company, "customer")["Birch Stores"] == stage.ann)


def test_s13_from_the_staff_list_all_of_one_goes_over(stage: Stage, qtbot: Any, tmp_path: Path) -> None:
    company = stage.company
    with opened(qtbot, company, WindowMemory(tmp_path / "w.json"), page="staff") as window:
        page = window.list_shown()
        assert page is not None
        until(qtbot, lambda: page.table.settled() and page.table.rowCount() == 3)
        page.view.select_ids([stage.ann], stage.ann)

        def act(dialog: HandOver) -> None:
            assert dialog.everything.isChecked()
            assert dialog.leaver.raw() == stage.ann
            dialog.to.set_raw(stage.cy)
            dialog.to.changed.emit()
            dialog.left.setChecked(True)
            dialog.sheet.setChecked(False)
            until(qtbot, dialog.act.isEnabled)
            dialog.act.click()

        in_dialog(HandOver, act, lambda: window.registry.run("handover"))
        until(qtbot, lambda: owners(company, "customer")["Cedar Inn"] == stage.cy)
        assert records.read(company, company.entity("staff"), stage.ann)["active"] == 0
