# SPDX-License-Identifier: MIT
"""Registers in the Data room: telling a table is one, and deciding which rows are one person."""
