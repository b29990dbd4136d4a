# SPDX-License-Identifier: MIT
"""Coders, cases, notes and numbers: each codes for themselves, nothing is lost in a merge, erasing takes all along."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coding.in_vivo_names import name_in_vivo
from coding.numbering import LINE_LENGTH, NumberMarks, line_marks, paragraph_marks
from coding.records import Document
from coding.text_versions import TextMapping
from projects.cases.memo_list import all_memos
from projects.findings.coded_frames import queries_by_name
from projects.interviews import cases, coders, codes, groups, notes, queries, segments
from projects.interviews.documents import NewDocument, delete_documents, import_documents, set_case, set_document_memo
from projects.overview import read_overview
from projects.results.saved_results import add_analysis, saved_analyses
from projects.store.actions import Action
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.stored_interviews.tables import TABLES
from projects.transcripts import corrections
from projects.transcripts.translations import set_translation
from wording import Labels, Problem, render


def code(project: Project, key: str) -> str:
    found = queries.codebook(project).with_key(key)
    assert found is not None
    return found.id


def first(project: Project) -> Document:
    return queries.load_document(project, "1").document


def rows(project: Project) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [tuple(row) for row in project.query(f"SELECT * FROM {table.name} ORDER BY id")] for table in TABLES
    }


def code_as(project: Project, coder: str, key: str, start: int = 0, end: int = 5, memo: str = "") -> str:
    made = project.do(segments.add_segment(code(project, key), first(project), start, end, coder=coder, memo=memo))
    return str(made.result[0])  # type: ignore[index]


def test_a_second_coder_codes_what_the_first_has_coded(project: Project) -> None:
    code_as(project, "Ana", "ACT")
    code_as(project, "Ben", "ACT")
    assert [(one.coder, one.start, one.end) for one in queries.segments(project)] == [("Ana", 0, 5), ("Ben", 0, 5)]
    assert [(one.name, one.segments) for one in coders.coders(project)] == [("Ana", 1), ("Ben", 1)]
    assert len({one.guid for one in queries.segments(project)}) == 2
    with pytest.raises(Problem):
        code_as(project, "Ben", "ACT")
    code_as(project, "", "ACT")  # who works without a name is a coder, too
    assert {one: sum(n.values()) for one, n in queries.code_counts_by_coder(project).items()} == {
        "Ana": 1,
        "Ben": 1,
        "": 1,
    }


def test_a_merge_keeps_everybodys_segments_and_memos(project: Project) -> None:
    kept = code_as(project, "Ana", "ACT", memo="of the act")
    twin = code_as(project, "Ana", "MEA", memo="of the means")
    code_as(project, "Ben", "MEA", memo="Ben’s")
    project.do(notes.add_memo(f"segment:{twin}", "why so", coder="Ben"))
    project.do(notes.add_memo(f"code:{code(project, 'MEA')}", "on the code", coder="Ana"))
    project.do(notes.add_link(f"segment:{twin}", "document:2"))
    before, target = rows(project), code(project, "ACT")
    project.do(codes.merge_codes(code(project, "MEA"), target))
    held = [(one.coder, one.code, one.memo) for one in queries.segments(project)]
    assert held == [("Ana", target, "of the act\n\nof the means"), ("Ben", target, "Ben’s")]
    assert [row["target"] for row in project.query("SELECT target FROM memo ORDER BY id")] == [
        f"segment:{kept}", f"code:{target}",
    ]  # fmt: skip
    assert project.query("SELECT a FROM link")[0]["a"] == f"segment:{kept}"
    project.undo()
    assert rows(project) == before


@pytest.mark.parametrize("how", ["recode", "resize", "correct"])
def test_twins_that_arise_become_one_with_both_memos(project: Project, how: str) -> None:
    one = code_as(project, "Ana", "ACT", memo="first")
    other = code_as(project, "Ana", "MEA" if how == "recode" else "ACT", 0, 5 if how == "recode" else 6, memo="second")
    if how == "recode":
        told = project.do(segments.recode_segments([other], code(project, "ACT"))).message
        assert render(told, "en").endswith("joined with an identical segment there: 1")
    elif how == "resize":
        project.do(segments.resize_segment(other, first(project), 0, 5))
    else:
        document = first(project)
        project.do(corrections.correct_text(document, document.text[:5] + document.text[6:]))
    (left,) = queries.segments(project)
    assert (left.id, left.memo) == (one, "first\n\nsecond")


def test_a_coder_gets_another_name_everywhere(project: Project) -> None:
    code_as(project, "Ana", "ACT")
    project.do(notes.add_bookmark(first(project), 3, coder="Ana"))
    (coder,) = coders.coders(project)
    project.do(coders.rename_coder(coder.id, "Coder 1"))
    assert [one.coder for one in queries.segments(project)] == ["Coder 1"]
    assert project.query("SELECT coder FROM bookmark")[0]["coder"] == "Coder 1"
    assert coders.coders(project)[0].guid == coder.guid


def test_what_counts_one_coder_goes_on_counting_her_under_another_name(project: Project) -> None:
    code_as(project, "Ana", "ACT")
    code_as(project, "Ben", "ACT")
    kept = {"variable": "1", "coder": "Ben; Ana"}
    project.do(notes.save_query("Hers", kept, 1, coder="Ana"))
    project.do(notes.save_query("His", {"variable": "1", "coder": "Ben"}, 1, coder="Ana"))
    saved = project.do(add_analysis("code_segments", "codings", {"variable": "1", "coder": "Ana"})).result
    project.do(coders.rename_coder(coders.coders(project)[0].id, "Coder 1"))
    by_name = queries_by_name(project)
    assert by_name["Hers"]["coder"] == "Ben; Coder 1"
    assert by_name["His"]["coder"] == "Ben"
    (analysis,) = [one for one in saved_analyses(project) if one.id == saved]
    assert analysis.options["coder"] == "Coder 1"
    project.undo()
    assert queries_by_name(project)["Hers"] == kept


NOTES: list[tuple[str, Callable[[Project], Action], str]] = [
    ("case", lambda p: cases.add_case("P01", "person"), "Added the case “P01”"),
    ("coder", lambda p: coders.add_coder("Ben"), "Added the coder “Ben”"),
    ("memo", lambda p: notes.add_memo("project", "method", coder="Ana"), "Wrote a memo"),
    ("annotation", lambda p: notes.annotate(first(p), 0, 4, "who?", coder="Ana"), "Annotated “IDI 01”"),
    ("paraphrase", lambda p: notes.paraphrase(first(p), 0, 4, "asks", coder="Ana"),
     "Paraphrased a passage of “IDI 01”"),
    ("bookmark", lambda p: notes.add_bookmark(first(p), 9, "here", coder="Ana"), "Set a bookmark in “IDI 01”"),
    ("link", lambda p: notes.add_link("document:1", "document:2"), "Linked two places"),
    ("query", lambda p: notes.save_query("Q", {"codes": ["1"]}, 1, coder="Ana"), "Saved the query “Q”"),
    ("group", lambda p: groups.set_group(["1", "2"], "Women"), "Set the group of 2 documents"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "english"), [case[1:] for case in NOTES], ids=[case[0] for case in NOTES])
def test_a_note_is_told_undone_and_done_again(
    project: Project, make: Callable[[Project], Action], english: str
) -> None:
    before = rows(project)
    changes = project.do(make(project))
    assert render(changes.message, "en") == english
    assert render(changes.message, "fr")
    after = rows(project)
    project.undo()
    assert rows(project) == before != after
    project.redo()
    assert rows(project) == after
    assert project.check().findings == []


def test_a_case_joins_documents_speakers_and_rows_and_leaves_no_empty_one(project: Project) -> None:
    project.do(set_case("1", "P01"))
    (case,) = cases.cases(project)
    project.do(cases.join_case(case.id, [cases.CaseMember("2", "P2"), cases.CaseMember(table="t1", row=4)]))
    assert cases.members_of(project, case.id) == [
        cases.CaseMember("1"), cases.CaseMember("2", "P2"), cases.CaseMember(table="t1", row=4),
    ]  # fmt: skip
    project.do(cases.rename_case(case.id, "P09"))
    assert [line.case_name for line in queries.documents(project)] == ["P09", ""]
    project.do(set_case("1", ""))
    assert cases.cases(project)[0].documents == 1
    project.do(delete_documents(["2"]))
    project.do(cases.leave_case(case.id, cases.CaseMember(table="t1", row=4)))
    project.do(set_case("1", "Other"))
    assert [one.name for one in cases.cases(project)] == ["Other", "P09"]  # P09 was emptied by hand, not by the way


def test_attributes_are_of_their_kind(project: Project) -> None:
    case = str(project.do(cases.add_case("P01")).result)
    project.do(cases.set_attributes(case, [cases.Attribute("age", "17", "number"), cases.Attribute("sex", "f")]))
    project.do(cases.set_attributes(case, [cases.Attribute("age", "18", "number"), cases.Attribute("sex", "")]))
    assert cases.attributes_of(project, case) == [cases.Attribute("age", "18", "number")]
    for wrong in (cases.Attribute("age", "old", "number"), cases.Attribute("born", "1 May", "date")):
        with pytest.raises(Problem):
            cases.set_attributes(case, [wrong])


def test_erasing_an_interview_takes_all_that_was_noted_on_it(project: Project) -> None:
    word, document = "Quillamarrow", first(project)
    coded = code_as(project, "Ana", "ACT", memo=word)
    project.do(set_case("1", word))
    (case,) = cases.cases(project)
    project.do(cases.set_attributes(case.id, [cases.Attribute("name", word)]))
    memo = str(project.do(notes.add_memo(f"segment:{coded}", word, coder="Ana")).result)
    for target in ("document:1", f"memo:{memo}", f"case:{case.id}"):
        project.do(notes.add_memo(target, word, coder="Ana"))
    project.do(notes.annotate(document, 0, 4, word, coder="Ana"))
    project.do(notes.paraphrase(document, 0, 4, word, coder="Ana"))
    project.do(notes.add_bookmark(document, 1, word, coder="Ana"))
    project.do(notes.add_link("document:1", "document:2"))
    project.do(cases.rename_case(case.id, f"{word} B"))
    erase(project, Subject("document", "1"), EraseReason("withdrawn"))
    held = {table: found for table, found in rows(project).items() if found}
    assert set(held) == {"document", "document_version", "code", "coder"}
    for table in ("journal", "action_args", "setting"):
        assert word not in str([tuple(row) for row in project.query(f"SELECT * FROM {table}")])
    assert project.check().findings == []


def test_erasing_a_case_takes_its_interviews_and_what_was_said_of_it(project: Project) -> None:
    project.do(set_case("1", "P01"))
    project.do(set_case("2", "P02"))
    case = cases.cases(project)[0]
    project.do(cases.set_attributes(case.id, [cases.Attribute("village", "Quillamarrow")]))
    erase(project, Subject("case", case.id), EraseReason("asked"))
    assert [line.name for line in queries.documents(project)] == ["IDI 02"]
    assert [one.name for one in cases.cases(project)] == ["P02"]
    assert "Quillamarrow" not in str([tuple(row) for row in project.query("SELECT * FROM journal")])


def test_while_all_code_blind_neither_history_nor_memos_tell_of_others(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.do(set_document_memo("1", "Ana: she fears him."))
    project.do(set_document_memo("2", "Ana: call back."))
    project.do(notes.add_memo("document:1", "Ana: on the first.", coder="Ana"))
    monkeypatch.setattr(project._writer, "user", "Marc")
    project.do(set_document_memo("2", "Marc: interpreter left."))
    project.do(segments.apply_code(code(project, "MEA.DEBT"), first(project), [(0, 11)], coder="Marc"))

    def told() -> str:
        lines = project.history(unseen=coders.unseen_work(project))
        listed = queries.documents(project, coders.seen_coder(project))
        memos = all_memos(project, coders.seen_coder(project))
        last = read_overview(project).last
        return "\n".join([*(line.user for line in (*lines, *last)), *(one.memo for one in listed), *map(str, memos)])

    assert "Ana" in told()
    project.do(coders.set_blind(True))
    hidden = told()
    assert "Ana: " not in hidden
    assert "Marc: interpreter left." in hidden
    seen = project.history(unseen=coders.unseen_work(project))
    assert {line.user for line in seen if line.kind.startswith("interviews.")} == {"Marc"}
    with pytest.raises(Problem):
        project.do(set_document_memo("1", "Marc: mine."))
    assert coders.undo_words(project) == project.undo_text()  # his own
    monkeypatch.setattr(project._writer, "user", "Ana")
    words, head = coders.undo_words(project), project.head
    assert words is not None
    assert words.key == "coders.unseen_action"
    with pytest.raises(Problem, match="undo_unseen"):
        coders.undo_seen(project)
    assert project.head == head
    monkeypatch.setattr(project._writer, "user", "Marc")
    coders.undo_seen(project)  # of blind coding
    assert "Ana: she fears him." in told()


def test_numbers_are_the_documents_own(project: Project) -> None:
    text = "One.\n\n" + "word " * 40 + "\nThree."
    marks = line_marks(text)
    assert paragraph_marks(text) == NumberMarks(paragraph_marks(text).starts, range(1, 4))
    assert [paragraph_marks(text).at(place) for place in (0, 6, len(text) - 1)] == [1, 2, 3]
    assert max(b - a for a, b in zip(marks.starts, marks.starts[1:], strict=False)) <= LINE_LENGTH + 1
    project.do(import_documents([NewDocument("N", "en", parse_text(text))]))
    document = queries.load_document(project, "3").document
    corrected = "New first line.\n" + text.replace("Three", "Trois")
    project.do(corrections.correct_text(document, corrected))
    numbers = queries.load_document(project, "3").numbers
    assert numbers.paragraphs.at(corrected.index("word")) == 2
    assert numbers.paragraphs.at(corrected.index("Trois")) == 3
    assert numbers.paragraphs.at(0) == 1
    assert numbers.lines.at(corrected.index("Trois")) == marks.at(text.index("Three"))
    project.do(corrections.correct_text(queries.load_document(project, "3").document, text))
    again = queries.load_document(project, "3").numbers
    assert again.paragraphs.at(text.index("Three")) == 3


def test_a_correction_tells_what_it_lost_and_keeps_notes(project: Project) -> None:
    document = first(project)
    start = document.text.index("I began to worry.")
    project.do(notes.annotate(document, start, start + 7, "mood", coder="Ana"))
    project.do(notes.add_bookmark(document, document.text.index("The debt grew"), coder="Ana"))
    code_as(project, "Ana", "ACT", start, start + 7)
    text = document.text.replace(" I began to worry.", "")
    done = project.do(corrections.correct_text(document, text)).result
    assert isinstance(done, corrections.Correction)
    assert {(lost.kind, lost.quote) for lost in done.gone} == {("segment", "I began"), ("annotation", "I began")}
    assert project.query("SELECT start FROM bookmark")[0]["start"] == text.index("The debt grew")


def test_speakers_the_text_does_not_name_stay_after_a_correction(project: Project) -> None:
    from coding.records import Turn

    text = "He came.\n\nThen he went."
    turns = (Turn(0, 8, "Ana", "00:00:01"), Turn(10, 23, "Ben", "00:00:04"))
    project.do(import_documents([NewDocument("S", "en", parse_text(text, turns))]))
    document = queries.load_document(project, "3").document
    project.do(corrections.correct_text(document, text.replace("came", "came in")))
    after = queries.load_document(project, "3").document
    assert [(turn.speaker, turn.time, after.text[turn.start : turn.end]) for turn in after.turns] == [
        ("Ana", "00:00:01", "He came in."), ("Ben", "00:00:04", "Then he went."),
    ]  # fmt: skip


def test_a_mapping_tells_places() -> None:
    mapping = TextMapping("abc def", "abc x def")
    assert [mapping.position(place) for place in (0, 4, 7)] == [0, 6, 9]


def test_merging_brings_words_of_both_codes(project: Project) -> None:
    project.do(codes.merge_codes(code(project, "MEA.DEBT"), code(project, "MEA.DOC")))
    assert queries.codebook(project).named("Debt bondage", code(project, "MEA")) is None
    assert isinstance(queries.codebook(project)[code(project, "MEA.DOC")].inclusion, Labels)


def test_a_memo_of_a_code_or_interview_bears_the_name_of_who_wrote_it(project: Project) -> None:
    wanted = code(project, "ACT")
    project.do(codes.redefine_code(wanted, memo="Not the transfer."))
    project.do(set_document_memo("1", "Recorded outside."))
    written = {one.kind: one.coder for one in all_memos(project)}
    assert written == {"code": project.user, "document": project.user}
    assert project.user


def test_a_case_for_each_interview_that_has_none(project: Project) -> None:
    more = [NewDocument(name, "en", parse_text(f"P1: {name}.")) for name in ("Talk 8", "Talk 9", "Talk 9, translated")]
    eight, nine, translated = map(str, project.do(import_documents(more)).result)
    project.do(set_case(eight, "P08"))
    project.do(set_translation(translated, nine))
    before = len(cases.cases(project))
    joined = int(project.do(cases.add_case_for_each_document()).result)
    named = {one.name: one.documents for one in cases.cases(project)}
    assert (named["P08"], named["Talk 9"]) == (1, 2), "a translation is in the case of its original"
    assert "Talk 8" not in named
    assert len(named) == before + joined - 1
    with pytest.raises(Problem):
        project.do(cases.add_case_for_each_document())
    project.undo()
    assert len(cases.cases(project)) == before


def test_erasing_an_interview_renames_the_codes_in_its_words(project: Project) -> None:
    words = first(project).text[:40]
    named = Labels({"en": name_in_vivo(words)})
    made = str(project.do(codes.add_code(named)).result)
    gone = str(project.do(codes.add_code(Labels({"en": name_in_vivo(first(project).text[3:33])}))).result)
    term = str(project.do(codes.add_code(Labels({"en": first(project).text.split()[1]}))).result)
    for number, span in ((made, (0, 40)), (gone, (3, 33))):
        project.do(segments.add_segment(number, first(project), *span, coder="Ana"))
    project.do(codes.delete_code(gone))
    before = queries.codebook(project)[term].name
    erase(project, Subject("document", "1"), EraseReason("withdrawn"))
    held = queries.codebook(project)
    assert render(held[made].name, "en") == f"In vivo code {made}"
    assert held[term].name == before, "a term of a word or two is nobody's own"
    everything = str(rows(project)) + str([tuple(row) for row in project.query("SELECT before, after FROM journal")])
    everything += str([tuple(row) for row in project.query("SELECT args FROM action_args")])
    assert name_in_vivo(words) not in everything
    assert first_words(words) not in everything
    assert project.check().sound


def first_words(text: str) -> str:
    """Enough of them to know the passage by."""
    return text[3:25]
