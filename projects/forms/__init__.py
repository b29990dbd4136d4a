# SPDX-License-Identifier: MIT
"""Questionnaires: questions, choices, skip logic and expressions.

`projects.importing` reads the answers.
"""
