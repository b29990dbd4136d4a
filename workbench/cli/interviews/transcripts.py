# SPDX-License-Identifier: MIT
"""`transcripts`: who speaks in the interviews, in which languages; renames, merges, links speakers; corrects texts."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, cast

from coding.parsing import normalise
from coding.turn_languages import KNOWN
from projects.cases.answers_as_documents import answer_messages, documents_from_answers
from projects.cases.page import case_named
from projects.interviews import documents
from projects.interviews.codes import stored_codebook
from projects.interviews.groups import set_group
from projects.interviews.notes import add_bookmark, annotate, paraphrase, sort_paraphrase
from projects.interviews.queries import load_document, load_documents
from projects.interviews.reading_process import read_transcript_apart
from projects.people.effective_consent import check_not_held_back, effective_consents
from projects.store.ports import DatabaseRow
from projects.stored_tables.stored_table import variables
from projects.transcripts import speakers
from projects.transcripts.corrections import Correction, correct_text
from projects.transcripts.queries import DOCUMENTS_WITH_LANGUAGE
from projects.transcripts.speakers import (
    keep_roles,
    project_languages,
    propose,
    propose_roles,
    speakers_of,
    spoken,
    store_proposed,
)
from projects.transcripts.text_notes import bookmarks, text_notes
from projects.transcripts.translations import translations
from wording import Message, Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.interviews import translation
from workbench.cli.interviews.auto_code import named_code
from workbench.cli.people import table_of
from workbench.cli.project import existing_file, open_project
from workbench.cli.terminal import Terminal, terminal_language

if TYPE_CHECKING:
    from coding.records import Document
    from projects.cases.answers_as_documents import AnswersMade
    from projects.store import Project
    from projects.store.actions import Action

_ROLES = ("interviewer", "interpreter", "participant", "none")


def arguments(parser: Arguments) -> None:
    """What `transcripts` takes; without a document renaming and merging hold for all interviews."""
    parser.project()
    parser.add_argument("document", nargs="?", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rename", nargs=2, metavar=("SPEAKER", "NAME"))
    parser.add_argument("--merge", nargs="+", metavar="SPEAKER")
    parser.add_argument("--into", default="")
    parser.add_argument("--role", nargs=2, metavar=("SPEAKER", "ROLE"))
    parser.add_argument("--speaks", nargs=2, metavar=("SPEAKER", "LANGUAGE"))
    parser.add_argument("--case", nargs=2, metavar=("SPEAKER", "CASE"))
    parser.add_argument("--languages", nargs="+", choices=KNOWN)
    parser.add_argument("--propose", action="store_true")
    parser.add_argument("--propose-roles", action="store_true")
    parser.add_argument("--apply", action="store_true")
    parser.add_argument("--turn", nargs=2, metavar=("NUMBER", "LANGUAGE"))
    parser.add_argument("--correct", metavar="FILE")
    parser.add_argument("--from-answers", nargs=2, metavar=("TABLE", "VARIABLE"))
    parser.add_argument("--fewest-words", type=int, default=1)
    parser.add_argument("--reason", default="")
    parser.add_argument("--group", metavar="NAME")
    parser.add_argument("--name", metavar="NEW")
    parser.add_argument("--language", choices=KNOWN)
    parser.add_argument("--memo", metavar="TEXT")
    parser.add_argument("--delete", action="store_true")
    parser.add_argument("--paraphrase", nargs=2, metavar=("PASSAGE", "WORDS"))
    parser.add_argument("--annotate", nargs=2, metavar=("PASSAGE", "WORDS"))
    parser.add_argument("--bookmark", metavar="PASSAGE")
    parser.add_argument("--sort", nargs=2, metavar=("NUMBER", "CODE"))
    parser.add_argument("--notes", action="store_true")
    translation.arguments(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change what is asked; without a change tell the speakers and languages."""
    with open_project(options, terminal) as project:
        if options.from_answers:
            return _answers(project, options, terminal)
        rows = _documents(project, options.document)
        if options.notes:
            return _notes(project, [str(row["id"]) for row in rows], options, terminal)
        if options.propose_roles:
            return _roles(project, [str(row["id"]) for row in rows], options, terminal)
        if options.beside:
            return translation.print_alignment(project, [str(row["id"]) for row in rows], options, terminal)
        actions = [
            *_actions(project, options, [str(row["id"]) for row in rows]),
            *translation.actions(project, options),
        ]
        for action in actions:
            done = project.do(action)
            terminal.say(done.message)
            for text in _lost(project, done.result):
                terminal.say(text)
        if not actions:
            _print_transcripts(
                project, [(str(row["id"]), row["name"], row["language"]) for row in rows], options, terminal
            )
    return 0


def _answers(project: Project, options: argparse.Namespace, terminal: Terminal) -> int:
    """Documents of the answers of a free-text question."""
    table_name, name = options.from_answers
    table = table_of(project, table_name)
    found = [one.id for one in variables(project, table) if name in (one.name, one.id)]
    if len(found) != 1:
        raise Problem(msg("casepage.no_such_variable", name=name, table=table_name))
    action = documents_from_answers(table, found[0], fewest_words=options.fewest_words, coder=project.user)
    done = project.do(action)
    terminal.say(done.message)
    for text in answer_messages(cast("AnswersMade", done.result)):
        terminal.say(text)
    return 0


def _documents(project: Project, name: str) -> list[DatabaseRow]:
    rows = project.query(DOCUMENTS_WITH_LANGUAGE)
    found = [row for row in rows if not name or row["name"] == name]
    found = found or [row for row in rows if str(row["id"]) == name]
    if not found:
        raise Problem(msg("cli.no_such_interview", name=name) if name else msg("transcripts.none"))
    return found


def _actions(project: Project, options: argparse.Namespace, ids: list[str]) -> list[Action]:
    found: list[Action] = []
    if options.rename:
        found.append(speakers.rename_speaker(ids, *options.rename))
    if options.merge:
        found.append(speakers.merge_speakers(ids, options.merge, options.into or options.merge[0]))
    if options.group is not None:
        found.append(set_group(ids, options.group))
    if options.languages:
        found.append(speakers.set_project_languages(options.languages))
    if options.propose:
        found.append(_proposed(project, ids, options.languages))
    if options.sort:
        found.append(_sorted(project, *options.sort))
    one_document = (options.role, options.speaks, options.case, options.turn, options.correct)
    itself = (options.name, options.language, options.memo is not None, options.delete)
    if any((*one_document, *itself, options.paraphrase, options.annotate, options.bookmark)):
        found += _of_one(project, options, ids)
    return found


def _proposed(project: Project, ids: list[str], languages: list[str] | None) -> Action:
    wanted = languages or project_languages(project)
    return store_proposed(propose(load_documents(project, ids), wanted, len(ids)))


def _roles(project: Project, ids: list[str], options: argparse.Namespace, terminal: Terminal) -> int:
    """Print the roles proposed for speakers without one; with `--apply` keep them in one step."""
    proposed, facts = propose_roles(project, ids), []
    for one in proposed:
        said = one.proposal
        facts.append(
            {"document": one.document_name, "speaker": said.speaker, "role": said.role, "by": said.by}
            | {"turns": said.turns, "asking": round(said.asking, 3)}
        )
        if not options.json:
            why, role = msg(f"speakers.role_by.{said.by}"), msg(f"transcripts.role.{said.role}")
            names = {"document": one.document_name, "speaker": said.speaker}
            terminal.say(msg("speakers.role_proposed", **names, role=role, why=why))
    if options.json:
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
    elif not proposed:
        terminal.say(msg("speakers.no_roles_to_propose"))
    if options.apply and proposed:
        done = project.do(keep_roles(proposed)).message
        if not options.json:
            terminal.say(done)
    return 0


def _of_one(project: Project, options: argparse.Namespace, ids: list[str]) -> list[Action]:
    if len(ids) != 1:
        raise Problem(msg("transcripts.which_document"))
    document, found = ids[0], []
    if any((options.turn, options.correct, options.paraphrase, options.annotate, options.bookmark)):
        check_not_held_back(project, document)
    if options.role:
        name, role = options.role
        if role not in _ROLES:
            raise Problem(msg("speakers.no_such_role", role=role, roles=list(_ROLES)))
        found.append(speakers.set_speaker(document, name, role="" if role == "none" else role))
    if options.speaks:
        found.append(speakers.set_speaker(document, options.speaks[0], language=options.speaks[1]))
    if options.case:
        found.append(speakers.link_speaker(document, options.case[0], case_named(project, options.case[1]).id))
    if options.turn:
        number = int(options.turn[0]) if options.turn[0].isdecimal() else 0
        found.append(speakers.set_turn_language(document, [number - 1], options.turn[1]))
    if options.correct:
        found.append(_corrected(project, document, options))
    return [*found, *_noted(project, document, options), *_about(document, options)]


def _about(document_id: str, options: argparse.Namespace) -> list[Action]:
    """What is said about the interview itself; one that is deleted goes with its segments, until that is undone."""
    found = []
    if options.name:
        found.append(documents.rename_document(document_id, options.name))
    if options.language:
        found.append(documents.set_language(document_id, options.language))
    if options.memo is not None:
        found.append(documents.set_document_memo(document_id, options.memo))
    if options.delete:
        found.append(documents.delete_documents([document_id]))
    return found


def _noted(project: Project, document_id: str, options: argparse.Namespace) -> list[Action]:
    """A paraphrase, an annotation and a bookmark, each at the first place where its passage stands."""

    def place(passage: str) -> tuple[Document, int]:
        document = load_document(project, document_id).document
        start = document.text.find(passage) if passage else -1
        if start < 0:
            raise Problem(msg("textnotes.no_passage", words=passage, document=document.name))
        return document, start

    found = []
    for write, given in ((paraphrase, options.paraphrase), (annotate, options.annotate)):
        if given:
            document, start = place(given[0])
            found.append(write(document, start, start + len(given[0]), given[1], coder=project.user))
    if options.bookmark:
        found.append(add_bookmark(*place(options.bookmark), coder=project.user))
    return found


def _sorted(project: Project, number: str, wanted: str) -> Action:
    note = next((one for one in text_notes(project, "paraphrase") if one.id == number), None)
    if note is None:
        raise Problem(msg("textnotes.no_paraphrase", number=number))
    document = load_document(project, note.document).document
    return sort_paraphrase(number, named_code(project, wanted), document, coder=project.user)


def _notes(project: Project, ids: list[str], options: argparse.Namespace, terminal: Terminal) -> int:
    """Every annotation, paraphrase and bookmark of these interviews, with the code of one that is sorted."""
    consents = effective_consents(project)
    for name in [_documents(project, one)[0]["name"] for one in ids if consents[one]["interview"] is False]:
        (terminal.problem if options.json else terminal.say)(msg("textnotes.refused", document=name))
    ids = [one for one in ids if consents[one]["interview"] is not False]
    book, facts = stored_codebook(project), []
    for one in text_notes(project, "annotation", "paraphrase"):
        if one.document not in ids:
            continue
        code = book.told_apart(book[one.code]) if one.code in book else ""
        facts.append(
            {"kind": one.table, "number": one.id, "document": one.document_name, "start": one.start, "stop": one.stop}
            | {"text": one.text, "code": render(code, terminal_language()), "coder": one.coder}
        )
        if not options.json:
            place = {"document": one.document_name, "words": one.text, "number": one.id}
            terminal.say(msg(f"textnotes.line.{one.table}", **place))
            if code:
                terminal.say(msg("textnotes.line.code", code=code))
    for mark in bookmarks(project, ids):
        facts.append({"kind": "bookmark", "document": mark.document_name, "start": mark.start, "coder": mark.coder})
        if not options.json:
            terminal.say(msg("textnotes.line.bookmark", document=mark.document_name, words=mark.words))
    if options.json:
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
    elif ids and not facts:
        terminal.say(msg("textnotes.none_here"))
    return 0


def _corrected(project: Project, document: str, options: argparse.Namespace) -> Action:
    read = read_transcript_apart(existing_file(options.correct))
    return correct_text(load_document(project, document).document, normalise(read.text), options.reason)


def _lost(project: Project, result: object) -> list[Message]:
    if not isinstance(result, Correction):
        return []
    book, messages = stored_codebook(project), []
    for one in result.gone:
        what = book.told_apart(book[one.what]) if one.kind == "segment" and one.what in book else one.what
        messages.append(msg(f"transcripts.lost.{one.kind}", what=what, quote=one.quote))
    return messages


def _print_transcripts(
    project: Project, documents: list[tuple[str, str, str]], options: argparse.Namespace, terminal: Terminal
) -> None:
    facts, whose = [], {link.translation: (original, link.translator) for link, _, original in translations(project)}
    for document, name, language in documents:
        turns = dict(spoken(load_document(project, document)))
        lines = speakers_of(project, document)
        facts.append(
            {
                "document": name,
                "language": language,
                "translation_of": whose.get(document, ("", ""))[0],
                "translator": whose.get(document, ("", ""))[1],
                "turns_by_language": turns,
                "speakers": [
                    {"name": one.name, "turns": one.turns, "words": one.words, "role": one.role}
                    | {"language": one.language, "cases": list(one.cases)}
                    for one in lines
                ],
            }
        )
        if options.json:
            continue
        terminal.say(msg("transcripts.document", name=name, language=language or "–"))
        if document in whose:
            original, translator = whose[document]
            terminal.say(msg("translations.of", original=original, translator=translator or msg("translations.no_one")))
        for one in lines:
            role = msg(f"transcripts.role.{one.role or 'none'}")
            cases = list(one.cases) or ["–"]
            said = {"turns": msg("speakers.turns", n=one.turns), "words": msg("speakers.words", n=one.words)}
            terminal.say(msg("transcripts.speaker", name=one.name, role=role, cases=cases, **said))
    if options.json:
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
