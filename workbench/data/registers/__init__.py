# SPDX-License-Identifier: MIT
"""Registers in the Data room: declaring a table one, and deciding which rows are one person."""
