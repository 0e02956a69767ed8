"""The look: colours that can be read, one place for them, and following the system."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.ui import colours, theme
from crm_desktop.ui.stylesheet import sheet

ROOT = Path(__file__).parents[2]
SCHEMES = {"light": colours.LIGHT, "dark": colours.DARK}
STRONG = {"light": colours.STRONG_LIGHT, "dark": colours.STRONG_DARK}
ALL = {**SCHEMES, **{f"strong {name}": tokens for name, tokens in STRONG.items()}}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: 1 for the same, 21 for black on white."""

    def light(value: str) -> float:
        parts = [channel / 255 for channel in QColor(value[:7]).getRgb()[:3]]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> None:
    theme.apply(qapp, "light", high_contrast=False)


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_text_can_be_read_on_every_ground(tokens: colours.Tokens) -> None:
    for ink in (tokens.text, tokens.secondary, tokens.subdued, tokens.chip, tokens.accent_text):
        for ground in (tokens.background, tokens.card, tokens.header, tokens.hover, tokens.sunken, tokens.well,
                       tokens.soft):  # fmt: skip
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(tokens.text, tokens.soft) >= 7
    fills = (tokens.accent, tokens.accent_hover, tokens.accent_pressed, tokens.bad_fill, tokens.bad_fill_hover)
    for fill in (*fills, *tokens.avatars):
        assert contrast(tokens.on_accent, fill) >= 4.5, fill
    assert contrast(tokens.on_toast, tokens.toast) >= 7
    for ground in (tokens.toast, tokens.toast_hover):
        assert contrast(tokens.toast_action, ground) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("tone", theme.TONES)
def test_every_pill_can_be_read(tokens: colours.Tokens, tone: str) -> None:
    ink, ground = tokens.pills[tone]
    assert contrast(ink, ground) >= 4.5
    assert contrast(ink, tokens.card) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_focus_and_tick_boxes_stand_out(tokens: colours.Tokens) -> None:
    for ground in (tokens.background, tokens.card):
        assert contrast(tokens.ring, ground) >= 3
        assert contrast(tokens.control, ground) >= 3


@pytest.mark.parametrize("tokens", ALL.values(), ids=ALL)
def test_the_sheet_is_whole_and_its_pictures_exist(tokens: colours.Tokens) -> None:
    text = sheet(tokens, round)
    assert text.count("{") == text.count("}")
    pictures = re.findall(r'url\("([^"]+)"\)', text)
    assert pictures
    assert all(Path(picture).is_file() for picture in pictures)
    assert "None" not in text


def test_no_other_file_names_a_colour() -> None:
    named = re.compile(r"[\"']#[0-9A-Fa-f]{3,8}[\"']|\brgba?\(|GlobalColor\.(?!transparent)|[ :]#[0-9A-Fa-f]{6}\b")
    files = [*(ROOT / "crm_desktop" / "ui").rglob("*.py"), *(ROOT / "crm_desktop").glob("*/ui.py")]
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in files
        if file.name != "colours.py"
        for match in named.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_dark_and_light_can_be_forced_and_are_told(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.notifier().changed):
        theme.apply(qapp, "dark")
    assert theme.tokens() == colours.DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(colours.DARK.background)
    theme.apply(qapp, "light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(colours.LIGHT.background)


def test_following_the_system_takes_what_the_system_has(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    theme.apply(qapp, "system")
    assert theme.scheme() == "system"
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.tokens().dark == dark


def test_a_system_that_turns_dark_is_followed_at_once(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    if qapp.styleHints().colorScheme() != Qt.ColorScheme.Unknown:
        pytest.skip("this system says itself what it has")
    night = QPalette(QColor("black"))
    theme.apply(qapp, "system")
    monkeypatch.setattr(theme, "_system_palette", night)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() == colours.DARK
    theme.apply(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() == colours.LIGHT


@pytest.mark.parametrize("tokens", STRONG.values(), ids=STRONG)
def test_in_high_contrast_every_text_is_seven_times_as_strong_as_its_ground(tokens: colours.Tokens) -> None:
    grounds = (tokens.background, tokens.card, tokens.sunken, tokens.well, tokens.header, tokens.hover, tokens.soft)
    inks = (tokens.text, tokens.secondary, tokens.subdued, tokens.chip, tokens.accent_text)
    weak = [(ink, ground) for ink in inks for ground in grounds if contrast(ink, ground) < 7]
    for ink, ground in tokens.pills.values():
        weak += [(ink, on) for on in (ground, tokens.card, tokens.background) if contrast(ink, on) < 7]
    fills = (tokens.accent, tokens.accent_hover, tokens.accent_pressed, tokens.bad_fill, tokens.bad_fill_hover)
    weak += [(tokens.on_accent, fill) for fill in (*fills, *tokens.avatars) if contrast(tokens.on_accent, fill) < 7]
    for ground in (tokens.toast, tokens.toast_hover):
        weak += [(ink, ground) for ink in (tokens.on_toast, tokens.toast_action) if contrast(ink, ground) < 7]
    weak += [
        (tokens.faint, ground) for ground in (tokens.card, tokens.background) if contrast(tokens.faint, ground) < 7
    ]
    assert weak == []


@pytest.mark.parametrize("tokens", STRONG.values(), ids=STRONG)
def test_in_high_contrast_edges_and_the_focus_are_clear(tokens: colours.Tokens) -> None:
    for ground in (tokens.background, tokens.card, tokens.soft, tokens.hover):
        assert contrast(tokens.ring, ground) >= 7
        assert all(contrast(edge, ground) >= 7 for edge in (tokens.line, tokens.control, tokens.soft_line))
    assert contrast(tokens.row_line, tokens.card) >= 4.5
    text = sheet(tokens, round)
    assert f"border: 3px solid {tokens.ring}" in text


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_what_has_the_focus_has_an_edge_of_its_own_in_every_look(tokens: colours.Tokens) -> None:
    for ground in (tokens.background, tokens.card, tokens.soft, tokens.header):
        assert contrast(tokens.ring, ground) >= 3, ground
    assert contrast(tokens.text, tokens.accent) >= 3 and contrast(tokens.text, tokens.bad_fill) >= 2.9


def test_high_contrast_is_chosen_or_follows_the_system(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.apply(qapp, "light", high_contrast=True)
    assert theme.tokens() == colours.STRONG_LIGHT and theme.high_contrast()
    theme.apply(qapp, "dark")
    assert theme.tokens() == colours.STRONG_DARK, "light and dark are another choice"
    theme.apply(qapp, "light", high_contrast=False)
    assert theme.tokens() == colours.LIGHT
    monkeypatch.setattr(theme, "_system_wants_contrast", lambda: True)
    theme._system_changed()
    assert theme.tokens() == colours.STRONG_LIGHT and not theme.high_contrast()


def test_a_selected_row_has_an_edge_in_high_contrast(qapp: QApplication, qtbot: QtBot) -> None:
    from PySide6.QtGui import QStandardItem, QStandardItemModel

    from crm_desktop.ui.delegates import RowDelegate
    from crm_desktop.ui.rowtable import RowTable

    theme.apply(qapp, "light", high_contrast=True)
    table = RowTable(name="Rows")
    qtbot.addWidget(table)
    model = QStandardItemModel(3, 1, table)
    for row in range(3):
        model.setItem(row, 0, QStandardItem("row"))
    table.setModel(model)
    table.setItemDelegate(RowDelegate(table))
    table.resize(200, 200)
    table.show()
    table.selectRow(1)
    cell = table.visualRect(model.index(1, 0))
    picture = table.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()

    def colour_at(y: int) -> str:
        return picture.pixelColor(round(150 * ratio), round(y * ratio)).name().upper()

    assert colour_at(cell.top()) == colour_at(cell.bottom()) == colours.STRONG_LIGHT.soft_line
    assert colour_at(cell.center().y()) == colours.STRONG_LIGHT.soft


def test_the_same_name_always_has_the_same_colour(qapp: QApplication) -> None:
    assert theme.avatar_colour("Berglunds snabbköp") == theme.avatar_colour("Berglunds snabbköp")
    used = {theme.avatar_colour(name).name() for name in ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")}
    assert len(used) >= 4
    theme.avatar_colour("\ud800")


def test_tabular_figures_are_of_one_width(qapp: QApplication) -> None:
    metrics = QFontMetricsF(theme.font(tabular=True))
    assert metrics.horizontalAdvance("111,111") == metrics.horizontalAdvance("888,888")


def test_labels_keep_their_own_weight_under_the_sheet(qtbot: QtBot) -> None:
    from crm_desktop.ui.widgets import title

    made: QLabel = title("Customers")
    qtbot.addWidget(made)
    made.show()
    assert made.font().pixelSize() == theme.px(theme.TITLE_PX)
    assert made.font().weight() == QFont.Weight.Bold
