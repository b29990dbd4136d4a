# SPDX-License-Identifier: MIT
"""Analyses of registers: unique people, also beside the contacts of activities."""
