# SPDX-License-Identifier: MIT
"""`segments`: coded passages with their numbers: lists, codes, removes, moves the ends, splits, joins, takes notes."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.interviews import queries
from projects.interviews.cited_places import cited_numbers, cited_places
from projects.interviews.coders import is_blind, seen_coder
from projects.interviews.segments import (
    add_segment,
    join_segments,
    remove_segments,
    resize_segment,
    set_segment_memo,
    split_segment,
)
from projects.people.effective_consent import check_not_held_back, refused
from projects.transcripts.translations import adjust_counterpart, codings_of_other_texts, translation_of
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.interviews.auto_code import named_code
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from coding.records import Document, Segment
    from projects.store import Project
    from projects.store.actions import Action


@dataclass(frozen=True)
class _ListedSegment:
    """A segment as it is listed: where it is seen, which may be beside the text it was made on."""

    segment: Segment
    document: str
    start: int
    end: int
    quote: str


def arguments(parser: Arguments) -> None:
    """What `segments` takes."""
    parser.project()
    parser.add_argument("document", nargs="?")
    parser.add_argument("--code")
    parser.add_argument("--apply", metavar="PASSAGE")
    parser.add_argument("--remove", nargs="+", metavar="N", default=[])
    parser.add_argument("--resize", nargs=2)
    parser.add_argument("--split", nargs=2)
    parser.add_argument("--join", nargs="+", metavar="N", default=[])
    parser.add_argument("--memo", nargs=2)
    parser.add_argument("--counterpart", nargs=2)
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Do the one change asked for, or list."""
    with open_project(options, terminal) as project:
        action = _change(project, options)
        if action is None:
            _list(project, options, terminal)
        else:
            terminal.say(project.do(action).message)
    return 0


def _change(project: Project, options: argparse.Namespace) -> Action | None:
    if options.apply is not None:
        return _applied(project, options)
    if options.remove:
        return remove_segments([_seen(project, number, held_back=True).id for number in options.remove])
    if options.resize:
        segment = _seen(project, options.resize[0])
        document = _text(project, segment.document)
        return resize_segment(segment.id, document, *_place(document, options.resize[1], segment.start))
    if options.split:
        segment = _seen(project, options.split[0])
        document = _text(project, segment.document)
        return split_segment(segment.id, document, _place(document, options.split[1], segment.start)[0])
    if options.join:
        joined = [_seen(project, number) for number in options.join]
        return join_segments([one.id for one in joined], _text(project, joined[0].document))
    if options.counterpart:
        return _counterpart(project, *options.counterpart)
    return set_segment_memo(_seen(project, options.memo[0]).id, options.memo[1]) if options.memo else None


def _counterpart(project: Project, number: str, passage: str) -> Action:
    """Let a coding be seen on this passage of the translation, or of the original where it stands in that."""
    segment = _seen(project, number)
    link = translation_of(project, segment.document)
    if link is None:
        raise Problem(msg("translations.none", document=_text(project, segment.document).name))
    other = _text(project, link.original if segment.document == link.translation else link.translation)
    return adjust_counterpart(segment.id, *_place(other, passage))


def _applied(project: Project, options: argparse.Namespace) -> Action:
    """Code the first place where the passage stands. Raises Problem without an interview or a code."""
    if options.document is None or options.code is None:
        raise Problem(msg("segments.command.what_to_code"))
    document = _text(project, _document(project, options.document))
    return add_segment(
        named_code(project, options.code), document, *_place(document, options.apply), coder=project.user
    )


def _document(project: Project, name: str) -> str:
    for line in queries.documents(project):
        if name in (line.name, str(line.id)):
            return str(line.id)
    raise Problem(msg("cli.no_such_interview", name=name))


def _text(project: Project, document: str) -> Document:
    check_not_held_back(project, document)
    return queries.load_document(project, document).document


def _place(document: Document, passage: str, near: int = 0) -> tuple[int, int]:
    """Where the passage stands, nearest to a place. Raises Problem where it does not stand in the interview."""
    found, at = [], document.text.find(passage) if passage else -1
    while at >= 0:
        found.append(at)
        at = document.text.find(passage, at + 1)
    if not found:
        raise Problem(msg("textnotes.no_passage", words=passage, document=document.name))
    start = min(found, key=lambda one: abs(one - near)) if near else found[0]
    return start, start + len(passage)


def _visible(project: Project) -> list[Segment]:
    """Every segment, of refused interviews too, or one's own while everybody codes blind."""
    own = is_blind(project)
    return [one for one in queries.segments(project, held_back=True) if not own or one.coder == project.user]


def _seen(project: Project, number: str, *, held_back: bool = False) -> Segment:
    """The segment of that number; with `held_back` also one whose interview is, to be removed."""
    for one in _visible(project):
        if one.id == number:
            if not held_back:
                check_not_held_back(project, one.document)
            return one
    raise Problem(msg("segments.command.no_number", number=number))


def _list(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    """What is coded; of one interview also what is seen on it of its translations, or of its original."""
    document = _document(project, options.document) if options.document else None
    book = queries.codebook(project)
    codes = book.with_descendants(named_code(project, options.code)) if options.code else None
    names = {str(line.id): line.name for line in queries.documents(project)}
    found, withheld = queries.listed_segments(project, codes, seen_coder(project))
    here = [_ListedSegment(one, one.document, one.start, one.end, one.quote) for one in found]
    if document is not None:
        others = _seen_from_others(project, document)
        mirrored = [one for one in others if codes is None or one.segment.code in codes]
        here = [*(one for one in here if one.document == document), *mirrored]
        withheld = [name for name in withheld if name == names[document]]
        if document in refused(project):  # what one says of either text holds for both
            here, withheld = [], [names[document]]
    if withheld:
        left_out = msg("segments.left_out", n=len(withheld), names=withheld)
        (terminal.problem if options.json else terminal.say)(left_out)
    stands = [(one.document, one.start) for one in here]
    if options.json:
        numbers = cited_numbers(project, stands)
        facts = [
            {"number": one.segment.id, "document": names[one.document],
             "paragraph": numbers[one.document, one.start][1], "page": numbers[one.document, one.start][2] or None,
             "code": render(book.told_apart(book[one.segment.code]), terminal.language),
             "start": one.start, "end": one.end, "quote": one.quote,
             "coded_on": names[one.segment.document], "coder": one.segment.coder,
             "origin": one.segment.origin, "memo": one.segment.memo}
            for one in here
        ]  # fmt: skip
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    places = cited_places(project, stands)
    for one in here:
        made, where = names[one.segment.document], places[one.document, one.start]
        line = {"number": one.segment.id, "code": book.told_apart(book[one.segment.code]), "document": where}
        words = " ".join(one.quote.split())
        key = "segments.command.line" if one.segment.document == one.document else "segments.command.line_of_other"
        terminal.say(msg(key, **line, words=words, other=made))
    terminal.say(msg("interviews.view.segments_total", n=len(here)))


def _seen_from_others(project: Project, document: str) -> list[_ListedSegment]:
    """Codings made on the original or on a translation, on the words of this text they are seen on."""
    text, coder = queries.load_document(project, document).document.text, seen_coder(project)
    found = [(one.segment, one.beside) for one in codings_of_other_texts(project, document, coder=coder)]
    return [_ListedSegment(one, document, *place, text[slice(*place)]) for one, place in found if place is not None]
