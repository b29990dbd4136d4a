# SPDX-License-Identifier: MIT
"""Review of quotes before export: what in them may name somebody, and whether a person has looked at it."""
