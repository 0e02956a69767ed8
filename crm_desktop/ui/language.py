"""Switching the language of the whole window, Qt's own dialogs and number formats included."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from crm_desktop import i18n
from crm_desktop.i18n import N_, _

LACKING: Final = frozenset(
    {N_("&Look in:"), N_("Files of &type:"), N_("Drive"), N_("Folder"), N_("Shortcut"), N_("Unknown")}
)
"""What Qt's own dialogs say that its translations of 6.11 do not have."""
_qt_texts: list[QTranslator] = []


class _Rest(QTranslator):
    """Asked for what Qt's own translation does not know."""

    def isEmpty(self) -> bool:
        return False

    def translate(  # type: ignore[override]
        self, _context: str, text: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str | None:
        return _(text) if text in LACKING else None


def use(app: QApplication, language: str) -> None:
    """Put a language on the program; windows that are open show it after `Shell.rebuild()`."""
    i18n.use(language)
    while _qt_texts:
        app.removeTranslator(_qt_texts.pop())
    QLocale.setDefault(QLocale(i18n.language()))
    if i18n.language() == "en":
        return
    _install(app, _Rest(app))  # the newest is asked first, so this answers last
    texts = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if texts.load(f"qtbase_{i18n.language()}", folder):
        _install(app, texts)


def _install(app: QApplication, texts: QTranslator) -> None:
    app.installTranslator(texts)
    _qt_texts.append(texts)
