# SPDX-License-Identifier: MIT
"""Steps on coders, cases, memos, notes, groups, the shape of segments, auto-coding, parses, other programs."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace

from coding.auto_code import PatternKind
from coding.exchange import Exchange, ExchangeCode, ExchangeSource
from coding.keywords import FoundSuggestion
from coding.records import Document
from projects.assistance.entities import phone_countries, set_phone_countries
from projects.assistance.learned_suggestions import Learned, ProposalReason, keep_learned, store_learned
from projects.assistance.mark_tests import EXPECTED, keep_mark_test
from projects.assistance.parses import Unparsed, give_marks, keep_parses
from projects.assistance.switches import set_switches, switches_of
from projects.assistance.vectors import keep_vectors, sentence_digest, to_bytes
from projects.cases.attribute_values import attribute_identities, set_identifying, set_sensitive
from projects.exchange.import_project import import_exchange
from projects.interviews import auto_coding, cases, codebook_editing, coders, groups, notes, segments
from projects.interviews.cases import Attribute, CaseMember
from projects.interviews.queries import codebook, load_document
from projects.interviews.suggestions import FoundInDocument
from projects.people.consent_tables import ConsentLine, record_consent_table
from projects.store.project import Project
from tests.benchmarks.steps.common import Step, ids, text


def _document(project: Project, chance: random.Random) -> Document:
    return load_document(project, chance.choice(ids(project, "document"))).document


def _one(project: Project, chance: random.Random, table: str) -> str:
    return chance.choice(ids(project, table))


def add_case(project: Project, chance: random.Random) -> None:
    """A new case."""
    project.do(cases.add_case(f"Case {chance.random()}", chance.choice(("person", "group", "site"))))


def case_for_each_document(project: Project, chance: random.Random) -> None:
    """Interviews without a case get one each, in one step."""
    del chance
    if len(ids(project, "case_")) < 30:
        project.do(cases.add_case_for_each_document())


def rename_case(project: Project, chance: random.Random) -> None:
    """Another name."""
    project.do(cases.rename_case(_one(project, chance, "case_"), f"Case {chance.random()}"))


def case_kind(project: Project, chance: random.Random) -> None:
    """Another kind."""
    project.do(cases.set_case_kind(_one(project, chance, "case_"), chance.choice(("person", "group", "site"))))


def join_case(project: Project, chance: random.Random) -> None:
    """An interview, or one speaker of it, joins a case."""
    member = CaseMember(_one(project, chance, "document"), speaker=chance.choice(("", "Marie")))
    project.do(cases.join_case(_one(project, chance, "case_"), [member]))


def leave_case(project: Project, chance: random.Random) -> None:
    """It leaves again."""
    case = _one(project, chance, "case_")
    project.do(cases.leave_case(case, chance.choice(cases.members_of(project, case))))


def attributes(project: Project, chance: random.Random) -> None:
    """What is known of a case."""
    told = [Attribute("Site", chance.choice("ABC")), Attribute("Age", str(chance.randrange(90)), "number")]
    project.do(cases.set_attributes(_one(project, chance, "case_"), told))


def identifying(project: Project, chance: random.Random) -> None:
    """Say that an attribute of the cases identifies people, or nobody; that it is sensitive, or not."""
    chosen = chance.choice(attribute_identities(project))
    if chance.random() < 0.5:
        project.do(set_sensitive(chosen.name, not chosen.sensitive))
    else:
        project.do(set_identifying(chosen.name, not chosen.identifies))


def delete_case(project: Project, chance: random.Random) -> None:
    """A case goes."""
    if len(there := ids(project, "case_")) > 1:
        project.do(cases.delete_case(chance.choice(there)))


def add_coder(project: Project, chance: random.Random) -> None:
    """Somebody else codes."""
    project.do(coders.add_coder(f"Coder {chance.random()}"))


def rename_coder(project: Project, chance: random.Random) -> None:
    """Another name."""
    project.do(coders.rename_coder(_one(project, chance, "coder"), f"Coder {chance.random()}"))


def blind(project: Project, chance: random.Random) -> None:
    """Blind coding is turned on or off."""
    project.do(coders.set_blind(not coders.is_blind(project)))


def group(project: Project, chance: random.Random) -> None:
    """An interview is put in a group."""
    project.do(groups.set_group([_one(project, chance, "document")], f"Group {chance.randrange(4)}"))


def add_memo(project: Project, chance: random.Random) -> None:
    """A memo on the project or on an interview."""
    target = chance.choice(("project", f"document:{_one(project, chance, 'document')}"))
    project.do(notes.add_memo(target, text(chance), coder="Marie"))


def change_memo(project: Project, chance: random.Random) -> None:
    """Other words."""
    project.do(notes.change_memo(_one(project, chance, "memo"), text(chance)))


def annotate(project: Project, chance: random.Random) -> None:
    """A note or a paraphrase beside the text."""
    document = _document(project, chance)
    write = chance.choice((notes.annotate, notes.paraphrase))
    project.do(write(document, 0, 20, text(chance), coder="Marie"))


def change_note(project: Project, chance: random.Random) -> None:
    """Other words."""
    table = chance.choice(("annotation", "paraphrase"))
    project.do(notes.change_note(table, _one(project, chance, table), text(chance)))


def sort_paraphrase(project: Project, _chance: random.Random) -> None:
    """The newest paraphrase is put under the first code it can be; where there is none, one is written, and no more."""
    newest = "SELECT id, document, code FROM paraphrase ORDER BY id DESC LIMIT 1"
    if not project.query(newest):
        document = load_document(project, ids(project, "document")[0]).document
        project.do(notes.paraphrase(document, 0, 20, "In other words", coder="Marie"))
        return  # one action a step: a full disk between two would look like a loss
    (row,) = project.query(newest)
    able = [code.id for code in codebook(project) if not code.category and not code.retired]
    code = next(one for one in [*able, ""] if one != str(row["code"] or "-"))
    document = load_document(project, str(row["document"])).document
    project.do(notes.sort_paraphrase(str(row["id"]), code, document, coder="Marie"))


def bookmark(project: Project, chance: random.Random) -> None:
    """A bookmark is set or taken away."""
    project.do(notes.add_bookmark(_document(project, chance), chance.randrange(20), coder="Marie"))


def add_link(project: Project, chance: random.Random) -> None:
    """Two things belong together."""
    project.do(notes.add_link(f"document:{_one(project, chance, 'document')}", f"memo:{_one(project, chance, 'memo')}"))


def remove_link(project: Project, chance: random.Random) -> None:
    """They do not."""
    project.do(notes.remove_link(_one(project, chance, "link")))


def save_query(project: Project, chance: random.Random) -> None:
    """A query is kept."""
    project.do(notes.save_query(f"Query {chance.randrange(5)}", {"codes": [str(chance.random())]}, 1, coder="Marie"))


def delete_query(project: Project, chance: random.Random) -> None:
    """It goes."""
    project.do(notes.delete_query(_one(project, chance, "saved_query")))


def split_segment(project: Project, chance: random.Random) -> None:
    """A segment becomes two."""
    row = chance.choice(project.query("SELECT id, document, start, stop FROM segment"))
    document = load_document(project, str(row["document"])).document
    project.do(segments.split_segment(str(row["id"]), document, (row["start"] + row["stop"]) // 2))


def join_segments(project: Project, chance: random.Random) -> None:
    """Two segments of one code and coder become one."""
    rows = project.query(
        "SELECT min(id) AS one, max(id) AS other, document FROM segment"
        " GROUP BY document, code, coder HAVING count(*) > 1"
    )
    row = chance.choice(rows)
    document = load_document(project, str(row["document"])).document
    project.do(segments.join_segments([str(row["one"]), str(row["other"])], document))


def auto_code(project: Project, chance: random.Random) -> None:
    """Code what a word finds."""
    search = auto_coding.Search(((chance.choice(("city", "passeport", "paid")), PatternKind.WORDS),))
    hits, documents = auto_coding.search_hits(project, search)
    project.do(auto_coding.code_hits(_one(project, chance, "code"), hits, documents.values(), coder="Marie"))


def parse(project: Project, chance: random.Random) -> None:
    """A parse is kept."""
    document = _document(project, chance)
    made = Unparsed(document.id, document.digest, document.language, document.text, f"pipeline {chance.random()}")
    keep_parses(project, [(made, text(chance).encode())])


def mark_words(project: Project, chance: random.Random) -> None:
    """A word suggested before its parse came takes the mark that the parse tells."""
    row = chance.choice(project.query("SELECT id, document FROM suggestion WHERE verdict = 'open'"))
    give_marks(project, [(row["id"], str(row["document"]), chance.choice(("negated", "asked")))])


def vectors(project: Project, chance: random.Random) -> None:
    """Sentence vectors are kept."""
    said = text(chance)
    made = to_bytes({sentence_digest(said): said.encode()[:64].ljust(64, b".")})
    keep_vectors(project, f"encoder {chance.random()}", [["x", _document(project, chance).id, said]], made, 64)


def _proposed(project: Project, chance: random.Random) -> Learned:
    document, code = _document(project, chance), _one(project, chance, "code")
    start = chance.randrange(20)
    found = FoundSuggestion(code, start, start + 20, "model:test", document.language, ())
    result = FoundInDocument(document.id, document.digest, document.text, (found,))
    reason = ProposalReason(
        "test", chance.random(), (document.text[start : start + 4],), tuple(ids(project, "segment")[:3])
    )
    return Learned((result,), {(document.id, code, start, start + 20): reason}, wanted=(code,))


def learned(project: Project, chance: random.Random) -> None:
    """A model proposes a code, or a second reason for one that rules proposed."""
    made = _proposed(project, chance)
    document, code, start, stop = next(iter(made.reasons or {}))
    if not project.query(
        "SELECT 1 FROM suggestion WHERE document = ? AND code = ? AND verdict <> 'open' AND start < ? AND stop > ?",
        (document, code, stop, start),
    ):
        project.do(store_learned(made))


def learned_again(project: Project, chance: random.Random) -> None:
    """A model learned by itself: what it proposes has no undo."""
    keep_learned(project, _proposed(project, chance))


def other_program(project: Project, chance: random.Random) -> None:
    """A small project of another program comes in."""
    if len(ids(project, "document")) > 12:
        return
    code, source = str(uuid.UUID(int=chance.getrandbits(128))), str(uuid.UUID(int=chance.getrandbits(128)))
    found = Exchange(
        "Other program",
        codes=[ExchangeCode(code, "", f"Theme {chance.random()}")],
        sources=[ExchangeSource(source, "Interview", text(chance))],
    )
    project.do(import_exchange(found, user="Marie"))


def keep_anchor(project: Project, chance: random.Random) -> None:
    """The words of a segment are kept as an example of its code."""
    project.do(codebook_editing.keep_anchor(_one(project, chance, "segment")))


def category(project: Project, chance: random.Random) -> None:
    """A code without codings only groups others from now on, or is applied again."""
    free = project.query("SELECT id, category FROM code WHERE id NOT IN (SELECT code FROM segment)")
    row = chance.choice(free)
    project.do(codebook_editing.set_category(str(row["id"]), not row["category"]))


def consent_table(project: Project, chance: random.Random) -> None:
    """Consents of interviews come in as a table."""
    names = [row["name"] for row in project.query("SELECT name FROM document")]
    line = ConsentLine(2, chance.choice(names), "quotation", chance.random() < 0.5, seen_by="Marie")
    project.do(record_consent_table([line]))


def assistance(project: Project, chance: random.Random) -> None:
    """Turn the switches of assistance."""
    before = switches_of(project)
    project.do(set_switches(replace(before, on=not before.on, least_precision=chance.choice((0.0, 0.5, 0.6)))))


def telephone_countries(project: Project, chance: random.Random) -> None:
    """Name the countries whose telephone numbers the interviews hold."""
    del chance
    now = "BI, CD" if phone_countries(project) != ("BI", "CD") else "BI, CD, MW"
    project.do(set_phone_countries(now))


def mark_test(project: Project, chance: random.Random) -> None:
    """Somebody says what mark a place should have; the first interview and code will do."""
    del chance
    document = load_document(project, ids(project, "document")[0]).document
    able = [code.id for code in codebook(project) if not code.category and not code.retired]
    code = able[0]  # IndexError where there is none: the walk goes on
    project.do(keep_mark_test(document, (0, 5), code, EXPECTED[0], coder="IN"))


# they can always be made again, so no undo reverses them
FINAL: tuple[Step, ...] = (parse, mark_words, vectors, learned_again)
STEPS: tuple[Step, ...] = (
    add_case, add_case, rename_case, case_kind, join_case, join_case, leave_case, attributes, identifying, delete_case,
    add_coder, rename_coder, blind, group, add_memo, add_memo, change_memo, annotate, annotate, change_note,
    sort_paraphrase, bookmark,
    add_link, remove_link, save_query, delete_query, split_segment, join_segments, auto_code, other_program,
    keep_anchor, category, consent_table, learned, assistance, telephone_countries,
    mark_test, case_for_each_document,
)  # fmt: skip
