# SPDX-License-Identifier: MIT
"""REFI-QDA projects: a zip (.qdpx) with a project.qde in it, or that file alone."""

from __future__ import annotations

from projects.readers.exchange_files import ExchangeFile, ExchangeReader


def _claims(file: ExchangeFile) -> bool:
    if b"urn:QDA-XML:project:" in file.head and not file.parts:
        return True
    return any("/" not in part and part.lower().endswith(".qde") for part in file.parts)


READER = ExchangeReader(
    "qdpx",
    (".qdpx", ".qde"),
    "projects.readers.other_programs.refi_reader:read_qdpx",
    _claims,
    in_folders=True,
    rank=10,
)
