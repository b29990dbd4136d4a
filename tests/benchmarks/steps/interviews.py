# SPDX-License-Identifier: MIT
"""Steps on interviews: documents, codes, segments, suggestions."""

from __future__ import annotations

import random

from coding.codebook_table import ReadCodebook
from coding.records import Code, Document
from projects.interviews import codes, documents, segments, suggestions
from projects.interviews.documents import NewDocument
from projects.interviews.queries import load_document, load_documents
from projects.store.actions import Action
from projects.store.ports import Transaction
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts import corrections
from tests.benchmarks.steps.common import Step, ids, text
from wording import Labels, msg

MANY = 6  # below that nothing is deleted: there is always something to work on


def _document(project: Project, chance: random.Random) -> Document:
    return load_document(project, chance.choice(ids(project, "document"))).document


def _code(project: Project, chance: random.Random) -> str:
    return chance.choice(ids(project, "code"))


def _segment(project: Project, chance: random.Random) -> str:
    return chance.choice(ids(project, "segment"))


def add_document(project: Project, chance: random.Random) -> None:
    """Bring in an interview."""
    said = text(chance)
    new = NewDocument("Interview", "fr", parse_text(said), original=said.encode() * 3, original_kind="txt")
    project.do(documents.import_documents([new]))


def correct(project: Project, chance: random.Random) -> None:
    """Correct a text: segments move along."""
    document = _document(project, chance)
    project.do(corrections.correct_text(document, document.text.replace("promised", "offered") + "More.\n"))


def rename_document(project: Project, chance: random.Random) -> None:
    """Another name."""
    project.do(documents.rename_document(chance.choice(ids(project, "document")), f"Name {chance.random()}"))


def set_case(project: Project, chance: random.Random) -> None:
    """Another case."""
    project.do(documents.set_case(chance.choice(ids(project, "document")), f"Case {chance.randrange(9)}"))


def set_language(project: Project, chance: random.Random) -> None:
    """Another language."""
    project.do(documents.set_language(chance.choice(ids(project, "document")), chance.choice(("en", "fr", "rn"))))


def document_memo(project: Project, chance: random.Random) -> None:
    """A memo of several lines, or none."""
    project.do(documents.set_document_memo(chance.choice(ids(project, "document")), "Memo\n" * chance.randrange(5)))


def consent(project: Project, chance: random.Random) -> None:
    """A consent given or refused."""
    given = {chance.choice(("quotation", "sharing", "recording")): chance.random() < 0.5}
    project.do(documents.set_consents(chance.choice(ids(project, "document")), given))


def delete_document(project: Project, chance: random.Random) -> None:
    """Remove a document with its segments."""
    there = ids(project, "document")
    if len(there) > MANY:
        project.do(documents.delete_documents([chance.choice(there)]))


def add_code(project: Project, chance: random.Random) -> None:
    """A new code with a keyword."""
    project.do(codes.add_code(Labels({"en": f"Code {chance.random()}"}), keywords={"fr": ("passeport", "paid me")}))


def rename_code(project: Project, chance: random.Random) -> None:
    """Another name."""
    project.do(codes.rename_code(_code(project, chance), Labels({"en": text(chance)})))


def recolour_code(project: Project, chance: random.Random) -> None:
    """Another colour."""
    project.do(codes.recolour_code(_code(project, chance), f"#{chance.randrange(1 << 24):06x}"))


def redefine_code(project: Project, chance: random.Random) -> None:
    """Other keywords and another definition."""
    words = {"en": (f"word{chance.randrange(99)}", "passport"), "fr": ("passeport",)}
    code = _code(project, chance)
    project.do(codes.redefine_code(code, definition=Labels({"en": str(chance.random())}), keywords=words))


def move_code(project: Project, chance: random.Random) -> None:
    """Under another code, or to the top."""
    code = _code(project, chance)
    project.do(codes.move_code(code, chance.choice((None, _code(project, chance)))))


def merge_codes(project: Project, chance: random.Random) -> None:
    """Two become one."""
    there = ids(project, "code")
    if len(there) > MANY:
        project.do(codes.merge_codes(*chance.sample(there, 2)))


def delete_code(project: Project, chance: random.Random) -> None:
    """Remove a code with its segments."""
    there = ids(project, "code")
    if len(there) > MANY:
        project.do(codes.delete_code(chance.choice(there)))


def import_codebook(project: Project, chance: random.Random) -> None:
    """Bring in a small codebook."""
    made = [
        Code("a", None, 0, Labels({"en": f"Theme {chance.random()}"}), Labels({}), "#0072b2", {}, key="a"),
        Code(
            "b", "a", 0, Labels({"en": f"Part {chance.random()}"}), Labels({}), "#d55e00", {}, key=str(chance.random())
        ),
    ]
    project.do(codes.import_codebook(ReadCodebook(tuple(made))))


def code_segment(project: Project, chance: random.Random) -> None:
    """Code a stretch."""
    document = _document(project, chance)
    start = chance.randrange(max(1, len(document.text) - 20))
    project.do(segments.add_segment(_code(project, chance), document, start, start + 15, coder="Marie"))


def code_with_new(project: Project, chance: random.Random) -> None:
    """Code a stretch with a code made for it."""
    document, name = _document(project, chance), Labels({"en": f"New code {chance.random()}"})
    start = chance.randrange(max(1, len(document.text) - 20))
    project.do(segments.apply_new_code(name, None, document, start, start + 15, coder="Marie"))


def remove_segment(project: Project, chance: random.Random) -> None:
    """Take a segment away."""
    project.do(segments.remove_segments([_segment(project, chance)]))


def resize_segment(project: Project, chance: random.Random) -> None:
    """Another stretch of the same text."""
    segment = _segment(project, chance)
    row = project.query("SELECT document, start, stop FROM segment WHERE id = ?", (segment,))[0]
    document = load_document(project, str(row["document"])).document
    project.do(segments.resize_segment(segment, document, row["start"], row["stop"] - 1))


def recode_segment(project: Project, chance: random.Random) -> None:
    """Another code for a segment."""
    project.do(segments.recode_segments([_segment(project, chance)], _code(project, chance)))


def segment_memo(project: Project, chance: random.Random) -> None:
    """A memo on a segment."""
    project.do(segments.set_segment_memo(_segment(project, chance), f"Memo {chance.random()}"))


def suggest(project: Project, chance: random.Random) -> None:
    """Look for the keywords in one document and keep what they find."""
    project.do(suggestions.store_suggestions(_found(project, chance)))


def auto_code(project: Project, chance: random.Random) -> None:
    """Code at once what a pattern finds."""
    from coding.auto_code import PatternKind
    from projects.interviews.auto_coding import Search, code_hits, search_hits

    search = Search(
        ((chance.choice("aeiou") + "*", PatternKind.WILDCARD),), documents=(chance.choice(ids(project, "document")),)
    )
    hits, documents = search_hits(project, search)
    project.do(code_hits(_code(project, chance), hits, documents.values(), coder="Marie"))


def _found(project: Project, chance: random.Random) -> list[suggestions.FoundInDocument]:
    loaded = list(load_documents(project, [chance.choice(ids(project, "document"))]))
    decided = suggestions.decided_by_document(project)
    return suggestions.find_suggestions(loaded, suggestions.project_rules(project), decided)


def accept(project: Project, chance: random.Random) -> None:
    """Accept a suggestion."""
    row = _open_suggestion(project, chance)
    document = load_document(project, str(row["document"])).document
    project.do(suggestions.accept_suggestions([str(row["id"])], [document], coder="Marie"))


def reject(project: Project, chance: random.Random) -> None:
    """Turn a suggestion down."""
    project.do(suggestions.reject_suggestions([str(_open_suggestion(project, chance)["id"])], coder="Marie"))


def _open_suggestion(project: Project, chance: random.Random) -> dict[str, int]:
    return chance.choice(project.query("SELECT id, document FROM suggestion WHERE verdict = 'open'"))


def favourite(project: Project, chance: random.Random) -> None:
    """Put a code on a digit."""
    from projects.interviews.codebook_shortcuts import set_favourites

    code = _code(project, chance)
    name = msg("interviews.view.favourite_set", digit=1, code=Labels({"en": "Code"}))
    project.do(set_favourites({"1": code}, name))


def sampled(project: Project, chance: random.Random) -> None:
    """Say how the cases were drawn."""
    from projects.cases.target_names import set_sampled

    project.do(set_sampled(f"every {chance.randrange(2, 99)}th of the register of {chance.randrange(1990, 2030)}"))


def identify(project: Project, chance: random.Random) -> None:
    """Put something under the link key."""

    def perform(transaction: Transaction) -> None:
        transaction.set_setting("name_ref", transaction.put_link_object(text(chance).encode()))

    project.do(Action("tests.benchmarks.identify", msg("store.created"), perform))


STEPS: tuple[Step, ...] = (
    *(code_segment,) * 6, add_document, correct, rename_document, set_case, set_language, document_memo, consent,
    delete_document, add_code, rename_code, recolour_code, redefine_code, move_code, merge_codes, delete_code,
    import_codebook, remove_segment, resize_segment, recode_segment, segment_memo, suggest, auto_code,
    *(accept,) * 2, reject, favourite, sampled, identify, code_with_new,
)  # fmt: skip
