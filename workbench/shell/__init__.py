# SPDX-License-Identifier: MIT
"""The main window and what frames every room: rail, bars, palette, Home, unlock, settings, about."""
