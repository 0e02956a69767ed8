"""Commands on a company file as a whole: new, demo, check."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from crm_desktop.commands.printing import Meter, Out
from crm_desktop.commands.usage import Parser, whole_number
from crm_desktop.i18n import _, language, n_


def new_arguments(parser: Parser) -> None:
    """The words of the command new."""
    parser.add_argument("path", metavar="FILE", help=_("the company file to make; it must not exist"))


def new(given: Namespace, out: Out) -> int:
    """Make a company file."""
    from crm_desktop.areas import new_company

    with new_company(Path(given.path)) as company:
        out.value({"file": str(company.path)})
        out.line(_("{name} was made.").format(name=company.path))
    return 0


def demo_arguments(parser: Parser) -> None:
    """The words of the command demo."""
    parser.add_argument("path", metavar="FILE", help=_("the company file to make; it must not exist"))
    parser.add_argument(
        "--customers", metavar="N", type=whole_number(1, 1_000_000), default=300, help=_("how many customers (300)")
    )
    parser.add_argument(
        "--seed", metavar="S", type=int, default=1, help=_("the same number gives the same company again (1)")
    )


def demo(given: Namespace, out: Out) -> int:
    """Make a company file of invented data, in the language in force."""
    from crm_desktop.areas import ENTITIES
    from crm_desktop.demo import build

    with Meter() as meter:
        counts = build(Path(given.path), customers=given.customers, seed=given.seed, lang=language(), progress=meter)
    out.value({"file": given.path, "records": counts})
    out.line(_("{name} was made, with invented data:").format(name=given.path))
    out.table(
        [_("Kind"), _("Records")],
        [[entity.plural, f"{counts[entity.name]:,}"] for entity in ENTITIES],
        right=[False, True],
    )
    return 0


def check_arguments(parser: Parser) -> None:
    """The words of the command check."""
    file_argument(parser)
    parser.add_argument(
        "--content-hash",
        action="store_true",
        help=_("print one number for all that the file holds; two files of the same content have the same"),
    )


def check(given: Namespace, out: Out) -> int:
    """Look through the whole file for damage; 1 where there is any but in what is made of the records."""
    import sys

    from crm_desktop.areas import open_company
    from crm_desktop.entity.content import content_hash

    with open_company(Path(given.file)) as company:
        mended, problems = company.mend()
        answer = {"file": given.file, "ok": not problems, "problems": problems, "mended": mended}
        if given.content_hash:
            answer["content_hash"] = content_hash(company)
    out.value(answer)
    if given.content_hash:
        out.line(str(answer["content_hash"]))
    if mended:
        out.line(_("The search index was damaged. It was made anew from the records."))
    if not problems:
        out.line(_("{name} is sound.").format(name=given.file))
        return 0
    for problem in problems:
        out.line(problem)
    sentence = n_("{n} fault was found. Open a backup.", "{n} faults were found. Open a backup.", len(problems))
    print(sentence, file=sys.stderr)
    return 1


def file_argument(parser: Parser, *, required: bool = True, made: bool = False) -> None:
    """The option --file, which most commands have."""
    text = _("the company file; it is made if it is not there") if made else _("the company file")
    parser.add_argument("--file", metavar="FILE", required=required, help=text)
