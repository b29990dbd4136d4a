# SPDX-License-Identifier: MIT
"""`codes`: the codebook of the interviews on the command line: lists it, adds, changes, moves, merges, splits codes."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from coding.codebook import is_colour
from coding.near_names import near_names
from coding.records import ORDINARY
from projects.cases.code_usage import split_code, usage
from projects.interviews.cited_places import cited_places
from projects.interviews.codebook_editing import complete_definitions, keep_anchor, set_category, set_retired
from projects.interviews.codebook_shortcuts import code_digits, put_on_digit, with_shortcuts
from projects.interviews.coders import is_blind, seen_coder
from projects.interviews.codes import (
    add_code,
    delete_code,
    merge_codes,
    move_code,
    recolour_code,
    redefine_code,
    rename_code,
)
from projects.interviews.queries import code_counts, codebook, documents, listed_segments, segments
from projects.interviews.segments import recode_segments
from wording import LANGUAGES, Labels, Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.interviews.auto_code import named_code
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal
from workbench.starter_codebooks import starter_codes

if TYPE_CHECKING:
    from coding.codebook import Codebook
    from coding.records import Code, Segment
    from projects.store import Project
    from projects.store.actions import Action

SENSITIVITIES = {
    "none": "", ORDINARY: ORDINARY, "low": "low", "medium": "medium", "high": "high", "very-high": "very high",
}  # fmt: skip
_TEXTS = ("definition", "inclusion", "exclusion")
_YES = {"yes": True, "no": False}


def arguments(parser: Arguments) -> None:
    """What `codes` takes."""
    parser.project()
    parser.add_argument("code", nargs="?")
    for name in ("add", "rename", "under", *_TEXTS, "memo", "key", "colour", "digit", "merge-into", "recode", "split"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--segments", nargs="+", default=[])
    parser.add_argument("--anchor")
    parser.add_argument("--sensitivity", choices=tuple(SENSITIVITIES))
    parser.add_argument("--category", choices=tuple(_YES))
    parser.add_argument("--retired", choices=tuple(_YES))
    for name in ("complete", "delete", "near", "usage", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--language", choices=LANGUAGES)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change the code that is named, or list."""
    with open_project(options, terminal) as project:
        language = options.language or terminal.language
        action = _change(project, options, language)
        if action is not None:
            terminal.say(project.do(action).message)
        elif options.near:
            _print_near(project, terminal)
        elif options.usage:
            _print_usage(project, options, terminal)
        else:
            _print_codes(project, options, terminal)
    return 0


def _change(project: Project, options: argparse.Namespace, language: str) -> Action | None:
    """The one change asked for; None where the codebook is only listed. Raises Problem for two changes in one call."""
    book = codebook(project)
    if options.complete:
        return complete_definitions(starter_codes())
    if options.anchor:
        if options.anchor not in {one.id for one in segments(project)}:
            raise Problem(msg("codes.command.no_segment", number=options.anchor))
        return keep_anchor(options.anchor)
    if options.add:
        return _added(project, book, options, language)
    asked = [name for name in _CHANGES if getattr(options, name) not in (None, False)]
    worded = [name for name in (*_TEXTS, "memo", "key", "sensitivity") if getattr(options, name) is not None]
    if not asked and not worded:
        return None
    if options.code is None:
        raise Problem(msg("codes.command.which_code"))
    if len(asked) + bool(worded) > 1:
        raise Problem(
            msg("codes.command.one_change", options=[f"--{name.replace('_', '-')}" for name in asked + worded])
        )
    code = book[named_code(project, options.code)]
    return _CHANGES[asked[0]](project, code, options, language) if asked else _redefined(code, options, language)


def _added(project: Project, book: Codebook, options: argparse.Namespace, language: str) -> Action:
    if options.code is not None:
        raise Problem(msg("codes.command.add_names_one", name=options.add))
    parent = None if options.under in (None, "top") else named_code(project, options.under)
    if options.key and book.with_key(options.key) is not None:
        raise Problem(msg("codes.command.key_taken", identifier=options.key))
    return add_code(
        Labels({language: options.add}),
        parent,
        definition=Labels({language: options.definition}) if options.definition else None,
        colour=_colour(options.colour) if options.colour else "",
        key=options.key or "",
        sensitivity=SENSITIVITIES[options.sensitivity or "none"],
        coder=project.user,
    )


def _redefined(code: Code, options: argparse.Namespace, language: str) -> Action:
    def translated(part: str) -> Labels | None:
        given = getattr(options, part)
        if given is None:
            return None
        labels: Labels = getattr(code, part)
        return labels.with_text(language, given)

    return redefine_code(
        code.id,
        definition=translated("definition"),
        inclusion=translated("inclusion"),
        exclusion=translated("exclusion"),
        memo=options.memo,
        key=options.key,
        sensitivity=None if options.sensitivity is None else SENSITIVITIES[options.sensitivity],
    )


def _renamed(_project: Project, code: Code, options: argparse.Namespace, language: str) -> Action:
    return rename_code(code.id, code.name.with_text(language, options.rename))


def _move_action(project: Project, code: Code, options: argparse.Namespace, _language: str) -> Action:
    return move_code(code.id, None if options.under == "top" else named_code(project, options.under))


def _recoloured(_project: Project, code: Code, options: argparse.Namespace, _language: str) -> Action:
    return recolour_code(code.id, _colour(options.colour))


def _on_digit(project: Project, code: Code, options: argparse.Namespace, _language: str) -> Action:
    if options.digit != "none" and options.digit not in [str(digit) for digit in range(1, 10)]:
        raise Problem(msg("codes.command.no_digit", digit=options.digit))
    return put_on_digit(code_digits(project), code, 0 if options.digit == "none" else int(options.digit))


def _categorised(_project: Project, code: Code, options: argparse.Namespace, _language: str) -> Action:
    return set_category(code.id, _YES[options.category])


def _retired(_project: Project, code: Code, options: argparse.Namespace, _language: str) -> Action:
    return set_retired(code.id, _YES[options.retired])


def _merged(project: Project, code: Code, options: argparse.Namespace, _language: str) -> Action:
    return merge_codes(code.id, named_code(project, options.merge_into))


def _recoded(project: Project, code: Code, options: argparse.Namespace, _language: str) -> Action:
    wanted = _chosen(project, code, options) or [one.id for one in _segments(project, code)]
    if not wanted:
        raise Problem(msg("codes.command.no_segments", code=code.name))
    return recode_segments(wanted, named_code(project, options.recode))


def _split(project: Project, code: Code, options: argparse.Namespace, language: str) -> Action:
    return split_code(code.id, _chosen(project, code, options), Labels({language: options.split}))


def _deleted(_project: Project, code: Code, _options: argparse.Namespace, _language: str) -> Action:
    return delete_code(code.id)


_CHANGES = {
    "rename": _renamed, "under": _move_action, "colour": _recoloured, "digit": _on_digit, "category": _categorised,
    "retired": _retired, "merge_into": _merged, "recode": _recoded, "split": _split, "delete": _deleted,
}  # fmt: skip


def _colour(given: str) -> str:
    wanted = given if given.startswith("#") else f"#{given}"
    if not is_colour(wanted):
        raise Problem(msg("codes.command.no_colour", colour=given))
    return wanted


def _segments(project: Project, code: Code) -> list[Segment]:
    """The segments of a code that this person may see: all, or their own while everybody codes blind."""
    held = segments(project, code_ids=[code.id], held_back=True)
    return [one for one in held if not is_blind(project) or one.coder == project.user]


def _chosen(project: Project, code: Code, options: argparse.Namespace) -> list[str]:
    """The numbers given by --segments, each of which is a segment of the code."""
    there = {one.id for one in _segments(project, code)}
    strange = [number for number in options.segments if number not in there]
    if strange:
        raise Problem(msg("codes.command.not_its_segment", number=strange[0], code=code.name))
    return list(options.segments)


def _print_codes(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    """The tree of codes, or the page of one with its segments and their numbers."""
    book = with_shortcuts(project, codebook(project))
    counts = code_counts(project, seen_coder(project))
    wanted = book.with_descendants(named_code(project, options.code)) if options.code else None
    shown = [(code, depth) for code, depth in book.walk() if wanted is None or code.id in wanted]
    if options.json:
        facts = [_facts(code, book, counts.get(code.id, 0)) for code, _ in shown]
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    for code, depth in shown:
        marks = [msg("codes.command.key", identifier=code.key)] if code.key else []
        marks += [msg(f"codes.command.{name}") for name in ("category", "retired") if getattr(code, name)]
        level = msg(f"codebook.edit.sensitivity.{code.sensitivity.replace(' ', '_') or 'none'}")
        marks += [msg("codes.command.sensitive", level=level)] if code.sensitivity else []
        marks += [msg("codes.command.on_digit", digit=code.shortcut)] if code.shortcut else []
        line = {"indent": "  " * depth, "code": code.name, "n": counts.get(code.id, 0)}
        terminal.say(msg("codes.command.line" if marks else "codes.command.plain_line", **line, marks=marks))
    if options.code is None:
        terminal.say(msg("codes.command.count", n=len(book)))
        return
    _print_one(project, shown[0][0], terminal)


def _print_one(project: Project, code: Code, terminal: Terminal) -> None:
    for part in _TEXTS:
        for language, text in getattr(code, part).by_language.items():
            terminal.say(msg(f"codes.command.{part}", language=language, text=text))
    if code.memo:
        terminal.say(msg("codes.command.memo", text=code.memo))
    found, refused = listed_segments(project, [code.id], seen_coder(project))
    places = cited_places(project, [(one.document, one.start) for one in found])
    if refused:
        terminal.say(msg("segments.left_out", n=len(refused), names=refused))
    for one in found:
        where = places[one.document, one.start]
        facts = {"number": one.id, "document": where, "words": " ".join(one.quote.split())[:120]}
        terminal.say(msg("codes.command.segment", **facts))


def _facts(code: Code, book: Codebook, count: int) -> dict[str, object]:
    return {
        "id": code.id, "key": code.key, "name": dict(code.name.by_language),
        "parent": None if code.parent is None else book[code.parent].key or code.parent,
        **{part: dict(getattr(code, part).by_language) for part in _TEXTS},
        "memo": code.memo, "colour": code.colour, "digit": code.shortcut, "sensitivity": code.sensitivity,
        "category": code.category, "retired": code.retired, "anchors": len(code.anchors), "segments": count,
    }  # fmt: skip


def _print_near(project: Project, terminal: Terminal) -> None:
    book = codebook(project)
    pairs = near_names(book)
    for pair in pairs:
        first, second = book[pair.first].name, book[pair.second].name
        terminal.say(msg("codes.command.near", first=first, second=second, likeness=round(pair.score)))
    terminal.say(msg("codes.command.near_count", n=len(pairs)))


def _print_usage(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    """How often each code is used in which interviews and by which coders. Raises Problem while all code blind."""
    if is_blind(project):
        raise Problem(msg("codes.command.usage_blind"))
    book, names = codebook(project), {str(line.id): line.name for line in documents(project)}
    wanted = book.with_descendants(named_code(project, options.code)) if options.code else None
    for code_id, found in usage(project).items():
        if wanted is not None and code_id not in wanted:
            continue
        by = [msg("codes.command.by", name=coder or "–", n=n) for coder, n in found.coders.items()]
        where = [msg("codes.command.by", name=names.get(one, one), n=n) for one, n in found.documents.items()]
        terminal.say(msg("codes.command.usage", code=book[code_id].name, n=found.total, coders=by, documents=where))
