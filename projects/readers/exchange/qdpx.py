# SPDX-License-Identifier: MIT
"""REFI-QDA projects (.qdpx): a zip with a project.qde in it."""

from __future__ import annotations

from projects.readers.exchange_files import ExchangeFile, ExchangeReader


def _claims(file: ExchangeFile) -> bool:
    return any("/" not in part and part.lower().endswith(".qde") for part in file.parts)


READER = ExchangeReader(
    "qdpx", (".qdpx",), "projects.readers.other_programs.refi_reader:read_qdpx", _claims, in_folders=True, rank=10
)
