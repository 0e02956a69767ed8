"""Templates set into PDF or SVG by typst: text that copies right in every language, no network, no Qt.

A template reads what it shows from the one input `data`: `#let data = json(bytes(sys.inputs.data))`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.paths import resources

FONTS: Final = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Segoe UI", "Helvetica Neue", "DejaVu Sans")
"""The fonts a document is set in, the first that the system has; a template gets them as `data.fonts`."""
_PACKAGE: Final = re.compile(r"[\"']@\w+/")
_PLACE: Final = re.compile(r"(?:┌─\s*|-->\s*|^\s*at\s*)[^\n]*?:(\d+):(\d+)", re.MULTILINE)


def own_templates() -> Path:
    """The folder of the templates that come with the program."""
    return resources() / "documents"


def pdf(template: Path, data: Mapping[str, Any], fonts: Sequence[str] = FONTS) -> bytes:
    """The document as PDF; Refused says what is wrong with the template, and in which line."""
    made = _set(template, data, fonts, "pdf")
    return made[0]


def svg(template: Path, data: Mapping[str, Any], fonts: Sequence[str] = FONTS) -> list[str]:
    """The document's pages as SVG, to be looked at."""
    return [page.decode("utf-8") for page in _set(template, data, fonts, "svg")]


def png(template: Path, data: Mapping[str, Any], dots: float, fonts: Sequence[str] = FONTS) -> bytes:
    """The document's first page as PNG, with so many dots an inch."""
    return _set(template, data, fonts, "png", dots)[0]


def _set(
    template: Path, data: Mapping[str, Any], fonts: Sequence[str], format: str, dots: float | None = None
) -> list[bytes]:
    import typst

    _refuse_packages(template)
    inputs = {"data": json.dumps({**data, "fonts": list(fonts)}, ensure_ascii=False)}
    try:
        made = typst.compile(str(template), root=str(template.parent), format=format, ppi=dots, sys_inputs=inputs)
    except typst.TypstError as error:
        raise Refused(_sentence(template, error)) from error
    return list(made) if isinstance(made, list) else [made] if made is not None else []


def _refuse_packages(template: Path) -> None:
    """Packages would be fetched from the network, which this program never uses."""
    for path in sorted(template.parent.glob("*.typ")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _PACKAGE.search(line.partition("//")[0]):
                raise Refused(
                    _("The template {name}, line {line}: packages of others cannot be used, as they come from the"
                      " network.").format(name=path.name, line=number)
                )  # fmt: skip


def _sentence(template: Path, error: Any) -> str:
    """typst's complaint as one sentence, with the line where it says one."""
    message = str(getattr(error, "message", "") or error).strip()
    told = "\n".join([str(getattr(error, "diagnostic", "") or ""), *map(str, getattr(error, "trace", ()) or ())])
    what = message.splitlines()[0].removeprefix("error: ").strip() if message else ""
    told = told[told.find("error:") :] if "error:" in told else told  # after what it only warns of
    place = _PLACE.search(told) or _PLACE.search(message)
    if place is None:
        return _("The template {name} cannot be used: {what}.").format(name=template.name, what=what.rstrip("."))
    return _("The template {name}, line {line}: {what}.").format(
        name=template.name, line=place.group(1), what=what.rstrip(".")
    )
