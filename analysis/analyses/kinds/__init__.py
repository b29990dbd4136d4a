# SPDX-License-Identifier: MIT
"""Kinds of analysis: each module holds one `Declaration`, see `docs/extending.md`."""
