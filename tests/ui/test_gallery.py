"""The gallery itself still draws: one side of one page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_gallery_draws(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.gallery", str(tmp_path), "--only", "list-columns", "--side", "zh_CN", "dark"],
        check=True, capture_output=True, cwd=Path(__file__).parents[2], timeout=240,
    )  # fmt: skip
    assert [path.name for path in tmp_path.glob("*.png")] == ["list-columns-zh_CN-dark.png"]
    assert (tmp_path / "list-columns-zh_CN-dark.png").stat().st_size > 20_000
