"""Switching the language of the whole window, Qt's own dialogs and number formats included."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from crm_desktop import i18n

_qt_texts: list[QTranslator] = []


def use(app: QApplication, language: str) -> None:
    """Put a language on the program; windows that are open show it after `Shell.rebuild()`."""
    i18n.use(language)
    while _qt_texts:
        app.removeTranslator(_qt_texts.pop())
    QLocale.setDefault(QLocale(i18n.language()))
    if i18n.language() == "en":
        return
    texts = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if texts.load(f"qtbase_{i18n.language()}", folder):
        app.installTranslator(texts)
        _qt_texts.append(texts)
