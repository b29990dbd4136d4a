# SPDX-License-Identifier: MIT
"""Interviews in a project: reading transcripts, documents, codebook, segments, suggestions. No Qt."""
