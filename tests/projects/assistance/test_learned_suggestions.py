# SPDX-License-Identifier: MIT
"""Suggestions learned from codings: they come with reasons, stay decided, respect the coder, and go when erased."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coding.codebook_table import codes_from_rows
from coding.keywords import FoundSuggestion
from coding.learned.encoder import encoder_version
from coding.spacy_pipelines import pipeline_name
from projects.assistance.codes_without_suggestions import silent_codes
from projects.assistance.learned_suggestions import (
    Learned,
    Lesson,
    ProposalReason,
    gain_of,
    learn,
    lesson,
    passages_alike,
    store_learned,
)
from projects.assistance.parses import in_place, parse_missing, unparsed
from projects.assistance.queries import quotes_of_segments
from projects.assistance.review import listed, nearest_decided
from projects.assistance.suggestion_reasons import (
    OpenSuggestion,
    Source,
    SourceRecord,
    accepted_as,
    older_models,
    open_suggestions,
    reasons_of,
    source_records,
)
from projects.assistance.switches import set_switches, switches_of
from projects.assistance.vectors import from_bytes, keep_vectors, sentence_digest, to_bytes
from projects.interviews import queries
from projects.interviews.codebook_editing import set_category
from projects.interviews.coders import set_blind
from projects.interviews.codes import add_code, delete_code, import_codebook, redefine_code
from projects.interviews.documents import NewDocument, import_documents, set_consents
from projects.interviews.reading_process import find_suggestions_apart
from projects.interviews.segments import add_segment, remove_segments
from projects.interviews.suggestions import (
    FoundInDocument,
    accept_suggestions,
    decided_by_document,
    project_rules,
    ranked_children,
    reject_suggestions,
    store_suggestions,
)
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.corrections import correct_text
from projects.worker import TextProcess
from wording import Labels, Problem
from workbench.cli import main

DEBT = [
    "He said I owed him money for the journey.",
    "The debt grew every month and I could not pay it.",
    "They told me I must work until the debt was paid.",
    "She wrote my debt for the transport in a notebook.",
    "I owed them more money each week.",
    "The boss added food and rent to my debt.",
]
PAPERS = [
    "He took my passport at the airport.",
    "They kept our identity cards in a locked drawer.",
    "She never gave my passport back.",
    "My papers were locked in the office.",
    "The agent kept the passports of all the girls.",
    "They took my identity card on the first day.",
]
OTHER = [
    "The weather was cold in the mountains.",
    "My sister lives with her two children.",
    "We ate rice and beans in the evening.",
    "I like to sing in the church choir.",
    "The bus stopped near the market.",
    "My mother taught me how to sew.",
    "On Sunday the street was quiet.",
    "He plays football with the neighbours.",
]
NEW = ["The driver kept my passport in his drawer.", "My debt for the journey grew each month.", "I sing on Sunday."]
CODES = [
    {"code_id": "DEBT", "name_en": "Debt", "name_fr": "Dette", "keywords_en": "debt"},
    {"code_id": "PAPERS", "name_en": "Papers kept", "name_fr": "Papiers gardés", "keywords_en": ""},
]


def _fill(project: Project) -> None:
    texts = [
        " ".join([*(x for pair in zip(DEBT, PAPERS, strict=True) for x in pair), *OTHER]),
        " ".join([*OTHER, *(x for pair in zip(PAPERS, DEBT, strict=True) for x in reversed(pair))]),
        " ".join([*OTHER[:3], *NEW]),
    ]
    project.do(
        import_documents(
            [NewDocument(f"IDI {n}", "en", parse_text(text), text.encode(), "txt") for n, text in enumerate(texts)]
        )
    )
    project.do(import_codebook(codes_from_rows(CODES, "codes.csv")))
    for number in ("1", "2"):
        document = queries.load_document(project, number).document
        for code, sentences in (("1", DEBT), ("2", PAPERS)):
            for sentence in sentences:
                start = document.text.index(sentence)
                project.do(add_segment(code, document, start, start + len(sentence), coder="Ana"))


@pytest.fixture
def project(tmp_path: Path, copied_project: Callable[..., Project]) -> Iterator[Project]:
    """Documents "1" and "2" coded by Ana, "3" not; codes "1" (debt, with a rule) and "2" (papers)."""
    with copied_project(tmp_path / "p.pwb", "quiet lantern over 7 rivers", _fill, name="Test", user="Ana") as opened:
        yield opened


def suggested(project: Project, text_process: TextProcess, **how: object) -> Learned:
    return learn(text_process, lesson(project, "Ana", **how))  # type: ignore[arg-type]


def quotes(project: Project) -> set[tuple[str, str]]:
    text = {loaded.document.id: loaded.document.text for loaded in queries.load_documents(project)}
    return {(one.code, text[one.document][one.start : one.end]) for one in open_suggestions(project)}


@pytest.mark.slow
def test_it_learns_and_says_why(project: Project, text_process: TextProcess) -> None:
    learned = suggested(project, text_process)
    (held,) = [one for one in learned.results if one.document == "3"]
    start = held.text.index(OTHER[2])
    weak = replace(held, found=(FoundSuggestion("2", start, start + 9, "model:older", "en", ()),))
    why = {("3", "2", start, start + 9): ProposalReason("older", 0.5, (), ())}
    project.do(store_learned(Learned((weak,), why, wanted=("2",))))
    assert ("2", OTHER[2][:9]) in quotes(project)
    assert [(note.key, note.args["n"]) for note in older_models(project)] == [("learned.another_version", 1)]
    project.do(store_learned(learned))  # today's model does not propose it any more
    assert ("2", OTHER[2][:9]) not in quotes(project)
    assert older_models(project) == []
    assert {("2", NEW[0]), ("1", NEW[1])} <= quotes(project)
    assert not {quote for _, quote in quotes(project)} & {*OTHER, NEW[2]}
    one = next(one for one in open_suggestions(project) if one.document == "3" and one.code == "2")
    (reason,) = reasons_of(project, one.id)
    assert (reason.source, reason.version.startswith("ridge-2+")) == (Source.MODEL, True)
    assert "passport" in reason.words
    assert 0.5 <= (reason.score or 0) <= 1
    similar = [queries.segment(project, number) for number in reason.similar]
    assert [segment.code for segment in similar] == ["2", "2", "2"]
    told = quotes_of_segments(project, reason.similar)
    languages = [queries.load_document(project, segment.document).document.language for segment in similar]
    assert [language for _, _, _, language in told] == languages  # each is quoted in the marks of its language
    if encoder_version():
        assert encoder_version() in reason.version
        assert learned.encoded == learned.compared


def test_refused_interviews_are_not_learned_from_and_said(
    project: Project, text_process: TextProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    project.do(store_learned(learn(text_process, lesson(project, "Ana"), by_letters=True)))
    assert any(one.document == "3" for one in open_suggestions(project))
    project.do(set_consents("3", {"interview": False}))
    assert not any(one.document == "3" for one in open_suggestions(project))
    project.do(set_consents("2", {"interview": False}))
    given = lesson(project, "Ana")
    assert (given.refused, given.wanted) == (2, ())  # one interview is left: too few to learn from
    assert {row[1] for row in given.examples} == {"1"}
    assert given.missing["1"].documents == 1
    assert given.documents.keys() == {"1"}
    assert [one.document for one in unparsed(project)] in ([], ["1"])
    folder = project.folder
    project.close()
    monkeypatch.setenv("WORKBENCH_PASSWORD", "quiet lantern over 7 rivers")
    assert main(["suggest", str(folder)]) == 0
    assert "Consent to 2 interviews was refused" in capsys.readouterr().out


class Counting:
    """A text process that counts what it was asked."""

    def __init__(self, process: TextProcess) -> None:
        self.process, self.handed, self.made = process, 0, 0

    def call(self, name: str, /, **how: Any) -> Any:
        self.handed += len(how["objects"]) if name == "take_vectors" else 0
        return self.process.call(name, **how)

    def ask(self, name: str, /, **how: Any) -> Any:
        answer = self.process.ask(name, **how)
        self.made += len(from_bytes(answer.parts[0], 2048)) if answer.parts else 0
        return answer


@pytest.mark.slow
@pytest.mark.starts_anew
def test_vectors_are_kept_between_starts_and_go_with_their_interview(project: Project) -> None:
    if not encoder_version():
        pytest.skip("no sentence encoder is installed")
    given = lesson(project, "Ana")
    with TextProcess() as process:
        first = Counting(process)
        learned = learn(first, given, fetch=in_place(project))
    assert first.made > 20
    assert first.handed == 0
    kept = project.query("SELECT * FROM sentence_vectors ORDER BY document")
    assert [row["document"] for row in kept] == [1, 2, 3]
    assert project.undo_text() is not None
    with TextProcess() as process:  # another start
        second = Counting(process)
        again = learn(second, given, fetch=in_place(project))
        assert (second.made, second.handed) == (4, 3)  # the names of two codes in two languages, of no interview
        assert [one.found for one in again.results] == [one.found for one in learned.results]
        document = queries.load_document(project, "3").document
        project.do(add_segment("1", document, 0, 20, coder="Ana"))
        learn(second, lesson(project, "Ana"), fetch=in_place(project))
        assert second.made == 5  # after those four the words coded now
    rows = project.query("SELECT document, vectors_ref FROM sentence_vectors ORDER BY id")
    assert [row["document"] for row in rows] == [1, 2, 3, 3]
    gone = [row["vectors_ref"] for row in rows if row["document"] == 3]
    sealed = {path.name: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    assert not any(NEW[0].encode() in data for data in sealed.values())
    erase(project, Subject("document", "3"), EraseReason("withdrawn"))
    assert not project.query("SELECT 1 FROM sentence_vectors WHERE document = 3")
    assert not [ref for ref in gone if list(project.folder.rglob(ref))]
    assert project.check().sound
    project.do(set_consents("2", {"interview": False}))
    made = to_bytes({sentence_digest("new"): b"1" * 2048})
    keep_vectors(project, encoder_version(), [["x", "1", "new"]], made, 2048)
    assert {row["document"] for row in project.query("SELECT document FROM sentence_vectors")} == {1}
    assert from_bytes(b"PWV1\x05damaged", 2048) == from_bytes(b"", 2048) == {}


def test_without_vectors_letters_answer(project: Project, text_process: TextProcess) -> None:
    learned = learn(text_process, lesson(project, "Ana"), by_letters=True)
    assert learned.encoded == 0
    project.do(store_learned(learned))
    assert {("2", NEW[0]), ("1", NEW[1])} <= quotes(project)


def test_a_rule_and_a_model_at_one_place_are_one_suggestion(project: Project, text_process: TextProcess) -> None:
    documents, rules = list(queries.load_documents(project)), project_rules(project)

    def by_rules() -> None:
        found = find_suggestions_apart(text_process, documents, rules, decided_by_document(project))
        project.do(store_suggestions(found))

    by_rules()
    project.do(store_learned(suggested(project, text_process)))
    both = [one for one in open_suggestions(project) if one.code == "1" and one.document == "3"]
    assert [[str(reason.source) for reason in one.reasons] for one in both] == [["rule", "model"]]
    project.undo()
    project.undo()
    assert project.query("SELECT count(*) AS n FROM suggestion_reason")[0]["n"] == 0
    project.do(store_learned(suggested(project, text_process)))  # the other way round
    by_rules()
    (one,) = (one for one in open_suggestions(project) if one.code == "1" and one.document == "3")
    assert {str(reason.source) for reason in one.reasons} == {"rule", "model"}
    with pytest.raises(Problem):
        by_rules()


def test_what_was_decided_does_not_come_back(project: Project, text_process: TextProcess) -> None:
    project.do(store_learned(suggested(project, text_process)))
    by_code = {one.code: one for one in open_suggestions(project) if one.document == "3"}
    document = queries.load_document(project, "3").document
    (number,) = project.do(accept_suggestions([by_code["2"].id], [document], coder="Ana")).result  # type: ignore[misc]
    project.do(reject_suggestions([by_code["1"].id], coder="Ana"))
    (reason,) = reasons_of(project, by_code["2"].id)
    assert queries.segment(project, number).origin == f"model:{reason.version}"
    kept = accepted_as(project, number)
    assert kept is not None
    assert (kept.decided_by, kept.reasons[0].version, kept.reasons[0].score) == ("Ana", reason.version, reason.score)
    assert dt.datetime.fromisoformat(kept.local).date() == dt.date.today()
    assert accepted_as(project, min(one.id for one in queries.segments(project))) is None
    (record,) = source_records(project)
    assert (record.source, record.accepted, record.decided) == (Source.MODEL, 1, 2)
    low, high = record.interval() or (0.0, 0.0)
    assert (round(low, 4), round(high, 4)) == (0.0945, 0.9055)  # by hand: Wilson (1927) for 1 of 2 at 95 %
    again = lesson(project, "Ana")
    assert [row[4] for row in again.examples if row[0].startswith("rejected:")] == [["1"]]
    made = learn(text_process, again)
    assert not any(result.document == "3" for result in made.results if any(f.code in "12" for f in result.found))


def test_too_few_segments_are_told(project: Project) -> None:
    project.do(delete_code("1"))
    project.do(import_codebook(codes_from_rows([{"code_id": "NEW", "name_en": "New"}], "codes.csv")))
    document = queries.load_document(project, "3").document
    project.do(add_segment("3", document, 0, 10, coder="Ana"))
    need = lesson(project, "Ana").missing
    assert {code: (one.segments, one.documents) for code, one in need.items()} == {"3": (7, 1)}


def test_sensitive_and_retired_codes(project: Project) -> None:
    project.do(redefine_code("2", sensitivity="medium"))
    assert lesson(project, "Ana").withheld == ()
    project.do(redefine_code("2", sensitivity="high"))
    given = lesson(project, "Ana")
    assert (given.wanted, given.withheld) == (("1",), ("2",))
    assert lesson(project, "Ana", codes=["2"], sensitive=["2"]).wanted == ("2",)
    project.write_lasting(
        "test", "log", project.history()[0].message, lambda t: t.execute("UPDATE code SET retired = 1 WHERE id = 1")
    )
    assert lesson(project, "Ana").wanted == ()


def test_blind_coding_learns_from_its_coder_alone(project: Project) -> None:
    def learned_from(given: Lesson) -> int:
        return sum(bool(row[3]) for row in given.examples)

    assert learned_from(lesson(project, "Ben")) == 24
    project.do(set_blind(True))
    assert (learned_from(lesson(project, "Ben")), learned_from(lesson(project, "Ana"))) == (0, 24)
    assert lesson(project, "Ben").wanted == ()


def test_erase_and_corrections_reach_reasons(project: Project, text_process: TextProcess) -> None:
    project.do(store_learned(suggested(project, text_process)))
    document = queries.load_document(project, "3").document
    project.do(correct_text(document, document.text.replace("driver", "person")))
    words = project.query("SELECT words FROM suggestion_reason WHERE document = 3")
    assert {row["words"] for row in words} == {"[]"}
    erase(project, Subject("document", "3"), EraseReason("withdrawn"))
    assert project.query("SELECT count(*) AS n FROM suggestion_reason WHERE document = 3")[0]["n"] == 0
    left = project.query("SELECT before, after FROM journal WHERE tbl = 'suggestion_reason'")
    assert not any('"document":3' in (image or "").replace(" ", "") for row in left for image in row)


def test_undo_takes_suggestions_and_reasons_back(project: Project, text_process: TextProcess) -> None:
    project.do(store_learned(suggested(project, text_process)))
    project.undo()
    for table in ("suggestion", "suggestion_reason"):
        assert project.query(f"SELECT count(*) AS n FROM {table}")[0]["n"] == 0


def test_vectors_come_whole_from_a_long_answer() -> None:
    made = {sentence_digest(str(n)): bytes([n]) * 2048 for n in range(40)}
    long = bytearray(to_bytes(made))  # as the pipe hands over what is longer than 64 kB
    assert from_bytes(long, 2048) == made


def test_codes_that_suggest_nothing_are_told_with_the_reason(project: Project) -> None:
    def told() -> list[tuple[str, str, int]]:
        return [(one.code.name.in_language("en"), one.why, one.n) for one in silent_codes(project, "Ana")]

    project.do(add_code(Labels({"en": "Travel"})))
    project.do(add_code(Labels({"en": "Threats"})))
    project.do(redefine_code("4", sensitivity="high"))
    document = queries.load_document(project, "3").document
    project.do(add_segment("3", document, 0, 10, coder="Ana"))
    assert told() == [("Threats", "sensitive", 0), ("Travel", "segments", 7)]  # debts and papers are learned
    project.do(set_switches(replace(switches_of(project), sensitive=frozenset({"4"}))))
    assert told() == [("Travel", "segments", 7), ("Threats", "segments", 8)]
    project.do(redefine_code("4", keywords={"en": ["threat*"]}))
    assert told() == [("Travel", "segments", 7), ("Threats", "allowed", 0)]  # so that it can be switched off
    assert [one.code.id for one in silent_codes(project, "Ana", proposed={"4"})] == ["3"]
    for start in range(12, 100, 11):
        project.do(add_segment("3", document, start, start + 10, coder="Ana"))
    assert ("Travel", "documents", 1) in told()
    project.do(set_switches(replace(switches_of(project), on=False)))
    assert told() == []


def test_the_gain_over_the_commonest_codes_is_kept(project: Project, text_process: TextProcess) -> None:
    assert gain_of(project) is None
    learned = learn(text_process, lesson(project, "Ana"), by_letters=True)
    assert learned.gain is None  # there are but two codes to name: any three would be right
    project.do(store_learned(replace(learned, gain=(0.75, 0.5, 24))))
    assert gain_of(project) == (0.75, 0.5, 24)
    project.undo()
    assert gain_of(project) is None


def test_one_rejection_of_many_is_not_all() -> None:
    counts = ((256, 1), (9, 0), (1, 256), (0, 4))
    assert [SourceRecord(Source.RULE, *each, 0).percent for each in counts] == [99, 100, 1, 0]


def test_a_denial_takes_its_mark_where_a_code_tells_what_happened(project: Project, text_process: TextProcess) -> None:
    if not pipeline_name("en"):
        pytest.skip("no spaCy pipeline is installed")
    denied = "They never kept my passport in a locked drawer."
    project.do(import_documents([NewDocument("IDI 9", "en", parse_text(denied), denied.encode(), "txt")]))
    parse_missing(in_place(project), text_process)

    def found() -> Learned:
        return learn(
            text_process, lesson(project, "Ana", sensitive=("1", "2")), by_letters=True, fetch=in_place(project)
        )

    def marks(learned: Learned) -> dict[str, str]:
        return {of.text[one.start : one.end]: one.mark for of in learned.results for one in of.found if one.code == "2"}

    assert marks(found())[denied] == marks(found())[NEW[0]] == "hit"  # neither sensitive nor with rules on grammar
    project.do(redefine_code("2", sensitivity="high"))
    learned = found()
    assert marks(learned) == {denied: "negated", NEW[0]: "hit"}
    project.do(store_learned(learned))
    assert [one.mark for one in open_suggestions(project, ("2",))] == ["hit", "negated"]
    project.do(redefine_code("2", keywords={"en": ("phrase: take passport",)}))
    assert marks(found()) == {NEW[0]: "hit"}  # its rules propose hits only


def test_a_code_of_one_coding_has_passages_like_it_that_join_no_queue(
    project: Project, text_process: TextProcess
) -> None:
    project.do(add_code(Labels({"en": "Song"})))
    document = queries.load_document(project, "1").document
    start = document.text.index(OTHER[3])
    project.do(add_segment("3", document, start, start + len(OTHER[3]), coder="Ana"))
    found = passages_alike(text_process, in_place(project), "3", "Ana")
    assert {one.quote for one in found[:2]} == {OTHER[3], NEW[2]}  # said again in the second interview; to sing
    assert (document.id, OTHER[3]) not in {(one.document, one.quote) for one in found}
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert open_suggestions(project) == []
    with pytest.raises(Problem):
        passages_alike(text_process, in_place(project), "3", "Ana", segments=("999",))


def test_what_was_decided_for_the_nearest_is_told(project: Project, text_process: TextProcess) -> None:
    rows = [("1", DEBT[1]), ("1", OTHER[0]), ("3", NEW[1])]
    texts = {number: queries.load_document(project, number).document for number in ("1", "3")}
    for number, sentence in rows:
        document = texts[number]
        start = document.text.index(sentence)
        made = FoundSuggestion("2", start, start + len(sentence), "debt", "en", ())
        project.do(store_suggestions([FoundInDocument(number, document.digest, document.text, (made,))]))
    first, second, third = sorted((one.id for one in open_suggestions(project)), key=int)
    assert nearest_decided(project, third) == []
    project.do(accept_suggestions([first], [texts["1"]], coder="Ana"))
    project.do(reject_suggestions([second], coder="Ana"))
    assert [(one.accepted, one.quote) for one in nearest_decided(project, third)][0] == (True, DEBT[1])
    project.do(set_consents("1", {"interview": False}))
    assert nearest_decided(project, third) == []  # nothing is shown of an interview that was refused


def test_only_what_stands_between_codings_counts_as_read(project: Project) -> None:
    document = queries.load_document(project, "2").document
    starts = [document.text.index(sentence) for sentence in (*PAPERS, *DEBT)]
    read = {int(row[0].split(":")[1]): row[5] for row in lesson(project, "Ana").candidates if row[1] == "2"}
    assert not any(told for start, told in read.items() if start < min(starts))
    assert all(told for start, told in read.items() if start >= min(starts))
    assert not any(row[5] for row in lesson(project, "Ana").candidates if row[1] == "3")


def test_codes_with_few_codings_are_proposed_as_their_category(project: Project, text_process: TextProcess) -> None:
    """Two of the six codings of debts and papers each go to codes of a category; neither has eight of its own."""
    project.do(add_code(Labels({"en": "Control"})))
    for name in ("Debt at work", "Papers locked"):
        project.do(add_code(Labels({"en": name}), "3"))
    project.do(set_category("3", True))
    for code in ("1", "2"):
        project.do(remove_segments([one.id for one in queries.segments(project) if one.code == code]))
    for number in ("1", "2"):
        document = queries.load_document(project, number).document
        for code, sentences in (("4", DEBT[:3]), ("5", PAPERS[:3])):
            for sentence in sentences:
                start = document.text.index(sentence)
                project.do(add_segment(code, document, start, start + len(sentence), coder="Ana"))
    given = lesson(project, "Ana")
    assert (given.wanted, given.missing.keys()) == (("3",), {"4", "5"})
    project.do(set_switches(replace(switches_of(project), expected=0.3)))
    project.do(store_learned(learn(text_process, lesson(project, "Ana"))))
    waiting = {one.id: text for one, text in _with_words(project) if one.document == "3"}
    passport = next(number for number, text in waiting.items() if text == NEW[0])
    assert ranked_children(project, passport) == ["5", "4"]
    told = next(one for one in listed(project, None, "en") if one["id"] == passport)
    assert (told["code"], told["children"]) == ("Control", ["Papers locked", "Debt at work"])
    document = queries.load_document(project, "3").document
    (made,) = project.do(accept_suggestions([passport], [document], coder="Ana")).result  # type: ignore[misc]
    assert queries.segment(project, made).code == "5"  # the likeliest of its codes


def _with_words(project: Project) -> list[tuple[OpenSuggestion, str]]:
    texts = {loaded.document.id: loaded.document.text for loaded in queries.load_documents(project)}
    return [(one, texts[one.document][one.start : one.end]) for one in open_suggestions(project)]
