# SPDX-License-Identifier: MIT
"""`auto-code`: codes what patterns find in the interviews, in one undoable action; `--list` only shows the hits."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.codings.records import named_code as one_code
from coding.auto_code import PatternKind, Scope
from projects.findings.code_lines import code_lines
from projects.interviews.auto_coding import Search, code_hits, search_hits
from projects.interviews.queries import codebook
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project

_AROUND = 40  # characters shown on either side of a hit


def arguments(parser: Arguments) -> None:
    """What `auto-code` takes."""
    parser.project()
    parser.add_argument("code")
    parser.add_argument("patterns", nargs="+")
    parser.add_argument("--kind", choices=[kind.value for kind in PatternKind], default=PatternKind.PHRASE.value)
    parser.add_argument("--scope", choices=[scope.value for scope in Scope], default=Scope.SENTENCE.value)
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--speaker", action="append", default=[])
    parser.add_argument("--group", action="append", default=[])
    parser.add_argument("--within")
    parser.add_argument("--list", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Find, then code or list."""
    with open_project(options, terminal) as project:
        code = named_code(project, options.code)
        search = Search(
            patterns=tuple((pattern, PatternKind(options.kind)) for pattern in options.patterns),
            scope=Scope(options.scope),
            languages=frozenset(options.language),
            speakers=frozenset(options.speaker),
            groups=frozenset(options.group),
            within=named_code(project, options.within) if options.within else "",
        )
        hits, documents = search_hits(project, search)
        if options.list:
            for hit in hits:
                document = documents[hit.document]
                low, high = max(0, hit.found[0] - _AROUND), hit.found[1] + _AROUND
                words = " ".join(document.text[low:high].split())
                terminal.say(msg("autocode.line", document=document.name, words=words))
            terminal.say(msg("autocode.count", n=len(hits), documents=len(documents)))
            return 0
        terminal.say(project.do(code_hits(code, hits, documents.values(), coder=project.user)).message)
    return 0


def named_code(project: Project, wanted: str) -> str:
    """The id of the code of that key, name or path. Raises Problem when it cannot be told."""
    found = one_code(code_lines(codebook(project)), wanted)
    if found is None:
        raise Problem(msg("autocode.no_such_code", name=wanted))
    return found.id
