# SPDX-License-Identifier: MIT
"""Projects of Taguette, a database of whatever name."""

from __future__ import annotations

from projects.readers.exchange_files import SQLITE, ExchangeFile, ExchangeReader


def _claims(file: ExchangeFile) -> bool:
    return file.head.startswith(SQLITE)


READER = ExchangeReader("taguette", (), "projects.exchange.taguette:read_taguette", _claims, rank=30)
