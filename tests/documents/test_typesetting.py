"""Templates set into PDF and SVG, and what is said of faulty ones."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from crm_desktop.documents import typesetting
from crm_desktop.errors import Refused

HEAD = "#let data = json(bytes(sys.inputs.data))\n#set text(font: data.fonts)\n"


def template(folder: Path, text: str) -> Path:
    path = folder / "letter.typ"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_a_pdf_holds_chinese_text_and_numbers_as_they_were_given(tmp_path: Path) -> None:
    made = typesetting.pdf(template(tmp_path, "#data.name #data.number"), {"name": "今日报价", "number": "Q-2026-0118"})
    text = PdfReader(BytesIO(made)).pages[0].extract_text()
    assert "今日报价" in text and "Q-2026-0118" in text


def test_each_page_is_an_svg(tmp_path: Path) -> None:
    pages = typesetting.svg(template(tmp_path, "One #pagebreak() Two"), {})
    assert [page.lstrip().startswith("<svg") for page in pages] == [True, True]


def test_a_fault_of_a_template_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        typesetting.pdf(template(tmp_path, "Fine\n#nothing_of_that_name"), {})
    assert "letter.typ" in refused.value.sentence and "4" in refused.value.sentence
    assert "nothing_of_that_name" in refused.value.sentence


def test_packages_from_the_network_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        typesetting.pdf(template(tmp_path, '#import "@preview/tablex:0.0.9": tablex'), {})
    assert "line 3" in refused.value.sentence


def test_text_that_looks_like_markup_is_text(tmp_path: Path) -> None:
    made = typesetting.pdf(template(tmp_path, "#data.name"), {"name": "#panic() *Ltd* $x$"})
    assert "#panic() *Ltd* $x$" in PdfReader(BytesIO(made)).pages[0].extract_text()
