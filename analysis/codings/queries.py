# SPDX-License-Identifier: MIT
"""Queries over segments: codes and saved queries with and, or, not, and how they stand to one another.

A term is a code (id, key or name) or "@name", the segments that a saved query finds. Of `variable` one term must hold,
of `with_codes` each must stand in the relation, of `without_codes` none may, of `also_codes` each must stand in a
relation of their own: near one code and inside another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.codings.groups import attribute_of
from analysis.codings.records import cases_in, of_any
from analysis.codings.study import CodingStudy
from analysis.codings.word_positions import sentence_places, word_places
from analysis.declarations.records import Options
from analysis.problems import AnalysisProblem
from wording import NoProgress, Progress, Stopped, msg

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from analysis.codings.study import Places

SAVED = "@"
QUERY_OPTIONS: Options = {
    "variable": "", "with_codes": "", "without_codes": "", "relation": "overlap", "within": 10, "cases": "",
    "documents": "", "speaker": "", "in_group": "", "children": True, "coder": "", "saved": "",
    "also_codes": "", "also_relation": "overlap", "also_within": 10,
}  # fmt: skip
_MEASURED = frozenset({"words", "sentences", "followed", "turns"})


def found_by(
    study: CodingStudy, options: Options, progress: Progress | None = None, path: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Find the segments of a query, by interview and place.

    What became of codes that were merged, deleted or retired is told in `study.said`.
    """
    progress = progress or NoProgress()
    options = {**QUERY_OPTIONS, **options}
    if not study.rows:
        study.chosen("")  # refuses: nothing is coded yet
    here = narrowed(study.by_coder(str(options["coder"] or "")), options)
    here.said = study.said
    asked: list[pd.DataFrame] = []
    if options["saved"]:
        asked.append(_saved(study, str(options["saved"]), progress, path))
    if options["variable"] or not options["saved"]:
        asked.append(_any_of(here, options["variable"], options, progress, path))
    found = _within(asked[0], here.codings.segments)
    for more in asked[1:]:
        found = found[found["segment"].isin(set(more["segment"]))]
    also = {**options, "relation": options["also_relation"], "within": options["also_within"]}
    for name, relation, keep in (
        ("with_codes", options, True),
        ("without_codes", options, False),
        ("also_codes", also, True),
    ):
        for term in terms(options[name]):
            if progress.stop_requested():
                raise Stopped
            others = _any_of(here, term, options, progress, path)
            found = found[meets(here, found, others, relation) == keep]
    return found


def terms(given: object) -> list[str]:
    """The terms of an option: codes and saved queries, set apart by ";".

    Examples
    --------
    >>> terms("Water; @near a road; "), terms(None)
    (['Water', '@near a road'], [])
    """
    parts = given if isinstance(given, (list, tuple)) else str(given or "").split(";")
    return [str(part).strip() for part in parts if str(part).strip()]


def _any_of(
    study: CodingStudy, given: object, options: Options, progress: Progress, path: tuple[str, ...]
) -> pd.DataFrame:
    """The segments of any of the terms; of all codes where none is named."""
    import numpy as np  # more of the program: not at start
    import pandas as pd  # pandas, 380 ms: not at start

    asked = terms(given)
    if not asked and not study.rows:
        return study.codings.segments  # narrowed to nothing
    plain = [one for one in asked if not one.startswith(SAVED)]
    kept: list[pd.DataFrame] = []
    if plain or not asked:
        places = [study.places(code, options["children"]) for code in study.chosen(plain)]
        kept.append(study.codings.segments.iloc[np.unique(np.concatenate(places))])
    kept += [
        _within(_saved(study, one[len(SAVED) :], progress, path), study.codings.segments)
        for one in asked
        if one.startswith(SAVED)
    ]
    return kept[0] if len(kept) == 1 else pd.concat(kept).drop_duplicates("segment").sort_index()


def _saved(study: CodingStudy, name: str, progress: Progress, path: tuple[str, ...]) -> pd.DataFrame:
    """What a saved query finds in all the codings of the study it was read with."""
    wanted = name.strip().removeprefix(SAVED).strip()
    held = {one.casefold(): (one, query) for one, query in study.codings.queries.items()}
    if wanted.casefold() not in held:
        raise AnalysisProblem(msg("problem.no_query", query=wanted, known=list(study.codings.queries)))
    name, query = held[wanted.casefold()]
    if name in path:
        raise AnalysisProblem(msg("problem.query_circle", queries=[*path[path.index(name) :], name]))
    return found_by(study, query, progress, (*path, name))


def _within(found: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    return found if len(found) == len(segments) else found[found.index.isin(segments.index)]


def narrowed(study: CodingStudy, options: Options) -> CodingStudy:
    """Only the segments of some documents, speakers, groups and cases."""
    codings, segments = study.codings, study.codings.segments
    for name, column in (("documents", "document"), ("speaker", "speaker"), ("in_group", "group")):
        wanted = [one.casefold() for one in terms(options[name])]
        if not wanted:
            continue
        values = segments[column].astype(str)
        if column == "document":
            names = dict(zip(codings.documents["document"], codings.documents["name"].astype(str), strict=True))
            _refuse_unknown(wanted, set(names.values()), "document")
            values = values.map(names)
        segments = segments[values.loc[segments.index].str.casefold().isin(wanted)]
    if str(options["cases"]).strip():
        segments = segments[of_any(segments["cases"], cases_where(study, str(options["cases"])))]
    return study if segments is codings.segments else CodingStudy(replace(codings, segments=segments))


def cases_where(study: CodingStudy, conditions: str) -> set[str]:
    """The cases of which all conditions hold: "Sex = woman; Site = A, B"."""
    attributes = study.codings.attributes
    kept = set(study.cases())
    allowed: dict[Any, set[str]] = {}
    for condition in terms(conditions):
        name, sign, value = (part.strip() for part in condition.partition("="))
        found = attribute_of(study.codings, name) if sign else None
        if found is None:
            raise AnalysisProblem(msg("problem.no_attribute", name=name, known=list(map(str, attributes.columns))))
        allowed.setdefault(found, set()).update(part.strip().casefold() for part in value.split(","))
    for found, values in allowed.items():  # several values of one attribute: any of them
        holds = attributes.index[attributes[found].astype(str).str.casefold().isin(values)]
        kept &= set(map(str, holds))
    return kept


def _refuse_unknown(wanted: list[str], known: set[str], what: str) -> None:
    plain = {name.casefold() for name in known}
    for name in wanted:
        if name not in plain:
            raise AnalysisProblem(msg(f"problem.no_{what}", document=name))


def meets(study: CodingStudy, found: pd.DataFrame, others: pd.DataFrame, options: Options) -> NDArray[np.bool_]:
    """bool (found,): whether a segment of `others` stands in the relation to it."""
    import numpy as np  # more of the program: not at start

    relation = options["relation"]
    if relation == "document":
        return np.asarray(found["document"].isin(set(others["document"])))
    if relation == "case":
        return of_any(found["cases"], cases_in(others))
    gap = 0
    if relation in _MEASURED:
        if not 0 <= float(options["within"]) <= 100_000:
            raise AnalysisProblem(msg("problem.within"))
        gap = int(options["within"])
    places, there = _interval(study, found, relation), _interval(study, others, relation)
    return related(places, there, relation, gap)


def _interval(study: CodingStudy, segments: pd.DataFrame, relation: str) -> Places:
    """Document codes and half-open places, in characters, words, sentences or turns: three int64 arrays."""
    numbers = study.document_numbers(segments)
    if relation in ("words", "followed"):
        return (numbers, *word_places(study.codings, segments))
    if relation == "sentences":
        return (numbers, *sentence_places(study.codings, segments))
    names = ("turn", "last_turn") if relation in ("turn", "turns") else ("start", "stop")
    low, high = (segments[name].to_numpy(dtype="int64") for name in names)
    return numbers, low, high + (relation in ("turn", "turns"))


def related(found: Places, others: Places, relation: str, gap: int) -> NDArray[np.bool_]:
    """For each [low, high) whether one of the others overlaps it, holds it, follows within a gap, or is near.

    "Within n" means the same for each: the next word (sentence, turn) is 1 on, so n − 1 stand between at most; 0 is
    one that is shared, which no segment that follows has.
    Sorted once and searched: 100,000 against 100,000 need no table of pairs. "inside": the farthest end among those
    that begin no later; "followed": the first that begins behind; else the farthest end among those that begin before
    the reach of this one.

    Examples
    --------
    >>> import numpy as np
    >>> here = np.array([0, 0]), np.array([0, 20]), np.array([5, 25])
    >>> there = np.array([0]), np.array([4]), np.array([9])
    >>> related(here, there, "overlap", 0).tolist()
    [True, False]
    >>> [related(here, there, "words", gap).tolist() for gap in (11, 12)]  # from 9 to 20 eleven words stand between
    [[True, False], [True, True]]
    """
    import numpy as np  # more of the program: not at start

    document, low, high = found
    if not len(others[0]):
        return np.zeros(len(document), dtype=bool)
    stride = int(max(high.max(initial=0), others[2].max(initial=0))) + gap + 2
    order = np.argsort(others[0] * stride + others[1], kind="stable")
    begins, ends = (others[0] * stride + others[1])[order], (others[0] * stride + others[2])[order]
    base = document * stride
    if relation == "followed":
        at = np.searchsorted(begins, base + high, side="left")
        there = at < len(begins)
        return there & (begins[np.minimum(at, len(begins) - 1)] - (base + high) < gap)
    farthest = np.maximum.accumulate(ends)
    if relation == "inside":
        at = np.searchsorted(begins, base + low, side="right") - 1
        return (at >= 0) & (farthest[np.maximum(at, 0)] >= base + high)
    at = np.searchsorted(begins, base + high + gap, side="left") - 1
    return (at >= 0) & (farthest[np.maximum(at, 0)] > base + low - gap)
