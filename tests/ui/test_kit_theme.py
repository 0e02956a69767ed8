"""The look: colours that can be read, one place for them, and following the system."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.ui import theme
from crm_desktop.ui.stylesheet import sheet

ROOT = Path(__file__).parents[2]
SCHEMES = {"light": theme.LIGHT, "dark": theme.DARK}


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
    theme.apply(qapp, "light")


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_text_can_be_read_on_every_ground(tokens: theme.Tokens) -> None:
    for ink in (tokens.text, tokens.secondary, tokens.subdued, tokens.chip, tokens.accent_text):
        for ground in (tokens.background, tokens.card, tokens.header, tokens.hover):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(tokens.text, tokens.soft) >= 7
    assert contrast(tokens.secondary, tokens.soft) >= 4.3
    for fill in (tokens.accent, tokens.accent_hover, tokens.accent_pressed, tokens.bad_fill, *tokens.avatars):
        assert contrast(tokens.on_accent, fill) >= 3.9, fill
    assert contrast(tokens.on_toast, tokens.toast) >= 7
    assert contrast(tokens.toast_action, tokens.toast) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("tone", theme.TONES)
def test_every_pill_can_be_read(tokens: theme.Tokens, tone: str) -> None:
    ink, ground = tokens.pills[tone]
    assert contrast(ink, ground) >= 4.5
    assert contrast(ink, tokens.card) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_focus_and_tick_boxes_stand_out(tokens: theme.Tokens) -> None:
    for ground in (tokens.background, tokens.card):
        assert contrast(tokens.ring, ground) >= 3
        assert contrast(tokens.control, ground) >= 2.8


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_the_sheet_is_whole_and_its_pictures_exist(tokens: theme.Tokens) -> None:
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
        if file.name != "theme.py"
        for match in named.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_dark_and_light_can_be_forced_and_are_told(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.notifier().changed):
        theme.apply(qapp, "dark")
    assert theme.tokens() == theme.DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.DARK.background)
    theme.apply(qapp, "light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.LIGHT.background)


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
    assert theme.tokens() == theme.DARK
    theme.apply(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() == theme.LIGHT


def test_high_contrast_makes_lines_and_grey_text_as_strong_as_text() -> None:
    for tokens in SCHEMES.values():
        strong = theme.stronger(tokens)
        assert {strong.line, strong.secondary, strong.control} == {tokens.text}
        assert all(contrast(ink, ground) >= 7 for ink, ground in strong.pills.values())


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
