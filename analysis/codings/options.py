# SPDX-License-Identifier: MIT
"""The options that analyses of codings share, and when one of them means nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.codings.records import CODINGS
from analysis.declared.records import Option, OptionKind
from analysis.records import DataTable

UNITS = ("cases", "documents", "segments", "words")
RELATIONS = ("overlap", "words", "sentences", "turn")
STANDING = (*RELATIONS, "inside", "followed", "document", "case")  # how segments of a query may stand to one another
_MEASURED = ("words", "sentences", "followed")
CODES = Option("variable", OptionKind.CODES, default="")
BY = Option("by", OptionKind.ATTRIBUTE, default="")
UNIT = Option("unit", OptionKind.CHOICE, default="cases", choices=UNITS)
CHILDREN = Option("children", OptionKind.FLAG, default=True, fine=True)
VALUES = Option("values", OptionKind.CHOICE, default="any", choices=("any", "count"))
CODER = Option("coder", OptionKind.TEXT, default="", fine=True)
COLUMN = Option("column", OptionKind.CODES, default="")
RELATION = Option("relation", OptionKind.CHOICE, default="overlap", choices=RELATIONS)
WITHIN = Option("within", OptionKind.NUMBER, default=10)
DOCUMENT = Option("document", OptionKind.TEXT, default="")
QUERY = Option("query", OptionKind.TEXT, default="", required=True)
PATTERN = Option("pattern", OptionKind.FLAG, default=False, fine=True)
STOP_WORDS = Option("stop_words", OptionKind.FLAG, default=False, fine=True)
SHORTEST = Option("shortest", OptionKind.NUMBER, default=3, fine=True)
SPEAKERS = Option("speakers", OptionKind.CHOICE, default="participants", choices=("participants", "everybody"))
AND = Option("with_codes", OptionKind.CODES, default="")
NOT = Option("without_codes", OptionKind.CODES, default="")
DOCUMENTS = Option("documents", OptionKind.TEXT, default="", fine=True)
SPEAKER = Option("speaker", OptionKind.TEXT, default="", fine=True)
GROUP = Option("in_group", OptionKind.TEXT, default="", fine=True)
CASES = Option("cases", OptionKind.TEXT, default="")  # "sex = woman; site = Ville A"
STANDS = Option("relation", OptionKind.CHOICE, default="overlap", choices=STANDING)


def of_codings(table: DataTable) -> bool:
    """Whether a table is the one that stands for the codings."""
    return table.id == CODINGS


def idle_within(table: DataTable, options: Mapping[str, Any]) -> frozenset[str]:
    """A distance is asked only where a relation has one."""
    return frozenset() if options.get("relation") in _MEASURED else frozenset({"within"})
