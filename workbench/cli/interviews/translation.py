# SPDX-License-Identifier: MIT
"""`transcripts --translation`, `--beside`, `--align`: which document translates which, and what is shown on both."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from projects.interviews.coders import seen_coder
from projects.interviews.codes import stored_codebook
from projects.people.effective_consent import check_not_held_back, refused
from projects.transcripts.queries import DOCUMENTS_WITH_LANGUAGE
from projects.transcripts.translations import beside, translate_turn
from wording import Problem, Text, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project
    from projects.store.actions import Action
    from projects.transcripts.translations import ParallelTexts

Facts = dict[str, Any]


def arguments(parser: Arguments) -> None:
    """What `transcripts` takes about translations."""
    parser.add_argument("--translation", nargs=2, metavar=("DOCUMENT", "ORIGINAL"))
    parser.add_argument("--translator", default="")
    parser.add_argument("--no-translation", metavar="DOCUMENT")
    parser.add_argument("--beside", action="store_true")
    parser.add_argument("--translate", nargs=2, metavar=("TURN", "FILE"))
    parser.add_argument("--align", nargs=2, metavar=("TURN", "OTHER"))


def actions(project: Project, options: argparse.Namespace) -> list[Action]:
    """The changes asked for. Raises Problem for a document there is not."""
    from projects.transcripts import translations  # more of the program: not at start

    found: list[Action] = []
    if options.translation:
        document, original = (_id(project, name) for name in options.translation)
        check_not_held_back(project, document, original)
        found.append(translations.set_translation(document, original, options.translator))
    if options.no_translation:
        found.append(translations.end_translation(_id(project, options.no_translation)))
    if options.align:
        if not options.document:
            raise Problem(msg("translations.needs_document"))
        turn, other = (int(one) - 1 if one.isdecimal() else -1 for one in options.align)
        none = options.align[1] == "none"
        document = _id(project, options.document)
        check_not_held_back(project, document)
        found.append(translations.align_turn(document, turn, None if none else other))
    if options.translate:
        found.append(_translated(project, options))
    return found


def _translated(project: Project, options: argparse.Namespace) -> Action:
    """The turn of the original with that number, translated."""
    shown = beside(project, _id(project, options.document)) if options.document else None
    if shown is None:
        raise Problem(msg("translating.needs_document"))
    check_not_held_back(project, shown.link.original, shown.link.translation)
    number = int(options.translate[0]) - 1 if options.translate[0].isdecimal() else -1
    row = next((place for place, one in enumerate(shown.rows) if one.original == number), -1)
    return translate_turn(shown, row, existing_file(options.translate[1]).read_text("utf-8-sig"))


def print_alignment(project: Project, documents: list[str], options: argparse.Namespace, terminal: Terminal) -> int:
    """The rows of turns and the codings of each translation among the documents; the words stay in the project."""
    from projects.transcripts.translations import translations  # more of the program: not at start

    facts, held_back = [], refused(project)
    for link, name, original in translations(project):
        if link.translation in documents or link.original in documents:
            shown = beside(project, link.translation, coder=seen_coder(project))
            assert shown is not None
            withheld = not held_back.isdisjoint((link.original, link.translation))
            facts.append({**_facts(project, shown, (name, original), terminal), "held_back": withheld})
    if options.json:
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    for one in facts:
        _say(one, terminal)
    if not facts:
        terminal.say(msg("translations.none_here"))
    return 0


def _facts(project: Project, shown: ParallelTexts, names: tuple[str, str], terminal: Terminal) -> Facts:
    book = stored_codebook(project)
    rows = [{"original": _counted(row.original), "translation": _counted(row.translation)} for row in shown.rows]
    codings = [
        {
            "code": render(book[one.segment.code].name, terminal.language), "coder": one.segment.coder,
            "coded_on": "translation" if one.on_translation else "original",
            "start": one.segment.start, "end": one.segment.end,
            "seen_on_other": list(one.beside) if one.beside else None, "adjusted": one.adjusted,
        }
        for one in shown.codings
    ]  # fmt: skip
    return {
        "document": names[0], "translation_of": names[1], "translator": shown.link.translator,
        "aligned": shown.aligned, "turns": rows, "codings": codings,
    }  # fmt: skip


def _say(one: Facts, terminal: Terminal) -> None:
    translator: Text = one["translator"] or msg("translations.no_one")
    said = {"document": one["document"], "original": one["translation_of"], "translator": translator}
    counts = {"aligned": one["aligned"], "turns": len(one["turns"]), "n": len(one["codings"])}
    terminal.say(msg("translations.line", **said, **counts))
    if one["held_back"]:
        terminal.say(msg("consents.held_back"))
    for number, row in enumerate(one["turns"], start=1):
        sides = {side: str(row[side] or "–") for side in ("original", "translation")}
        terminal.say(msg("translations.row", number=number, **sides))
    for coding in one["codings"]:
        seen = "adjusted" if coding["adjusted"] else "both" if coding["seen_on_other"] else "one"
        side, seen_on = msg(f"translations.side.{coding['coded_on']}"), msg(f"translations.seen.{seen}")
        values = {"code": coding["code"], "coder": coding["coder"] or "–"}
        terminal.say(msg("translations.coding", side=side, seen=seen_on, **values))


def _counted(turn: int | None) -> int | None:
    """A turn counted from 1, as people do."""
    return None if turn is None else turn + 1


def _id(project: Project, name: str) -> str:
    """The document of that name or id. Raises Problem where there is none."""
    rows = project.query(DOCUMENTS_WITH_LANGUAGE)
    found = [row for row in rows if row["name"] == name] or [row for row in rows if str(row["id"]) == name]
    if not found:
        raise Problem(msg("cli.no_such_interview", name=name))
    return str(found[0]["id"])
