# SPDX-License-Identifier: MIT
"""The codebook as a REFI-QDA codebook (.qdc)."""

from __future__ import annotations

from projects.file_writers import ExchangeWriter

WRITER = ExchangeWriter(
    "qdc",
    ".qdc",
    "projects.exchange.refi_writer:write_qdc",
    gather="projects.exchange.exchange_content:gather_codes",
    rank=20,
    codebook=True,
)
