# SPDX-License-Identifier: MIT
"""Registers among the tables, and the people of registers of participants."""
