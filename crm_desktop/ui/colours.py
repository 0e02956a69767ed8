"""The colours of the four looks, light and dark, each of them also in high contrast; no other file names a colour."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


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
    strong: bool = False  # high contrast: what is marked by a shade has an edge too

    def __hash__(self) -> int:
        return hash((self.dark, self.text, self.line))

    def ring_px(self) -> int:
        """How thick the edge of what has the focus is."""
        return 3 if self.strong else 2


LIGHT: Final = Tokens(
    dark=False,
    background="#F6F7F9",
    card="#FFFFFF",
    sunken="#EFF1F5",
    well="#F6F7F9",
    header="#FAFBFC",
    line="#E3E6EB",
    row_line="#F0F2F5",
    control="#808B9D",
    text="#1B1F27",
    subdued="#475467",
    chip="#344054",
    secondary="#606A7F",
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
    accent_hover="#2767D1",
    accent_pressed="#245FC2",
    accent_text="#7FB0FF",
    on_accent="#FFFFFF",
    soft="#1C3154",
    soft_line="#32558C",
    ring="#6EA5FF",
    hover="#242A33",
    pressed="#2D343F",
    bad_fill="#C63C27",
    bad_fill_hover="#CC402B",
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


STRONG_LIGHT: Final = LIGHT._replace(
    strong=True,
    background="#FFFFFF",
    sunken="#FFFFFF",
    well="#FFFFFF",
    header="#F2F2F2",
    line="#000000",
    row_line="#767676",
    control="#000000",
    text="#000000",
    subdued="#000000",
    chip="#000000",
    secondary="#1A1A1A",
    faint="#545454",
    accent="#0039A6",
    accent_hover="#002E85",
    accent_pressed="#00246B",
    accent_text="#0039A6",
    soft="#D9E6FF",
    soft_line="#000000",
    ring="#0039A6",
    hover="#EBEBEB",
    pressed="#D6D6D6",
    bad_fill="#A30000",
    bad_fill_hover="#800000",
    toast="#000000",
    toast_hover="#333333",
    toast_action="#FFE066",
    veil="#00000080",
    pills=MappingProxyType(
        {
            "neutral": ("#000000", "#EBEBEB"),
            "accent": ("#0B3A80", "#E8F0FE"),
            "good": ("#00522B", "#E3F5EB"),
            "warning": ("#5C3D00", "#FFF3D6"),
            "bad": ("#8F0000", "#FDE8E4"),
            "violet": ("#4A1D99", "#F0EAFE"),
        }
    ),
    avatars=("#5B21B6", "#0039A6", "#7A3300", "#00544B", "#8A0B4E", "#245200"),
)

STRONG_DARK: Final = DARK._replace(
    strong=True,
    background="#000000",
    card="#000000",
    sunken="#000000",
    well="#000000",
    header="#1A1A1A",
    line="#FFFFFF",
    row_line="#8C8C8C",
    control="#FFFFFF",
    text="#FFFFFF",
    subdued="#FFFFFF",
    chip="#FFFFFF",
    secondary="#E6E6E6",
    faint="#A6A6A6",
    accent="#8AB8FF",
    accent_hover="#A8CAFF",
    accent_pressed="#6FA6FA",
    accent_text="#A8CAFF",
    on_accent="#000000",
    soft="#0B2A5C",
    soft_line="#FFFFFF",
    ring="#FFD400",
    hover="#262626",
    pressed="#404040",
    bad_fill="#FF8A75",
    bad_fill_hover="#FFA391",
    toast="#FFFFFF",
    on_toast="#000000",
    toast_hover="#E0E0E0",
    toast_action="#0039A6",
    veil="#000000B3",
    pills=MappingProxyType(
        {
            "neutral": ("#FFFFFF", "#262626"),
            "accent": ("#A8CAFF", "#0B2A5C"),
            "good": ("#8FF0B8", "#0A2E1A"),
            "warning": ("#FFD87A", "#332600"),
            "bad": ("#FFB3A6", "#3D0F08"),
            "violet": ("#DCCBFF", "#2A1A4D"),
        }
    ),
    avatars=("#C9B2FF", "#8AB8FF", "#FFB47A", "#6FE0D0", "#FF9CC8", "#A8E07A"),
)
