"""A paper: one set document with its name, to be looked at, printed and written to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from crm_desktop.documents import typesetting
from crm_desktop.writing import write_whole


@dataclass
class Paper:
    """A template of the program with what it shows."""

    name: str
    """What the file is called, without its ending."""
    template: str
    """The template's file in resources/documents."""
    data: Mapping[str, Any] = field(repr=False)

    @cached_property
    def pages(self) -> list[str]:
        """Its pages as SVG."""
        return typesetting.svg(self._template(), self.data)

    @cached_property
    def pdf(self) -> bytes:
        """All of it as PDF."""
        return typesetting.pdf(self._template(), self.data)

    def write(self, path: Path) -> Path:
        """Write the PDF to a file; a Trouble where it cannot be written."""
        return write_whole(path, self.pdf)

    def _template(self) -> Path:
        return typesetting.own_templates() / self.template


def first_that_fits(tries: Iterable[Paper], pages: int = 1) -> Paper:
    """The first of several ever shorter papers that has no more than so many pages; the last where none has."""
    paper = None
    for paper in tries:
        if len(paper.pages) <= pages:
            return paper
    assert paper is not None
    return paper


def language_of_paper(language: str) -> dict[str, str]:
    """What a template is told of its language."""
    return {"lang": "zh", "region": "cn"} if language == "zh_CN" else {"lang": "en", "region": "gb"}


def qr_svg(text: str) -> str:
    """A text as a QR code, drawn in black."""
    import io

    import segno

    made = io.BytesIO()
    segno.make(text.encode("utf-8"), error="m", micro=False).save(made, kind="svg", scale=4, border=1, xmldecl=False)
    return made.getvalue().decode("utf-8")
