# SPDX-License-Identifier: MIT
"""Groups that codings are parted into: by an attribute of the cases, or by document, speaker, role, coder, language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.codings.neutral_names import kind_of_attribute, neutral_label
from analysis.codings.records import Codings
from analysis.problems import AnalysisProblem
from wording import Labels, Text, msg
from wording.answer_order import in_order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OWN_COLUMNS = ("document", "speaker", "role", "coder", "group", "language", "case")


@dataclass(frozen=True)
class Groups:
    """The groups that codings are parted into: keys in order, their names, units (cases or documents) in each."""

    keys: tuple[str, ...]
    labels: tuple[Text, ...]
    sizes: tuple[int, ...]
    of_links: NDArray[np.object_]  # the key of each link of a segment to a case (`Codings.links`); "" for none
    outside: tuple[Text | None, ...] = ()  # labels for others than the team, where those above are names


def groups_of(codings: Codings, by: str, unit: str) -> Groups:
    """The groups by an attribute of cases, or by document, speaker, role, coder, group or language."""
    name = by.strip()
    plain = name.casefold()
    if plain in OWN_COLUMNS:
        return _own(codings, plain, unit)
    attributes = codings.attributes
    found = attribute_of(codings, name)
    values = attributes[found].astype(str)
    by_case = dict(zip(values.index, values, strict=True))
    worded = codings.value_labels.get(found, {})
    keys = tuple(ordered_values(codings, found, {value for value in values if value}))
    outside: tuple[Text | None, ...] = ()
    if found in codings.identifying:
        kind = kind_of_attribute(found)
        outside = tuple(neutral_label(codings.numbers, kind, key) for key in keys)
    of_links = _objects(by_case.get(case, "") for case in codings.links.cases)
    if unit == "documents":
        held = [{by_case.get(case, "") for case in cases} for cases in codings.documents["cases"]]
        sizes = tuple(sum(key in one for one in held) for key in keys)
    else:
        sizes = tuple(int((values == key).sum()) for key in keys)
    labels = tuple(worded.get(key) or Labels({"": key}) for key in keys)
    return Groups(keys, labels, sizes, of_links, outside)


def _objects(values: Iterable[str]) -> NDArray[np.object_]:
    import numpy as np  # with the frames

    return np.array(list(values), dtype=object)


def _own(codings: Codings, column: str, unit: str) -> Groups:
    segments, documents, links = codings.segments, codings.documents, codings.links
    if column == "case":
        return _cases(codings, unit)
    values = _objects(segments[column].astype(str))
    of_links = values[links.rows]
    if column in ("document", "group", "language"):
        names = dict(zip(documents["document"].astype(str), documents["name"].astype(str), strict=True))
        held: dict[str, set[str]] = {}
        for value, document, cases in documents[[column, "document", "cases"]].itertuples(index=False):
            held.setdefault(str(value), set()).update(cases if unit == "cases" else [document])
        held.pop("", None)
        keys = tuple(held)
        labels: tuple[Text, ...] = tuple(names[key] if column == "document" else key for key in keys)
    else:
        held = {}
        counted = links.cases if unit == "cases" else _objects(segments["document"])[links.rows]
        for value, one in zip(of_links, counted, strict=True):
            held.setdefault(value, set()).add(one)
        keys = tuple(sorted(key for key in held if key))
        labels = tuple(msg(f"role.{key}") if column == "role" else key for key in keys)
    sizes = tuple(len(held[key]) for key in keys)
    return Groups(keys, labels, sizes, of_links, _outside(codings, column, keys))


def _cases(codings: Codings, unit: str) -> Groups:
    """A group for each case of an interview."""
    held: dict[str, int] = {}
    for cases in codings.documents["cases"]:
        for case in cases:
            held[case] = held.get(case, 0) + 1
    keys = tuple(held)
    sizes = tuple(1 if unit == "cases" else held[key] for key in keys)
    return Groups(keys, keys, sizes, codings.links.cases, _outside(codings, "case", keys))


def _outside(codings: Codings, column: str, keys: tuple[str, ...]) -> tuple[Text | None, ...]:
    return tuple(neutral_label(codings.numbers, column, key) for key in keys)


def ordered_values(codings: Codings, attribute: str, values: Iterable[str]) -> list[str]:
    """Values of an attribute in one order everywhere: as the question lists them, else by known scale or name."""
    given, plain = set(values), attribute.casefold()
    words = next((words for name, words in codings.value_labels.items() if name.casefold() == plain), {})
    listed = [value for value in words if value in given]
    return [*listed, *in_order(sorted(given.difference(listed)))[0]]


def attribute_of(codings: Codings, name: str, *, own: bool = True) -> Any:
    """Find the column of an attribute, case aside."""
    columns = codings.attributes.columns
    found = next((one for one in columns if str(one).casefold() == name.strip().casefold()), None)
    if found is None:
        known = [*map(str, columns), *(OWN_COLUMNS if own else ())]
        raise AnalysisProblem(msg("problem.no_attribute", name=name.strip(), known=known))
    return found


def without_groups(by: str) -> AnalysisProblem:
    """That nothing has a value of what codings were to be grouped by, and what to do about it."""
    plain = by.strip().casefold()
    if plain == "group":
        return AnalysisProblem(msg("problem.no_document_groups"))
    if plain in OWN_COLUMNS:
        return AnalysisProblem(msg("problem.no_own_groups", by=msg(f"codings.own.{plain}")))
    return AnalysisProblem(msg("problem.no_groups", by=by.strip()))


def parts_cases(by: str) -> bool:
    """Whether each case lies in one group at most: then a group can be worked out from all and the others."""
    return by.strip().casefold() not in ("speaker", "role", "coder", "document", "group", "language")


def groups_part(codings: Codings, by: str, unit: str) -> bool:
    """Whether the groups of a table add up to all: no unit is counted in two of them."""
    return parts_cases(by) and (unit == "cases" or codings.most_cases == 1)


def groups_cases(by: str) -> bool:
    """Whether the groups are of several cases, none in two: a group is a part of a sample of cases then."""
    return parts_cases(by) and by.strip().casefold() != "case"
