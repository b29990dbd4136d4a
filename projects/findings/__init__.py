# SPDX-License-Identifier: MIT
"""Findings from codings: codes and attributes to choose, summaries of framework matrices, saved queries."""
