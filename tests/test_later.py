"""What libraries hardly ever use is loaded when it is used: each in a process of its own, as it changes importing."""

from __future__ import annotations

import subprocess
import sys

import pytest

READY = """
import sys, threading
from crm_desktop import later
later.install()
later.install()
loaded = lambda name: type(sys.modules[name]) is not later.Unloaded
"""


def run(code: str) -> str:
    ended = subprocess.run([sys.executable, "-c", READY + code], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.strip()


def test_a_module_is_loaded_when_it_is_used_and_not_when_it_is_imported() -> None:
    code = "import socket, socket as again; print(loaded('socket'), hasattr(socket, 'AF_INET'), loaded('socket'))"
    assert run(code) == "False True True"


@pytest.mark.parametrize("use", ["from uuid import UUID", "import uuid; uuid.uuid4()", "import uuid; uuid.more = 1"])
def test_every_way_of_using_it_loads_it(use: str) -> None:
    assert run(f"{use}; print(loaded('uuid'), sys.modules['uuid'].UUID(int=1).int)") == "True 1"


def test_what_is_set_before_stays_set() -> None:
    assert run("import tempfile; tempfile.tempdir = '/nowhere'; print(tempfile.gettempdir())") == "/nowhere"


def test_a_name_it_lacks_is_told_as_by_any_module() -> None:
    code = "import bz2\ntry:\n    bz2.nothing\nexcept AttributeError as why:\n    print(why)"
    assert run(code) == "module 'bz2' has no attribute 'nothing'"


def test_two_threads_that_use_it_at_once_load_it_once() -> None:
    code = (
        "import calendar\n"
        "found = []\n"
        "many = [threading.Thread(target=lambda: found.append(calendar.Calendar)) for _n in range(8)]\n"
        "[one.start() for one in many], [one.join() for one in many]\n"
        "print(len(found), len(set(found)))"
    )
    assert run(code) == "8 1"


def test_all_of_them_can_be_loaded() -> None:
    code = "for name in sorted(later.MODULES): getattr(__import__(name), 'nothing', None)"
    assert run(code + "\nprint([name for name in later.MODULES if not loaded(name)])") == "[]"
