# SPDX-License-Identifier: MIT
"""Data sets as files for other programs. Writers take a binary stream: only `export_gate` opens files."""
