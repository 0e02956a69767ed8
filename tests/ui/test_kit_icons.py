"""Icons: complete, sharp, and in the colours in force."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from crm_desktop.paths import resources
from crm_desktop.ui import theme
from crm_desktop.ui.icons import ROLES, icon, pixmap, svg


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def ink(image: QImage) -> set[str]:
    """The colours of the fully opaque points."""
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {point.name() for point in points if point.alpha() == 255}


def test_every_role_has_its_drawing_and_every_drawing_its_role() -> None:
    files = {file.stem for file in (resources() / "icons").glob("*.svg")}
    assert files == set(ROLES.values())
    assert "MIT" in (resources() / "icons" / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_icon_draws_something(qapp: QApplication, role: str) -> None:
    assert QSvgRenderer(svg(role, "red")).isValid()
    drawn = ink(pixmap(role, "text", 18, 2.0).toImage())
    assert drawn
    wanted = QColor(theme.LIGHT.text).getRgb()
    assert all(abs(a - b) <= 2 for name in drawn for a, b in zip(QColor(name).getRgb(), wanted, strict=True))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_has_the_points_of_the_screen(qapp: QApplication, ratio: float) -> None:
    drawn = icon("home").pixmap(QSize(18, 18), ratio)
    assert abs(drawn.width() - 18 * ratio) <= 0.5
    assert drawn.devicePixelRatio() == pytest.approx(ratio, abs=0.05)


def test_an_icon_follows_a_change_of_scheme(qapp: QApplication) -> None:
    made = icon("home", "text")
    assert ink(made.pixmap(36, 36).toImage()) == {QColor(theme.LIGHT.text).name()}
    theme.apply(qapp, "dark")
    assert ink(made.pixmap(36, 36).toImage()) == {QColor(theme.DARK.text).name()}


def test_a_disabled_icon_is_faint(qapp: QApplication) -> None:
    drawn = icon("home", "text").pixmap(QSize(36, 36), QIcon.Mode.Disabled)
    assert ink(drawn.toImage()) == {QColor(theme.LIGHT.faint).name()}


def test_an_unknown_role_is_told_at_once(qapp: QApplication) -> None:
    with pytest.raises(KeyError, match="spaceship"):
        icon("spaceship")


def test_copies_of_icons_outlive_their_makers(qapp: QApplication) -> None:
    gc.freeze()  # what was there before need not be looked at fifty times
    for _round in range(50):
        copied = QIcon(icon("home"))
        copied.addPixmap(QPixmap(4, 4))
        gc.collect()
        assert not copied.pixmap(18, 18).isNull()
        del copied
    gc.unfreeze()
