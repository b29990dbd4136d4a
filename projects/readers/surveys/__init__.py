# SPDX-License-Identifier: MIT
"""Formats of survey data: each module holds one `SurveyReader`, see `docs/extending.md`."""
