# SPDX-License-Identifier: MIT
"""A quote is cited by the numbers that the transcript prints beside the text, whatever numbers the text has."""

from __future__ import annotations

import io

import docx
import pytest

from analysis.analyses import run
from analysis.codings.cell_segments import quote_lines
from analysis.codings.framework import choose_quotes
from analysis.codings.study import CodingStudy
from coding.numbering import Numbering, NumberMarks
from projects.cases.memo_list import all_memos
from projects.exchange.segment_table import COLUMNS, copied_segments, origin_of, segment_table, write_docx
from projects.exchange.whole_text_consent import ShareableDocuments
from projects.findings.coded_frames import load_codings
from projects.findings.quote_attribution import attributions
from projects.interviews import queries
from projects.interviews.cited_places import cited_places
from projects.interviews.documents import NewDocument, import_documents, set_consents
from projects.interviews.segments import add_segment, set_segment_memo
from projects.quotes.quote_format import printed
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.corrections import correct_text
from wording import render

# A heading of two lines, an answer of two paragraphs: what is cited stands in the fourth turn, the seventh paragraph.
TEXT = (
    "Interview\nKigali\n\nI: Who drove?\nR: A man.\nHe did not speak.\nI: And then?\nR: Then we walked to the river.\n"
)
CITED = "we walked to the river"
SEVENTH = TEXT.index("R: Then")

NUMBERINGS = {
    "of the text": (Numbering(), 7, 0),
    "of a PDF": (Numbering(pages=NumberMarks([0, SEVENTH], [4, 5])), 7, 5),
    "of the file": (Numbering(given_paragraphs=NumberMarks([0, SEVENTH], [101, 117])), 117, 0),
}


@pytest.mark.parametrize("kind", NUMBERINGS)
@pytest.mark.parametrize("corrected", [False, True])
def test_every_place_that_cites_prints_the_number_beside_the_text(project: Project, kind: str, corrected: bool) -> None:
    numbering, paragraph, page = NUMBERINGS[kind]
    new = NewDocument("River", "en", parse_text(TEXT, numbering=numbering), b"", "txt")
    (number,) = project.do(import_documents([new])).result  # type: ignore[misc]
    project.do(set_consents(number, {"interview": True, "quotation": True}))
    document = queries.load_document(project, number).document
    code = queries.codebook(project).with_key("ACT")
    assert code is not None
    start = TEXT.index(CITED)
    made = project.do(add_segment(code.id, document, start, start + len(CITED), coder="Ana")).result[0]  # type: ignore[index]
    if corrected:  # a paragraph more in front of it: the words keep their number
        project.do(correct_text(document, TEXT.replace("He did not", "He looked away.\nHe did not")))
    (segment,) = [one for one in queries.segments(project, number) if one.id == made]
    beside = queries.load_document(project, number).numbers.paragraphs.at(segment.start)
    assert beside == paragraph
    place = f"p. {page}, ¶ {paragraph}" if page else f"¶ {paragraph}"
    cited = cited_places(project, [(number, segment.start)])
    assert render(cited[number, segment.start], "en").replace("\u00a0", " ") == f"River, {place}"
    study = CodingStudy(load_codings(project))
    (line,) = quote_lines(study, [made])
    assert (line.paragraph, line.page) == (paragraph, page)
    mine = study.codings.segments[study.codings.segments["segment"] == made]
    ((quote,), _held) = choose_quotes(study, mine, 1, 1)
    assert render(quote.place, "en").replace("\u00a0", " ") == f"River, {place}"
    (read,) = [one for one in queries.quotes(project, [code.id]) if one.segment.id == made]
    (said,) = attributions(project, [read], printed(project, [segment]), outside=False)
    assert render(said, "en").replace("\u00a0", " ") == f"R, River, {place}"
    for kind_of_list, asked in (("segments", {"variable": code.id}), ("kwic", {"query": "walked to the river"})):
        (found,) = run(kind_of_list, study, asked).tables[0].rows
        told = [render(one, "en").replace("\u00a0", " ") for one in (found.label, *(c.text or "" for c in found.cells))]
        assert f"River, {place}" in told, kind_of_list
    project.do(set_segment_memo(made, "Which river?"))
    (memo,) = all_memos(project)
    assert memo.place == (paragraph, page)
    assert render(memo.cited, "en").replace("\u00a0", " ").endswith(f"” (River, {place})")  # the interview it stands in
    table = segment_table(project, ShareableDocuments((number,), (), (), frozenset()), "en", only=frozenset({made}))
    (row,) = table.rows
    write_docx(table, printed_file := io.BytesIO(), COLUMNS)
    lines = [one.text for one in docx.Document(printed_file).paragraphs]
    assert f"River, {f'page {page}, ' if page else ''}paragraph {paragraph}, R, Ana" in lines
    heads, cells = (line.split("\t") for line in copied_segments(project, [made], "en").text.splitlines())
    assert [cells[heads.index(one)] for one in ("page", "paragraph")] == [str(page or ""), str(paragraph)]
    assert row[COLUMNS.index("paragraph")] == paragraph
    assert row[COLUMNS.index("page")] == (page or "")
    assert row[COLUMNS.index("origin")] == "person"
    origins = [render(origin_of(one), "fr") for one in ("person", "rule:dette*", "imported")]
    assert [one.replace("\u00a0", " ") for one in origins] == ["à la main", "règle : dette*", "imported"]
