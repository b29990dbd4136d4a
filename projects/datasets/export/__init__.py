# SPDX-License-Identifier: MIT
"""Data sets as files for other programs. Writers take a binary stream: only the export gate opens files."""
