# SPDX-License-Identifier: MIT
"""Segments that a query finds: a list in context, page by page, or a table of quotes with attribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from analysis.codings.framework import ChosenQuote, choose_quotes, typical_order
from analysis.codings.groups import OWN_COLUMNS, groups_of
from analysis.codings.queries import QUERY_OPTIONS, found_by, terms
from analysis.codings.records import cases_in, names_of_cases, place_of
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import base_note, title_of
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import pandas as pd

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


PAGE = 200  # rows of a page; page 0 is all of them
_LONGEST_AROUND = 500


def segments_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """The segments that a query finds (`queries.found_by`), as a list or as quotes with attribution."""
    study = study.by_coder("")
    found = found_by(study, options, progress)
    if terms(options["picked"]):
        found = found[found["segment"].astype(str).isin(set(terms(options["picked"])))]
    table = _quotes(study, found, options) if options["listing"] == "quotes" else _listed(study, found, options)
    facts = {"n": len(found), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("segments", dict(options), (table,), (), facts, msg("why.codings"))


_HEADS = ("quote", "speaker", "document", "case", "coder", "words")  # code, quote, speaker without scrolling
_SORTED_BY = {"case": ["cases", "document", "start"], "code": ["code", "document", "start"], "speaker": ["speaker"]}


def _listed(study: CodingStudy, found: pd.DataFrame, options: Options) -> TableSpec:
    found = _sorted(study, found, options["sort"])
    by, grouped = _grouped(study, found, str(options["by"] or ""))
    found = found.loc[grouped.index]
    pages = max(1, -(-len(found) // PAGE))
    page = int(options["page"] or 0)
    if not 0 <= page <= pages:
        raise AnalysisProblem(msg("problem.page", page=page, pages=pages))
    first = (page - 1) * PAGE if page else 0
    listed = found.iloc[first : first + PAGE] if page else found
    names = dict(zip(study.codings.documents["document"], study.codings.documents["name"], strict=True))
    said = _words(study, listed, int(options["around"] or 0))
    rows = tuple(
        Row(
            f"s{line.segment}",
            study.codings.by_id[line.code].name,
            (*group, *_cells(line, said[str(line.segment)], str(names[line.document]))),
        )
        for line, group in zip(listed.itertuples(index=False), grouped.loc[listed.index], strict=True)
    )
    more = msg("note.segments_page", page=page, pages=pages, first=first + 1, last=first + len(listed), of=len(found))
    return TableSpec(
        "segments",
        title_of(options, msg("title.segments")),
        msg("subtitle.segments", n=len(found), documents=found["document"].nunique(), cases=len(cases_in(found))),
        msg("codings.code"),
        (*by, *(Column(name, msg(f"column.segments.{name}"), show=("estimate",)) for name in _HEADS)),
        rows,
        (
            *_asked(study, options),
            *base_note(study),
            *((more,) if page and pages > 1 else ()),
            *_left_out(study, listed),
        ),
        base=len(found),
        exclusive_rows=False,
        sensitive=_sensitive(study, found),
        inside_only=True,
    )


def _sorted(study: CodingStudy, found: pd.DataFrame, by: str) -> pd.DataFrame:
    if by == "place":
        return found
    if by == "words":
        return found.sort_values("words", ascending=False, kind="stable")
    if by == "code":
        order = {code.id: at for at, code in enumerate(study.codings.codes)}
        return found.iloc[found["code"].map(order).argsort(kind="stable")]
    if by == "typical":
        texts = study.codings.quotes([str(one) for one in found["segment"]])
        return found.iloc[typical_order([texts.get(str(one), "") for one in found["segment"]])]
    return found.sort_values(_SORTED_BY[by], kind="stable")


def _grouped(study: CodingStudy, found: pd.DataFrame, by: str) -> tuple[tuple[Column, ...], pd.Series]:
    """A column for what the segments are grouped by, and its cell of each, group by group; those without come last."""
    import pandas as pd  # with the frames

    wanted = by.strip()
    if not wanted:
        return (), pd.Series([()] * len(found), index=found.index, dtype=object)
    groups = groups_of(study.codings, wanted, "cases")
    place = {key: at for at, key in enumerate(groups.keys)}
    positions = study.codings.segments.index.get_indexer(found.index)
    at_segment, link = study.codings.links.of(positions)
    held: list[set[int]] = [set() for _ in positions]
    for at, key in zip(at_segment.tolist(), groups.of_links[link], strict=True):
        held[at].add(place.get(key, len(place)))
    labels = (*groups.labels, "–")
    of_each = pd.Series([tuple(sorted(one)) for one in held], index=found.index, dtype=object).sort_values(
        kind="stable"
    )
    own = wanted.casefold() in OWN_COLUMNS
    head = msg(f"codings.own.{wanted.casefold()}") if own else wanted
    column = Column("by", head, show=("estimate",))
    cells = [(Cell(text=_labelled([labels[at] for at in one]), unit=Unit.TEXT),) for one in of_each]
    return (column,), pd.Series(cells, index=of_each.index, dtype=object)


def _labelled(labels: Sequence[Text]) -> Text:
    """The groups of a segment: several where it counts for several cases."""
    said = labels[0]
    for label in labels[1:]:
        said = msg("group.pair", first=said, second=label)
    return said


def _words(study: CodingStudy, listed: pd.DataFrame, around: int) -> dict[str, Text]:
    """The words of each segment, with so many letters before and behind it; "…" where quoting was refused."""
    texts = study.codings.quotes([str(one) for one in listed["segment"]])
    if not 0 <= around <= _LONGEST_AROUND:
        raise AnalysisProblem(msg("problem.around", most=_LONGEST_AROUND))
    whole = {one.document: one.text for one in study.codings.texts()} if around else {}
    found: dict[str, Text] = {}
    for line in listed.itertuples(index=False):
        quote = " ".join(texts.get(str(line.segment), "").split())
        text = whole.get(line.document)
        if line.document in study.codings.words_refused:
            found[str(line.segment)] = msg("segments.no_consent")
        elif text is None:
            found[str(line.segment)] = quote
        else:
            left = " ".join(text[max(0, line.start - around) : line.start].split())
            right = " ".join(text[line.stop : line.stop + around].split())
            found[str(line.segment)] = msg("segments.in_context", left=left, quote=quote, right=right)
    return found


def _asked(study: CodingStudy, options: Options) -> tuple[Text, ...]:
    """What the list was asked for, so that it says so on paper too; nothing where it was asked for all segments."""
    if not query_parts(options):
        return ()
    names: dict[str, Text] = {code: name for code, (name, _into) in study.codings.gone.items()}  # merged, deleted
    names |= {called: study.headings[code.id] for code in study.codings.codes for called in (code.id, code.key)}
    return (msg("note.query", query=query_words(options, names)),)


def _left_out(study: CodingStudy, listed: pd.DataFrame) -> tuple[Text, ...]:
    n = int(listed["document"].isin(study.codings.words_refused).sum())
    return (msg("note.words_left_out", n=n),) if n else ()


def _cells(line: Any, said: Text, document: str) -> tuple[Cell, ...]:
    where = msg("framework.place", document=document, place=place_of(int(line.paragraph), int(line.page)))
    texts = (said, str(line.speaker) or "–", where, names_of_cases(line.cases), str(line.coder))
    return (*(Cell(text=text, unit=Unit.TEXT) for text in texts), Cell(float(line.words), unit=Unit.COUNT))


def _quotes(study: CodingStudy, found: pd.DataFrame, options: Options) -> TableSpec:
    """Quotes with whose they are, at most so many of one case; of those picked by hand as many as were picked."""
    picked = bool(terms(options["picked"]))
    most, each = len(found) if picked else int(options["quotes"]), int(options["each"])
    quotes, held = choose_quotes(study, found, most, each, "first" if picked else options["pick"])
    rows = tuple(Row(f"s{quote.segment}", study.codings.by_id[quote.code].name, _quoted(quote)) for quote in quotes)
    notes: list[Text] = [*_asked(study, options), *base_note(study)]
    if held:
        notes.append(msg("note.quotes_held", n=held))
    more = len(found) - held - len(quotes)
    if picked and more:
        notes.append(msg("note.quotes_picked", each=each, n=more))
    if not picked:
        notes.append(msg(f"note.quotes_{options['pick']}", each=each))
    return TableSpec(
        "quotes",
        title_of(options, msg("title.quotes")),
        msg("subtitle.quotes", n=len(quotes), of=len(found)),
        msg("codings.code"),
        tuple(Column(name, msg(f"column.quotes.{name}"), show=("estimate",)) for name in ("quote", "who", "place")),
        rows,
        tuple(notes),
        base=len(found),
        exclusive_rows=False,
        sensitive=_sensitive(study, found),
        inside_only=True,
    )


def _quoted(quote: ChosenQuote) -> tuple[Cell, ...]:
    who = quote.case if quote.speaker in ("", quote.case) else f"{quote.case}, {quote.speaker}"
    return tuple(Cell(text=text, unit=Unit.TEXT) for text in (quote.quoted, who, quote.place))


def _sensitive(study: CodingStudy, found: pd.DataFrame) -> bool:
    return any(study.codings.by_id[code].sensitive for code in found["code"].unique())
