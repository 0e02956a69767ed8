"""The one style sheet, written from the colours in force over Qt's Fusion style."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

from crm_desktop import paths
from crm_desktop.ui.colours import Tokens
from crm_desktop.ui.theme import BUTTON_RADIUS, CARD_RADIUS

Px = Callable[[float], int]


def sheet(t: Tokens, px: Px) -> str:
    """The style sheet of one scheme, with lengths scaled by `px`."""
    texts = (_ground, _texts, _buttons, _tool_buttons, _fields, _field_arrows, _ticks)
    parts = (*texts, _rows, _headings, _menus, _tabs, _bars, _frames)
    return "\n".join(part(t, px) for part in parts)


def _image(role: str, colour: str) -> str:
    """A style sheet takes pictures only from files: the recoloured icon, kept under a name that tells its content."""
    from crm_desktop.ui.icons import svg

    drawn = svg(role, colour)
    try:
        file = paths.pictures_folder() / f"{role}-{zlib.crc32(drawn):08x}.svg"
        if not _is_there(file, len(drawn)):
            _write(file, drawn)
    except OSError:  # no room for files: the mark is missing, the program works
        return "none"
    return f'url("{file.as_posix()}")'


def _is_there(file: Path, size: int) -> bool:
    return file.is_file() and file.stat().st_size == size


def _write(file: Path, content: bytes) -> None:
    """At one go: another start may be reading it."""
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    beside.write_bytes(content)
    os.replace(beside, file)


def _ground(t: Tokens, px: Px) -> str:
    return f"""
QMainWindow, QDialog, QMessageBox, #page {{ background: {t.background}; }}
QWidget {{ color: {t.text}; }}
QWidget:disabled {{ color: {t.faint}; }}
QToolTip {{ background: {t.toast}; color: {t.on_toast}; border: none; padding: {px(4)}px {px(8)}px; }}
"""


def _texts(t: Tokens, px: Px) -> str:
    tones = "".join(f'QLabel[tone="{tone}"] {{ color: {text}; }}\n' for tone, (text, _) in t.pills.items())
    return (
        tones
        + f"""
QLabel {{ background: transparent; }}
QLabel[tone="secondary"] {{ color: {t.secondary}; }}
QLabel[tone="faint"] {{ color: {t.faint}; }}
QLabel[tone="accent_text"] {{ color: {t.accent_text}; }}
QLabel[link="true"]:hover {{ color: {t.accent_text}; }}
QLabel[link="true"]:focus {{ color: {t.accent_text}; text-decoration: underline; }}
QLabel[tone="on_toast"] {{ color: {t.on_toast}; }}
QLabel:focus {{ border: 1px solid {t.ring}; border-radius: 4px; }}
"""
    )


def _buttons(t: Tokens, px: Px) -> str:
    height, side, radius, more = px(28), px(12), BUTTON_RADIUS, t.ring_px() - 1
    # On a strong fill no edge around it stands out from it and from the page: a ring inside it does.
    inside = f"border: 4px double {t.on_accent}; padding: 0 {side - 3}px; min-height: {height - 6}px;"
    filled = inside if t.strong else f"border: 2px solid {t.text};"
    off, off_edge = (t.background, t.faint) if t.strong else (t.line, t.line)
    return f"""
QPushButton {{ background: {t.card}; border: 1px solid {t.line}; border-radius: {radius}px; font-weight: 500;
  min-height: {height}px; padding: 0 {side}px; color: {t.text}; outline: none; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {t.pressed}; }}
QPushButton:checked {{ background: {t.soft}; border-color: {t.soft_line}; color: {t.accent_text}; }}
QPushButton:disabled {{ background: {t.background}; border-color: {off_edge}; color: {t.faint}; }}
QPushButton:focus {{ border: {t.ring_px()}px solid {t.ring}; padding: 0 {side - more}px;
  min-height: {height - 2 * more}px; }}
QPushButton[role="primary"] {{ background: {t.accent}; border-color: {t.accent}; color: {t.on_accent};
  font-weight: 600; }}
QPushButton[role="primary"]:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
QPushButton[role="primary"]:pressed {{ background: {t.accent_pressed}; border-color: {t.accent_pressed}; }}
QPushButton[role="primary"]:disabled {{ background: {off}; border-color: {off_edge}; color: {t.faint}; }}
QPushButton[role="primary"]:focus {{ {filled} }}
QPushButton[role="danger"] {{ background: {t.bad_fill}; border-color: {t.bad_fill}; color: {t.on_accent};
  font-weight: 600; }}
QPushButton[role="danger"]:hover {{ background: {t.bad_fill_hover}; border-color: {t.bad_fill_hover}; }}
QPushButton[role="danger"]:pressed {{ background: {t.bad_fill}; }}
QPushButton[role="danger"]:disabled {{ background: {off}; border-color: {off_edge}; color: {t.faint}; }}
QPushButton[role="danger"]:focus {{ {filled} }}
QPushButton[role="quiet"] {{ background: transparent; border-color: transparent; color: {t.accent_text}; }}
QPushButton[role="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[role="quiet"]:pressed {{ background: {t.pressed}; }}
QPushButton[role="quiet"]:disabled {{ border-color: transparent; color: {t.faint}; }}
QPushButton[role="quiet"]:focus {{ border: {t.ring_px()}px solid {t.ring}; }}
QPushButton[role="way"] {{ text-align: left; padding: 0; min-height: 0; }}
QPushButton[role="way"]:hover {{ border-color: {t.soft_line}; background: {t.soft}; }}
QPushButton[role="way"]:focus {{ border: {t.ring_px()}px solid {t.ring}; padding: 0; min-height: 0; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {t.secondary};
  padding: 0 {px(4)}px; min-height: {px(18)}px; font-weight: 400; border-radius: 4px; }}
QPushButton[role="link"]:hover {{ color: {t.accent_text}; }}
QPushButton[role="link"]:focus {{ border: 1px solid {t.ring}; padding: 0 {px(4)}px; min-height: {px(18)}px; }}
QPushButton[role="toast"] {{ background: transparent; border: 2px solid transparent; color: {t.toast_action};
  font-weight: 600; min-height: {px(22)}px; padding: 0 {px(8)}px; }}
QPushButton[role="toast"]:hover, QToolButton[role="toast"]:hover {{ background: {t.toast_hover}; }}
QPushButton[role="toast"]:focus {{ border: 2px solid {t.toast_action}; }}
QPushButton::menu-indicator {{ image: {_image("chevron-down", t.secondary)}; width: {px(14)}px; height: {px(14)}px;
  subcontrol-origin: padding; subcontrol-position: center right; right: {px(6)}px; }}
QPushButton[menu="true"] {{ padding-right: {px(26)}px; }}
"""


def _tool_buttons(t: Tokens, px: Px) -> str:
    more = t.ring_px() - 1
    return f"""
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {BUTTON_RADIUS}px;
  padding: {px(4)}px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:pressed {{ background: {t.pressed}; }}
QToolButton:checked {{ background: {t.soft}; border-color: {t.soft_line}; color: {t.accent_text}; }}
QToolButton:focus {{ border: {t.ring_px()}px solid {t.ring}; padding: {px(4) - more}px; }}
QToolButton:disabled {{ color: {t.faint}; }}
QToolButton[square="true"] {{ min-height: {px(20)}px; max-height: {px(20)}px; min-width: {px(20)}px; }}
QToolButton[framed="true"] {{ background: {t.card}; border: 1px solid {t.line}; }}
QToolButton[framed="true"]:hover {{ background: {t.hover}; }}
QToolButton[framed="true"]:focus {{ border: {t.ring_px()}px solid {t.ring}; padding: {px(4) - more}px; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
"""


def _fields(t: Tokens, px: Px) -> str:
    kinds = ("QLineEdit", "QComboBox", "QAbstractSpinBox", "QTextEdit", "QPlainTextEdit")
    each, more = ", ".join(kinds), t.ring_px() - 1

    def state(suffix: str) -> str:
        return ", ".join(kind + suffix for kind in kinds)

    return f"""
{each} {{ background: {t.card}; border: 1px solid {t.line}; border-radius: {BUTTON_RADIUS}px; color: {t.text};
  padding: 0 {px(8)}px; selection-background-color: {t.accent}; selection-color: {t.on_accent};
  placeholder-text-color: {t.secondary}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ min-height: {px(28)}px; }}
QAbstractSpinBox {{ max-height: {px(28)}px; }}
QTextEdit, QPlainTextEdit {{ padding: {px(4)}px {px(5)}px; }}
{state(":hover")} {{ border-color: {t.control}; }}
{state(":focus")} {{ border: {t.ring_px()}px solid {t.ring}; padding: 0 {px(8) - more}px; }}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ min-height: {px(28) - 2 * more}px; }}
QAbstractSpinBox[fault="true"] {{ max-height: {px(28) - 2}px; }}
QAbstractSpinBox:focus {{ max-height: {px(28) - 2 * more}px; }}
QTextEdit:focus, QPlainTextEdit:focus {{ padding: {px(4) - more}px {px(5) - more}px; }}
{state(":disabled")} {{ background: {t.background}; color: {t.faint};
  border-color: {t.faint if t.strong else t.line}; }}
{state(":read-only")} {{ background: {t.background}; }}
{state('[fault="true"]')} {{ border: 2px solid {t.bad_fill}; padding: 0 {px(8) - 1}px; }}
QLineEdit[fault="true"], QComboBox[fault="true"], QAbstractSpinBox[fault="true"] {{ min-height: {px(28) - 2}px; }}
QComboBox {{ padding-left: {px(10)}px; combobox-popup: 0; }}
QComboBox[fault="true"] {{ padding-left: {px(10) - 1}px; }}
QComboBox:focus {{ padding-left: {px(10) - more}px; }}
QComboBox:!editable {{ background: {t.card}; }}
QComboBox:!editable:disabled {{ background: {t.background}; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QLineEdit[bare="true"] {{ border: none; padding: 0; min-height: 0;
  background: transparent; border-radius: 0; }}
QAbstractItemView QLineEdit, QAbstractItemView QComboBox, QAbstractItemView QAbstractSpinBox {{ min-height: 0;
  border: {t.ring_px()}px solid {t.ring}; border-radius: 4px; padding: 0 {px(6)}px; }}
QLineEdit QToolButton {{ border: none; padding: 0; background: transparent; }}
"""


def _field_arrows(t: Tokens, px: Px) -> str:
    down, up = _image("chevron-down", t.secondary), _image("chevron-up", t.secondary)
    faint = _image("chevron-down", t.faint)
    return f"""
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down, QTimeEdit::drop-down {{ border: none;
  width: {px(24)}px; subcontrol-origin: padding; subcontrol-position: center right; }}
QAbstractSpinBox::up-button {{ border: none; width: {px(22)}px; subcontrol-origin: border;
  subcontrol-position: top right; margin-top: 2px; }}
QAbstractSpinBox::down-button {{ border: none; width: {px(22)}px; subcontrol-origin: border;
  subcontrol-position: bottom right; margin-bottom: 2px; }}
QAbstractSpinBox::up-arrow {{ image: {up}; width: {px(12)}px; height: {px(12)}px; }}
QAbstractSpinBox::down-arrow {{ image: {down}; width: {px(12)}px; height: {px(12)}px; }}
QAbstractSpinBox::up-arrow:off, QAbstractSpinBox::up-arrow:disabled {{ image: {_image("chevron-up", t.faint)}; }}
QAbstractSpinBox::down-arrow:off, QAbstractSpinBox::down-arrow:disabled {{ image: {faint}; }}
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{ image: {down}; width: {px(16)}px;
  height: {px(16)}px; }}
QComboBox::down-arrow:disabled, QDateEdit::down-arrow:disabled {{ image: {faint}; }}
QComboBox QAbstractItemView {{ background: {t.card}; border: 1px solid {t.line}; border-radius: {BUTTON_RADIUS}px;
  padding: {px(4)}px; outline: none; selection-background-color: {t.soft}; selection-color: {t.text}; }}
"""


def _ticks(t: Tokens, px: Px) -> str:
    side = px(15)
    boxes = ("QCheckBox::indicator", "QGroupBox::indicator", "QAbstractItemView::indicator")

    def state(suffix: str) -> str:
        return ", ".join(box + suffix for box in boxes)

    tick, dash = _image("check", t.on_accent), _image("minus", t.on_accent)
    return f"""
QCheckBox, QRadioButton {{ spacing: {px(8)}px; padding: {px(2)}px; border: 1px solid transparent; border-radius: 4px;
  background: transparent; }}
QCheckBox:focus, QRadioButton:focus {{ border: 1px solid {t.ring}; }}
{state("")} {{ width: {side}px; height: {side}px; border: 1px solid {t.control}; border-radius: 4px;
  background: {t.card}; }}
{state(":hover")} {{ border-color: {t.accent}; }}
{state(":checked")} {{ background: {t.accent}; border-color: {t.accent}; image: {tick}; }}
{state(":indeterminate")} {{ background: {t.accent}; border-color: {t.accent}; image: {dash}; }}
{state(":disabled")} {{ background: {t.background}; border-color: {t.line}; }}
{state(":checked:disabled")} {{ background: {t.faint}; border-color: {t.faint}; }}
QRadioButton::indicator {{ width: {side}px; height: {side}px; border: 1px solid {t.control};
  border-radius: {(side + 2) // 2}px; background: {t.card}; }}
QRadioButton::indicator:hover {{ border-color: {t.accent}; }}
QRadioButton::indicator:checked {{ border: {px(5)}px solid {t.accent}; width: {side + 2 - 2 * px(5)}px;
  height: {side + 2 - 2 * px(5)}px; background: {t.on_accent}; }}
QRadioButton::indicator:disabled {{ background: {t.background}; border-color: {t.line}; }}
QRadioButton::indicator:checked:disabled {{ border-color: {t.faint}; }}
"""


def _rows(t: Tokens, px: Px) -> str:
    return f"""
QTableView, QListView, QTreeView {{ background: {t.card}; alternate-background-color: {t.header};
  border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; outline: none; gridline-color: {t.row_line};
  selection-background-color: {t.soft}; selection-color: {t.text}; }}
QTableView:focus, QListView:focus, QTreeView:focus {{ border: 1px solid {t.ring}; }}
QTableView[bare="true"], QListView[bare="true"], QTreeView[bare="true"] {{ border: none; background: transparent;
  border-radius: 0; }}
QListView::item {{ min-height: {px(28)}px; padding: 0 {px(8)}px; border-radius: 5px; }}
QListView::item:hover, QTreeView::item:hover {{ background: {t.hover}; }}
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {{ background: {t.soft};
  color: {t.text}; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTableCornerButton::section {{ background: {t.header}; border: none; }}
"""


def _headings(t: Tokens, px: Px) -> str:
    return f"""
QHeaderView {{ background: {t.header}; border: none; border-top-left-radius: {CARD_RADIUS - 1}px;
  border-top-right-radius: {CARD_RADIUS - 1}px; }}
QHeaderView::section {{ background: transparent; border: none; border-bottom: 1px solid {t.line};
  color: {t.secondary}; font-size: {px(11.5)}px; font-weight: 600; padding: 0 {px(12)}px; height: {px(34)}px; }}
QHeaderView::section:hover {{ color: {t.text}; }}
QHeaderView::section:pressed {{ background: {t.pressed}; }}
QHeaderView::section:vertical {{ border-bottom: 1px solid {t.row_line}; padding: 0 {px(8)}px; }}
QHeaderView::up-arrow {{ image: {_image("chevron-up", t.secondary)}; width: {px(14)}px; height: {px(14)}px; }}
QHeaderView::down-arrow {{ image: {_image("chevron-down", t.secondary)}; width: {px(14)}px; height: {px(14)}px; }}
"""


def _menus(t: Tokens, px: Px) -> str:
    return f"""
QMenuBar {{ background: {t.card}; border: none; padding: 1px {px(6)}px; spacing: 0; }}
QMenuBar::item {{ background: transparent; padding: {px(3)}px {px(9)}px; border-radius: 5px; color: {t.secondary}; }}
QMenuBar::item:selected {{ background: {t.hover}; color: {t.text}; }}
QMenuBar::item:pressed {{ background: {t.pressed}; color: {t.text}; }}
QMenu {{ background: {t.card}; border: 1px solid {t.line}; padding: {px(5)}px; }}
QMenu::item {{ padding: {px(5)}px {px(22)}px {px(5)}px {px(8)}px; border-radius: 5px; background: transparent; }}
QMenu::item:selected {{ background: {t.soft}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.faint}; }}
QMenu::item:selected:disabled {{ background: {t.hover}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {px(5)}px {px(4)}px; }}
QMenu::icon {{ padding-left: {px(6)}px; }}
QMenu::icon:checked {{ background: {t.soft}; border: 1px solid {t.accent}; border-radius: 4px;
  padding: {px(2)}px; margin-left: {px(3)}px; }}
QMenu::right-arrow {{ image: {_image("chevron-right", t.secondary)}; width: {px(14)}px; height: {px(14)}px; }}
QMenu::indicator {{ width: {px(15)}px; height: {px(15)}px; left: {px(6)}px; }}
QMenu::indicator:checked {{ image: {_image("check", t.accent_text)}; }}
"""


def _tabs(t: Tokens, px: Px) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
QTabBar {{ background: transparent; border: none; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; border: none; border-bottom: 2px solid transparent; color: {t.secondary};
  padding: {px(7)}px {px(12)}px; font-weight: 500; }}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.accent_text}; border-bottom: 2px solid {t.accent}; }}
QTabBar::tab:focus {{ background: {t.hover}; color: {t.text}; }}
QTabBar::tab:disabled {{ color: {t.faint}; }}
"""


def _bars(t: Tokens, px: Px) -> str:
    thick = px(10)
    return f"""
QScrollBar:vertical {{ background: transparent; width: {thick}px; margin: 0; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: {thick}px; margin: 0; border: none; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {t.control}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {t.soft_line}; }}
QSplitter::handle:horizontal {{ width: {px(12)}px; }}
QSplitter::handle:vertical {{ height: {px(12)}px; }}
QStatusBar {{ background: {t.card}; border-top: 1px solid {t.line}; color: {t.secondary}; }}
QStatusBar::item {{ border: none; }}
"""


def _frames(t: Tokens, px: Px) -> str:
    banners = "".join(
        f'QFrame[banner="{tone}"] {{ background: {ground}; border: 1px solid {t.line if t.strong else ground};'
        " border-radius: 8px; }\n"
        for tone, (_, ground) in t.pills.items()
    )
    return (
        banners
        + f"""
QFrame[card="true"] {{ background: {t.card}; border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; }}
QFrame[card="true"][fault="true"] {{ border-color: {t.bad_fill}; }}
QFrame[card="soft"] {{ background: {t.soft}; border: 1px solid {t.soft_line}; border-radius: 8px; }}
QFrame[card="sunken"] {{ background: {t.sunken}; border: none; border-radius: {CARD_RADIUS}px; }}
QFrame[toast="true"] {{ background: {t.toast}; border-radius: 9px; }}
QFrame[bar="top"] {{ background: {t.card}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame[bar="bottom"] {{ background: {t.card}; border: none; border-top: 1px solid {t.line}; }}
QFrame[bar="selection"] {{ background: {t.pills["accent"][1]}; border: none; border-top: 1px solid {t.line}; }}
QFrame[rule="true"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[divider="true"] {{ background: {t.line}; border: none; max-width: 1px; min-width: 1px; }}
QFrame[disc="true"] {{ background: {t.soft}; border: none; border-radius: {px(64) // 2}px; }}
QScrollArea, QScrollArea > QWidget > QWidget[clear="true"] {{ background: transparent; border: none; }}
QScrollArea {{ border: 1px solid transparent; border-radius: {CARD_RADIUS - 1}px; }}
QScrollArea:focus {{ border-color: {t.ring}; }}
QScrollArea[passing="true"]:focus {{ border-color: transparent; }}
QGroupBox {{ border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; background: {t.card};
  margin-top: {px(10)}px; padding: {px(16)}px {px(12)}px {px(12)}px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; subcontrol-position: top left; left: {px(12)}px;
  padding: 0 {px(4)}px; color: {t.secondary}; }}
QCalendarWidget QWidget {{ alternate-background-color: {t.header}; }}
QCalendarWidget QAbstractItemView {{ border: none; border-radius: 0; selection-background-color: {t.accent};
  selection-color: {t.on_accent}; }}
QCalendarWidget #qt_calendar_navigationbar {{ background: {t.card}; }}
"""
    )
