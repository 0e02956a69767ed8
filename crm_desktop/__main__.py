"""The start: a known command goes to the command line, anything else opens the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; its exit code."""
    if getattr(sys, "frozen", False):
        # Old workbooks are tried in a process of their own, which an installed program must not take for a start.
        import multiprocessing

        multiprocessing.freeze_support()
    from crm_desktop import later

    later.install()
    given = list(sys.argv[1:] if arguments is None else arguments)
    # A command is one or two plain words, which the path of a company file never is.
    if given and given[0].replace("-", "").isalpha():
        from crm_desktop import cli

        if given[0] in cli.COMMANDS:
            return cli.main(given)
    from crm_desktop.asked import read

    asked = read(given)
    # Nothing that a start makes is rubbish: looking for some takes a quarter of it. The first paint turns it on again.
    gc.disable()
    from crm_desktop.ui import early  # before all else that a start loads: crm_desktop.ui makes it cheaper

    early.begin()
    from crm_desktop import app

    return app.main(asked)


if __name__ == "__main__":
    sys.exit(main())
