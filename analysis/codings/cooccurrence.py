# SPDX-License-Identifier: MIT
"""Codes that occur together: pairs of segments that overlap, stand near or share a turn, and the cases with both.

Jaccard: cases in which the two meet, of the cases that have either. Expected: cases with one times cases with the other
over all cases, what chance alone would give were the two unrelated.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.codings.cases_with_codes import CasesWithCodes
from analysis.codings.crossed_tallies import FEW, shared_cases
from analysis.codings.heat_table_rows import shown_of
from analysis.codings.records import CodeLine, cases_in
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import base_note, title_of
from analysis.codings.tallies import Tallies, digest, relation_name
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem, check
from analysis.result_tables import CODED, Cell, Chart, Column, Counted, FigureSpec, Row, TableSpec, Tally, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    from analysis.codings.segment_overlap import OverlappingCodes

MOST_PAIRS = 1_000  # rows of the list of pairs
_EMPTY = Cell(text="", unit=Unit.TEXT)


def cooccurrence_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """A matrix of how often two codes meet, and a list of the pairs with cases, Jaccard and expected cases.

    References
    ----------
    Jaccard (1901), Bulletin de la Société vaudoise des sciences naturelles 37, 547-579.
    """
    study = study.by_coder(options["coder"])
    codes = study.chosen(options["variable"])
    if len(codes) < 2:
        raise AnalysisProblem(msg("problem.two_codes"))
    counts = _Counts(study, codes, options)
    met, cases = counts.met_in(study, options, progress)
    sensitive, n = any(code.sensitive for code in codes), study.size("cases")
    how = msg(f"codings.relation.{options['relation']}", n=int(options["within"]))
    title = title_of(options, msg("title.cooccurrence"))
    bearing = CasesWithCodes(study, options["coder"])
    matrix = TableSpec(
        "cooccurrence", title, msg("subtitle.cooccurrence", how=how, n=n), msg("codings.code"),
        tuple(Column(f"c{code.id}", code.name, show=("estimate",)) for code in codes),
        _matrix_rows(codes, met, counts),
        base_note(study), base=n, exclusive_rows=False, sensitive=sensitive, bearing=bearing,
    )  # fmt: skip
    pairs = TableSpec(
        "cooccurrence-pairs", msg("title.cooccurrence_pairs"), msg("subtitle.cooccurrence_cases", how=how, n=n),
        msg("codings.pair"),
        tuple(Column(name, msg(f"column.cooccurrence.{name}"), show=("estimate",))
              for name in ("pairs", "cases", "jaccard", "expected")),
        tuple(_pair_rows(codes, met, cases, n, counts)),
        (*base_note(study), *_more_pairs(met)), base=n, exclusive_rows=False, sensitive=sensitive, bearing=bearing,
    )  # fmt: skip
    shown, beside = shown_of(matrix, square=True)
    figure = FigureSpec(f"{matrix.id}-figure", matrix, Chart.HEAT, title, rows=shown, columns=beside,
                        fullest="square")  # fmt: skip
    facts = {"n": n, "inference": False, "how": study.table.how.value, "rows": study.rows}
    tables = (matrix, pairs) if pairs.rows else (matrix,)
    return AnalysisResult("cooccurrence", dict(options), tables, (figure,), facts, msg("why.cooccurrence"))


class _Counts:
    """What the cells of two codes count, where one of them stands in a tree with a sensitive one."""

    def __init__(self, study: CodingStudy, codes: Sequence[CodeLine], options: Options) -> None:
        self._near, self._start = Tallies(study).ids, f"{CODED}{digest(options['coder'])}"
        self._sensitive = frozenset(code.id for code in study.codings.codes if code.sensitive)
        self._meets = relation_name(options["relation"], options["within"])
        whole = {one.id: bool(options["children"]) and not study.is_category_of(one, codes) for one in codes}
        self._under = {one.id: study.counts(one, whole[one.id]) for one in codes}
        self._marks = {one.id: one.id if self._under[one.id] == study.counts(one) else f"{one.id}!" for one in codes}
        self._places = [study.places(one, whole[one.id]) for one in codes]

    def met_in(
        self, study: CodingStudy, options: Options, progress: Progress
    ) -> tuple[OverlappingCodes, list[set[Any]]]:
        """What met, and the cases of each code. A segment of a code below several chosen ones counts for each."""
        from analysis.codings.segment_overlap import codes_met  # numpy, pandas: not at start

        check(progress)
        met = codes_met(study, self._places, options["relation"], options["within"])
        check(progress)
        return met, [cases_in(study.codings.segments.iloc[one]) for one in self._places]

    def tally(self, one: CodeLine, other: CodeLine, unit: str, size: int) -> Tally:
        """What a meeting of a sensitive code is called, whichever of the two is the row; "!": without those below."""
        first, second = sorted((self._marks[one.id], self._marks[other.id]))
        return Tally(f"{self._start}/{unit}/{first}&{second}/{self._meets}", size)

    def met(self, unit: str, one: CodeLine, other: CodeLine) -> Counted | None:
        """Pairs of segments, or cases, in which they meet."""
        if not {one.id, other.id} & self._near:
            return None
        first, second = sorted((self._under[one.id], self._under[other.id]), key=sorted)
        return Counted(unit, (first, second), meets=self._meets)

    def either(self, one: CodeLine, other: CodeLine) -> Counted | None:
        """Cases with one of them: who knows in how many they meet has them from Jaccard's number."""
        found = self._under[one.id] | self._under[other.id]
        return Counted("cases", (found,)) if found & self._sensitive else None

    def alone(self, one: CodeLine, other: CodeLine) -> Counted | None:
        """Cases with the one that tells of a sensitive code: the expected number is made of them."""
        telling = [self._under[code.id] for code in (one, other) if self._under[code.id] & self._sensitive]
        return Counted("cases", (telling[0],)) if telling else None


def _pair_rows(
    codes: Sequence[CodeLine], met: OverlappingCodes, cases: Sequence[set[Any]], n: int, counts: _Counts
) -> list[Row]:
    """The pairs that met, the most frequent first, so many as can be read."""
    found = []
    sizes, both = shared_cases(cases)
    firsts, seconds = np.nonzero(np.triu(met.pairs, 1))
    hidden = np.array([code.sensitive for code in codes], dtype=bool)
    known = (
        hidden[firsts] | hidden[seconds]
    )  # last, in the codebook's order: their place among the others tells a number
    order = np.lexsort((np.where(known, 0, -met.pairs[firsts, seconds]), known))[:MOST_PAIRS]
    for a, b in zip(firsts[order].tolist(), seconds[order].tolist(), strict=True):
        one = codes[a]
        together, either = int(met.units[a, b]), int(sizes[a] + sizes[b] - both[a, b])
        expected = len(cases[a]) * len(cases[b]) / n if n else None
        label = msg("codings.two", first=one.name, second=codes[b].name)
        behind = _behind(met, a, b) if one.sensitive or codes[b].sensitive else None
        tally_of = partial(counts.tally, one, codes[b]) if behind is not None else _unnamed
        # from the expected number and the cases of the one the cases of the other follow
        least = min((len(cases[at]) for at in (a, b) if codes[at].sensitive), default=None)
        cells = (
            Cell(float(met.pairs[a, b]), n=behind, unit=Unit.COUNT, tally=tally_of("pairs", int(met.pairs[a, b])),
                 counted=counts.met("pairs", one, codes[b])),
            Cell(float(together), n=behind, unit=Unit.COUNT, tally=tally_of("cases", together),
                 counted=counts.met("cases", one, codes[b])),
            Cell(together / either if either else None, n=behind, decimals=2, counted=counts.either(one, codes[b])),
            Cell(expected, n=least, decimals=1, counted=counts.alone(one, codes[b])),
        )  # fmt: skip
        # a pair is listed where it met: of a code that few bear that would tell the number
        few = behind is not None and any(not codes[at].sensitive and sizes[at] < FEW for at in (a, b))
        found.append(Row(f"{one.id}-{codes[b].id}", label, cells, inside_only=few))
    return found


def _behind(met: OverlappingCodes, a: int, b: int) -> int:
    """The cases behind a pair; one where they meet only across cases, as two speakers' words do: they are few."""
    return int(met.units[a, b]) or int(met.pairs[a, b] > 0)


def _unnamed(_unit: str, _size: int) -> Tally | None:
    return None


def _more_pairs(met: OverlappingCodes) -> tuple[Text, ...]:
    """That not every pair is listed."""
    n = int((met.pairs > 0).sum()) // 2
    return (msg("note.pairs_more", n=MOST_PAIRS, of=n),) if n > MOST_PAIRS else ()


def _matrix_rows(codes: Sequence[CodeLine], met: OverlappingCodes, counts: _Counts) -> tuple[Row, ...]:
    """How many pairs met; what is withheld from others than the team goes by the cases in which they did.

    Cells that say the same are one: most of a large matrix is alike.
    """
    pairs, units = met.pairs.tolist(), met.units.tolist()
    hidden = [code.sensitive for code in codes]
    made: dict[tuple[int, int | None], Cell] = {}
    rows = []
    for a, code in enumerate(codes):
        line = []
        for b, count in enumerate(pairs[a]):
            key = (count, (units[a][b] or int(count > 0)) if hidden[a] or hidden[b] else None)
            if a != b and key[1] is not None:
                known = counts.tally(code, codes[b], "pairs", count)
                what = counts.met("pairs", code, codes[b])
                line.append(Cell(float(count), n=key[1], unit=Unit.COUNT, tally=known, counted=what))
                continue
            if a != b and (what := counts.met("pairs", code, codes[b])) is not None:
                line.append(Cell(float(count), unit=Unit.COUNT, counted=what))
                continue
            cell = made.get(key)
            if cell is None:
                cell = made[key] = Cell(float(count), n=key[1], unit=Unit.COUNT)
            line.append(_EMPTY if a == b else cell)
        rows.append(Row(code.id, code.name, tuple(line), sensitive=code.sensitive))
    return tuple(rows)
