"""Rows of what the program promises about customers, each done through the window and read from the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.customers.terms import terms_of
from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.ui.export_dialog import ExportDialog
from crm_desktop.ui.finishing import FinishDialog
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.dialog import FormDialog
from crm_desktop.ui.record.memos import MemoCard, MemoDialog
from crm_desktop.ui.record.page import RecordPage
from crm_desktop.ui.roles import ToneRole
from crm_desktop.ui.widgets import Stat
from crm_desktop.ui.widgets.labels import Pill
from tests.exchange.lists import bring
from tests.fresh import fresh_company
from tests.ui.app_stage import DayWindow, customer, home_of, opened, until
from tests.ui.record_stage import keys, texts

Key = Qt.Key


def saved(company: Company, of: str, /, **values: Any) -> int:
    return records.save(company, company.entity(of), values)


def read(company: Company, of: str, row: int) -> dict[str, Any]:
    return records.read(company, company.entity(of), row)


@pytest.fixture
def birch(company: Company) -> int:
    return customer(company, next_step="Send the offer", next_on="2026-11-20")


@pytest.fixture
def window(qtbot: QtBot, company: Company, birch: int, tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def page_of(window: DayWindow, kind: str, row: int) -> RecordPage:
    """The whole page of a record."""
    window.open_page(kind, row)
    place = window.page()
    assert isinstance(place, KindPage)
    made = place.record_page()
    assert made is not None
    return made


def press(inside: QWidget, name: str) -> None:
    """Press the one button that is called so, by its accessible name or its text."""
    found = [
        one for one in inside.findChildren(QAbstractButton)
        if name in (one.accessibleName(), one.text()) and one.isVisibleTo(inside)
    ]  # fmt: skip
    assert len(found) == 1, f"{name}: {len(found)} buttons"
    found[0].click()


def by_keys(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, dialog: type[Any], *strokes: str | Key) -> list[Any]:
    """Whenever such a dialog opens, type into it; returns those that were opened."""
    seen: list[Any] = []

    def answered(made: Any) -> int:
        seen.append(made)
        made.show()
        made.activateWindow()
        until(qtbot, lambda: QApplication.activeWindow() is made)
        keys(made, *strokes)
        return int(made.result())

    monkeypatch.setattr(dialog, "exec", answered)
    return seen


def notes(company: Company) -> list[tuple[Any, ...]]:
    return company.execute("SELECT type, text, kind, row FROM note ORDER BY id").fetchall()


# S2: what was done becomes history -----------------------------------------------------------------------------------


def test_s2_a_next_step_that_is_ticked_off_becomes_history_and_the_next_one(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(window, "customer", birch)
    asked = by_keys(
        qtbot, monkeypatch, FinishDialog, "call price ok", Key.Key_Tab, "next tue 10 call Ann", Key.Key_Return
    )
    press(page, "Done: Send the offer")
    assert asked[0].log.preview.accessibleName() == "Call price ok Next call Ann · Tue, in 8 days 10:00"
    assert notes(company) == [("call", "Send the offer: price ok", "customer", birch)]
    assert read(company, "customer", birch)["next_step"] == "call Ann"
    assert company.execute("SELECT title, start FROM event").fetchall() == [("call Ann", "2026-12-01T10:00:00")]
    until(qtbot, lambda: "Send the offer: price ok" in texts(page.story))
    window.undoing.undo()
    assert notes(company) == []
    assert read(company, "customer", birch)["next_step"] == "Send the offer"


def test_s2_a_task_is_ticked_off_on_the_page_and_on_home(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = {"kind": "customer", "row": birch}
    first = saved(company, "task", title="Send samples", due="2026-11-20", **about)
    second = saved(company, "task", title="Ask for the logo", due="2026-11-24", **about)
    by_keys(qtbot, monkeypatch, FinishDialog, "两盒", Key.Key_Return)
    press(page_of(window, "customer", birch), "Done: Send samples")
    assert read(company, "task", first)["done_at"].startswith("2026-11-23T")
    assert notes(company)[-1] == ("note", "Send samples: 两盒", "customer", birch)
    window.show_page("home")
    home = home_of(qtbot, window)
    until(qtbot, lambda: home.due.count() == 2)
    for index in range(home.due.model().rowCount()):
        if home.due.model().index(index, 0).data().startswith("Ask for the logo"):
            home.due.setCurrentIndex(home.due.model().index(index, 0))
    QTest.keyClick(home.due, Key.Key_Space)
    assert read(company, "task", second)["done_at"].startswith("2026-11-23T")
    until(qtbot, lambda: home.due.count() == 1)


def test_s2_f7_ticks_off_what_is_selected_and_is_off_where_nothing_is_planned(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_keys(qtbot, monkeypatch, FinishDialog, Key.Key_Return)
    shown = window.list_shown()
    assert shown is not None
    until(qtbot, lambda: shown.view.current_id() == birch)
    window.registry.refresh()
    QTest.keyClick(shown.view, Key.Key_F7)
    assert notes(company) == [("note", "Send the offer", "customer", birch)]
    window.registry.refresh()
    assert not window.registry.qaction("done").isEnabled()


# S38: what is open with a customer ------------------------------------------------------------------------------------


def test_s38_the_page_lists_what_is_open_with_a_customer_and_its_people(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    ann = saved(company, "contact", name="Ann Alder", customer=birch)
    saved(company, "task", title="Send samples", due="2026-11-20", kind="customer", row=birch)
    saved(company, "event", title="Tasting", start="2026-11-25T10:00:00", kind="contact", row=ann)
    saved(company, "event", title="Held", start="2026-11-02T10:00:00", kind="customer", row=birch)
    page = page_of(window, "customer", birch)
    said = texts(page.story)
    assert said.index("To do") < said.index("Send samples") < said.index("Ann Alder: Tasting")
    assert "3 days late" in said and "in 2 days 10:00" in said
    assert said.index("Timeline") < said.index("Held")
    assert "To do" not in texts(page.pane) and "Send the offer" in texts(page.pane)
    page.story.show_sort("call")
    assert "To do" not in texts(page.story)


def test_s38_the_documents_of_a_customer_say_how_far_they_have_come(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    for number, status in (("INV-0001", "issued"), ("INV-0002", "paid")):
        saved(company, "invoice", customer=birch, number=number, status=status, issued_on="2026-11-02")
    saved(company, "order", customer=birch, number="O-0001", status="shipped")
    page = page_of(window, "customer", birch)

    def beside(name: str) -> list[str]:
        """The pills in the line of a record."""
        link = next(part for part in page.pane.findChildren(ClickText) if part.text() == name)
        places = {
            one.accessibleName(): one.mapTo(page.pane, one.rect().center()).y()
            for one in page.pane.findChildren(Pill)
            if one.isVisible()
        }
        middle = link.mapTo(page.pane, link.rect().center()).y()
        return [text for text, place in places.items() if abs(place - middle) < 4]

    until(qtbot, lambda: "INV-0001" in texts(page.pane))
    shown = {name: beside(name) for name in ("INV-0001", "INV-0002", "O-0001")}
    assert shown == {"INV-0001": ["Issued"], "INV-0002": ["Paid"], "O-0001": ["Shipped"]}


def test_s38_an_invoice_that_is_overdue_says_so_wherever_its_state_is_told(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    given = {"customer": birch, "status": "issued", "issued_on": "2026-09-01"}
    late = saved(company, "invoice", number="INV-0003", due_on="2026-10-01", **given)
    saved(company, "invoice", number="INV-0004", due_on="2027-10-01", **given)
    page = page_of(window, "customer", birch)
    until(qtbot, lambda: "INV-0003" in texts(page.pane))
    assert any("INV-0003 · Overdue" in text for text in texts(page.story))
    pane = page_of(window, "invoice", late).pane
    assert pane.facts is not None
    assert [(one.text, one.alarm) for one in pane.facts.fields if one.name == "status"] == [("Overdue", True)]
    assert "Overdue" in [pill.text() for pill in pane.findChildren(Pill)]
    place = window.page()
    assert isinstance(place, KindPage)
    table = place.list().table
    until(qtbot, lambda: table.rowCount() == 2)
    at = table.place_of("status")
    shown = {table.id_at(row): table.index(row, at) for row in range(table.rowCount())}
    assert sorted(one.data() for one in shown.values()) == ["Issued", "Overdue"]
    assert shown[late].data(ToneRole) == "bad"
    assert company.execute("SELECT status FROM invoice WHERE id = ?", (late,)).fetchone() == ("issued",)


# S55: memos -----------------------------------------------------------------------------------------------------------


def memos(company: Company) -> list[tuple[Any, ...]]:
    return company.execute("SELECT text, mark, kind, row FROM note WHERE pinned = 1 ORDER BY id").fetchall()


def test_s55_a_memo_sticks_to_its_record_until_it_is_done(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(window, "customer", birch)
    asked = by_keys(qtbot, monkeypatch, MemoDialog, "Never before ten. 上午别打电话")
    QTest.keyClick(page, Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    press(asked[0], "Important")
    QTest.keyClick(asked[0].text_, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    text = "Never before ten. 上午别打电话"
    assert memos(company) == [(text, "important", "customer", birch)]
    until(qtbot, lambda: "Important" in texts(page.pane))
    assert len(page.pane.findChildren(MemoCard)) == 1 and text in texts(page.pane)
    assert text not in texts(page.story), "what is pinned is not told twice"
    assert company.index.find("上午别", 5) == [("note", 1)]
    press(page.pane, f"Done: {text}")
    assert memos(company) == []
    until(qtbot, lambda: text in texts(page.story))
    window.undoing.undo()
    until(qtbot, lambda: len(page.pane.findChildren(MemoCard)) == 1)
    assert memos(company) == [(text, "important", "customer", birch)]


def test_s55_a_memo_about_nothing_sticks_to_home_and_goes_to_the_trash(
    qtbot: QtBot, window: DayWindow, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_page("home")
    home = home_of(qtbot, window)
    asked = by_keys(qtbot, monkeypatch, MemoDialog, "Order labels")
    press(home, "New memo…")
    QTest.keyClick(asked[0].text_, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert memos(company) == [("Order labels", "reminder", None, None)]
    until(qtbot, lambda: [card.memo.text for card in home.findChildren(MemoCard)] == ["Order labels"])
    press(home, "Delete memo: Order labels")
    assert memos(company) == []
    until(qtbot, lambda: not home.findChildren(MemoCard))
    window.undoing.undo()
    assert memos(company) == [("Order labels", "reminder", None, None)]


def test_s55_an_empty_memo_is_refused_and_one_is_changed_by_a_click(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = saved(company, "note", text="Old", pinned=1, mark="idea", kind="customer", row=birch)
    page = page_of(window, "customer", birch)
    asked = by_keys(qtbot, monkeypatch, MemoDialog)
    press(page.pane, "Idea: Old")
    asked[0].text_.clear()
    asked[0].save()
    assert asked[0].fault.text() == "The memo is empty; type something first."
    asked[0].text_.setPlainText("New")
    asked[0].save()
    assert (read(company, "note", note)["text"], read(company, "note", note)["mark"]) == ("New", "idea")


# S7: the tier decides -------------------------------------------------------------------------------------------------


def test_s7_the_tier_gives_terms_that_show_on_the_page_and_reach_the_invoice(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    kind = company.entity("tier")
    row = company.execute("SELECT id FROM tier WHERE name = 'A'").fetchone()[0]
    form = FormDialog(window, kind, row)
    qtbot.addWidget(form, before_close_func=lambda made: made.form._touched.clear())
    for name, text in (("price_list", "Wholesale"), ("discount", "5"), ("credit_limit", "100"), ("due_days", "30")):
        form.form.editor(name).type(text)
    form.save()
    records.save(company, company.entity("customer"), {"tier": "A", "discount": 800}, row=birch)
    invoice = records.save(
        company, company.entity("invoice"), {"customer": birch, "status": "issued", "issued_on": "2026-11-01"},
        children={"lines": [{"quantity": 1000, "price": 1_500_000, "tax_rate": 0}]},
    )  # fmt: skip
    terms = terms_of(company, birch)
    assert (terms.price_list, terms.discount, terms.due_days, terms.priority) == ("Wholesale", 800, 30, "high")
    page = page_of(window, "customer", birch)
    said = texts(page.pane)
    assert "Terms · tier A" in said
    terms_told = {name: said[said.index(name) + 1] for name in ("Price list", "Discount", "Credit limit", "Priority")}
    assert list(terms_told.values()) == ["Wholesale", "8% (own)", "¥100.00", "High"]
    assert [said.count(name) for name in ("Discount", "Tier", "Priority")] == [1, 0, 1], "the terms stand in one place"
    assert "Owes ¥50.00 more than the credit limit of ¥100.00" in said
    assert read(company, "invoice", invoice)["due_on"] is None
    bill = FormDialog(window, company.entity("invoice"), None)
    qtbot.addWidget(bill, before_close_func=lambda made: made.form._touched.clear())
    bill.form.editor("issued_on").set_raw("2026-11-23")
    bill.form.editor("customer").take(birch)  # type: ignore[attr-defined]
    assert bill.form.editor("due_on").raw() == "2026-12-23"


# S40: who buys, pays, receives and signs ------------------------------------------------------------------------------


def test_s40_documents_name_the_person_of_each_role_and_save_them(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    people = {
        role: saved(company, "contact", name=f"Who {role}", customer=birch, role=role)
        for role in ("buys", "pays", "receives", "signs")
    }
    order = FormDialog(window, company.entity("order"), None)
    bill = FormDialog(window, company.entity("invoice"), None)
    for form in (order, bill):
        qtbot.addWidget(form, before_close_func=lambda made: made.form._touched.clear())
        form.form.editor("customer").take(birch)  # type: ignore[attr-defined]
        form.save()
    found = company.execute('SELECT contact, receiver, signer FROM "order"').fetchall()
    assert found == [(people["buys"], people["receives"], people["signs"])]
    assert company.execute("SELECT payer FROM invoice").fetchall() == [(people["pays"],)]


# Issue 4 (1): what they owe, what they bought, what they may buy ------------------------------------------------------


def test_the_head_of_the_page_follows_orders_invoices_and_deals_as_they_come(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    page = page_of(window, "customer", birch)

    def figures() -> list[str]:
        return [one.accessibleName() for one in page.pane.findChildren(Stat) if one.isVisibleTo(page.pane)]

    assert figures() == ["Owes: —", "This year: —", "Open deals: —"]
    year = date.today().year
    for day, due, price in ((f"{year}-01-01", f"{year}-01-01", 1_000_000), (f"{year}-01-01", "9999-01-01", 500_000)):
        records.save(
            company, company.entity("invoice"),
            {"customer": birch, "status": "issued", "issued_on": day, "due_on": due},
            children={"lines": [{"quantity": 1000, "price": price, "tax_rate": 0}]},
        )  # fmt: skip
    stage = company.execute("SELECT id FROM stage ORDER BY position LIMIT 1").fetchone()[0]
    saved(company, "opportunity", name="Tea", customer=birch, stage=stage, amount=30_000)
    paid = saved(company, "payment", customer=birch, invoice=1, amount=2_500, paid_on=f"{year}-01-02")
    late = "¥75.00 overdue" if date.today() > date(year, 1, 1) else ""
    owes = "Owes: ¥125.00" + (f", {late}" if late else "")
    until(qtbot, lambda: figures() == [owes, "This year: ¥150.00", "Open deals: ¥300.00, 1 open"])
    records.delete(company, company.entity("payment"), [paid])
    until(qtbot, lambda: any(figure.startswith("Owes: ¥150.00") for figure in figures()))


# S12: edited in place -------------------------------------------------------------------------------------------------


def test_s12_a_cell_is_opened_by_f2_saved_by_enter_and_tab_and_put_back_by_escape(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    second = customer(company, "Cedar Court Tea", city="Leeds")
    page = window.page("customer")
    assert isinstance(page, KindPage)
    list_page = page.list()
    list_page.state.set_columns(("name", "city", "status", "owes"))
    until(qtbot, lambda: list_page.table.settled() and list_page.table.rowCount() == 2)
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    view = list_page.view
    view.setFocus()

    def typed(text: str, *strokes: Key) -> None:
        """Type into the cell that is open, in place of what it holds."""
        until(qtbot, lambda: list_page.inline.active() and QApplication.focusWidget() is not view)
        line = QApplication.focusWidget()
        assert line is not None
        QTest.keyClick(line, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        keys(line, text, *strokes)

    def city(row: int) -> object:
        return read(company, "customer", row)["city"]

    QTest.keyClick(view, Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    keys(view, Key.Key_Right, Key.Key_F2)
    typed("上海", Key.Key_Return)
    assert city(birch) == "上海"
    typed("Hull", Key.Key_Tab)
    assert city(second) == "Hull"
    until(qtbot, lambda: isinstance(QApplication.focusWidget(), QComboBox))
    keys(QApplication.focusWidget(), Key.Key_Escape)  # type: ignore[arg-type]
    assert not list_page.inline.active()
    keys(view, Key.Key_Left, Key.Key_F2)
    typed("Nowhere", Key.Key_Escape)
    assert city(second) == "Hull"
    window.undoing.undo()
    window.undoing.undo()
    assert (city(birch), city(second)) == (None, "Leeds")


# S37: who they are ----------------------------------------------------------------------------------------------------


def form_of(qtbot: QtBot, window: DayWindow, kind: str, row: int | None) -> FormDialog:
    """The form of a record, shown."""
    dialog = FormDialog(window, window.company.entity(kind), row)
    qtbot.addWidget(dialog, before_close_func=lambda made: made.form._touched.clear())
    dialog.show()
    return dialog


def put(dialog: FormDialog, name: str, *rows: tuple[str, ...]) -> None:
    """Type rows into a list of the form, cell by cell."""
    lines = dialog.form.rows(name).table.lines
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            lines.put_text(at, column, text)


def test_s37_company_invoice_title_addresses_and_own_fields_are_kept_and_shown(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    name = custom.add(company, company.entity("customer"), "Shoe size", "text")
    dialog = form_of(qtbot, window, "customer", birch)
    for field, text in (
        ("street", "天山路1号"), ("city", "上海"), ("tax_title", "桦巷商店"), ("tax_number", "91310000MA1K35X07B"),
        (name, "42"),
    ):  # fmt: skip
        dialog.form.editor(field).type(text)
    put(
        dialog, "addresses",
        ("Delivery", "仓库路2号", "苏州"), ("Invoice address", "财务路3号", "上海"), ("Other", "Fair stand 4", "广州"),
    )  # fmt: skip
    assert dialog.save() == birch, dialog.form.summary()
    values = read(company, "customer", birch)
    assert (values["tax_title"], values["street"], values[name]) == ("桦巷商店", "天山路1号", "42")
    rows = records.read_children(company, company.entity("customer").child("addresses"), birch)
    assert [(row["type"], row["street"]) for row in rows] == [
        ("ship", "仓库路2号"), ("bill", "财务路3号"), ("other", "Fair stand 4")
    ]  # fmt: skip
    said = texts(page_of(window, "customer", birch).pane)
    assert {"仓库路2号 · 苏州", "财务路3号 · 上海", "Fair stand 4 · 广州", "桦巷商店", "42"} <= set(said)
    window.undoing.undo()
    assert read(company, "customer", birch)["tax_title"] is None


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_s37_who_takes_a_delivery_in_goes_out_with_the_list_and_comes_back(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:  # fmt: skip
    window.use_language(lang)
    dialog = form_of(qtbot, window, "customer", birch)
    delivery = ("仓库路2号", "苏州", "江苏", "215000", "中国", "曾海棠", "0512-5550 0142")
    put(dialog, "addresses", ("收货地址" if lang == "zh_CN" else "Delivery", *delivery))
    assert dialog.save() == birch, dialog.form.summary()

    def answered(made: ExportDialog) -> int:
        next(one for one in made.findChildren(QRadioButton) if one.text().startswith(("All of them", "全部"))).click()
        made.type.setCurrentIndex(made.type.findData(".csv"))
        return 1

    monkeypatch.setattr(ExportDialog, "exec", answered)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(tmp_path / "all.csv"), ""))
    assert window.registry.run("lists.export")
    until(qtbot, (tmp_path / "all.csv").is_file)
    fresh = fresh_company(tmp_path / "fresh.crm")
    bring(fresh, tmp_path / "all.csv")
    (row,) = records.read_children(fresh, fresh.entity("customer").child("addresses"), 1)
    fields = ("street", "city", "region", "postcode", "country", "receiver", "phone")
    assert tuple(row[name] for name in fields) == delivery
    fresh.close()
    window.use_language("en")


# S45: many ways to reach a person, several employers ------------------------------------------------------------------


def test_s45_a_person_has_many_numbers_addresses_and_employers(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    other = customer(company, "Harbour Books")
    dialog = form_of(qtbot, window, "contact", None)
    dialog.form.editor("name").type("张伟")
    dialog.form.editor("customer").take(birch)  # type: ignore[attr-defined]
    put(
        dialog, "reach",
        ("Mobile", "138 0013 8000", "Office"), ("Mobile", "139 0013 9000"), ("Mail", "zw@example.com"),
        ("Mail", "home@example.org"), ("WeChat", "zhangwei_88"), ("WeChat", "wei.home"),
    )  # fmt: skip
    put(dialog, "addresses", ("Home address", "中山路5号", "苏州"), ("Delivery", "仓库路2号", "苏州"))
    put(dialog, "employments", ("Harbour Books", "Advisor", "Influences", "2024-01-01"))
    row = dialog.save()
    assert row is not None, dialog.form.summary()
    contact = company.entity("contact")
    reach = [(one["type"], one["value"]) for one in records.read_children(company, contact.child("reach"), row)]
    assert reach == [
        ("mobile", "138 0013 8000"), ("mobile", "139 0013 9000"), ("email", "zw@example.com"),
        ("email", "home@example.org"), ("wechat", "zhangwei_88"), ("wechat", "wei.home"),
    ]  # fmt: skip
    assert len(records.read_children(company, contact.child("addresses"), row)) == 2
    jobs = records.read_children(company, contact.child("employments"), row)
    assert [(job["customer"], job["job_title"], job["role"], job["since"]) for job in jobs] == [
        (other, "Advisor", "influences", "2024-01-01")
    ]
    assert company.index.find("9000", 5) == [("contact", row)]
    said = texts(page_of(window, "contact", row).pane)
    assert {"wei.home", "home@example.org", "Harbour Books", "中山路5号 · 苏州"} <= set(said)
    assert "张伟" in texts(page_of(window, "customer", other).pane), "and at the other employer too"


# S127: files on records of every kind ---------------------------------------------------------------------------------


def test_s127_files_are_attached_to_contacts_customers_events_and_documents(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {
        "customer": birch,
        "contact": saved(company, "contact", name="Ann Alder", customer=birch),
        "event": saved(company, "event", title="Tasting", start="2026-11-25T10:00:00"),
        "order": saved(company, "order", customer=birch),
    }
    (tmp_path / "说明.txt").write_text("twelve boxes", encoding="utf-8")
    paths = [str(tmp_path / "说明.txt")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given, **_more: (paths, ""))
    for kind, row in rows.items():
        page = page_of(window, kind, row)
        assert window.registry.run("attach")
        until(qtbot, lambda shown=page: "说明.txt" in texts(shown.pane))  # type: ignore[misc]
    assert dict(company.execute("SELECT kind, row FROM attachment").fetchall()) == rows
    assert company.execute("SELECT count(*) FROM blob").fetchone() == (1,), "kept once"
