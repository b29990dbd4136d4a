# SPDX-License-Identifier: MIT
"""What a questionnaire knows: its questions, choices, skip logic and expressions.

Nothing here reads answers from a file.
"""
