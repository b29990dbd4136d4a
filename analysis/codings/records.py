# SPDX-License-Identifier: MIT
"""Input of an analysis of codings: segments, documents and cases as frames, the codes, the texts on demand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from analysis.codings.neutral_names import Numbers, numbers_of
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, RowOrigin
from wording import LANGUAGES, Labels, Text, msg, render

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class CaseLinks:
    """A link for each case of each segment, in the order of the segments: position of the segment, name of the case."""

    rows: NDArray[np.int64]
    cases: NDArray[np.object_]
    per_segment: NDArray[np.int64]  # how many links each segment has

    @property
    def several(self) -> bool:
        """Whether a segment counts for more than one case."""
        return len(self.rows) > len(self.per_segment)

    def of(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The links of some segments."""
        import numpy as np  # with the frames

        if not self.several:
            return np.arange(len(places)), places
        held = self.per_segment[places]
        starts = (np.cumsum(self.per_segment) - self.per_segment)[places]
        at = np.repeat(np.arange(len(places)), held)
        within = np.arange(len(at)) - np.repeat(np.cumsum(held) - held, held)
        return at, starts[at] + within


def links_of(segments: pd.DataFrame) -> CaseLinks:
    """The links of segments to their cases."""
    import numpy as np  # with the frames

    column = segments["cases"]
    per_segment = np.fromiter(map(len, column), dtype=np.int64, count=len(column))
    cases = np.empty(int(per_segment.sum()), dtype=object)
    cases[:] = list(chain.from_iterable(column))
    return CaseLinks(np.repeat(np.arange(len(column)), per_segment), cases, per_segment)


def cases_in(segments: pd.DataFrame) -> set[str]:
    """The cases for which some segments count."""
    return set(chain.from_iterable(segments["cases"].unique()))


def of_any(column: Iterable[Sequence[str]], wanted: Collection[str]) -> NDArray[np.bool_]:
    """Which segments (or interviews) count for any of some cases."""
    import numpy as np  # with the frames

    names = frozenset(wanted)
    known: dict[Sequence[str], bool] = {}
    found = []
    for held in column:
        if held not in known:
            known[held] = not names.isdisjoint(held)
        found.append(known[held])
    return np.array(found, dtype=bool)


def names_of_cases(cases: Iterable[str]) -> str:
    """The cases of a segment in one text.

    Examples
    --------
    >>> names_of_cases(("P01", "P02")), names_of_cases(("P01",))
    ('P01; P02', 'P01')
    """
    return "; ".join(cases)


def place_of(paragraph: int, page: int = 0) -> Text:
    """A place in an interview by the numbers that stand beside its text.

    Examples
    --------
    >>> from wording import render
    >>> render(place_of(38), "fr")
    '¶\xa038'
    """
    return msg("citation.page", page=page, n=paragraph) if page else msg("citation.paragraph", n=paragraph)


Lemma = tuple[int, int, str]  # where a word stands, in code points, half-open; its form in a dictionary
CODINGS = "codings"  # the id of the table that stands for the project's codings
CODE, ATTRIBUTE = "code", "attribute"  # form types of what codings can be analysed by, as variables of their table
_STEPS = re.compile(r"[›>/]")  # between the names of a path
JOINED = "codes"  # the form type of a variable of a survey table that follows the coding


@dataclass(frozen=True)
class CodeLine:
    """A code as analyses see it: its place in the tree, whether it is sensitive or retired.

    `by_use`: sensitive only because `Codings` finds that it counts sensitive codes alone; marked it is nowhere.
    `unset`: nobody said whether it is sensitive, so it is taken to be; what stands below it is judged by itself.
    """

    id: str
    name: Labels
    parent: str | None = None
    depth: int = 0
    sensitive: bool = False
    retired: bool = False
    key: str = ""
    colour: str = ""  # "#0072b2"
    by_use: bool = False
    unset: bool = False

    @property
    def marked(self) -> bool:
        """Whether it, or a code above it, was marked sensitive."""
        return self.sensitive and not (self.by_use or self.unset)


@dataclass(frozen=True)
class SpokenTurn:
    """A turn of a text: code points, half-open, who speaks, and in which language ("": the document's)."""

    start: int
    end: int
    speaker: str = ""
    language: str = ""


NumberedPlaces = tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]
"""Where paragraphs begin and their numbers, where pages begin and theirs."""


def _number_at(starts: Sequence[int], numbers: Sequence[int], position: int) -> int:
    return numbers[max(0, bisect_right(starts, position) - 1)] if starts else 0


@dataclass(frozen=True)
class DocumentText:
    """The text of a document with its turns and sentences, for analyses of words; `numbered` reads its numbers."""

    document: str
    name: str
    language: str
    text: str
    turns: Sequence[SpokenTurn] = ()
    group: str = ""
    cases: tuple[str, ...] = ()  # of words whose speaker is no case's
    speaker_cases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbered: Callable[[], NumberedPlaces] = lambda: ((), (), (), ())

    def cited(self, position: int) -> tuple[int, int]:
        """The interview's own numbers of a place.

        Examples
        --------
        >>> text = DocumentText("1", "Visit", "en", "Yes. No.", numbered=lambda: ((0, 5), (1, 2), (), ()))
        >>> text.cited(6)
        (2, 0)
        """
        paragraphs, numbers, pages, page_numbers = self._numbered
        return _number_at(paragraphs, numbers, position), _number_at(pages, page_numbers, position)

    @cached_property
    def _numbered(self) -> NumberedPlaces:
        return self.numbered()

    def cases_of(self, speaker: str) -> tuple[str, ...]:
        """The cases for which a speaker's words count."""
        return self.speaker_cases.get(speaker) or self.cases


@dataclass(frozen=True)
class Summary:
    """What somebody wrote of a theme for a case: text ("" where it was taken out), author, action number, date."""

    id: str
    text: str
    coder: str
    since: int
    date: str = ""


@dataclass(frozen=True)
class PrintedQuote:
    """A quote as it is printed: words with their marks; `by` adds to whose it is the translator and the other text.

    `language`: of these words, "" for that of the interview.
    """

    text: str
    by: Callable[[Text], Text] = lambda said_by: said_by
    language: str = ""


@dataclass(frozen=True)
class Codings:
    """The codings of a project.

    `segments`: one row per segment (document, group, cases, speaker, role, language, coder, code, start, stop,
    words, turn, last_turn, paragraph, page, origin, weight), by document and place. `documents`: one row per document.
    `attributes`: one row per case, one column per attribute. `cases`: those for which segment or document count, names.
    `codes` in the order of the codebook, sensitive where one above is, or where all that is coded below is.
    `texts` reads the documents' texts, in the order of the project. `quotes` reads the words of segments by their
    ids. `sampled`: the cases are a probability sample, `drawn`: how. `words_refused`: ids of
    documents whose words are not even read inside the team, where these tables stay. `summaries`: what was written of
    a (case, code), newest first. `since`: the number of the action that made a segment. `gone`: codes that are no more,
    by id: the name, and the code they were merged into or "". `queries`: saved queries by name. `cited`: segments that
    are printed otherwise than they were coded, by id. `lemmas`: the words of a document under the forms of a
    dictionary, None where they are not known. `numbers`: what coders, speakers, interviews and cases are called outside
    the team; of these frames unless given. `identifying`: attributes whose values identify people, which bear numbers
    there too. `sensitive`: attributes that are sensitive, answers of a survey or typed; tables by them stay inside the
    team. `value_labels`: the words of an attribute's values in each language, where they are answers of a survey.
    `held_back`: names of interviews that are in none of this, because their consent was refused or withdrawn.
    """

    segments: pd.DataFrame
    documents: pd.DataFrame
    attributes: pd.DataFrame
    codes: tuple[CodeLine, ...]
    texts: Callable[[], Sequence[DocumentText]] = tuple
    quotes: Callable[[Sequence[str]], Mapping[str, str]] = lambda _ids: {}
    roles: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (document, speaker) → role
    sampled: bool = False
    words_refused: frozenset[str] = frozenset()
    summaries: Mapping[tuple[str, str], Sequence[Summary]] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)
    gone: Mapping[str, tuple[Labels, str]] = field(default_factory=dict)
    queries: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    table: DataTable = field(default_factory=lambda: codings_table(0))
    cited: Mapping[str, PrintedQuote] = field(default_factory=dict)
    lemmas: Callable[[str], Sequence[Lemma] | None] = lambda _document: None
    numbers: Numbers = field(default_factory=dict)
    drawn: str = ""
    identifying: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()
    value_labels: Mapping[str, Mapping[str, Labels]] = field(default_factory=dict)
    held_back: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """What stands below a sensitive code is sensitive: whoever bears it bears the code above.

        So is a category of which only sensitive codes are used: its numbers are theirs.
        """
        if not self.numbers:
            object.__setattr__(self, "numbers", self._numbered())
        marked: set[str] = set()
        for code in self.codes:  # parents stand before their children
            if code.marked or code.parent in marked:
                marked.add(code.id)
        marked.update(code.id for code in self.codes if code.unset)
        used = frozenset(self.segments["code"]) if marked else frozenset()
        by_use = {code for code, held in self.below.items() if held & used and held & used <= marked} - marked
        codes = tuple(
            replace(code, sensitive=code.id in marked or code.id in by_use, by_use=code.id in by_use)
            for code in self.codes
        )
        if codes != self.codes:
            object.__setattr__(self, "codes", codes)

    def _numbered(self) -> Numbers:
        return numbers_of(self.segments, self.documents, self.attributes, self.identifying)

    @cached_property
    def by_id(self) -> dict[str, CodeLine]:
        """The codes by their ids."""
        return {code.id: code for code in self.codes}

    @cached_property
    def below(self) -> dict[str, frozenset[str]]:
        """Each code with every code that stands below it."""
        found: dict[str, set[str]] = {code.id: {code.id} for code in self.codes}
        for code in reversed(self.codes):  # parents stand before their children
            if code.parent in found:
                found[code.parent] |= found[code.id]
        return {code: frozenset(held) for code, held in found.items()}

    @cached_property
    def links(self) -> CaseLinks:
        """The links of segments to cases."""
        return links_of(self.segments)

    @cached_property
    def most_cases(self) -> int:
        """How many cases one interview belongs to, at most."""
        return max(map(len, self.documents["cases"]), default=1)

    @property
    def in_several(self) -> int:
        """How many interviews belong to several cases."""
        return sum(len(held) > 1 for held in self.documents["cases"])

    def summary(self, case: str, code: str) -> Summary | None:
        """The summary that counts now; None where none was written, or it was taken out."""
        versions = self.summaries.get((case, code), ())
        return versions[0] if versions and versions[0].text else None

    def role_of(self, document: str, speaker: str) -> str:
        """The role of a speaker of a document: interviewer, interpreter or participant."""
        return self.roles.get((document, speaker), "participant")

    def named(self, name: str) -> CodeLine | None:
        """The code of that id, key or name in any language, case aside."""
        return self.by_id.get(name.strip()) or named_code(self.codes, name)


def named_code(codes: Iterable[CodeLine], name: str) -> CodeLine | None:
    """The code of that id, key, name in any language or path ("Money › Debt"), case aside; None for none.

    Examples
    --------
    >>> codes = [CodeLine("7", Labels({"en": "Water", "fr": "Eau"}), key="water"),
    ...          CodeLine("8", Labels({"en": "Water"}), "7")]
    >>> [code.id for name in ("7", "WATER", "eau", "Water > Water") if (code := named_code(codes, name))]
    ['7', '7', '7', '8']
    """
    known, wanted = list(codes), name.strip().casefold()
    for exact in ({code.id.casefold(): code for code in known}, {code.key.casefold(): code for code in known}):
        if wanted and wanted in exact:
            return exact[wanted]
    by_id = {code.id: code for code in known}
    found, parts = [code for code in known if wanted in _called(code)], [part.strip() for part in _STEPS.split(wanted)]
    if not found and len(parts) > 1:
        found = [code for code in known if _stands_under(code, parts, by_id)]
    if len(found) > 1:
        paths = [Labels.path(names_down_to(code, by_id)) for code in found]
        raise AnalysisProblem(msg("problem.which_code", code=name.strip(), paths=paths))
    return found[0] if found else None


def _called(code: CodeLine) -> set[str]:
    said = (render(code.name, language) for language in LANGUAGES)
    return {word.casefold() for word in (*said, *code.name.by_language.values())}


def _stands_under(code: CodeLine, parts: Sequence[str], by_id: Mapping[str, CodeLine]) -> bool:
    """Whether the last part is the code's name and those before it are the names right above it; "" above a root."""
    here: CodeLine | None = code
    for part in reversed(parts):
        if here is None or part not in _called(here):
            return here is None and not part
        here = by_id.get(here.parent or "")
    return True


def names_down_to(code: CodeLine, by_id: Mapping[str, CodeLine]) -> list[Labels]:
    """The names from the root down to a code."""
    names, here = [code.name], by_id.get(code.parent or "")
    while here is not None and len(names) <= len(by_id):
        names.insert(0, here.name)
        here = by_id.get(here.parent or "")
    return names


def follows_coding(table: DataTable) -> bool:
    """Whether codes were joined to a table of data: its variables change with the codings."""
    return any(variable.form_type == JOINED for variable in table.variables)


def codings_table(segments: int) -> DataTable:
    """The table that stands for the codings among the tables of the data.

    Examples
    --------
    >>> table = codings_table(12)
    >>> table.id, table.rows, table.unit
    ('codings', 12, 'segment')
    """
    labels = Labels({language: render(msg("codings.table"), language) for language in LANGUAGES})
    return DataTable(CODINGS, CODINGS, labels, "segment", RowOrigin.PURPOSIVE, (), segments)
