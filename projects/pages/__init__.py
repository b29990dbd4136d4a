# SPDX-License-Identifier: MIT
"""Sheets and reports as pages: key figures of a project, templates, running text with live numbers, clearing."""
