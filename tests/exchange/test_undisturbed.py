"""What long work changes for itself is afterwards as it was."""

from __future__ import annotations

import gc
import sys

import pytest

from crm_desktop.exchange.undisturbed import undisturbed


def test_turns_and_the_search_for_garbage_are_as_before() -> None:
    turns = sys.getswitchinterval()
    with pytest.raises(ValueError, match="stop"), undisturbed():
        assert sys.getswitchinterval() < turns and not gc.isenabled()
        raise ValueError("stop")
    assert sys.getswitchinterval() == turns and gc.isenabled()
