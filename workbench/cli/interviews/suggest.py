# SPDX-License-Identifier: MIT
"""`suggest`: proposes codings, by rules and from codings so far; a person decides by number."""

from __future__ import annotations

import argparse
import contextlib
import json
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from projects.assistance.entity_table import tabled_entities
from projects.assistance.learned_suggestions import (
    expected_precisions,
    gain_of,
    learn,
    lesson,
    passages_alike,
    store_learned,
)
from projects.assistance.mark_tests import corrected_marks
from projects.assistance.parses import in_place, kept_parses, parse_missing, parsing_notes
from projects.assistance.readable_interviews import readable
from projects.assistance.review import listed
from projects.assistance.rule_checks import checked_rules
from projects.assistance.rule_sentences import said_of
from projects.assistance.speaker_roles import speaker_contexts
from projects.assistance.suggestion_reasons import OpenSuggestion, older_models, open_suggestions, source_records
from projects.assistance.switches import set_switches, stopped_sources, suggesting_rules, switches_of
from projects.interviews.coders import is_blind
from projects.interviews.queries import codebook, documents, load_documents
from projects.interviews.reading_process import find_suggestions_apart
from projects.interviews.suggestions import (
    accept_suggestions,
    decided_by_document,
    ranked_children,
    reject_suggestions,
    store_suggestions,
)
from projects.worker import TextProcess
from wording import Message, Problem, Text, msg, render
from wording.numbers import format_number, format_probability
from workbench.cli.arguments import Arguments
from workbench.cli.interviews.auto_code import named_code
from workbench.cli.interviews.rule_tests import keep_mark, print_tests
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.assistance.suggestion_reasons import KeptReason
    from projects.store import Project


def arguments(parser: Arguments) -> None:
    """What `suggest` takes."""
    parser.project()
    parser.add_argument("--code", action="append", default=[])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--expected", metavar="TENTHS")
    parser.add_argument("--sensitive", action="store_true")
    parser.add_argument("--switch", choices=("on", "off"))
    parser.add_argument("--interviewers", choices=("in", "out"))
    parser.add_argument("--sensitive-on", action="append", default=[], metavar="CODE")
    parser.add_argument("--sensitive-off", action="append", default=[], metavar="CODE")
    parser.add_argument("--stop-below", metavar="PERCENT")
    parser.add_argument("--alike", action="store_true")
    parser.add_argument("--check-rules", action="store_true")
    parser.add_argument("--test-rules", action="store_true")
    parser.add_argument("--try", dest="sentence", metavar="TEXT")
    parser.add_argument("--mark-test", nargs=3, metavar=("INTERVIEW", "PASSAGE", "MARK"))
    parser.add_argument("--accept", nargs="+", default=[])
    parser.add_argument("--reject", nargs="+", default=[])
    parser.add_argument("--interview", metavar="NAME")
    parser.add_argument("--as", dest="other_code", metavar="CODE")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Suggest by rules, then by a model; print how many are open by code and source, or each with its reasons."""
    if options.sensitive and not options.code:
        raise Problem(msg("learned.name_sensitive"))
    with open_project(options, terminal) as project:
        if _switched(options, project, terminal) and not (options.code or options.list or options.json):
            return 0
        codes = {named_code(project, name) for name in options.code} or None
        if options.check_rules:
            return _check_rules(project, codes, terminal)
        if options.test_rules or options.sentence:
            return print_tests(project, codes, options.sentence or "", options.list, terminal)
        if options.mark_test:
            return keep_mark(project, codes, options.mark_test, terminal)
        if options.alike:
            return _alike(project, codes, terminal, as_json=options.json)
        if options.accept or options.reject:
            _decide(project, options, codes, terminal)
            return 0
        with TextProcess() as process:
            notes = _by_rules(project, process, codes, options.sensitive)
            notes += _by_model(project, process, codes, options.sensitive)
        if options.json:
            terminal.line(json.dumps(listed(project, codes, terminal.language), ensure_ascii=False, indent=2))
            return 0
        for note in notes:
            terminal.say(note)
        print_suggestions(project, codes, options.list, terminal)
    return 0


def _switched(options: argparse.Namespace, project: Project, terminal: Terminal) -> bool:
    """Turn the switches that were named; whether any was."""
    before = switches_of(project)
    sensitive = before.sensitive | {named_code(project, name) for name in options.sensitive_on}
    sensitive -= {named_code(project, name) for name in options.sensitive_off}
    on = before.on if options.switch is None else options.switch == "on"
    least = before.least_precision if options.stop_below is None else _share(options.stop_below)
    theirs = before.interviewers if options.interviewers is None else options.interviewers == "in"
    expected = before.expected if options.expected is None else _tenths(options.expected)
    after = replace(
        before, on=on, least_precision=least, sensitive=frozenset(sensitive), interviewers=theirs, expected=expected
    )
    if after != before:
        terminal.say(project.do(set_switches(after)).message)
    asked = [options.switch, options.stop_below, options.expected, options.interviewers]
    return any(one is not None for one in asked) or bool(options.sensitive_on or options.sensitive_off)


def _decide(project: Project, options: argparse.Namespace, codes: Collection[str] | None, terminal: Terminal) -> None:
    """Accept, under another code where one is named, and reject; nothing is decided where a number is unknown."""
    waiting = {one.id: one for one in open_suggestions(project, codes)}
    if options.interview:
        number = _interview(project, options.interview)
        waiting = {one: held for one, held in waiting.items() if held.document == number}
    accepted = _named(waiting, options.accept, codes)
    rejected = _named(waiting, options.reject, codes, hits_only=False)
    if both := {one.id for one in accepted} & {one.id for one in rejected}:
        raise Problem(msg("assist.decided_both", number=min(both, key=int)))
    if accepted:
        held = sorted({one.document for one in accepted})
        documents = [loaded.document for loaded in load_documents(project, held)]
        code = named_code(project, options.other_code) if options.other_code else None
        action = accept_suggestions([one.id for one in accepted], documents, coder=project.user, code_id=code)
        terminal.say(project.do(action).message)
    if rejected:
        terminal.say(project.do(reject_suggestions([one.id for one in rejected], coder=project.user)).message)


def _interview(project: Project, name: str) -> str:
    """The interview of a name or number. Raises Problem."""
    number = next((line.id for line in documents(project) if name in (line.name, str(line.id))), None)
    if number is None:
        raise Problem(msg("cli.no_such_interview", name=name))
    return str(number)


def _named(
    waiting: dict[str, OpenSuggestion], numbers: list[str], codes: Collection[str] | None, *, hits_only: bool = True
) -> list[OpenSuggestion]:
    """The suggestions of these numbers; `all` is every one of the codes named, or those that say that it happened."""
    if numbers == ["all"]:
        if codes is None:
            raise Problem(msg("assist.all_of_a_code"))
        return [one for one in waiting.values() if one.mark == "hit" or not hits_only]
    strange = [number for number in numbers if number not in waiting]
    if strange:
        raise Problem(msg("assist.no_such_suggestion", number=strange[0]))
    return [waiting[number] for number in dict.fromkeys(numbers)]


def _check_rules(project: Project, codes: Collection[str] | None, terminal: Terminal) -> int:
    """Say which rules find something else than is meant; 1 where there are any."""
    found, names = checked_rules(project, codes), _names(project)
    for one in found:
        terminal.say(msg("lint.line", code=names[one.code], rule=one.keyword, said=said_of(one.warning)))
    if not found:
        terminal.say(msg("lint.sound"))
    return 1 if found else 0


def _alike(project: Project, codes: Collection[str] | None, terminal: Terminal, *, as_json: bool) -> int:
    """Print the passages most like the codings of one code; nothing is kept."""
    if codes is None or len(codes) != 1:
        raise Problem(msg("alike.one_code"))
    with TextProcess() as process:
        found = passages_alike(process, in_place(project), next(iter(codes)), project.user)
    if as_json:
        keys = ("document_name", "start", "end", "quote", "likeness")
        terminal.line(json.dumps([{key: getattr(one, key) for key in keys} for one in found], ensure_ascii=False))
        return 0
    for one in found:
        likeness = format_number(one.likeness, terminal.language, 2)
        quote = " ".join(one.quote.split())
        terminal.say(msg("alike.line", document=one.document_name, likeness=likeness, quote=quote))
    return 0


def _share(written: str) -> float:
    """A percentage as a share. Raises Problem."""
    try:
        return float(written.strip().rstrip("%").strip().replace(",", ".")) / 100
    except ValueError:
        raise Problem(msg("assist.share")) from None


def _tenths(written: str) -> float:
    """How many in ten, as a share. Raises Problem."""
    if written.strip() not in ("3", "4", "5", "6", "7", "8", "9"):
        raise Problem(msg("assist.expected_share"))
    return int(written) / 10


def _by_rules(project: Project, process: TextProcess, codes: Collection[str] | None, sensitive: bool) -> list[Message]:
    """Keep what the rules find, a sensitive code's only where it was asked for; what is to be said of it."""
    rules = suggesting_rules(project, codes, (codes or ()) if sensitive else ())
    documents = readable(project)
    if not rules or not documents:
        return []
    parse_missing(in_place(project), process)
    parses = kept_parses(project)
    decided, who = decided_by_document(project), speaker_contexts(project)
    marks, entities = corrected_marks(project), tabled_entities(project)
    found = find_suggestions_apart(process, documents, rules, decided, None, parses, who, marks, entities)
    if found:
        project.do(store_suggestions(found))
    return list(parsing_notes(documents))


def _by_model(project: Project, process: TextProcess, codes: Collection[str] | None, sensitive: bool) -> list[Message]:
    """Keep what a model proposes; which codes cannot be learned yet and why."""
    notes = list(older_models(project))
    asked = codes if sensitive and codes else ()
    given = lesson(project, project.user, codes=codes, sensitive=asked)
    learned = learn(process, given, fetch=in_place(project))
    if learned.wanted:
        with contextlib.suppress(Problem):  # nothing new
            project.do(store_learned(learned))
    if learned.encoded < learned.compared:
        notes.append(msg("learned.by_letters", n=learned.compared - learned.encoded))
    if given.refused:
        notes.append(msg("assist.refused", n=given.refused))
    names = _names(project)
    for code, need in given.missing.items():
        if codes is None or code in codes:
            notes.append(msg("learned.missing", code=names[code], segments=need.segments, documents=need.documents))
    withheld = [code for code in given.withheld if codes is None or code in codes]
    if withheld:
        notes.append(msg("learned.withheld", n=len(withheld)))
    return notes


def print_suggestions(project: Project, codes: Collection[str] | None, whole: bool, terminal: Terminal) -> None:
    """Print what is open by code and source, `whole` each with its reasons; while people code blind only that."""
    if is_blind(project):
        terminal.say(msg("assist.blind"))
    else:
        _print(project, codes, whole, terminal)


def _print(project: Project, codes: Collection[str] | None, whole: bool, terminal: Terminal) -> None:
    waiting = open_suggestions(project, codes)
    names = _names(project)
    if whole:
        documents = {loaded.document.id: loaded.document for loaded in load_documents(project)}
        for one in waiting:
            document = documents[one.document]
            quote = " ".join(document.text[one.start : one.end].split())
            terminal.say(
                msg("learned.listed", number=one.id, code=names[one.code], document=document.name, quote=quote)
            )
            if one.mark != "hit":
                terminal.say(msg("assist.meant", mark=msg(f"marks.{one.mark}")))
            if below := ranked_children(project, one.id):
                likeliest = ", ".join(render(names[code], terminal.language) for code in below[:3])
                terminal.say(msg("assist.children", codes=likeliest))
            for reason in one.reasons:
                terminal.say(_reason(reason, terminal))
    counts = Counter((one.code, _sources(one)) for one in waiting if one.mark == "hit")
    for (code, sources), n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        terminal.say(msg("learned.count", code=names[code], source=msg(f"learned.source.{sources}"), n=n))
    marked = Counter((one.code, one.mark) for one in waiting if one.mark != "hit")
    for (code, mark), n in sorted(marked.items()):
        terminal.say(msg("learned.marked", code=names[code], mark=msg(f"marks.{mark}"), n=n))
    if not waiting:
        terminal.say(msg("learned.none" if names else "learned.no_codes"))
    _print_precisions(project, codes, names, terminal)
    if gain := gain_of(project):
        ours, commonest = (format_number(share, terminal.language, 2) for share in gain[:2])
        terminal.say(msg("learned.gain", ours=ours, commonest=commonest, n=gain[2]))
    for stopped in stopped_sources(project):
        source, decided = msg(f"learned.source.{stopped.source}"), stopped.accepted + stopped.rejected
        said = msg("assist.stopped", code=names[stopped.code], source=source, accepted=stopped.accepted, n=decided)
        terminal.say(said)


def _print_precisions(
    project: Project, codes: Collection[str] | None, names: dict[str, Any], terminal: Terminal
) -> None:
    """What is expected of each code, and how often each source was right so far."""
    for code, expected in expected_precisions(project).items():
        if code in names and (codes is None or code in codes):
            terminal.say(msg("learned.expected_of_code", code=names[code], expected=expected.said))
    for record in source_records(project):
        interval = record.interval()
        if interval:
            low, high = (format_number(100 * end, terminal.language, 0) for end in interval)
            terminal.say(
                msg(
                    "learned.precision", source=msg(f"learned.source.{record.source}"), accepted=record.accepted,
                    n=record.decided, low=low, high=high,
                )
            )  # fmt: skip


def _sources(one: OpenSuggestion) -> str:
    kinds = {str(reason.source) for reason in one.reasons}
    return "both" if len(kinds) > 1 else next(iter(kinds), "model")


def _reason(reason: KeptReason, terminal: Terminal) -> Text:
    if reason.score is None:
        return msg("learned.reason_rule", rule=reason.version)
    score = format_probability(reason.score, terminal.language)
    return msg("learned.reason_model", score=score, words=", ".join(reason.words) or "–", version=reason.version)


def _names(project: Project) -> dict[str, Any]:
    book = codebook(project)
    return {code.id: book.told_apart(code) for code in book}
