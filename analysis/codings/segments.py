# SPDX-License-Identifier: MIT
"""Segments that a query finds: a list in context, page by page, or a table of quotes with attribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.codings.case_links import cases_in, names_of_cases
from analysis.codings.groups import OWN_COLUMNS, groups_of
from analysis.codings.places import place_of
from analysis.codings.queries import found_by, terms
from analysis.codings.query_parts import query_parts, query_words
from analysis.codings.quotes import ChosenQuote, choose_quotes, typical_order
from analysis.codings.study import CodingStudy
from analysis.codings.table_words import base_note, title_of
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import pandas as pd

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
