"""`python -m tests.bench [NAME ...] [--json]`: measure and print ratios; the exit code is always 0."""

from __future__ import annotations

import argparse
import importlib
import json
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench.measure import Figure

NAMES = ("journal", "search", "list", "start", "import", "dedupe", "page", "mapping", "wizard", "box")
_MODULES = {"list": "listing", "import": "importing"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES) + " (all if left out)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--size", type=int, default=None, help="rows, where a measurement takes a number of them")
    wanted = parser.parse_args()
    figures: list[Figure] = []
    for name in wanted.names or NAMES:
        module = importlib.import_module(f"tests.bench.{_MODULES.get(name, name)}")
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
            found = module.measure(Path(folder), wanted.size)
        figures += found
        if not wanted.json:
            print(f"{name} ({time.perf_counter() - start:.0f} s)")
            for figure in found:
                print("  " + figure.line(), flush=True)
    if wanted.json:
        print(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
