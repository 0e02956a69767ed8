"""The command line: everything that needs no window, over the same functions; nothing of Qt is imported here.

Exit code 0: done; 1: refused or in trouble, one sentence on stderr; 2: wrong usage.
"""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from crm_desktop import i18n
from crm_desktop.errors import Cancelled, Told
from crm_desktop.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.commands.usage import Parser

PROGRAM: Final = "crm-desktop"

_COMMANDS: Final = {
    "new": ("files", "new", N_("make a company file")),
    "demo": ("files", "demo", N_("make a company file of invented data, to try the program")),
    "import": ("importing", "import_", N_("bring in a list: .xlsx .xls .ods .csv .vcf")),
    "profiles": ("profiles", "profiles", N_("show the import profiles, rename or delete one")),
    "export": ("lists", "export", N_("write records into a file: .xlsx .csv .vcf")),
    "template": ("lists", "template", N_("write an empty list of one kind, to be filled in and imported")),
    "list": ("lists", "list_", N_("show the records of one kind")),
    "views": ("views", "views", N_("show the saved views of lists, write one into a file, take one in")),
    "entities": ("lists", "entities", N_("show every kind of record and its columns")),
    "phonebook": ("people", "phonebook", N_("write everybody with a number into a booklet (.pdf) or cards (.vcf)")),
    "orgchart": ("people", "orgchart", N_("draw the organisation chart of a customer (.svg, .png, .pdf)")),
    "search": ("finding", "search", N_("find records of all kinds by any words")),
    "log": ("logging", "log", N_("write down what happened with a record, and what comes next, in one line")),
    "done": ("logging", "done", N_("tick off a task, an event or a next step, with a line on how it went")),
    "timeline": ("logging", "timeline", N_("show what happened with one record, or write it into a file")),
    "letter": ("letters", "letter", N_("write a mail made of a template as a draft (.eml)")),
    "fax": ("letters", "fax", N_("write the cover sheet of a fax made of a template (.pdf)")),
    "visit-sheet": ("letters", "visit_sheet", N_("write a customer on one page, to be taken along (.pdf)")),
    "attach": ("attaching", "attach", N_("keep files with a record")),
    "extract": ("attaching", "extract", N_("write an attached file into a file of its own")),
    "hand-over": ("handing", "hand_over", N_("give all that somebody has open to another, with a hand-over sheet")),
    "history": ("past", "history", N_("show what was done, the newest first")),
    "undo": ("past", "undo", N_("undo a change")),
    "redo": ("past", "redo", N_("do again what was undone")),
    "trash": ("past", "trash", N_("show what was deleted, bring a record back, or empty the trash")),
    "duplicates": ("duplicates", "duplicates", N_("show the records that are probably one, and why")),
    "merge": ("duplicates", "merge", N_("make two records or more one; an undo parts them again")),
    "settings": ("settings", "settings", N_("show or change what holds for the whole file: name, currency, country")),
    "check": ("files", "check", N_("look through a company file for damage")),
}
"""Each command's module under commands/, its function there, and what it does."""

_LONGER: Final = {
    "list": N_(
        "With --json: an array of objects, one a record, with its id and every column by name. Values are those that an"
        " export writes: numbers as numbers, days as 2026-03-05, choices and ticks by their words in the language in"
        " force, linked records by their titles, several numbers of one person joined with “; ”, null for blanks."
    ),
    "views": N_(
        "With --json: an array of objects {kind, id, name, records, opens_first, lacking}; “list KIND --view NAME” and"
        " “export KIND OUT --view NAME” use one."
    ),
    "search": N_("With --json: an array of objects {kind, id, title, why}; why says in which column the words stand."),
    "duplicates": N_(
        "With --json: an array of groups {score, records: [{id, title}], pairs: [{ids, score, reasons, against}]}, the"
        " most probable first."
    ),
    "import": N_(
        "A row that is known already (by number, mail, tax number, name) fills blanks only, unless --match says"
        " otherwise. With --json: {sheets: [{sheet, kind, encoding, header_row, read, created, updated, unchanged,"
        " skipped, failed, mapping, warnings …}], entry, failed_file, profile, profile_misfits, saved_profile}."
    ),
    "profiles": N_(
        "“import LIST --save-profile NAME” makes one, “import LIST --profile NAME” uses it. With --json: an array of"
        " objects {name, kind, there, match, header_row, columns: [{heading, target}]}."
    ),
}

COMMANDS: Final = tuple(_COMMANDS)


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    _speak_utf8()
    i18n.use(_language(argv))
    from crm_desktop.commands.usage import WrongUsage

    parser, by_name = _parsers(argv[0] if argv else "")
    try:
        given = parser.parse_args(list(argv))
        command = by_name[given.command]
        try:
            return _attempt(command[0], given)
        except WrongUsage as wrong:
            command[1].error(str(wrong))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2


def _attempt(run: Callable[[Namespace, Any], int], given: Namespace) -> int:
    from crm_desktop.commands.printing import Out
    from crm_desktop.commands.usage import WrongUsage

    try:
        return run(given, Out(given.json))
    except Told as told:
        return _say(told.sentence)
    except (Cancelled, KeyboardInterrupt):
        return _say(_("Stopped. Nothing was changed."))
    except BrokenPipeError:
        # Whoever read the answer has seen enough.
        sys.stdout = None  # type: ignore[assignment]
        return 0
    except WrongUsage:
        raise
    except Exception as fault:
        return _say(_sentence_of(fault))


def _say(sentence: str) -> int:
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
    return 1


def _sentence_of(fault: Exception) -> str:
    """A fault of the program itself: the traceback goes to the log, the person gets a sentence."""
    from crm_desktop.paths import log_folder

    name = type(fault).__name__
    try:
        path = log_folder() / "command-line.log"
        handler = logging.FileHandler(path, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger = logging.Logger(PROGRAM)
        logger.addHandler(handler)
        logger.error("a command failed", exc_info=fault)
        handler.close()
    except OSError:
        sentence = _("A fault of the program itself ended this command ({fault}). Nothing was saved of it.")
        return sentence.format(fault=name)
    return _(
        "A fault of the program itself ended this command ({fault}). Nothing was saved of it; what happened stands in"
        " {path}."
    ).format(fault=name, path=path)


def _parsers(wanted: str) -> tuple[Parser, dict[str, tuple[Callable[[Namespace, Any], int], Parser]]]:
    """The parser of the whole line, and each command's function with its own parser."""
    from crm_desktop.commands.usage import Parser

    parser = Parser(prog=PROGRAM, description=_("CRM Desktop without its window."))
    subparsers = parser.add_subparsers(
        dest="command", metavar=_("COMMAND"), required=True, title=_("What it can do"), parser_class=Parser
    )
    found = {}
    for name, (module, function, help) in _COMMANDS.items():
        longer = f"{_sentence(_(help))}\n\n{_filled(_(_LONGER[name]))}" if name in _LONGER else _sentence(_(help))
        made = subparsers.add_parser(name, help=_(help), description=longer)
        if name != wanted:
            continue
        code = import_module(f"crm_desktop.commands.{module}")
        made.epilog = _filled(_(code.AFTER[name])) if name in getattr(code, "AFTER", {}) else None
        getattr(code, f"{function.rstrip('_')}_arguments")(made)
        made.add_argument("--json", action="store_true", help=_("answer in JSON, for other programs"))
        made.add_argument(
            "--lang", choices=list(i18n.LANGUAGES), help=_("the language of the answer and of what is made")
        )
        found[name] = (getattr(code, function), made)
    return parser, found


def _sentence(text: str) -> str:
    end = "。" if i18n.language() == "zh_CN" else "."
    return text[:1].upper() + text[1:].removesuffix(end) + end


def _filled(text: str) -> str:
    """A paragraph in lines of at most 96 places; Chinese breaks anywhere."""
    import textwrap

    from crm_desktop.values.text import has_cjk

    return textwrap.fill(text, 48 if has_cjk(text) else 96)


def _language(argv: Sequence[str]) -> str:
    """The language asked for by --lang, else the system's; known before any text is made."""
    for at, word in enumerate(argv):
        asked = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(argv):
            asked = argv[at + 1]
        if asked in i18n.LANGUAGES:
            return asked
    return i18n.system_language()


def _speak_utf8() -> None:
    """Answers are UTF-8 on every system, whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
