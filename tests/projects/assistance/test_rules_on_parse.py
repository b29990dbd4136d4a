# SPDX-License-Identifier: MIT
"""Rules on grammar propose what happened, with their reason; they travel in the codebook file."""

from __future__ import annotations

import re

import pytest

from coding.codebook_table import codes_from_rows, rows_from_codes
from coding.rules import Rule, is_parsed_rule
from coding.rules.parsed_rules import read_rule
from coding.rules.rule_linter import RuleTrap
from projects.assistance.mark_tests import corrected_marks, keep_mark_test, mark_tests
from projects.assistance.parses import in_place, kept_parses, parse_missing
from projects.assistance.review import ReviewOrder, ordered, waiting
from projects.assistance.rule_checks import checked_rules, fared_rules
from projects.assistance.rule_tests import gathered, rule_hits_in_interviews, rule_hits_in_sentence
from projects.assistance.speaker_roles import speaker_contexts
from projects.assistance.suggestion_reasons import mark_of_suggestion
from projects.interviews import queries
from projects.interviews.codes import delete_code, redefine_code
from projects.interviews.documents import delete_documents
from projects.interviews.groups import set_group
from projects.interviews.reading_process import find_suggestions_apart
from projects.interviews.suggestions import decided_by_document, find_suggestions, project_rules, store_suggestions
from projects.store.project import Project
from projects.transcripts.corrections import correct_text
from projects.worker import TextProcess
from tests.projects.assistance.conftest import PASSPHRASE
from wording import Problem
from workbench.cli import main


def proposed(project: Project, text_process: TextProcess) -> list[tuple[str, str, str]]:
    documents = list(queries.load_documents(project))
    parse_missing(in_place(project), text_process)
    found = find_suggestions_apart(
        text_process, documents, project_rules(project), decided_by_document(project),
        parses=kept_parses(project), corrected_marks=corrected_marks(project),
    )  # fmt: skip
    if found:
        project.do(store_suggestions(found))
    book = queries.codebook(project)
    return [
        (book[one.code].key, one.rule, one.quote)
        for loaded in documents
        for one in queries.suggestions(project, loaded)
    ]


def test_what_happened_is_proposed_and_the_rest_is_not(project: Project, text_process: TextProcess) -> None:
    assert proposed(project, text_process) == [
        ("MEA.DOC", "phrase: take passport/card", "Mrs Hawa Kiprop took all our passports at the gate."),
        ("MEA.PHO", "phrase[hit,negated]: take phone", "They never took my phone."),
        ("MEA.DOC", "phrase: confisquer passeport", "Le passeport, il l’a confisqué."),
    ]


def test_words_suggested_before_the_parse_take_their_mark_when_it_comes(
    project: Project, text_process: TextProcess
) -> None:
    rules = [Rule("1", "passport*", "en"), Rule("2", "phone", "en")]
    project.do(store_suggestions(find_suggestions(list(queries.load_documents(project)), rules, {})))

    def marks() -> list[tuple[str, str]]:
        (english, _) = queries.load_documents(project)
        return [(one.quote[:16], mark_of_suggestion(project, one.id)) for one in queries.suggestions(project, english)]

    def read() -> list[str]:
        (english, _) = queries.load_documents(project)
        return [one.mark for one in queries.suggestions(project, english)]

    before = [("Mrs Hawa Kiprop ", "hit"), ("They never took ", "hit")]
    assert marks() == before
    assert read() == ["hit", "hit"]
    history = len(project.query("SELECT 1 FROM action"))
    parse_missing(in_place(project), text_process, only=["1"])
    assert marks() == [before[0], ("They never took ", "negated")]
    assert read() == ["hit", "negated"]  # grey in the text, too
    assert len(project.query("SELECT 1 FROM action")) == history + 2  # the parse, the marks
    assert parse_missing(in_place(project), text_process, only=["1"]) == 0
    project.undo()  # of the suggestions: neither parse nor marks are in the way
    assert marks() == []


def test_plain_words_are_proposed_by_their_mark_as_the_code_says(project: Project, text_process: TextProcess) -> None:
    rules = {"en": ["phone", "phrase: take phone"]}

    def found() -> list[tuple[str, str]]:
        documents = list(queries.load_documents(project, ["1"]))
        given = project_rules(project, ["2"])
        (made,) = find_suggestions_apart(text_process, documents, given, {}, parses=kept_parses(project)) or [None]
        return [(one.rule, one.mark) for one in made.found] if made else []

    project.do(redefine_code("2", keywords={"en": ["phone"]}))
    assert found() == [("phone", "hit")]  # nothing is parsed, and a rule of words parses nothing
    parse_missing(in_place(project), text_process)
    assert found() == [("phone", "negated")]  # a code that tells no act: proposed, with its mark
    project.do(redefine_code("2", keywords=rules))
    assert found() == []  # a code that tells an act
    project.do(redefine_code("2", keywords={"en": ["words[negated]: phone", *rules["en"]]}))
    assert found() == [("words[negated]: phone", "negated")]
    tried = rule_hits_in_sentence(text_process, project_rules(project, ["2"])[1:2], "Nobody took my phone.", "en")
    assert {mark: len(places) for mark, places in tried.by_mark.items()} == {"negated": 1}
    assert [tried.by_mark["negated"][0].quote[slice(*cue)] for cue in tried.by_mark["negated"][0].cues] == ["Nobody"]


def test_a_suggestion_shows_the_words_that_made_it(project: Project, text_process: TextProcess) -> None:
    proposed(project, text_process)
    loaded = queries.load_document(project, "2")
    found = queries.suggestions(project, loaded)[0]
    assert [loaded.document.text[start:end] for start, end in found.matched] == ["passeport, il l’a confisqué"]


def test_rules_travel_in_the_codebook_file(project: Project) -> None:
    header, rows = rows_from_codes(queries.codebook(project))
    read = codes_from_rows([dict(zip(header, row, strict=True)) for row in rows], "codes.csv")
    rules = [word for code in read.codes for words in code.keywords.values() for word in words]
    assert "phrase: take passport/card" in rules
    assert all(is_parsed_rule(rule) for rule in rules)


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("phrase:", "rules.empty"),
        ("phrase: a b c d e f", "rules.phrase"),
        ("phrase[perhaps]: take passport", "rules.mark"),
        ("who: boss takes phone", "rules.who"),
        ("tokens: pos=?", "rules.box"),
        ("tokens: keep?", "rules.boxes"),
        ("entity: animal", "rules.entity"),
        ("list: , ", "rules.list"),
        ("phrase[role=boss]: take passport", "rules.limit"),
        ("phrase: " + "x/" * 400, "rules.malformed"),
    ],
)
def test_a_wrong_rule_is_told_in_one_sentence(rule: str, key: str) -> None:
    with pytest.raises(Problem) as told:
        read_rule(rule)
    assert told.value.message.key == key


def test_a_suggestion_keeps_its_mark_and_stands_last(project: Project, text_process: TextProcess) -> None:
    proposed(project, text_process)
    rows = ordered(project, waiting(project), ReviewOrder.BEST)
    assert [(row.quote, row.suggestion.mark) for row in rows][-1] == ("They never took my phone.", "negated")
    assert [row.is_marked for row in rows] == [False, False, True]
    assert mark_of_suggestion(project, rows[-1].id) == "negated"
    project.do(delete_code(rows[-1].suggestion.code))
    assert not project.query("SELECT 1 FROM suggestion_mark")
    project.undo()
    assert mark_of_suggestion(project, rows[-1].id) == "negated"


def test_lists_and_limits_are_proposed_and_travel(project: Project, text_process: TextProcess) -> None:
    project.do(set_group(["1"], "Returnees"))
    project.do(
        redefine_code(
            "1",
            keywords={
                "en": [
                    "list: laissez-passer, passport",
                    "words[role=interviewer]: passport",
                    "phrase[speaker=P9]: take passport",
                    "phrase[group=returnees,role=participant]: take passport",
                ],
                "fr": ["list: passeport, carte d’identité"],
            },
        )
    )
    documents = list(queries.load_documents(project))
    parse_missing(in_place(project), text_process)
    found = find_suggestions_apart(
        text_process,
        documents,
        project_rules(project, ["1"]),
        {},
        None,
        kept_parses(project),
        speaker_contexts(project),
    )
    assert {(one.document, each.rule) for one in found for each in one.found} == {
        ("1", "words[role=interviewer]: passport"),
        ("1", "phrase[group=returnees,role=participant]: take passport; list: laissez-passer, passport"),
        ("2", "list: passeport, carte d’identité"),
    }
    header, rows = rows_from_codes(queries.codebook(project))
    read = codes_from_rows([dict(zip(header, row, strict=True)) for row in rows], "codes.csv")
    kept = [word for code in read.codes for words in code.keywords.values() for word in words]
    assert "phrase[group=returnees,role=participant]: take passport" in kept
    assert "list: laissez-passer, passport" in kept
    traps = [one.warning.trap for one in checked_rules(project, ["1"])]
    assert traps == [RuleTrap.NOBODY]


def test_what_rules_meet_is_counted_apart_by_mark(project: Project, text_process: TextProcess) -> None:
    rules = project_rules(project)
    met = rule_hits_in_interviews(in_place(project), text_process, rules)
    assert met.by_rule["phrase[hit,negated]: take phone", "negated"] == 1
    assert met.by_rule["phrase: take passport/card", "hit"] == 1
    assert met.by_rule["phrase: confisquer passeport", "reported"] == 1
    assert not met.by_rule["phrase: take passport/card", "asked"]  # the interviewer's question is not what was told
    tried = rule_hits_in_sentence(text_process, rules, "If they take my passport I stay.", "en")
    assert tried.by_rule["phrase: take passport/card", "hypothetical"] == 1


def test_a_place_is_shown_with_whole_words_around_it() -> None:
    said = "They walked for eleven days along the lake before he took my passport and hid it in a kitchen drawer."

    def shown(text: str) -> str:
        at = text.index("passport")
        hit = [at, at + 8, "1", "passport*", "en", "hit", [[at, at + 8]], []]
        (place,) = gathered([("", text, [hit], "", lambda _at: 1)]).by_mark["hit"]
        ((start, end),) = place.words
        assert place.quote[start:end] == "passport"
        return place.quote

    quote = shown(f"A line.\n{said} Nobody looked there for many long weeks.\nMore.")
    assert quote.startswith("… ")
    assert quote.endswith(" …")
    assert set(quote.split()) - {"…"} <= set(f"{said} Nobody looked there for many long weeks.".split())
    assert shown("My passport.") == "My passport."


def test_the_command_tests_rules(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(project.folder)
    code = next(one for one in queries.codebook(project) if one.key == "MEA.DOC")
    project.do(redefine_code(code.id, keywords={**code.keywords, "en": [*code.keywords["en"], "passport*"]}))
    project.close()
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    assert main(["suggest", folder, "--test-rules"]) == 0
    told = capsys.readouterr().out
    assert "phrase: take passport/card: happened 1, negated 0" in told
    assert re.search(r"^.*passport\*: happened [1-9]", told, re.MULTILINE)  # words, too: all they meet is a hit
    assert main(["suggest", folder, "--try", "Nobody took my passport."]) == 0
    tried = capsys.readouterr().out
    assert "happened 0, negated 1" in tried
    assert "happened 0, negated 0, asked 0, hypothetical 0, reported 0" not in tried  # rules that do not fire
    assert main(["suggest", folder, "--try", "We had tea.", "--code", "MEA.DOC"]) == 0
    assert "finds anything in this sentence" in capsys.readouterr().out


def test_a_place_with_a_wrong_mark_is_a_test_sentence(project: Project, text_process: TextProcess) -> None:
    (rule,) = (one for one in project_rules(project) if one.keyword == "phrase: take passport/card")
    (met,) = rule_hits_in_interviews(in_place(project), text_process, [rule]).by_mark["hit"]
    assert {met.quote[start:end] for start, end in met.words} == {"took", "passports"}
    document, span = queries.load_document(project, met.document).document, (met.start, met.end)
    for mark, right in (("negated", 0), ("hit", 1), ("none", 0)):
        project.do(keep_mark_test(document, span, rule.code, mark, coder="IN"))
        after = rule_hits_in_interviews(in_place(project), text_process, [rule])
        assert (after.tests, after.by_mark["hit"][0].expected) == ((right, 1), "" if right else mark)
    project.undo()
    assert mark_tests(project, rule.code) == {(document.id, *span): "hit"}
    project.do(keep_mark_test(document, span, rule.code, "", coder="IN"))
    assert mark_tests(project, rule.code) == {}
    project.undo()
    project.do(correct_text(document, f"{document.text}More.\n", "more"))
    assert mark_tests(project, rule.code) == {}  # it was said of another text
    project.do(delete_documents([document.id]))
    assert not project.query("SELECT * FROM rule_test")


def test_suggestions_and_precision_follow_a_corrected_mark(project: Project, text_process: TextProcess) -> None:
    def fared() -> tuple[int, int]:
        records = fared_rules(queries.rule_records(project))
        return records.get((rule.code, rule.keyword, "en"), (0, 0))

    (rule,) = (one for one in project_rules(project) if one.keyword == "phrase: take passport/card")
    (met,) = rule_hits_in_interviews(in_place(project), text_process, [rule]).by_mark["hit"]
    document, span = queries.load_document(project, met.document).document, (met.start, met.end)
    project.do(keep_mark_test(document, span, rule.code, "negated", coder="IN"))
    assert corrected_marks(project) == {document.id: [(*span, rule.code, "negated")]}
    before = proposed(project, text_process)
    assert rule.keyword not in {keyword for _, keyword, _ in before}  # said before anything was suggested
    project.do(keep_mark_test(document, span, rule.code, "hit", coder="IN"))
    assert rule.keyword in {keyword for _, keyword, _ in proposed(project, text_process)}
    assert fared() == (0, 0)
    project.do(keep_mark_test(document, span, rule.code, "negated", coder="IN"))
    assert fared() == (0, 1)  # what was suggested there was wrong
    assert rule.keyword not in {line.rules[0] for line in waiting(project, [rule.code])}
    project.undo()
    assert fared() == (0, 0)
    project.redo()
    project.do(keep_mark_test(document, span, rule.code, "", coder="IN"))
    assert fared() == (0, 0)  # undone
    assert rule.keyword in {line.rules[0] for line in waiting(project, [rule.code])}


def test_a_corrected_mark_that_the_rule_proposes_is_shown(project: Project, text_process: TextProcess) -> None:
    proposed(project, text_process)
    (rule,) = (one for one in project_rules(project) if one.keyword == "phrase[hit,negated]: take phone")
    (line,) = waiting(project, [rule.code])
    assert line.suggestion.mark == "negated"
    (met,) = rule_hits_in_interviews(in_place(project), text_process, [rule]).by_mark["negated"]
    document, span = queries.load_document(project, met.document).document, (met.start, met.end)
    project.do(keep_mark_test(document, span, rule.code, "hit", coder="IN"))
    (line,) = waiting(project, [rule.code])
    assert line.suggestion.mark == "hit"
    project.do(keep_mark_test(document, span, rule.code, "negated", coder="IN"))
    (line,) = waiting(project, [rule.code])
    assert line.suggestion.mark == "negated"
    project.do(keep_mark_test(document, span, rule.code, "none", coder="IN"))
    assert not waiting(project, [rule.code])


def test_the_command_says_what_mark_a_passage_should_have(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    documents = [loaded.document for loaded in queries.load_documents(project)]
    (name,) = (document.name for document in documents if "my phone" in document.text)
    folder = str(project.folder)
    project.close()
    capsys.readouterr()
    told = ["suggest", folder, "--code", "MEA.PHO", "--mark-test", name, "my phone"]
    assert main([*told, "hit"]) == 0
    assert main([*told, "perhaps"]) == 2
    assert main(["suggest", folder, "--mark-test", name, "my phone", "hit"]) == 2
    assert main([*told[:-1], "no such words", "hit"]) == 2
    assert "is not a mark" in capsys.readouterr().err
    assert main(["suggest", folder, "--code", "MEA.PHO", "--test-rules"]) == 0
    assert "0 of 1" in capsys.readouterr().out
    assert main([*told, "-"]) == 0
