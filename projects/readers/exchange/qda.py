# SPDX-License-Identifier: MIT
"""Projects of QualCoder (.qda), a database."""

from __future__ import annotations

from projects.readers.exchange_files import SQLITE, ExchangeFile, ExchangeReader


def _claims(file: ExchangeFile) -> bool:
    return file.head.startswith(SQLITE) and (b"code_text" in file.head or file.path.suffix.lower() == ".qda")


READER = ExchangeReader("qda", (".qda",), "projects.readers.other_programs.qualcoder:read_qualcoder", _claims, rank=20)
