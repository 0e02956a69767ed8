"""Texts as the cell of a workbook can hold them."""

from __future__ import annotations

import re
from typing import Final

from crm_desktop.i18n import _

LONGEST: Final = 32_767
"""Characters that a cell can hold, an emoji counted as two (see `cell_length`)."""
_NO_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def safe(text: str) -> str:
    """A text without the characters a sheet cannot hold, and no longer than a cell can be; a cut is said."""
    text = _NO_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) <= LONGEST // 2 or cell_length(text) <= LONGEST:
        return text
    said = _("… (cut: a cell holds {limit} characters; a .csv file holds all {n})").format(
        limit=f"{LONGEST:,}", n=f"{len(text):,}"
    )
    return _beginning(text, LONGEST - len(said)) + said


def unescaped(text: str) -> str:
    """A text of which a sheet takes no part (_x0041_) for another sign."""
    return _ESCAPED.sub("_x005F_", text) if "_x" in text else text


def cell_length(text: str) -> int:
    """How many characters a spreadsheet counts: those beyond the first 65,536 of Unicode are two each."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _beginning(text: str, most: int) -> str:
    """As much of a text as fits into so many characters of a spreadsheet, none cut in two."""
    return text[:most].encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "ignore")
