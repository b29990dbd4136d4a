# SPDX-License-Identifier: MIT
"""Rules on the parse propose what happened, with their reason; they travel in the codebook file."""

from __future__ import annotations

import pytest

from coding.codebook_table import codes_from_rows, rows_from_codes
from coding.parsed_rules import read_rule
from coding.rules import is_parsed_rule
from projects.assistance.parses import in_place, kept_parses, parse_missing
from projects.interviews import queries
from projects.interviews.remote import find_suggestions_apart
from projects.interviews.suggestions import decided_by_document, project_rules, store_suggestions
from projects.store.project import Project
from projects.worker import TextProcess
from wording import Problem


def proposed(project: Project, text_process: TextProcess) -> list[tuple[str, str, str]]:
    documents = list(queries.load_documents(project))
    parse_missing(in_place(project), text_process)
    found = find_suggestions_apart(
        text_process, documents, project_rules(project), decided_by_document(project), parses=kept_parses(project)
    )
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
        ("phrase: " + "x/" * 400, "rules.malformed"),
    ],
)
def test_a_wrong_rule_is_told_in_one_sentence(rule: str, key: str) -> None:
    with pytest.raises(Problem) as told:
        read_rule(rule)
    assert told.value.message.key == key
