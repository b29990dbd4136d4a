# SPDX-License-Identifier: MIT
"""Recognises keys of the digit row by their place: on a French keyboard the digits themselves need Shift."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_X11_FIRST, _WINDOWS_FIRST = 10, 2  # scan codes of the key "1"; Wayland gives the same as X11
_MAC_KEYS = (18, 19, 20, 21, 23, 22, 26, 28, 25)  # virtual key codes of the row 1–9
_AZERTY = "&é\"'(-è_ç"


def digit_of(event: QKeyEvent) -> int:
    """1–9 for a key of the digit row pressed alone, 0 for any other."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return 0
    keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    return _by_place(event) or _by_letter(event.text(), keypad)


def _by_place(event: QKeyEvent) -> int:
    if sys.platform == "darwin":
        key = event.nativeVirtualKey()
        return _MAC_KEYS.index(key) + 1 if key in _MAC_KEYS else 0
    scan = event.nativeScanCode()
    digit = scan - (_WINDOWS_FIRST if sys.platform == "win32" else _X11_FIRST) + 1
    return digit if scan and 1 <= digit <= 9 else 0


def _by_letter(text: str, keypad: bool) -> int:
    """For events without a place: the digit itself, or what a French keyboard prints on its key."""
    if len(text) != 1:
        return 0
    if text in "123456789":
        return int(text)
    return 0 if keypad else _AZERTY.find(text) + 1
