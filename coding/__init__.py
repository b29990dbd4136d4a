# SPDX-License-Identifier: MIT
"""Qualitative coding: documents, segments, codebook, retrieval, suggestions. No Qt, no SQL."""
