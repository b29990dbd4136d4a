# SPDX-License-Identifier: MIT
"""Giving passages a code: the picker of codes, what coding does, and codes by words."""
