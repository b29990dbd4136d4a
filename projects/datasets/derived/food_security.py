# SPDX-License-Identifier: MIT
"""Food security indices as recipes: the questions each takes, recognised by their headings, its scores and classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from analysis.indices import FCS_CLASSES, LCS_CLASSES, RCSI_CLASSES
from analysis.records import Choice, Kind, Variable
from projects.datasets.derived.recipe_kinds import Recipe
from projects.stored_tables.chunks import NUMBERS
from projects.stored_tables.recipes import INDEX_CUTS, INDEX_PARTS
from wording import LANGUAGES, Labels, Problem, msg, render

CLASSES = {"fcs": FCS_CLASSES, "rcsi": RCSI_CLASSES, "lcsi": LCS_CLASSES}
_OF_INDEX = {"fcs": "fcs", "rcsi": "rcsi", "lcsi": "lcs|lhcs"}
_HEADINGS = {
    "staples": "cereal|stap|grain|tuber|céréale|aliment_?de_?base",
    "pulses": "puls|legumi?n|legume|bean|nut|haricot",
    "dairy": "dairy|milk|lait",
    "protein": "meat|prot|pr(?:_|$)|viande|fish",
    "vegetables": "veg|legumes?_?vert",
    "fruit": "fruit",
    "fat": "oil|fat|huile|graisse",
    "sugar": "sugar|sucre",
    "less_quality": "less|moins|qlty|quality",
    "borrow": "borrow|emprunt",
    "fewer_meals": "meal_?nb|nb_?meal|number|fewer|nombre|nb_?repas",
    "smaller_meals": "size|small|portion|taille",
    "adults_restrict": "adult",
    "stress": "stress",
    "crisis": "cris[ei]",
    "emergency": "emergenc|urgence|_em_",
}
_COUNTED = re.compile(r"^(?:yes|oui|s[ií]m?|20|30)$|exhaust|épuis|epuis|agot|esgot")


def kinds_of(index: str) -> tuple[Kind, ...]:
    """The kinds of question an index takes: days as numbers; strategies as answers or their codes as numbers."""
    return (Kind.ONE, *NUMBERS) if index == "lcsi" else NUMBERS


def recognised(index: str, variables: Iterable[Variable]) -> dict[str, list[str]]:
    """The ids of the questions of each part, by their headings: one for a food group, all of a severity for strategies.

    Strategies asked once because of food and once because of all needs (`lcsi_en_stress1`): those because of food.
    """
    mine = re.compile(_OF_INDEX[index])
    named = [(re.sub(r"\W+", "_", one.name.casefold()), one) for one in variables if one.kind in kinds_of(index)]
    fitting = [(name, one) for name, one in named if mine.search(name)]
    if index == "lcsi":
        fitting = [pair for pair in fitting if not re.search(r"(?:^|_|lcs|lcsi)en_", pair[0])] or fitting
    found: dict[str, list[str]] = {}
    for part in INDEX_PARTS[index]:
        words = re.compile(_HEADINGS[part])
        matches = [(name, one.id) for name, one in fitting if words.search(mine.sub("", name))]
        if index != "lcsi":  # of FCSStap and FCSStap_SRf, where the food came from, the days have the shorter heading
            matches = sorted(matches, key=lambda pair: len(pair[0]))[:1]
        found[part] = [one for _, one in matches]
    return found


def counted_answers(variables: Iterable[Variable]) -> list[str]:
    """The codes that say that a strategy was used or is exhausted: "yes", "exhausted"; of numbers 20 and 30."""
    codes: dict[str, None] = {}
    for one in variables:
        known = [choice.code for choice in one.choices if not choice.reason] if one.kind is Kind.ONE else ["20", "30"]
        codes |= dict.fromkeys(code for code in known if _COUNTED.search(code.casefold()))
    return list(codes)


def food_index(
    index: str, parts: Mapping[str, Sequence[Variable]], *, as_class: bool = True, cuts: str = "21/35",
    counted: Sequence[str] = (),
) -> Recipe:  # fmt: skip
    """The score of a household, or its class (of livelihood strategies always the class: the worst used).

    `cuts` are those of the food consumption score; `counted` the codes by which a strategy counts as used.
    Raises Problem that names the parts without a question, or for answers that no part can have.
    """
    lacking = [msg(f"data.index.part.{part}") for part in INDEX_PARTS[index] if not parts.get(part)]
    if lacking:
        raise Problem(msg("data.index.lacks", index=msg(f"data.index.{index}"), parts=lacking))
    chosen = {part: list(parts[part]) for part in INDEX_PARTS[index]}
    if any(one.kind not in kinds_of(index) for some in chosen.values() for one in some):
        raise Problem(msg("data.recipe.needs_choice" if index == "lcsi" else "data.recipe.needs_number"))
    steps: dict[str, object] = {"do": "index", "index": index, "of": {p: [v.id for v in chosen[p]] for p in chosen}}
    if index == "lcsi":
        codes = list(counted) or counted_answers(one for some in chosen.values() for one in some)
        if not codes:
            raise Problem(msg("data.index.no_counted"))
        return Recipe({**steps, "as": "class", "counted": codes}, _classes(index))
    if index == "fcs":
        if cuts not in INDEX_CUTS:
            raise Problem(msg("data.index.cuts", cuts=list(INDEX_CUTS)))
        steps["cuts"] = cuts
    return Recipe({**steps, "as": "class"}, _classes(index)) if as_class else Recipe({**steps, "as": "score"})


def _classes(index: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"c{n}", name, Labels({one: render(msg(f"data.index.class.{name}"), one) for one in LANGUAGES}))
        for n, name in enumerate(CLASSES[index], 1)
    )


def parts_written(text: str, index: str, find: Callable[[str], Variable]) -> dict[str, list[Variable]]:
    """Parts from "staples=cereals; pulses=beans": `find` gives the variable of a name. Raises Problem."""
    found: dict[str, list[Variable]] = {}
    for line in filter(None, (part.strip() for part in text.split(";"))):
        part, _, names = line.partition("=")
        if part.strip() not in INDEX_PARTS[index]:
            raise Problem(msg("data.index.no_part", part=part.strip(), parts=list(INDEX_PARTS[index])))
        found[part.strip()] = [find(name.strip()) for name in names.split(",") if name.strip()]
    return found
