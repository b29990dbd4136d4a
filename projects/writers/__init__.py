# SPDX-License-Identifier: MIT
"""Writers of rows, logs and interviews: the table of their kinds, and the work of those that have no other home."""
