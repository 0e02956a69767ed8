"""The look in one place: the colours in force, fonts, and putting them on the running program."""

from __future__ import annotations

import sys
import zlib
from functools import lru_cache
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.colours import DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Tokens
from crm_desktop.ui.early import STYLE

Scheme = Literal["light", "dark", "system"]
Tone = Literal["neutral", "accent", "good", "warning", "bad", "violet"]
TONES: Final[tuple[Tone, ...]] = ("neutral", "accent", "good", "warning", "bad", "violet")

TEXT_PX: Final = 13
TITLE_PX: Final = 20
SMALL_PX: Final = 11
ROW_HEIGHT: Final = 38
COMPACT_ROW_HEIGHT: Final = 30
CARD_RADIUS: Final = 10
BUTTON_RADIUS: Final = 7
GRID: Final = 8


class _Notifier(QObject):
    """Says when another scheme has been put on."""

    changed = Signal()


_notifier = _Notifier()
_choice: Scheme = "system"
_strong = False
_tokens: Tokens = LIGHT
_scale: float = 1.0
_system_palette: QPalette | None = None


def notifier() -> _Notifier:
    """The object whose signal `changed` tells that other colours are in force."""
    return _notifier


def tokens() -> Tokens:
    """The colours in force."""
    return _tokens


def scheme() -> Scheme:
    """What the person chose, which may be to follow the system."""
    return _choice


def high_contrast() -> bool:
    """Whether the person chose high contrast, whatever the system has."""
    return _strong


def px(length: float) -> int:
    """A length in device-independent pixels, larger where the system's font is set larger than usual."""
    return round(length * _scale)


@lru_cache(maxsize=512)
def colour(value: str) -> QColor:
    """A token as a colour; eight digits end with the opacity."""
    if len(value) == 9:
        made = QColor(value[:7])
        made.setAlpha(int(value[7:], 16))
        return made
    return QColor(value)


def tone_colours(tone: str) -> tuple[QColor, QColor]:
    """Text and ground of a pill; an unknown tone is neutral."""
    text, ground = _tokens.pills.get(tone, _tokens.pills["neutral"])
    return colour(text), colour(ground)


def tone_text(tone: str) -> QColor:
    """A tone as a colour of plain text: also `text`, `secondary`, `faint`, `accent_text`, `on_accent`."""
    if tone in _tokens.pills and tone != "neutral":
        return colour(_tokens.pills[tone][0])
    return colour(getattr(_tokens, "secondary" if tone == "neutral" else tone, _tokens.text))


def avatar_colour(name: str) -> QColor:
    """One of six colours, the same for one name on every computer."""
    return colour(_tokens.avatars[zlib.crc32(name.encode("utf-8", "replace")) % len(_tokens.avatars)])


def families() -> list[str]:
    """Font families in order: Inter where it is installed, the system's own, then Chinese ones."""
    names = [QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()]
    if "Inter" in QFontDatabase.families():
        names.insert(0, "Inter")
    return [*names, "Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", "WenQuanYi Micro Hei"]


def font(
    size: float = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False, spacing: float = 0.0
) -> QFont:
    """The program's font: `tabular` gives figures of one width, `spacing` adds pixels between letters."""
    return QFont(_font(size, weight, tabular, spacing))


@lru_cache(maxsize=64)
def _font(size: float, weight: QFont.Weight, tabular: bool, spacing: float) -> QFont:
    made = QFont(QApplication.font())
    made.setPixelSize(px(size))
    made.setWeight(weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return made


def text_width(text: str, of: QFont) -> int:
    """The width a text needs in a font, rounded up so that it is never elided by a fraction."""
    return int(QFontMetricsF(of).horizontalAdvance(text)) + 1


def apply(
    app: QApplication, scheme: Scheme = "system", *, styled: bool = False, high_contrast: bool | None = None
) -> None:
    """Put the look on the program; `system` follows the system's light or dark while it runs.

    With `high_contrast` it is in force whatever the system prefers, without it where the system does; None leaves the
    choice as it is. An application that was started in our style is `styled`: setting it would cost the start a class
    of 600 names.
    """
    global _choice, _strong, _system_palette
    if high_contrast is not None:
        _strong = high_contrast
    first = _system_palette is None
    if first:
        _system_palette = QPalette(app.palette())
        if not styled:
            app.setStyle(STYLE)
        _use_font(app)
    _choice = scheme
    hints = app.styleHints()
    if scheme == "system":
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if scheme == "dark" else Qt.ColorScheme.Light)
    if first:
        hints.colorSchemeChanged.connect(_system_changed)
        if hasattr(hints, "accessibility"):
            hints.accessibility().contrastPreferenceChanged.connect(_system_changed)
    if first or _wanted() != _tokens or not app.styleSheet():
        _put_on(app, _wanted())


def _system_changed() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and _wanted() != _tokens:
        _put_on(app, _wanted())


def _wanted() -> Tokens:
    dark = _choice == "dark" or (_choice == "system" and _system_is_dark())
    if _strong or _system_wants_contrast():
        return STRONG_DARK if dark else STRONG_LIGHT
    return DARK if dark else LIGHT


def _system_is_dark() -> bool:
    system = QGuiApplication.styleHints().colorScheme()
    if system != Qt.ColorScheme.Unknown:
        return system == Qt.ColorScheme.Dark
    return _system_palette is not None and _system_palette.window().color().lightness() < 128


def _system_wants_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):  # Qt before 6.10 cannot tell
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def _use_font(app: QApplication) -> None:
    global _scale
    system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
    usual = {"win32": 12, "darwin": 13}.get(sys.platform, 15)
    _scale = min(2.0, max(1.0, system / usual))
    made = QFont()
    made.setFamilies(families())
    made.setPixelSize(px(TEXT_PX))
    app.setFont(made)
    _font.cache_clear()


def _put_on(app: QApplication, wanted: Tokens) -> None:
    global _tokens
    from crm_desktop.ui.stylesheet import sheet

    _tokens = wanted
    app.setPalette(_palette(wanted))
    app.setStyleSheet(sheet(wanted, px))
    _notifier.changed.emit()


def _palette(t: Tokens) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for part, value in {
        role.Window: t.background,
        role.WindowText: t.text,
        role.Base: t.card,
        role.AlternateBase: t.header,
        role.Text: t.text,
        role.Button: t.card,
        role.ButtonText: t.text,
        role.BrightText: t.on_accent,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Link: t.accent_text,
        role.LinkVisited: t.accent_text,
        role.ToolTipBase: t.toast,
        role.ToolTipText: t.on_toast,
        role.PlaceholderText: t.secondary,
        role.Light: t.card,
        role.Midlight: t.hover,
        role.Mid: t.line,
        role.Dark: t.control,
        role.Shadow: t.shadow,
        role.Accent: t.accent,
    }.items():
        made.setColor(part, colour(value))
    for part in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, part, colour(t.faint))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, colour(t.line))
    return made
