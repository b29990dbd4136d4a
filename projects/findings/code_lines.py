# SPDX-License-Identifier: MIT
"""The codebook as analyses see it, and codes that are no more: merged into another, or deleted."""

from __future__ import annotations

import json

from analysis.codings.records import CodeLine
from coding.codebook import Codebook
from projects.people.withdrawn_words import withheld_names
from projects.store.ports import Rows
from wording import Labels

CODES_GONE = "SELECT code, name, target FROM code_gone ORDER BY id"


def code_lines(codebook: Codebook) -> tuple[CodeLine, ...]:
    """The codebook as analyses see it, parents before children."""
    return tuple(
        CodeLine(
            code.id,
            code.name,
            code.parent,
            depth,
            code.is_sensitive,
            code.retired,
            code.key,
            code.colour,
            unset=not code.sensitivity,
        )  # fmt: skip
        for code, depth in codebook.walk()
    )


def removed_codes(reads: Rows) -> dict[str, tuple[Labels, str]]:
    """Codes that are no more: id → name, and the id of the code they were merged into or ""."""
    neutral = withheld_names(reads)
    return {
        str(row["code"]): (
            neutral.get(str(row["code"])) or Labels(json.loads(row["name"])),
            str(row["target"] or ""),
        )
        for row in reads.query(CODES_GONE)
    }
