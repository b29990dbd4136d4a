# SPDX-License-Identifier: MIT
"""Codings made ready for many analyses: chosen codes, units, groups. It counts what several analyses share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.codings.records import CodeLine, Codings, cases_in, names_down_to
from analysis.problems import AnalysisProblem
from analysis.records import DataTable
from wording import Labels, Text, msg

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from analysis.codings.groups import Groups

    Places = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


class CodingStudy:
    """Codings with what their analyses share; reads the frames, never changes them."""

    def __init__(self, codings: Codings) -> None:
        self.codings = codings
        self.said: list[Text] = []  # what became of codes that were asked for: merged, deleted, retired

    @property
    def table(self) -> DataTable:
        """The table that stands for the codings."""
        return self.codings.table

    @property
    def rows(self) -> int:
        """How many segments there are."""
        return len(self.codings.segments)

    @property
    def infers(self) -> bool:
        """Counts of interviews never bear an interval unless the cases are a probability sample."""
        return self.codings.sampled

    def by_coder(self, names: str) -> CodingStudy:
        """The codings of some coders, set apart by ";"; all for ""."""
        wanted = [name.strip() for name in names.split(";") if name.strip()]
        if not wanted:
            self._rows  # noqa: B018 - found once, for all that is made of it
            fresh = copy(self)
            fresh.said = []
            return fresh
        coders = set(self.codings.segments["coder"])
        for name in wanted:
            if name not in coders:
                raise AnalysisProblem(msg("problem.no_coder", coder=name))
        segments = self.codings.segments
        return CodingStudy(replace(self.codings, segments=segments[segments["coder"].isin(wanted)]))

    def chosen(self, given: object) -> tuple[CodeLine, ...]:
        """The codes that an option names (ids, keys or names, set apart by ";"); for none all that have segments.

        Codes above a code with segments come along, so that the tree can be read.
        """
        names = given if isinstance(given, (list, tuple)) else [part for part in str(given or "").split(";")]
        wanted = [str(name).strip() for name in names if str(name).strip()]
        if not wanted:
            used = set(self.codings.segments["code"])
            found = tuple(code for code in self.codings.codes if self.codings.below[code.id] & used)
            if not found:
                raise AnalysisProblem(msg("problem.no_codings"))
            return tuple(map(self._headed, found))
        lines = {code.id: code for code in map(self._named, wanted) if code is not None}
        if not lines:
            raise AnalysisProblem(msg("problem.codes_gone", codes=[self._gone(name)[0] for name in wanted]))
        return tuple(map(self._headed, lines.values()))

    @cached_property
    def headings(self) -> dict[str, Labels]:
        """What each code is called in a table, by its id: its name, its path where another code has the same name."""
        every, known = self.codings.codes, self.codings.by_id
        said = {code.id: {word.casefold() for word in code.name.by_language.values()} for code in every}
        times = Counter(word for words in said.values() for word in words)
        shared = {code.id for code in every if any(times[word] > 1 for word in said[code.id])}
        return {one.id: Labels.path(names_down_to(one, known)) if one.id in shared else one.name for one in every}

    def _headed(self, code: CodeLine) -> CodeLine:
        return replace(code, name=self.headings[code.id])

    def _named(self, name: str) -> CodeLine | None:
        """The code, or the one it was merged into; None for one that was deleted. Raises AnalysisProblem."""
        code = self.codings.named(name)
        if code is not None:
            return self._still_used(code)
        gone, target = self._gone(name)
        while target and target not in self.codings.by_id and target in self.codings.gone:
            target = self.codings.gone[target][1]
        if target in self.codings.by_id:
            self._add_note(msg("note.code_merged", code=gone, target=self.headings[target]))
            return self._still_used(self.codings.by_id[target])
        self._add_note(msg("note.code_deleted", code=gone))
        return None

    def _still_used(self, code: CodeLine) -> CodeLine:
        """The code; where it is retired, that is told."""
        if code.retired:
            self._add_note(msg("note.code_retired", code=self.headings[code.id]))
        return code

    def _gone(self, name: str) -> tuple[Text, str]:
        """The name of a code that is no more and what it was merged into. Raises AnalysisProblem for no such code."""
        plain = name.strip().casefold()
        for code, (labels, target) in self.codings.gone.items():
            if name.strip() == code or plain in {words.casefold() for words in labels.by_language.values()}:
                return labels, target
        raise AnalysisProblem(msg("problem.no_code", code=name))

    def _add_note(self, text: Text) -> None:
        if text not in self.said:
            self.said.append(text)

    def under(self, code: CodeLine, children: bool = True) -> pd.DataFrame:
        """The segments of a code, with those of the codes below it unless `children` is false."""
        return self.codings.segments.iloc[self.places(code, children)]

    def is_category_of(self, code: CodeLine, codes: Sequence[CodeLine]) -> bool:
        """Whether a code below this one is among some codes: crossed with it, each keeps to its own segments."""
        return bool({one.id for one in codes} & (self.codings.below[code.id] - {code.id}))

    def counts(self, code: CodeLine, children: bool = True) -> frozenset[str]:
        """The codes whose segments a code counts: those below it too, unless `children` is false."""
        return self.codings.below[code.id] if children else frozenset({code.id})

    def places(self, code: CodeLine, children: bool = True) -> np.ndarray:
        """Where the segments of a code stand among all, in their order: int64 (segments of the code,)."""
        import numpy as np  # with the frames, when codings are counted

        wanted = self.codings.below[code.id] if children else frozenset({code.id})
        found = [self._rows[one] for one in wanted if one in self._rows]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def count_matrix(
        self, codes: Sequence[CodeLine], groups: Groups, unit: str, children: bool = True
    ) -> NDArray[np.int64]:
        """How many units each code has in each group, each counted once: shape (codes, groups)."""
        import numpy as np  # as above
        import pandas as pd  # pandas, 380 ms: not at start

        segments, links = self.codings.segments, self.codings.links
        places = [self.places(code, children) for code in codes]
        rows = np.concatenate(places) if places else np.zeros(0, dtype=np.int64)
        at, link = links.of(rows)
        group_of = pd.Index(groups.keys).get_indexer(groups.of_links)[link]
        inside = group_of >= 0
        code_of = np.repeat(np.arange(len(codes)), [len(one) for one in places])[at][inside]
        cell, size = code_of * len(groups.keys) + group_of[inside], len(codes) * len(groups.keys)
        ids = self.units_of_links(unit)[link][inside]
        most = int(ids.max(initial=0)) + 1
        once = np.unique(cell * most + ids)
        words = segments["words"].to_numpy(dtype=np.int64)[once % most] if unit == "words" else None
        counts = np.bincount(once // most, weights=words, minlength=size)
        return counts.astype(np.int64).reshape(len(codes), len(groups.keys))

    def units_of_links(self, unit: str) -> NDArray[np.int64]:
        """A number for what each link of a segment to a case counts as: its case, its document, the segment itself."""
        import pandas as pd  # as above

        links = self.codings.links
        found: NDArray[np.int64] = links.rows
        if unit == "cases":
            found = pd.factorize(links.cases)[0].astype("int64")
        elif unit == "documents":
            found = pd.factorize(self.codings.segments["document"])[0].astype("int64")[links.rows]
        return found

    @cached_property
    def _rows(self) -> dict[str, np.ndarray]:
        """Where the segments of each code stand: found once, not by looking through all for every code."""
        return {str(code): held for code, held in self.codings.segments.groupby("code", sort=False).indices.items()}

    def document_numbers(self, segments: pd.DataFrame) -> NDArray[np.int64]:
        """A number for the document of each segment, the same in every part of the codings: int64 (segments,)."""
        import pandas as pd  # as above

        found: NDArray[np.int64] = (
            pd.Index(self.codings.documents["document"]).get_indexer(segments["document"]).astype("int64")
        )
        return found

    def cases(self) -> list[str]:
        """Every case, coded or not."""
        return [str(case) for case in self.codings.attributes.index]

    def size(self, unit: str) -> int:
        """How many units there are in all."""
        if unit == "cases":
            return len(self.cases())
        if unit == "documents":
            return len(self.codings.documents)
        segments = self.codings.segments
        return len(segments) if unit == "segments" else int(segments["words"].sum())

    def count(self, segments: pd.DataFrame, unit: str) -> int:
        """How many units the segments belong to, each once; words are those of the segments."""
        if unit == "words":
            return int(segments["words"].sum())
        if unit == "cases":
            return len(cases_in(segments))
        return int(segments["document"].nunique()) if unit == "documents" else len(segments)
