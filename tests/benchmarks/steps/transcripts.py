# SPDX-License-Identifier: MIT
"""What is done with speakers and languages of interviews."""

from __future__ import annotations

import random

from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.parsed import parse_text
from projects.interviews.queries import load_document
from projects.quotes.looking import look_at
from projects.store.project import Project
from projects.transcripts import languages, speakers
from tests.benchmarks.steps.common import Step, ids


def _said(project: Project, chance: random.Random) -> tuple[str, list[str]]:
    """An interview in which somebody is named, made where there is none; its speakers."""
    for document in chance.sample(there := ids(project, "document"), len(there)):
        turns = load_document(project, document).document.turns
        if names := sorted({turn.speaker for turn in turns if turn.speaker}):
            return document, names
    talk = f"Interviewer: What then {chance.random()}?\nF2: We left.\nInterviewer: And?\nF2: {chance.random()}\n"
    project.do(import_documents([NewDocument("Talk", "", parse_text(talk))]))
    return _said(project, chance)


def rename_speaker(project: Project, chance: random.Random) -> None:
    """A speaker has another name, or that of another speaker."""
    document, names = _said(project, chance)
    project.do(speakers.rename_speaker([document], chance.choice(names), f"Speaker {chance.randrange(5)}"))


def set_speaker(project: Project, chance: random.Random) -> None:
    """A speaker has a role."""
    document, names = _said(project, chance)
    role = chance.choice(("interviewer", "participant", ""))
    project.do(speakers.set_speaker(document, chance.choice(names), role=role, language=chance.choice(("en", "fr"))))


def project_languages(project: Project, chance: random.Random) -> None:
    """Which languages are spoken."""
    project.do(languages.set_project_languages(chance.sample(["en", "fr", "sw"], 2)))


def turn_language(project: Project, chance: random.Random) -> None:
    """The language of a turn is corrected."""
    document = chance.choice(ids(project, "document"))
    turns = load_document(project, document).document.turns
    project.do(languages.set_turn_language(document, [chance.randrange(len(turns))], chance.choice(("en", "fr", ""))))


def propose_languages(project: Project, chance: random.Random) -> None:
    """Languages are proposed where none is told."""
    loaded = load_document(project, chance.choice(ids(project, "document")))
    project.do(languages.store_proposed(languages.propose([loaded], ("en", "fr"), 1)))


def look_at_quotes(project: Project, chance: random.Random) -> None:
    """Somebody looks at a quote before it leaves."""
    project.do(look_at([chance.choice(ids(project, "segment"))]))


STEPS: tuple[Step, ...] = (
    rename_speaker,
    set_speaker,
    project_languages,
    turn_language,
    propose_languages,
    look_at_quotes,
)
