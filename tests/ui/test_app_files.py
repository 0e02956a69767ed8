"""Files in and out of the window: export, backup, check, settings, what is remembered."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.areas import open_company
from crm_desktop.entity import records, rekeying
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.ui import health, recent, tasks, theme
from crm_desktop.ui.about import LIBRARIES, AboutDialog
from crm_desktop.ui.export_dialog import ExportDialog
from crm_desktop.ui.file_actions import copy_of
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.places import offered
from crm_desktop.ui.settings_dialog import SettingsDialog
from crm_desktop.values.phones import phone_key
from tests.conftest import TODAY
from tests.ui.app_stage import DayWindow, customer, opened, until


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(tmp_path / "window.json")


@pytest.fixture
def window(qtbot: QtBot, company: Company, memory: WindowMemory) -> Iterator[DayWindow]:
    with opened(qtbot, company, memory, page="history") as made:
        yield made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def tell(_over: object, title: str, text: str, *_more: object, **_tone: object) -> None:
        found.append((title, text))

    for module in ("file_actions", "settings_dialog", "widgets", "widgets.dialogs"):
        monkeypatch.setattr(f"crm_desktop.ui.{module}.sentence", tell)
    return found


def notice(qtbot: QtBot, window: DayWindow) -> str:
    until(qtbot, lambda: bool(window.toasts.toasts()))
    return window.toasts.toasts()[-1].text.text()


# Export --------------------------------------------------------------------------------------------------------------


def dialog(window: DayWindow, query: ListQuery | None = None, ids: list[int] | None = None) -> ExportDialog:
    company = window.company
    return ExportDialog(company, company.entity("customer"), query or ListQuery(), ids, window.memory, TODAY, window)


def test_the_export_offers_what_is_selected_what_is_shown_and_everything(window: DayWindow, company: Company) -> None:
    rows = [customer(company, name, status=status) for name, status in (("A", "key"), ("B", "lead"), ("C", "lead"))]
    made = dialog(window, ListQuery(ready=("leads",)), rows[:1])
    assert [made._scopes.button(n).text() for n in range(4)] == [
        "What is selected: 1 customer", "The list as it is shown: 2 customers",
        "All of them with every column: 3 customers", "The whole company file, a sheet for each kind of record",
    ]  # fmt: skip
    assert made.scope() == "selected"
    assert made.name() == "Customers 2026-11-23.xlsx"
    made.choose("file")
    assert made.focusWidget() is made._scopes.checkedButton(), "Space must not choose another scope"
    assert not made.type.isEnabled()
    assert made.name() == "Company file 2026-11-23.xlsx"


def test_kinds_without_phone_or_mail_offer_no_cards(window: DayWindow, company: Company) -> None:
    made = ExportDialog(company, company.entity("product"), ListQuery(), None, window.memory, TODAY, window)
    assert [made.type.itemData(n) for n in range(made.type.count())] == [".xlsx", ".csv"]
    people = dialog(window)
    assert [people.type.itemData(n) for n in range(people.type.count())] == [".xlsx", ".csv", ".vcf", ".vcf 4.0"]


def test_the_list_as_shown_is_written_with_its_filter_and_its_columns(
    qtbot: QtBot, window: DayWindow, company: Company, tmp_path: Path
) -> None:
    for name, status in (("Alder", "key"), ("Birch", "lead"), ("Cedar", "lead")):
        customer(company, name, status=status, city="Leeds")
    query = ListQuery(ready=("leads",), order=("-name",), columns=("name", "city"))
    made = dialog(window, query)
    made.choose("shown")
    window.files.write("customer", made.wanted(tmp_path / "leads.csv"))
    assert notice(qtbot, window) == "2 customers written to leads.csv"
    with (tmp_path / "leads.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["Name", "City"], ["Cedar", "Leeds"], ["Birch", "Leeds"]]


def test_a_text_that_no_cell_can_hold_is_told_with_the_file(
    qtbot: QtBot, window: DayWindow, company: Company, tmp_path: Path
) -> None:
    customer(company, "Alder", notes="x" * 40_000)
    made = dialog(window)
    made.choose("all")
    window.files.write("customer", made.wanted(tmp_path / "all.xlsx"))
    assert notice(qtbot, window) == (
        "1 customer written to all.xlsx. 1 text is longer than a cell can be and was cut; a .csv file holds it whole."
    )


def test_the_whole_file_is_written_as_one_workbook(
    qtbot: QtBot, window: DayWindow, company: Company, tmp_path: Path
) -> None:
    customer(company)
    made = dialog(window)
    made.choose("file")
    window.files.write("customer", made.wanted(tmp_path / "all.xlsx"))
    assert notice(qtbot, window) == "10 rows written to all.xlsx"
    book = load_workbook(tmp_path / "all.xlsx", read_only=True)
    assert {"Customers", "Stages"} <= set(book.sheetnames)
    book.close()


def test_an_export_that_cannot_be_written_is_told_and_leaves_nothing(
    qtbot: QtBot, window: DayWindow, company: Company, tmp_path: Path, told: list[tuple[str, str]]
) -> None:
    customer(company)
    target = tmp_path / "gone" / "list.xlsx"
    window.files.write("customer", dialog(window).wanted(target))
    until(qtbot, lambda: bool(told))
    assert told[0][1].startswith(f"The folder {target.parent} is not there.")


def test_place_and_type_of_the_last_export_are_offered_again(
    window: DayWindow, memory: WindowMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_over: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "sub" / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    made = dialog(window)
    made.type.setCurrentIndex(1)
    (tmp_path / "sub").mkdir()
    assert made.ask_place() == tmp_path / "sub" / "mine.csv"
    again = dialog(window)
    assert again.suffix() == ".csv"
    again.ask_place()
    assert asked[1] == str(tmp_path / "sub" / "Customers 2026-11-23.csv")


# Backup and check ----------------------------------------------------------------------------------------------------


def test_a_backup_is_a_sound_company_file_and_the_status_line_says_so(
    qtbot: QtBot, window: DayWindow, company: Company, tmp_path: Path
) -> None:
    row = customer(company)
    assert window.status_line._state.text().endswith(" · not backed up yet")
    window.files.back_up_to(tmp_path / "copy.crm")
    assert notice(qtbot, window) == "Backed up and proven: copy.crm"
    assert window.status_line._state.text().endswith(" · backed up and proven just now")
    assert window.status_line._dot.tone == "good"
    company.file.close()
    with open_company(tmp_path / "copy.crm") as copy:
        assert copy.titles(copy.entity("customer"), [row]) == {row: "Birch Lane Stores"}
        assert copy.check() == []


def test_a_failed_backup_leaves_the_older_copy_alone(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_desktop.errors import Trouble
    from crm_desktop.store import migrations

    target = tmp_path / "copy.crm"
    target.write_bytes(b"the older copy")

    def fails(_connection: object, part: Path) -> None:
        part.write_bytes(b"half")
        raise Trouble("The copy does not pass its check.")

    monkeypatch.setattr(migrations, "copy_proven", fails)
    with pytest.raises(Trouble):
        copy_of(company, target)
    assert target.read_bytes() == b"the older copy"
    assert list(tmp_path.glob(".*part*")) == []


def test_the_open_file_is_not_backed_up_onto_itself(
    window: DayWindow, company: Company, told: list[tuple[str, str]]
) -> None:
    window.files.back_up_to(company.path)
    assert told[0][1].startswith("That is the open company file itself.")


def test_a_sound_file_is_said_to_be_sound_and_a_spoiled_index_is_mended(
    qtbot: QtBot, window: DayWindow, company: Company, told: list[tuple[str, str]]
) -> None:
    records.save(company, company.entity("customer"), {"name": "Maple"})
    window.files.check()
    until(qtbot, lambda: bool(told))
    assert told.pop()[0] == "The file is sound"
    with company.journal.silently() as connection:
        connection.execute("DELETE FROM search")
    window.files.check()
    until(qtbot, lambda: bool(told))
    assert told.pop() == ("The file is sound", "The search index was damaged. It was made anew from the records.")
    assert company.check() == []


@pytest.mark.parametrize(
    ("ago", "said", "tone"),
    [
        (timedelta(seconds=5), "just now", "good"),
        (timedelta(minutes=11), "11 minutes ago", "good"),
        (timedelta(hours=3), "3 hours ago", "good"),
        (timedelta(days=2), "2 days ago", "good"),
        (timedelta(days=9), "9 days ago", "warning"),
    ],
)
def test_the_age_of_the_last_backup_is_told(
    memory: WindowMemory, tmp_path: Path, ago: timedelta, said: str, tone: str
) -> None:
    now = datetime(2026, 11, 23, 18, 0)
    health.backed_up(memory, tmp_path / "a.crm", tmp_path / "b.crm", now - ago)
    assert health.state(memory, tmp_path / "a.crm", now) == (f"Saved · backed up and proven {said}", tone)
    assert health.state(memory, tmp_path / "other.crm", now)[1] == "warning"


def test_an_empty_list_offers_a_look_at_the_demo_company(qtbot: QtBot, company: Company, memory: WindowMemory) -> None:
    with opened(qtbot, company, memory, page="customer") as window:
        page = window.list_shown()
        assert page is not None
        until(qtbot, lambda: page._instead is not None)
        offer = next(made for made in page.findChildren(QPushButton) if made.text() == "Look at the demo company")
        offer.click()
        until(qtbot, lambda: window.desk.asked == ["demo"])


def test_where_the_last_backup_lies_is_told(memory: WindowMemory, tmp_path: Path) -> None:
    now, copy = datetime(2026, 11, 23, 18, 0), tmp_path / "b.crm"
    assert health.place(memory, tmp_path / "a.crm", now) == "Not backed up yet"
    health.backed_up(memory, tmp_path / "a.crm", copy, now)
    assert health.place(memory, tmp_path / "a.crm", now) == f"Backed up and proven just now · {copy}"


def test_when_the_last_change_was_kept_is_told_in_both_languages(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    def said() -> str:
        return window.status_line._state.text()

    assert said() == "Saved · not backed up yet"  # nothing was changed since the start
    customer(company)
    (at,) = company.execute("SELECT max(at) FROM journal_entry").fetchone()
    time = f"{datetime.fromisoformat(at).astimezone():%H:%M}"
    assert said() == f"Saved {time} · not backed up yet"
    assert window.use_language("zh_CN")
    assert said() == f"已于 {time} 保存 · 尚未备份"


def test_a_change_kept_before_midnight_names_its_day(memory: WindowMemory, tmp_path: Path) -> None:
    saved, now = datetime(2026, 11, 22, 23, 58), datetime(2026, 11, 23, 0, 10)
    assert health.state(memory, tmp_path / "a.crm", now, saved)[0] == "Saved yesterday 23:58 · not backed up yet"


# Settings ------------------------------------------------------------------------------------------------------------


def test_name_and_currency_are_one_change_that_can_be_undone(window: DayWindow, company: Company) -> None:
    made = SettingsDialog(window, "", lambda: None, window)
    made.name.setText(" Birch Lane Trading ")
    made.currency.setCurrentIndex(made.currency.findData("EUR"))
    made.save()
    assert (company.setting("name"), company.setting("currency")) == ("Birch Lane Trading", "EUR")
    window.undoing.undo()
    assert (company.setting("name"), company.setting("currency")) == (None, None)
    assert not window.undoing.can_undo()


def test_the_country_of_numbers_without_a_code_is_set_and_comes_back_by_an_undo(
    window: DayWindow, company: Company
) -> None:
    made = SettingsDialog(window, "", lambda: None, window)
    assert made.country.currentText() == "China · CN"
    made.country.setCurrentIndex(made.country.findData("DE"))
    made.save()
    assert phone_key("030 1234567") == "49301234567"
    window.undoing.undo()
    assert (phone_key("030 1234567"), company.country()) == ("0301234567", "CN")


def test_with_many_numbers_the_country_is_changed_and_taken_back_beside_the_window(
    qtbot: QtBot, window: DayWindow, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "MANY", 5)
    phones = [{"type": "phone", "value": f"030 123456{n}"} for n in range(9)]
    records.save(company, company.entity("customer"), {"name": "Ann Ltd"}, children={"reach": phones})
    key = "SELECT key FROM reach ORDER BY id LIMIT 1"
    made = SettingsDialog(window, "", lambda: None, window)
    made.country.setCurrentIndex(made.country.findData("DE"))
    made.compact.setChecked(True)
    made.save()
    assert tasks.running() == 1 and not made.isVisible()
    qtbot.waitUntil(lambda: not tasks.running())
    assert (company.country(), company.execute(key).fetchone()[0]) == ("DE", "49301234560")
    assert window.compact_rows()
    window.undoing.undo()
    assert tasks.running() == 1
    qtbot.waitUntil(lambda: not tasks.running())
    assert (company.country(), company.execute(key).fetchone()[0]) == ("CN", "0301234560")


def test_cancel_changes_nothing(window: DayWindow, company: Company) -> None:
    made = SettingsDialog(window, "", lambda: None, window)
    made.name.setText("Other")
    made.compact.setChecked(True)
    made.reject()
    assert company.setting("name") is None
    assert not window.compact_rows()


def test_language_colours_and_rows_are_taken_over_at_once(window: DayWindow) -> None:
    try:
        made = SettingsDialog(window, "", lambda: None, window)
        made.scheme.setCurrentIndex(made.scheme.findData("dark"))
        made.language.setCurrentIndex(made.language.findData("zh_CN"))
        made.compact.setChecked(True)
        made.save()
        assert theme.scheme() == "dark"
        assert window.compact_rows()
        assert window.top.tabs._tabs[1].text == "客户"
    finally:
        window.use_scheme("light")
        window.use_language("en")


def test_the_currency_of_a_file_with_amounts_is_changed_after_a_question_only(
    window: DayWindow, company: Company, monkeypatch: pytest.MonkeyPatch, told: list[tuple[str, str]]
) -> None:
    row = customer(company)
    stage = company.execute("SELECT min(id) FROM stage").fetchone()[0]
    records.save(company, company.entity("opportunity"), {"name": "Tea", "customer": row, "stage": stage, "amount": 1})
    asked: list[str] = []
    monkeypatch.setattr("crm_desktop.ui.settings_dialog.ask", lambda _o, title, *_m: bool(asked.append(title)))
    made = SettingsDialog(window, "", lambda: None, window)
    made.currency.setCurrentIndex(made.currency.findData("EUR"))
    made.save()
    assert asked == ["Change the currency?"]
    assert company.setting("currency") is None
    made.currency.setCurrentIndex(made.currency.findData("JPY"))
    made.save()
    assert told[0][0] == "The currency stays CNY"
    assert company.setting("currency") is None


# Remembered and told -------------------------------------------------------------------------------------------------


def test_recent_files_are_those_still_there_the_latest_first(memory: WindowMemory, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.crm" for n in range(12)]
    for path in paths:
        path.touch()
        recent.opened(memory, path)
    recent.opened(memory, paths[5])
    paths[11].unlink()
    assert recent.files(memory)[:2] == [paths[5], paths[10]]
    assert len(memory.get(recent.FILES, [])) == recent.MOST_FILES
    assert recent.last_file(memory) == paths[5]
    recent.closed(memory)
    assert recent.last_file(memory) is None


def test_the_place_offered_is_free_and_its_name_fit_for_any_system(tmp_path: Path) -> None:
    assert offered('Birch/Lane: "Trading" Ltd.', tmp_path).name == "Birch Lane Trading Ltd.crm"
    (tmp_path / "Birch.crm").touch()
    assert offered("Birch", tmp_path).name == "Birch 2.crm"
    assert offered("  ", tmp_path).name == "My company.crm"


def test_about_lists_the_libraries_with_version_and_licence(qtbot: QtBot) -> None:
    made = AboutDialog(None)
    qtbot.addWidget(made)
    rows = [[made.libraries.index(n, column).data() for column in range(4)] for n in range(len(LIBRARIES))]
    assert rows[0][0] == "Qt, PySide6"
    assert rows[0][2] == "LGPL-3.0"
    assert [name for (name, version, _licence, _use), library in zip(rows, LIBRARIES, strict=True)
            if library.package and not version] == []  # fmt: skip


def test_every_library_that_is_shipped_is_on_the_page() -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {need.split(";")[0].strip() for need in project["project"]["dependencies"]}
    names = {"".join(letter for letter in need if letter.isalnum() or letter in "-_").lower() for need in wanted}
    known = {library.package.lower().replace("_", "-") for library in LIBRARIES}
    missing = [name for name in names if not any(name.startswith(one.replace("_", "-")) for one in known if one)]
    assert missing == []


def test_the_crash_window_shows_the_whole_detail(qtbot: QtBot) -> None:
    from crm_desktop.ui.crash_window import CrashWindow

    made = CrashWindow("one\ntwo")
    qtbot.addWidget(made)
    assert made.findChild(QPlainTextEdit).toPlainText() == "one\ntwo"
