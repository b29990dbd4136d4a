# SPDX-License-Identifier: MIT
"""`import --preview`: what files are, who speaks in which role, the kinds of variables."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.parsing import digest, word_count
from projects.datasets.corrections.kind_conversion import word_of
from projects.intake.file_intake import prepare_imports
from projects.intake.file_reading import read_files
from projects.interviews.documents import names_by_text
from projects.transcripts.speakers import count_speakers
from wording import Problem, Text, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_for_reading
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.importing.options import ImportOptions
    from projects.intake.file_reading import FileContent
    from projects.store import Project

Facts = dict[str, Any]
Form = tuple[Path | None, bool]  # the form of survey data, and whether somebody named it


def arguments(parser: Arguments) -> None:
    """What `import` takes for a look beforehand."""
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--json", action="store_true")


def expect_sense(options: argparse.Namespace) -> None:
    """Raises Problem where a preview is asked together with what changes the project."""
    if options.json and not options.preview:
        raise Problem(msg("importpreview.no_json"))
    if options.preview and (options.newer or options.attach_form or options.list or options.delete_sources):
        raise Problem(msg("importpreview.alone"))


def run(
    options: argparse.Namespace, paths: list[Path], form: Form, how: ImportOptions | None, terminal: Terminal
) -> int:
    """Tell what each file holds. 1 where one of them cannot be read."""
    with open_for_reading(options, terminal) as project:
        found = [_facts(project, one, form, how, terminal) for one in read_files(paths, lenient=True)]
    if options.json:
        terminal.line(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for facts in found:
            _print_facts(facts, terminal)
        readable = any("problem" not in facts for facts in found)
        terminal.say(msg("importpreview.nothing_stored" if readable else "importpreview.nothing_readable"))
    return 1 if any("problem" in facts for facts in found) else 0


def _facts(project: Project, one: FileContent, form: Form, how: ImportOptions | None, terminal: Terminal) -> Facts:
    known: Facts = {"file": one.path.name, "kind": one.kind}
    warnings = [render(text, terminal.language) for text in one.warnings]
    if one.problem is not None:
        return known | {"kind": "", "problem": render(one.problem, terminal.language)}
    if one.kind == "survey":
        return _survey(known, one.path, form, how, terminal)
    if one.document is not None:
        known |= _interview(project, one)
    elif one.codebook is not None:
        known |= {"codes": len(one.codebook.codes)}
    elif one.consents:
        known |= {"consents": len(one.consents), "documents": len({line.document for line in one.consents})}
    elif one.exchange is not None:
        brought = one.exchange
        known |= {"format": one.format, "documents": len(brought.sources), "codes": len(brought.codes)}
        known |= {"codings": len(brought.codings), "cases": len(brought.cases)}
        warnings += [render(text, terminal.language) for text in brought.messages]
    return known | {"warnings": warnings}


def _interview(project: Project, one: FileContent) -> Facts:
    document = one.document
    assert document is not None
    text, turns = document.parsed.text, document.parsed.turns
    speakers = [
        {"name": line.name, "turns": line.turns, "words": line.words, "role": line.role}
        for line in count_speakers(text, turns)
    ]
    already = names_by_text(project).get(digest(text), "") if text else ""
    return {
        "name": document.name, "language": document.language, "words": word_count(text), "turns": len(turns),
        "speakers": speakers, "already": already,
    }  # fmt: skip


def _survey(known: Facts, path: Path, form: Form, how: ImportOptions | None, terminal: Terminal) -> Facts:
    try:
        brought = prepare_imports([path], form[0], how, form_is_guessed=not form[1])[0]
    except Problem as problem:
        return known | {"kind": "", "problem": render(problem.message, terminal.language)}
    imported = brought.imported
    assert imported is not None
    tables = [
        {"name": table.name, "rows": table.rows}
        | {"variables": [{"name": one.name, "kind": word_of(one)} for one in table.variables]}
        for table in imported.tables
    ]
    messages = (*brought.warnings, *(finding.message for finding in brought.findings))
    found = [render(text, terminal.language) for text in messages]
    return known | {"tables": tables, "warnings": found}


def _counted(facts: Facts) -> dict[str, Text]:
    key = "speakers.turns" if facts.get("speakers", True) else "speakers.paragraphs"
    return {"turns": msg(key, n=facts["turns"]), "words": msg("speakers.words", n=facts["words"])}


def _print_facts(facts: Facts, terminal: Terminal) -> None:
    if "problem" in facts:
        terminal.say(msg("importpreview.unread", file=facts["file"], why=facts["problem"]))
        return
    if facts["kind"] == "interview":
        language: Text = facts["language"] or "–"
        terminal.say(msg("importpreview.interview", **(facts | {"language": language} | _counted(facts))))
        for one in facts["speakers"]:
            role = msg(f"transcripts.role.{one['role'] or 'none'}")
            terminal.say(msg("importpreview.speaker", **(one | {"role": role} | _counted(one))))
        if not facts["speakers"]:
            terminal.say(msg("importpreview.nobody"))
        if facts["already"]:
            terminal.say(msg("importpreview.already", name=facts["already"]))
    elif facts["kind"] == "survey":
        for table in facts["tables"]:
            held = {"rows": table["rows"], "variables": len(table["variables"])}
            terminal.say(msg("importpreview.table", file=facts["file"], table=table["name"], **held))
            for one in table["variables"]:
                terminal.say(msg("importpreview.variable", name=one["name"], kind=msg(f"kinds.word.{one['kind']}")))
    else:
        terminal.say(msg(f"importpreview.{facts['kind']}", n=facts.get("consents", facts.get("codes")), **facts))
    for text in facts["warnings"]:
        terminal.say(msg("cli.finding", text=text))
