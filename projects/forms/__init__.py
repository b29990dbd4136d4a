# SPDX-License-Identifier: MIT
"""Questionnaires: questions, choices, skip logic and expressions.

Nothing here reads answers from a file.
"""
