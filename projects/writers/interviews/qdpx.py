# SPDX-License-Identifier: MIT
"""Coded interviews as a REFI-QDA project (.qdpx), inside the team."""

from __future__ import annotations

from projects.file_writers import ExchangeWriter

WRITER = ExchangeWriter(
    "qdpx",
    ".qdpx",
    "projects.exchange.refi_writer:write_qdpx",
    gather="projects.exchange.exchange_content:gather_texts",
    rank=10,
)
