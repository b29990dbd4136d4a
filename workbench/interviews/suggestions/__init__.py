# SPDX-License-Identifier: MIT
"""Suggested codes: the work in the background, their review, rules and their tester, names in the interviews."""
