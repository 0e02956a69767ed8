"""Where things lie: resources (in a checkout, a wheel and the installer) and the person's own folders."""

from __future__ import annotations

import sys
from pathlib import Path

APP = "CRM Desktop"


_HERE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder of icons, translations and templates, wherever the program was started from."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    inside = _HERE / "resources"
    return inside if inside.is_dir() else _HERE.parent / "resources"


def settings_folder() -> Path:
    """Where the window's memory lives (never business data); made on first use."""
    import platformdirs

    folder = Path(platformdirs.user_config_dir(APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def data_folder() -> Path:
    """Where the program keeps files of its own, as the demo company; made on first use."""
    import platformdirs

    folder = Path(platformdirs.user_data_dir(APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def documents_folder() -> Path:
    """Where a new company file is offered to be kept."""
    import platformdirs

    return Path(platformdirs.user_documents_dir())


def opened_folder() -> Path:
    """Where copies of attached files lie that other programs were given to open; made on first use."""
    import platformdirs

    folder = Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "opened"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def pictures_folder() -> Path:
    """Where the marks of the style sheet are kept as files; made on first use."""
    import platformdirs

    folder = Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_folder() -> Path:
    """Where the log of faults is kept; made on first use."""
    import platformdirs

    folder = Path(platformdirs.user_log_dir(APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
