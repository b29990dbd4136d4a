# SPDX-License-Identifier: MIT
"""Registers of activities, participants and cases: their columns' parts, checks, unique people."""
