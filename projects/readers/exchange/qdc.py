# SPDX-License-Identifier: MIT
"""REFI-QDA codebooks (.qdc)."""

from __future__ import annotations

from projects.readers.exchange_files import ExchangeFile, ExchangeReader


def _claims(file: ExchangeFile) -> bool:
    return b"urn:QDA-XML:codebook:" in file.head


READER = ExchangeReader(
    "qdc", (".qdc",), "projects.readers.other_programs.refi_codebook:read_qdc", _claims, in_folders=True, rank=40
)
