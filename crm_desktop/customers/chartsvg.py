"""An organisation chart as an SVG picture on white paper, made without a window."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from crm_desktop.customers.chart import CARD_HEIGHT, CARD_WIDTH, Card, Chart, Link
from crm_desktop.customers.model import ATTITUDES, ROLES, SIGNS
from crm_desktop.i18n import _
from crm_desktop.values.text import has_cjk

INK: Final = {
    "paper": "#FFFFFF", "line": "#C9CFD8", "text": "#1B1F27", "secondary": "#667085", "way": "#98A2B3",
    "neutral": "#475467", "accent": "#174EA6", "good": "#187846", "warning": "#8F6000", "bad": "#C4321C",
    "violet": "#6941C6",
}  # fmt: skip
"""The colours of a chart on paper, by the part each plays; pills by their tone."""
_GROUNDS: Final = {
    "neutral": "#EEF0F4", "accent": "#E8F0FE", "good": "#E3F5EB", "warning": "#FFF3D6", "bad": "#FDE8E4",
    "violet": "#F0EAFE",
}  # fmt: skip
_FONTS: Final = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','Segoe UI',sans-serif"
_MARGIN: Final = 32.0
_HEAD: Final = 48.0


def size_of(chart: Chart) -> tuple[float, float]:
    """Width and height of the drawing."""
    return max(chart.width, 320.0) + 2 * _MARGIN, chart.height + 2 * _MARGIN + _HEAD


def chart_svg(chart: Chart, title: str, family: str = _FONTS) -> str:
    """The whole chart with its title above; Qt, which shows and prints it, knows no more than one `family`."""
    width, height = size_of(chart)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" font-family="{family}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width:g}" height="{height:g}" fill="{INK["paper"]}"/>',
        _text(_MARGIN, _MARGIN + 18, title, 20, "text", bold=True),
        f'<g transform="translate({_MARGIN:g} {_MARGIN + _HEAD:g})">',
        *(_line(link) for link in chart.links),
        *(part for card in chart.cards for part in _card(card)),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def signs_of(card: Card) -> list[tuple[str, str]]:
    """The pills of a person: text and tone, the roles first."""
    by_key = {option.key: option for option in ROLES}
    return [(_(by_key[key].title), by_key[key].tone) for key in card.person.roles]


def attitude_of(card: Card) -> tuple[str, str, str] | None:
    """Sign, tone and words of a person's attitude; None where it is not known."""
    option = next((one for one in ATTITUDES if one.key == card.person.attitude), None)
    return (SIGNS[option.key], option.tone, _(option.title)) if option else None


def shortened(text: str, size: float, room: float) -> str:
    """A text cut to the room there is, by the usual width of its letters."""
    width, kept = 0.0, ""
    for letter in text:
        width += size * (1.0 if has_cjk(letter) else 0.56)
        if width > room:
            return kept.rstrip() + "…"
        kept += letter
    return text


def width_of(text: str, size: float) -> float:
    """About how wide a text is."""
    return sum(size * (1.0 if has_cjk(letter) else 0.56) for letter in text)


def _line(link: Link) -> str:
    dashes = ' stroke-dasharray="5 4"' if link.line.type == "dotted" else ""
    way = " ".join(f"{x:g},{y:g}" for x, y in link.points)
    return f'<polyline points="{way}" fill="none" stroke="{INK["way"]}" stroke-width="1.5"{dashes}/>'


def _card(card: Card) -> list[str]:
    person = card.person
    attitude = attitude_of(card)
    edge = INK[attitude[1]] if attitude and attitude[1] != "neutral" else INK["line"]
    parts = [
        f'<g transform="translate({card.x:g} {card.y:g})"' + (' opacity="0.55">' if person.outside else ">"),
        f'<rect width="{CARD_WIDTH:g}" height="{CARD_HEIGHT:g}" rx="10" fill="{INK["paper"]}" stroke="{edge}"/>',
        _text(14, 26, shortened(person.name, 14, CARD_WIDTH - 50), 14, "text", bold=True),
        _text(14, 45, shortened(subtitle_of(card), 12, CARD_WIDTH - 28), 12, "secondary"),
    ]
    if attitude:
        x = CARD_WIDTH - 20
        parts.append(f'<circle cx="{x:g}" cy="20" r="9" fill="{_GROUNDS[attitude[1]]}"/>')
        parts.append(_text(x, 24.5, attitude[0], 13, attitude[1], bold=True, middle=True, says=attitude[2]))
    parts += _pills(signs_of(card))
    return [*parts, "</g>"]


def subtitle_of(card: Card) -> str:
    """The job title, the other employer of somebody who is known under one, and who is not in the deal shown."""
    outside = _("not in this deal") if card.person.outside else ""
    return " · ".join(part for part in (outside, card.person.job_title, card.person.elsewhere) if part)


def _pills(pills: Sequence[tuple[str, str]]) -> list[str]:
    found, x = [], 14.0
    for text, tone in pills:
        width = width_of(text, 11) + 14
        if x + width > CARD_WIDTH - 10:
            found.append(_text(x, 69, "…", 11, "secondary"))
            break
        found.append(f'<rect x="{x:g}" y="55" width="{width:g}" height="19" rx="9.5" fill="{_GROUNDS[tone]}"/>')
        found.append(_text(x + width / 2, 68.5, text, 11, tone, middle=True))
        x += width + 5
    return found


def _text(
    x: float, y: float, text: str, size: float, tone: str, *, bold: bool = False, middle: bool = False, says: str = ""
) -> str:
    more = (' font-weight="600"' if bold else "") + (' text-anchor="middle"' if middle else "")
    inside = f"<title>{escape(says)}</title>" if says else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{INK[tone]}"{more}>{inside}{escape(text)}</text>'
