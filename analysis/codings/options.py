# SPDX-License-Identifier: MIT
"""The options that analyses of codings share, and when one of them means nothing."""

from __future__ import annotations

from analysis.codings.records import CODINGS
from analysis.declarations.records import Option, OptionKind, Options
from analysis.records import DataTable

UNITS = ("cases", "documents", "segments", "words")
RELATIONS = ("overlap", "words", "sentences", "turn", "turns")
QUERY_RELATIONS = (
    *RELATIONS,
    "inside",
    "followed",
    "document",
    "case",
)  # how segments of a query may stand to one another
_MEASURED = ("words", "sentences", "turns", "followed")
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
COUNTED = Option("counted", OptionKind.CHOICE, default="words", choices=("words", "lemmas"))
SPEAKERS = Option("speakers", OptionKind.CHOICE, default="participants", choices=("participants", "everybody"))
JOINED_CODES = Option("codes", OptionKind.CODES, default="")
QUOTES = Option("quotes", OptionKind.NUMBER, default=3)
EACH = Option("each", OptionKind.NUMBER, default=1)
PICK = Option("pick", OptionKind.CHOICE, default="typical", choices=("typical", "first"), fine=True)
FEWEST = Option("fewest", OptionKind.NUMBER, default=5, fine=True)
QUOTED = Option("quoted", OptionKind.FLAG, default=False)
HEAT_CHART = Option(
    "chart", OptionKind.CHOICE, default="auto", choices=("auto", "heat", "bars"), invalidates=("figure",), fine=True
)
AND = Option("with_codes", OptionKind.CODES, default="")
NOT = Option("without_codes", OptionKind.CODES, default="")
DOCUMENTS = Option("documents", OptionKind.TEXT, default="", fine=True)
SPEAKER = Option("speaker", OptionKind.TEXT, default="", fine=True)
GROUP = Option("in_group", OptionKind.TEXT, default="", fine=True)
CASES = Option("cases", OptionKind.TEXT, default="")  # "sex = woman; site = Ville A"
ORDER = Option("order", OptionKind.TEXT, default="", fine=True)  # cases in the order that somebody gave them
SAVED = Option("saved", OptionKind.TEXT, default="")
LISTING = Option("listing", OptionKind.CHOICE, default="all", choices=("all", "quotes"))
SORTS = ("place", "case", "speaker", "code", "words", "typical")
SORT = Option("sort", OptionKind.CHOICE, default="place", choices=SORTS)
PAGE = Option("page", OptionKind.NUMBER, default=1)
AROUND = Option("around", OptionKind.NUMBER, default=0, fine=True)
PICKED = Option("picked", OptionKind.TEXT, default="", fine=True)  # ids of segments, chosen by hand
QUERY_RELATION = Option("relation", OptionKind.CHOICE, default="overlap", choices=QUERY_RELATIONS)

ALSO = Option("also_codes", OptionKind.CODES, default="", fine=True)  # must stand in a relation of their own
ALSO_RELATION = Option("also_relation", OptionKind.CHOICE, default="overlap", choices=QUERY_RELATIONS, fine=True)
ALSO_WITHIN = Option("also_within", OptionKind.NUMBER, default=10, fine=True)


def asks_lemmas(options: Options) -> bool:
    """Whether an analysis counts the forms under which a dictionary has the words.

    Examples
    --------
    >>> asks_lemmas({"counted": "lemmas"}), asks_lemmas({})
    (True, False)
    """
    return bool(options.get(COUNTED.name) == "lemmas")


def of_codings(table: DataTable) -> bool:
    """Whether a table is the one that stands for the codings."""
    return table.id == CODINGS


def irrelevant_within(table: DataTable, options: Options) -> frozenset[str]:
    """A distance is asked only where a relation has one."""
    return frozenset() if options.get("relation") in _MEASURED else frozenset({"within"})


def irrelevant_by_groups(table: DataTable, options: Options) -> frozenset[str]:
    """By groups codes are counted; only over all cases there are shares, which a sample gives intervals."""
    return frozenset({"inference", "inference_reason"} if options.get("by") else {"unit"})


def irrelevant_of_query(table: DataTable, options: Options) -> frozenset[str]:
    """A relation is asked only where codes must stand in it; pages of lists, choices of quotes."""
    irrelevant = set(irrelevant_within(table, options))
    if not options.get("with_codes") and not options.get("without_codes"):
        irrelevant |= {"relation", "within"}
    if not options.get("also_codes"):
        irrelevant |= {"also_relation", "also_within"}
    elif options.get("also_relation") not in _MEASURED:
        irrelevant |= {"also_within"}
    lists = {"by", "sort", "page", "around"}
    return frozenset(irrelevant | (lists if options.get("listing") == "quotes" else {"quotes", "each", "pick"}))
