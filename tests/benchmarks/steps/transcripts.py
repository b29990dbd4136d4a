# SPDX-License-Identifier: MIT
"""Steps on speakers and languages of interviews."""

from __future__ import annotations

import random

from coding.speaker_roles import RoleProposal
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.name_review import mark_reviewed
from projects.interviews.queries import load_document
from projects.interviews.segments import apply_code
from projects.quotes.quote_format import cite
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts import speakers, translations
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
    project.do(speakers.set_project_languages(chance.sample(["en", "fr", "sw"], 2)))


def turn_language(project: Project, chance: random.Random) -> None:
    """The language of a turn is corrected."""
    document = chance.choice(ids(project, "document"))
    turns = load_document(project, document).document.turns
    project.do(speakers.set_turn_language(document, [chance.randrange(len(turns))], chance.choice(("en", "fr", ""))))


def propose_languages(project: Project, chance: random.Random) -> None:
    """Languages are proposed where none is told."""
    loaded = load_document(project, chance.choice(ids(project, "document")))
    project.do(speakers.store_proposed(speakers.propose([loaded], ("en", "fr"), 1)))


def look_at_quotes(project: Project, chance: random.Random) -> None:
    """Somebody looks at a quote before it leaves."""
    project.do(mark_reviewed([chance.choice(ids(project, "segment"))]))


def _translation(project: Project, chance: random.Random) -> str:
    """A document that is a translation, made where there is none; its id."""
    held = project.query("SELECT id FROM document WHERE translates IS NOT NULL")
    if held:
        return str(chance.choice(held)["id"])
    talks = [f"Interviewer: {word} {chance.random()}?\nF2: {word}. {chance.random()}.\n" for word in ("What", "Nini")]
    original, other = project.do(import_documents([NewDocument("Talk", "", parse_text(one)) for one in talks])).result
    project.do(translations.set_translation(other, original))
    return str(other)


def set_translation(project: Project, chance: random.Random) -> None:
    """A translation has another translator."""
    document = _translation(project, chance)
    original = str(project.query("SELECT translates FROM document WHERE id = ?", (document,))[0]["translates"])
    project.do(translations.set_translation(document, original, f"T{chance.randrange(1000)}"))


def end_translation(project: Project, chance: random.Random) -> None:
    """A document is no translation any more."""
    project.do(translations.end_translation(_translation(project, chance)))


def align_turn(project: Project, chance: random.Random) -> None:
    """A turn of a translation is set beside another, or none."""
    shown = translations.beside(project, _translation(project, chance))
    assert shown is not None
    turns = [len(one.document.turns) for one in (shown.translation, shown.original)]
    other = chance.choice((None, chance.randrange(turns[1])))
    project.do(translations.align_turn(shown.link.translation, chance.randrange(turns[0]), other))


def translate_turn(project: Project, chance: random.Random) -> None:
    """A turn that has no translation gets one; where each has one, one is set apart first."""
    shown = translations.beside(project, _translation(project, chance))
    assert shown is not None
    missing = [place for place, row in enumerate(shown.rows) if row.translation is None]
    if missing:
        project.do(translations.translate_turn(shown, chance.choice(missing), "And then we left."))


def adjust_counterpart(project: Project, chance: random.Random) -> None:
    """A coding is seen on another stretch of the other text."""
    shown = translations.beside(project, _translation(project, chance))
    assert shown is not None
    codings = [str(one.segment.id) for one in shown.codings if not one.on_translation]
    if not codings:
        code, document = chance.choice(_codes(project)), shown.original.document
        codings = [str(one) for one in project.do(apply_code(code, document, [(0, 4)], coder="Ana")).result]
    length = len(shown.translation.document.text)
    start = chance.randrange(length - 1)
    project.do(translations.adjust_counterpart(chance.choice(codings), start, chance.randrange(start + 1, length)))


def cite_quote(project: Project, chance: random.Random) -> None:
    """A quote is printed with its first word alone, or as spoken."""
    number = chance.choice(ids(project, "segment"))
    said = str(project.query("SELECT quote FROM segment WHERE id = ?", (number,))[0]["quote"]).split()
    plain = next((word for word in said if not set(word) & set("[]")), "")
    project.do(cite(number, words=chance.choice((plain, ""))))


def _codes(project: Project) -> list[str]:
    return [str(row["id"]) for row in project.query("SELECT id FROM code WHERE category = 0 AND retired = 0")]


def keep_roles(project: Project, chance: random.Random) -> None:
    """Roles proposed for speakers are kept."""
    document, names = _said(project, chance)
    proposal = RoleProposal(chance.choice(names), chance.choice(("interviewer", "participant")), "turns", 9, 0.8)
    project.do(speakers.keep_roles([speakers.ProposedRole(document, "", proposal)]))


STEPS: tuple[Step, ...] = (
    keep_roles,
    set_translation,
    end_translation,
    align_turn,
    translate_turn,
    adjust_counterpart,
    cite_quote,
    rename_speaker,
    set_speaker,
    project_languages,
    turn_language,
    propose_languages,
    look_at_quotes,
)
