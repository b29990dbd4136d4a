# SPDX-License-Identifier: MIT
"""Snapshots, second places and hand-over files of a project."""
