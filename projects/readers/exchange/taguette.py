# SPDX-License-Identifier: MIT
"""Projects of Taguette: an SQLite database, whatever its file is called."""

from __future__ import annotations

from projects.readers.exchange_files import SQLITE, ExchangeFile, ExchangeReader


def _claims(file: ExchangeFile) -> bool:
    return file.head.startswith(SQLITE)


READER = ExchangeReader("taguette", (), "projects.readers.other_programs.taguette:read_taguette", _claims, rank=30)
