# SPDX-License-Identifier: MIT
"""Groups that codings are parted into: by an attribute of the cases, or by document, speaker, role, coder, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.codings.neutral_names import kind_of_attribute, neutral_label
from analysis.codings.records import Codings
from analysis.problems import AnalysisProblem
from wording import Labels, Text, msg

if TYPE_CHECKING:
    import pandas as pd

OWN_COLUMNS = ("document", "speaker", "role", "coder", "group", "language", "case")


@dataclass(frozen=True)
class Groups:
    """The groups that codings are parted into: keys in order, their names, units (cases or documents) in each."""

    keys: tuple[str, ...]
    labels: tuple[Text, ...]
    sizes: tuple[int, ...]
    of_segments: pd.Series  # the key of each segment; "" for none
    outside: tuple[Text | None, ...] = ()  # labels for others than the team, where those above are names


def groups_of(codings: Codings, by: str, unit: str) -> Groups:
    """The groups by an attribute of cases, or by document, speaker, role, coder, group or language.

    Parameters
    ----------
    codings : Codings
        Segments, documents, and attributes of cases.
    by : str
        Name of an attribute, or one of `OWN_COLUMNS`; case aside.
    unit : str
        Whether sizes count "cases" or interviews (all others); of an attribute interviews for "documents" only.

    Returns
    -------
    Groups
        Groups with a value; of attributes sorted by it.

    Raises
    ------
    AnalysisProblem
        `problem.no_attribute`.
    """
    name = by.strip()
    plain = name.casefold()
    segments = codings.segments
    if plain in OWN_COLUMNS:
        return _own(codings, plain, unit)
    attributes = codings.attributes
    found = attribute_of(codings, name)
    values = attributes[found].astype(str)
    keys = tuple(sorted({value for value in values if value}))
    outside: tuple[Text | None, ...] = ()
    if found in codings.identifying:
        kind = kind_of_attribute(found)
        numbers = codings.numbers.get(kind, {})
        keys = tuple(sorted(keys, key=lambda key: numbers.get(key, 0)))  # an order by names would tell of them
        outside = tuple(neutral_label(codings.numbers, kind, key) for key in keys)
    of_segments = segments["case"].map(values).fillna("").astype(str)
    if unit == "documents":
        documents = codings.documents.assign(value=codings.documents["case"].map(values))
        spoken = segments.assign(value=of_segments)[["document", "value"]]
        both = [documents[["document", "value"]], spoken]
        sizes = tuple(len({one for held in both for one in held["document"][held["value"] == key]}) for key in keys)
    else:
        sizes = tuple(int((values == key).sum()) for key in keys)
    worded = codings.value_labels.get(found, {})
    labels = tuple(worded.get(key) or Labels({"": key}) for key in keys)
    return Groups(keys, labels, sizes, of_segments, outside)


def _own(codings: Codings, column: str, unit: str) -> Groups:
    segments, documents = codings.segments, codings.documents
    of_segments = segments[column].astype(str)
    if column in ("document", "group", "language", "case"):
        names = dict(zip(documents["document"].astype(str), documents["name"].astype(str), strict=True))
        values = documents[column].astype(str)
        keys = tuple(dict.fromkeys(value for value in values if value))
        counted = documents["case"] if unit == "cases" else documents["document"]
        sizes = tuple(int(counted[values == key].nunique()) for key in keys)
        labels: tuple[Text, ...] = tuple(names[key] if column == "document" else key for key in keys)
        return Groups(keys, labels, sizes, of_segments, _outside(codings, column, keys))
    keys = tuple(sorted({value for value in of_segments if value}))
    counted = segments["case"] if unit == "cases" else segments["document"]
    sizes = tuple(int(counted[of_segments == key].nunique()) for key in keys)
    words = {key: msg(f"role.{key}") if column == "role" else key for key in keys}
    labels = tuple(words[key] for key in keys)
    return Groups(keys, labels, sizes, of_segments, _outside(codings, column, keys))


def _outside(codings: Codings, column: str, keys: tuple[str, ...]) -> tuple[Text | None, ...]:
    return tuple(neutral_label(codings.numbers, column, key) for key in keys)


def attribute_of(codings: Codings, name: str, *, own: bool = True) -> Any:
    """Find the column of an attribute, case aside.

    Parameters
    ----------
    codings : Codings
        Its attributes of cases are looked through.
    name : str
        Name of an attribute of cases.
    own : bool, default True
        Whether the problem names the columns that every coding has, too.

    Returns
    -------
    Any
        The column's own name.

    Raises
    ------
    AnalysisProblem
        `problem.no_attribute`, with those there are.
    """
    columns = codings.attributes.columns
    found = next((one for one in columns if str(one).casefold() == name.strip().casefold()), None)
    if found is None:
        known = [*map(str, columns), *(OWN_COLUMNS if own else ())]
        raise AnalysisProblem(msg("problem.no_attribute", name=name.strip(), known=known))
    return found


def without_groups(by: str) -> AnalysisProblem:
    """That nothing has a value of what codings were to be grouped by, and what to do about it.

    Parameters
    ----------
    by : str
        What was asked for.

    Returns
    -------
    AnalysisProblem
        A problem to be raised: `problem.no_document_groups`, `problem.no_own_groups` or `problem.no_groups`.
    """
    plain = by.strip().casefold()
    if plain == "group":
        return AnalysisProblem(msg("problem.no_document_groups"))
    if plain in OWN_COLUMNS:
        return AnalysisProblem(msg("problem.no_own_groups", by=msg(f"codings.own.{plain}")))
    return AnalysisProblem(msg("problem.no_groups", by=by.strip()))


def parts_cases(by: str) -> bool:
    """Whether each case lies in one group at most: then a group can be worked out from all and the others.

    Parameters
    ----------
    by : str
        An attribute, or one of `OWN_COLUMNS`.

    Returns
    -------
    bool
        False for what varies within a case: speaker, role, coder, document, group, language.
    """
    return by.strip().casefold() not in ("speaker", "role", "coder", "document", "group", "language")


def groups_cases(by: str) -> bool:
    """Whether the groups are of several cases, none in two: a group is a part of a sample of cases then.

    Parameters
    ----------
    by : str
        An attribute, or one of `OWN_COLUMNS`.

    Returns
    -------
    bool
        False for "case", and for what varies within a case.
    """
    return parts_cases(by) and by.strip().casefold() != "case"
