# SPDX-License-Identifier: MIT
"""Analyses of a project: saved ones, plans of analyses, released files."""
