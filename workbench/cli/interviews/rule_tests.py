# SPDX-License-Identifier: MIT
"""`suggest --test-rules` and `--try`: what rules meet, by mark, in all interviews or in one sentence.

`--mark-test` says which mark a passage should have.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from coding.spacy_pipelines import pipeline_name
from projects.assistance.mark_tests import EXPECTED, keep_mark_test
from projects.assistance.parses import in_place, parsing_notes
from projects.assistance.readable_interviews import readable
from projects.assistance.rule_tests import MARKS, rule_hits_in_interviews, rule_hits_in_sentence
from projects.interviews.queries import codebook, documents, load_document
from projects.interviews.suggestions import project_rules
from projects.worker import TextProcess
from wording import Problem, msg
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from coding.rules import Rule
    from projects.assistance.rule_tests import RuleHits
    from projects.store import Project

_SHOWN = 8  # quotes of a mark, without --list


def print_tests(project: Project, codes: Collection[str] | None, sentence: str, whole: bool, terminal: Terminal) -> int:
    """Print how often rules are met with each mark, then the places; of a sentence, only those met."""
    rules = project_rules(project, codes)
    if not rules:
        raise Problem(msg("rules.none_to_test"))
    book = codebook(project)
    names = {code.id: book.told_apart(code) for code in book}
    notes = [] if sentence else parsing_notes(readable(project))
    for language in dict.fromkeys(rule.language for rule in rules if sentence):
        notes += [] if pipeline_name(language) else [msg("assistance.no_pipeline", language=language)]
    for note in notes:
        terminal.say(note)
    met_any = False
    with TextProcess() as process:
        for code in dict.fromkeys(rule.code for rule in rules):
            own = [rule for rule in rules if rule.code == code]
            if not sentence:
                terminal.say(msg("rules.tested", code=names[code]))
                _print(rule_hits_in_interviews(in_place(project), process, own), own, whole, terminal)
                continue
            for language in dict.fromkeys(rule.language for rule in own):
                there = [rule for rule in own if rule.language == language]
                met = rule_hits_in_sentence(process, there, sentence, language)
                if fired := [rule for rule in there if any(met.by_rule[rule.keyword, mark] for mark in MARKS)]:
                    met_any = True
                    terminal.say(msg("rules.tested", code=names[code]))
                    _print(met, fired, whole, terminal)
    if sentence and not met_any:
        terminal.say(msg("rules.none_met", n=len(rules)))
    return 0


def keep_mark(project: Project, codes: Collection[str] | None, mark_test: list[str], terminal: Terminal) -> int:
    """Say what mark the rules of one code should give a passage; suggestions there follow. "-" removes it."""
    name, passage, mark = mark_test
    if not codes or len(codes) != 1:
        raise Problem(msg("rule_tests.one_code"))
    if mark not in (*EXPECTED, "-"):
        raise Problem(msg("rule_tests.no_mark", mark=mark, marks=", ".join(EXPECTED)))
    number = next((line.id for line in documents(project) if name in (line.name, str(line.id))), None)
    if number is None:
        raise Problem(msg("cli.no_such_interview", name=name))
    document, (code,) = load_document(project, str(number)).document, tuple(codes)
    start = document.text.find(passage) if passage else -1
    if start < 0:
        raise Problem(msg("textnotes.no_passage", words=passage, document=document.name))
    end, places = start + len(passage), dict[tuple[int, int], None]()
    if rules := project_rules(project, codes):
        with TextProcess() as process:
            met = rule_hits_in_interviews(in_place(project), process, rules)
        found = (one for group in met.by_mark.values() for one in group if one.document == document.id)
        places = dict.fromkeys((one.start, one.end) for one in found if one.start < end and one.end > start)
    for place in places or {(start, end): None}:
        action = keep_mark_test(document, place, code, mark.strip("-"), coder=project.user)
        terminal.say(project.do(action).message)
    return 0


def _print(met: RuleHits, rules: list[Rule], whole: bool, terminal: Terminal) -> None:
    for rule in rules:
        counts = {mark: met.by_rule[rule.keyword, mark] for mark in MARKS}
        terminal.say(msg("rules.tested_rule", rule=rule.keyword, **counts))
    right, of = met.tests
    if of:
        terminal.say(msg("rule_tests.right", right=right, n=of))
    groups = [*((msg(f"marks.{mark}"), met.by_mark.get(mark, [])) for mark in MARKS)]
    for title, quotes in [*groups, (msg("interviews.rules.missed"), met.missed)]:
        if quotes:
            terminal.say(msg("interviews.rules.group", title=title, n=len(quotes)))
        for one in quotes if whole else quotes[:_SHOWN]:
            said = msg("interviews.rules.quote", document=one.name, quote=one.quote) if one.name else one.quote
            terminal.say(said)
