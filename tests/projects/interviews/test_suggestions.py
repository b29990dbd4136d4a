# SPDX-License-Identifier: MIT
"""Suggestions propose, a person decides; what was decided stays so; quotes without consent never leave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coding.records import Verdict
from coding.retrieval import cooccurrence
from projects.exchange.codebook_files import read_codebook
from projects.interviews import queries
from projects.interviews.codes import import_codebook
from projects.interviews.documents import import_documents, new_document, set_consents
from projects.interviews.segments import add_segment
from projects.interviews.suggestions import (
    FoundInDocument,
    accept_suggestions,
    decided_by_document,
    find_suggestions,
    project_rules,
    reject_suggestions,
    store_suggestions,
)
from projects.interviews.transcript_reading import read_transcript
from projects.store.project import Project
from wording import Problem, Stopped


def find(project: Project) -> list[FoundInDocument]:
    return find_suggestions(queries.load_documents(project), project_rules(project), decided_by_document(project))


def accept_all(project: Project) -> list[str]:
    """Store what the rules find, and accept every suggestion; the ids of the segments."""
    project.do(store_suggestions(find(project)))
    loaded = list(queries.load_documents(project))
    ids = [item.id for document in loaded for item in queries.suggestions(project, document)]
    made: list[str] = project.do(accept_suggestions(ids, [one.document for one in loaded], coder="rules")).result  # type: ignore[assignment]
    return made


def waiting(project: Project, document_id: str) -> list[tuple[str, str, str]]:
    book = queries.codebook(project)
    loaded = queries.load_document(project, document_id)
    return [(book[item.code].key, item.rule, item.quote) for item in queries.suggestions(project, loaded)]


def test_rules_of_the_documents_language_suggest_sentences(project: Project) -> None:
    project.do(store_suggestions(find(project)))
    assert waiting(project, "1") == [
        ("MEA.DOC", "passport", "He took my passport 👩\u200d👧."),
        ("MEA.DEBT", "debt*", "Then he said I had a debt."),
        ("MEA.DEBT", "debt*", "The debt grew every month."),
    ]
    assert waiting(project, "2") == [
        ("MEA.DOC", "confisqu*; passeport", "Il a confisqué mon passeport."),
        ("MEA.DEBT", "dette*", "E\u0301videmment, la dette ne finissait pas."),
    ]
    loaded = queries.load_document(project, "2")
    first = queries.suggestions(project, loaded)[0]
    assert [loaded.document.text[start:end] for start, end in first.matched] == ["confisqué", "passeport"]


def test_nothing_comes_back_whatever_was_decided(project: Project) -> None:
    project.do(store_suggestions(find(project)))
    document = queries.load_document(project, "1")
    ids = [item.id for item in queries.suggestions(project, document)]
    (segment_id,) = project.do(accept_suggestions(ids[:1], [document.document], coder="Ana")).result  # type: ignore[misc]
    project.do(reject_suggestions(ids[1:2], coder="Ana"))
    assert find(project) == []
    segment = queries.segment(project, segment_id)
    assert (segment.origin, segment.quote, segment.coder) == ("rule:passport", "He took my passport 👩\u200d👧.", "Ana")
    assert len(queries.suggestions(project, document, Verdict.REJECTED)) == 1
    with pytest.raises(Problem):
        project.do(reject_suggestions(ids[:1], coder="Ana"))
    with pytest.raises(Problem):
        project.do(store_suggestions(find(project)))
    records = {(record.rule, record.accepted, record.rejected, record.open) for record in queries.rule_records(project)}
    assert ("passport", 1, 0, 0) in records
    assert ("debt*", 0, 1, 1) in records


def test_accepting_under_another_code(project: Project) -> None:
    project.do(store_suggestions(find(project)))
    document = queries.load_document(project, "1")
    act = queries.codebook(project).with_key("ACT")
    assert act is not None
    first = queries.suggestions(project, document)[0]
    project.do(accept_suggestions([first.id], [document.document], coder="Ana", code_id=act.id))
    assert queries.code_counts(project) == {act.id: 1}


def test_what_a_person_codes_needs_no_suggestion(project: Project) -> None:
    document = queries.load_document(project, "1").document
    debt = queries.codebook(project).with_key("MEA.DEBT")
    assert debt is not None
    start = document.text.index("had a debt")
    project.do(add_segment(debt.id, document, start, start + 10, coder="Ana"))
    assert len(find(project)[0].found) == 2  # the passport, and the debt of the last turn
    project.undo()
    project.do(store_suggestions(find(project)))
    project.do(add_segment(debt.id, document, start, start + 10, coder="Ana"))
    assert [key for key, _, _ in waiting(project, "1")] == ["MEA.DOC", "MEA.DEBT"]
    project.undo()
    assert len(waiting(project, "1")) == 3


def test_accepted_segments_keep_the_rule_that_found_them(project: Project) -> None:
    assert len(accept_all(project)) == 5
    assert {segment.origin for segment in queries.segments(project)} == {
        "rule:passport", "rule:debt*", "rule:confisqu*; passeport", "rule:dette*",
    }  # fmt: skip
    assert find(project) == []
    assert queries.recent_codes(project) == []
    project.undo()
    assert queries.counts(project) == {
        "documents": 2, "codes": 4, "segments": 0, "suggestions": 5, "held_back": 0,
    }  # fmt: skip


def test_a_search_stops_when_asked(project: Project) -> None:
    class Impatient:
        def stop_requested(self) -> bool:
            return True

        def report(self, fraction: float, text: object = None) -> None:
            raise AssertionError

    with pytest.raises(Stopped):
        find_suggestions(queries.load_documents(project), project_rules(project), {}, Impatient())


def test_quotes_that_were_refused_are_held_back(project: Project) -> None:
    accept_all(project)
    codes = [code.id for code in queries.codebook(project)]
    allowed, held_back = queries.quotes_for_report(project, codes)
    assert ({quote.document_name for quote in allowed}, len(allowed), held_back) == ({"IDI 01", "IDI 02"}, 5, 0)
    assert {quote.document_name for quote in allowed if quote.may_quote} == {"IDI 01"}, "by others"
    project.do(set_consents("1", {"quotation": False}))
    project.do(set_consents("2", {"quotation": True}))
    allowed, held_back = queries.quotes_for_report(project, codes)
    assert ({quote.document_name for quote in allowed}, held_back) == ({"IDI 02"}, 3)


def test_arrays_for_painting_and_codes_by_case(project: Project) -> None:
    accept_all(project)
    arrays = queries.segment_arrays(project, "1")
    assert list(arrays.starts) == sorted(arrays.starts)
    assert [arrays.codes[place] for place in arrays.index().query(arrays.starts[1], arrays.ends[1])] == [
        arrays.codes[1]
    ]
    assert len(queries.segment_arrays(project, "999").ids) == 0
    frame = queries.coded_cases(project)
    means = queries.codebook(project).with_key("MEA")
    assert means is not None
    assert frame[means.id].to_dict() == {"IDI 01": 3, "IDI 02": 2}
    assert cooccurrence(queries.segments(project)) == []


@pytest.mark.slow
def test_starter_codebooks_against_gold_spans(shared: Path, project: Project) -> None:
    """Reports how the starter keywords fare on three invented interviews; asserts only that places are true."""
    for path in sorted((shared / "codebooks").glob("*.csv")):
        project.do(import_codebook(read_codebook(path)))
    gold = json.loads((shared / "transcripts" / "gold_spans.json").read_text(encoding="utf-8"))
    files = {name: shared / "transcripts" / f"{name}.txt" for name in gold}
    made = [new_document(read_transcript(path), path.read_bytes()) for path in files.values()]
    ids = dict(zip(files, project.do(import_documents(made)).result, strict=True))  # type: ignore[call-overload]
    project.do(store_suggestions(find(project)))
    keys = {code.id: code.key for code in queries.codebook(project)}
    hit = wanted = right = proposed = 0
    for name, document_id in ids.items():
        loaded = queries.load_document(project, document_id)
        document = loaded.document
        assert document.text == files[name].read_text(encoding="utf-8")
        assert document.language == gold[name]["lang"]
        spans = [span for span in gold[name]["spans"] if not span["code"].startswith("PII")]
        assert all(document.text[span["start"] : span["end"]] == span["text"] for span in spans)
        offered = queries.suggestions(project, loaded)
        for item in offered:
            assert item.quote == document.text[item.start : item.end]
            assert all(item.start <= start < end <= item.end for start, end in item.matched)
        meets = [
            [
                item
                for item in offered
                if keys[item.code] == span["code"] and item.start < span["end"] and item.end > span["start"]
            ]
            for span in spans
        ]
        wanted += len(spans)
        hit += sum(1 for items in meets if items)
        proposed += len(offered)
        right += len({item.id for items in meets for item in items})
    print(f"gold spans met: {hit} of {wanted}; suggestions that meet one: {right} of {proposed}")
    assert 0 < hit <= wanted
    assert 0 < right <= proposed
