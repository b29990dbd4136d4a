# SPDX-License-Identifier: MIT
"""The parts of a query over segments, one for each code and condition: listed, worded, taken out, added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from analysis.codings.queries import QUERY_OPTIONS, terms
from analysis.declarations.records import Options
from wording import Text, msg

_SEVERAL = ("variable", "with_codes", "without_codes", "also_codes", "cases", "documents", "speaker", "in_group")
_ONE = ("coder", "saved")
_MEASURED = ("words", "sentences", "turns", "followed")
CODE_PARTS = frozenset(("variable", "with_codes", "without_codes", "also_codes"))


@dataclass(frozen=True)
class QueryPart:
    """One code or condition of a query: the option that holds it, and its words there."""

    option: str
    term: str


def query_parts(options: Options) -> list[QueryPart]:
    """List what a query asks for, codes first.

    Examples
    --------
    >>> [part.term for part in query_parts({"variable": "Water", "coder": "IN", "cases": "Sex = woman; Site = A"})]
    ['Water', 'Sex = woman', 'Site = A', 'IN']
    """
    several = [QueryPart(option, term) for option in _SEVERAL for term in terms(options.get(option))]
    return several + [QueryPart(option, str(options[option])) for option in _ONE if options.get(option)]


def part_words(part: QueryPart, codes: Mapping[str, Text]) -> Text:
    """Say one part: "and Debt", "not @near a road", "Coder: IN"; a condition as it was written."""
    if part.option in CODE_PARTS:
        name = codes.get(part.term, part.term)
        return name if part.option == "variable" else msg(f"chips.{part.option}", code=name)
    return part.term if part.option == "cases" else msg(f"chips.{part.option}", name=part.term)


def query_words(options: Options, codes: Mapping[str, Text]) -> Text:
    """Say a query in words: its codes, how they stand to one another, its conditions."""
    whole = {**QUERY_OPTIONS, **options}
    relations = {"with_codes": ("relation", "within"), "without_codes": ("relation", "within"),
                 "also_codes": ("also_relation", "also_within")}  # fmt: skip
    said: list[Text] = []
    before: tuple[str, str] | None = None
    for part in query_parts(whole):
        relation = relations.get(part.option)
        if relation not in (None, before):
            assert relation is not None
            stands = msg(f"choice.relation.{whole[relation[0]]}")
            measured = whole[relation[0]] in _MEASURED
            said.append(msg("queries.distance", relation=stands, n=int(whole[relation[1]])) if measured else stands)
            before = relation
        said.append(part_words(part, codes))
    if not said:
        said.append(msg("queries.all_segments"))
    if not whole["children"]:
        said.append(msg("cli.option.queries.own"))
    return reduce(lambda first, then: msg("queries.parts", first=first, then=then), said)


def without_part(options: Options, part: QueryPart) -> Options:
    """Give the query without one of its parts, from its first page.

    Where the code that is listed goes, the first that was to stand with it takes its place: the list never grows to
    all segments because one of two codes was taken away.

    Examples
    --------
    >>> without_part({"variable": "Water", "with_codes": "Fear; Debt"}, QueryPart("variable", "Water"))
    {'variable': 'Fear', 'with_codes': 'Debt', 'page': 1}
    """
    left = {option: list(terms(options.get(option))) for option in _SEVERAL}
    if part in query_parts(options) and part.option in left:
        left[part.option].remove(part.term)
    if part.option == "variable" and not left["variable"] and left["with_codes"]:
        left["variable"] = [left["with_codes"].pop(0)]
    kept = {name: value for name, value in options.items() if name not in (*_SEVERAL, "page")}
    if part.option in _ONE and kept.get(part.option) == part.term:
        del kept[part.option]
    return {**kept, **{option: "; ".join(held) for option, held in left.items() if held}, "page": 1}


def with_part(options: Options, part: QueryPart) -> Options:
    """Give the query with one more part, from its first page; a code in the place of `variable` only where none is.

    Examples
    --------
    >>> with_part({"variable": "Water"}, QueryPart("variable", "Debt"))
    {'variable': 'Water', 'with_codes': 'Debt', 'page': 1}
    """
    option = part.option
    held = {one.term for one in query_parts(options) if one.option in CODE_PARTS}
    if option == "variable" and terms(options.get("variable")):
        option = "with_codes"
    if part.option in CODE_PARTS and part.term in held:
        return {**options, "page": 1}
    if option in _ONE:
        return {**options, option: part.term, "page": 1}
    asked = list(dict.fromkeys([*terms(options.get(option)), part.term]))
    return {**options, option: "; ".join(asked), "page": 1}
