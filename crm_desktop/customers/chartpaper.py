"""An organisation chart as a file: a drawing, a picture, or one page to be printed; all three from the one drawing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from crm_desktop.customers.chartsvg import chart_svg, size_of
from crm_desktop.i18n import _
from crm_desktop.values.filenames import plain_name

if TYPE_CHECKING:
    from crm_desktop.customers.chart import Chart
    from crm_desktop.documents.papers import Paper

ENDINGS: Final = (".svg", ".png", ".pdf")
SHARP: Final = 144.0
"""Dots an inch of a picture: each unit of the drawing is two dots."""
_ON_PAPER: Final = {"win32": "Microsoft YaHei", "darwin": "PingFang SC"}.get(sys.platform, "Noto Sans CJK SC")
"""The font of a chart on paper."""
MOST_DOTS: Final = 16_000
"""Dots along the longer side of a picture; a wider chart is drawn coarser."""


def chart_paper(chart: Chart, title: str) -> Paper:
    """The chart on one page, as large as it allows, lying where the chart is wide."""
    return _paper(chart, title, whole=False)


def chart_file(chart: Chart, title: str, ending: str) -> bytes:
    """The chart as a file with one of the `ENDINGS` has it."""
    from crm_desktop.documents import typesetting

    if ending == ".svg":
        return chart_svg(chart, title).encode()
    if ending == ".pdf":
        return chart_paper(chart, title).pdf
    drawn = _paper(chart, title, whole=True)
    dots = min(SHARP, 72.0 * MOST_DOTS / max(size_of(chart)))
    return typesetting.png(typesetting.own_templates() / drawn.template, drawn.data, dots)


def _paper(chart: Chart, title: str, *, whole: bool) -> Paper:
    from crm_desktop.documents.papers import Paper

    width, height = size_of(chart)
    data = {
        "title": title, "svg": chart_svg(chart, title, _ON_PAPER), "whole": whole, "width": width, "height": height,
        "wide": width > height,
    }  # fmt: skip
    return Paper(plain_name(title) or _("Organisation chart"), "orgchart.typ", data)
