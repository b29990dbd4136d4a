# SPDX-License-Identifier: MIT
"""Panes of the Data room: variables, the table with its filters, the cleaning log, what is known or asked beside it."""
