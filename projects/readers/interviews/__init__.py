# SPDX-License-Identifier: MIT
"""Formats of interviews: each module holds one `InterviewReader`, see `docs/extending.md`."""
