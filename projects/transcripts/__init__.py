# SPDX-License-Identifier: MIT
"""Transcripts: who speaks in them, in which languages, and which is the translation of which."""
