# SPDX-License-Identifier: MIT
"""A transcript beside its translation: aligned turns in rows, one gutter between them, each coding named once."""
