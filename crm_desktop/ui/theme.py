"""The look in one place: colours for light and dark, fonts, and putting them on the running program."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

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


class Tokens(NamedTuple):
    """Every colour of one scheme, by the part it plays."""

    dark: bool
    background: str
    card: str
    sunken: str  # a board's column, an empty tile
    well: str  # the search box in the tab bar
    header: str  # a table's heading row
    line: str
    row_line: str
    control: str  # the edge of a tick box, which must stand out by itself
    text: str
    subdued: str  # tabs
    chip: str
    secondary: str
    faint: str  # disabled
    accent: str  # filled: the main button, the mark of the current tab
    accent_hover: str
    accent_pressed: str
    accent_text: str  # written on card or background
    on_accent: str
    soft: str  # selection, current chip
    soft_line: str
    ring: str  # keyboard focus
    hover: str
    pressed: str
    bad_fill: str
    bad_fill_hover: str
    toast: str
    on_toast: str
    toast_hover: str
    toast_action: str
    shadow: str
    veil: str
    pills: Mapping[str, tuple[str, str]]  # tone: text, ground
    avatars: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.dark, self.text, self.line))


LIGHT: Final = Tokens(
    dark=False,
    background="#F6F7F9",
    card="#FFFFFF",
    sunken="#EFF1F5",
    well="#F6F7F9",
    header="#FAFBFC",
    line="#E3E6EB",
    row_line="#F0F2F5",
    control="#8A94A6",
    text="#1B1F27",
    subdued="#475467",
    chip="#344054",
    secondary="#667085",
    faint="#A4ACB9",
    accent="#1F6FEB",
    accent_hover="#1A62D2",
    accent_pressed="#1553B5",
    accent_text="#1A66DC",
    on_accent="#FFFFFF",
    soft="#E8F0FE",
    soft_line="#C6DAFB",
    ring="#1F6FEB",
    hover="#F4F6F9",
    pressed="#E9ECF1",
    bad_fill="#C4321C",
    bad_fill_hover="#A92A17",
    toast="#1B1F27",
    on_toast="#FFFFFF",
    toast_hover="#333A47",
    toast_action="#8DB9FF",
    shadow="#1B1F2714",
    veil="#1B1F2733",
    pills=MappingProxyType(
        {
            "neutral": ("#475467", "#EEF0F4"),
            "accent": ("#174EA6", "#E8F0FE"),
            "good": ("#187846", "#E3F5EB"),
            "warning": ("#8F6000", "#FFF3D6"),
            "bad": ("#C4321C", "#FDE8E4"),
            "violet": ("#6941C6", "#F0EAFE"),
        }
    ),
    avatars=("#7F56D9", "#1F6FEB", "#C2570C", "#0B8074", "#C11574", "#3B7C0F"),
)

DARK: Final = Tokens(
    dark=True,
    background="#14171C",
    card="#1C2027",
    sunken="#171A20",
    well="#252A33",
    header="#20252D",
    line="#313843",
    row_line="#272D36",
    control="#7B8698",
    text="#E7EAEF",
    subdued="#BAC2CF",
    chip="#CDD4DE",
    secondary="#A0A9B8",
    faint="#626C7B",
    accent="#2A6FE0",
    accent_hover="#3B7DEB",
    accent_pressed="#245FC2",
    accent_text="#7FB0FF",
    on_accent="#FFFFFF",
    soft="#1C3154",
    soft_line="#32558C",
    ring="#6EA5FF",
    hover="#242A33",
    pressed="#2D343F",
    bad_fill="#C63C27",
    bad_fill_hover="#D64B35",
    toast="#363E4B",
    on_toast="#FFFFFF",
    toast_hover="#485264",
    toast_action="#A3C7FF",
    shadow="#00000066",
    veil="#00000080",
    pills=MappingProxyType(
        {
            "neutral": ("#C3CAD6", "#2C333E"),
            "accent": ("#9DC3FF", "#1E3357"),
            "good": ("#7AD8A4", "#153726"),
            "warning": ("#F2C35B", "#3D3014"),
            "bad": ("#FF9C8A", "#47211B"),
            "violet": ("#C9B2FF", "#33264F"),
        }
    ),
    avatars=("#7F56D9", "#2A6FE0", "#B9530C", "#0B8074", "#BE2A7C", "#3B7C0F"),
)


class _Notifier(QObject):
    """Says when another scheme has been put on."""

    changed = Signal()


_notifier = _Notifier()
_choice: Scheme = "system"
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


def apply(app: QApplication, scheme: Scheme = "system", *, styled: bool = False) -> None:
    """Put the look on the program; `system` follows the system's light or dark while it runs.

    An application that was started in our style is `styled`: setting it would cost the start a class of 600 names.
    """
    global _choice, _system_palette
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
    chosen = DARK if dark else LIGHT
    return stronger(chosen) if _high_contrast() else chosen


def _system_is_dark() -> bool:
    system = QGuiApplication.styleHints().colorScheme()
    if system != Qt.ColorScheme.Unknown:
        return system == Qt.ColorScheme.Dark
    return _system_palette is not None and _system_palette.window().color().lightness() < 128


def _high_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):  # Qt before 6.10 cannot tell
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def stronger(base: Tokens) -> Tokens:
    """The same scheme with lines and grey text as strong as the text itself."""
    pills = MappingProxyType({tone: (base.text, ground) for tone, (_, ground) in base.pills.items()})
    return base._replace(
        line=base.text,
        row_line=base.secondary,
        control=base.text,
        secondary=base.text,
        faint=base.secondary,
        soft_line=base.text,
        pills=pills,
    )


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
