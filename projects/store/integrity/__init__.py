# SPDX-License-Identifier: MIT
"""The check of a project: its log's chain, the journal folded and compared, the link part, what is said of it."""
