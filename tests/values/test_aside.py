"""Work in a process of its own: answers in their turn, and one error for whatever goes wrong with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.values.aside import Aside, AsideError
from crm_desktop.values.text import sort_keys

HOLDING = """
import os, sys, time
from crm_desktop.values.aside import Aside
if __name__ == "__main__":
    aside = Aside(os.getpid)
    print(aside.do(os.getpid), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def aside() -> Iterator[Aside]:
    made = Aside(os.getpid)
    yield made
    made.close()


def test_answers_are_those_of_the_process_in_their_turn(aside: Aside) -> None:
    coming = [aside.begin(sort_keys, [f"客户{number}"]) for number in range(20)]
    assert [one.result() for one in coming] == [sort_keys([f"客户{number}"]) for number in range(20)]
    assert aside.do(os.getpid) != os.getpid()


def test_much_goes_to_and_fro(aside: Aside) -> None:
    texts = [f"{number} 号长安路 🙂" for number in range(50_000)]
    assert aside.do(sorted, texts) == sorted(texts)


def test_what_fails_there_is_told_here_and_the_process_goes_on(aside: Aside) -> None:
    with pytest.raises(AsideError, match="ZeroDivisionError"):
        aside.do(divmod, 1, 0)
    assert aside.do(divmod, 7, 2) == (3, 1)


def test_a_process_that_is_gone_is_told_at_once_and_ever_after(aside: Aside) -> None:
    os.kill(aside.do(os.getpid), signal.SIGTERM)
    for _again in range(3):
        with pytest.raises(AsideError):
            aside.do(os.getpid)


def test_one_that_cannot_even_begin_is_gone_as_well() -> None:
    made = Aside(_fail)
    with pytest.raises(AsideError):
        made.do(os.getpid)
    made.close()


def test_it_ends_when_it_is_closed() -> None:
    made = Aside(os.getpid)
    process = made.do(os.getpid)
    made.close()
    assert _has_ended(process)
    with pytest.raises(AsideError):
        made.do(os.getpid)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_it_ends_when_the_program_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "holding.py"
    script.write_text(HOLDING)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        process = int(program.stdout.readline())
        program.kill()
    assert _has_ended(process)


def _fail() -> None:
    raise RuntimeError


def _has_ended(process: int) -> bool:
    """Whether a process ends within some seconds; one that waits to be looked after has ended."""
    for _moment in range(200):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False
