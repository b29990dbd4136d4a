# SPDX-License-Identifier: MIT
"""Random steps of all actions on hard Unicode, two coders: each quote is the text at its place, no twin is left.

Short here; `python -m tests.projects.interviews.test_random_steps 5000` is the long form.
"""

from __future__ import annotations

import contextlib
import random
import sys
import tempfile
from pathlib import Path

import pytest

from coding.auto_code import PatternKind, Scope
from coding.records import Document
from coding.rules import Rule
from coding.spans import broken
from projects.interviews import cases, codes, notes, queries, segments
from projects.interviews.auto_coding import Search, code_hits, search_hits
from projects.interviews.documents import NewDocument, delete_documents, import_documents, set_case
from projects.interviews.segments import join_segments, split_segment
from projects.interviews.suggestions import (
    accept_suggestions,
    decided_by_document,
    find_suggestions,
    reject_suggestions,
    store_suggestions,
)
from projects.quotes.quote_format import cite
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts import corrections, translations
from projects.transcripts.speakers import rename_speaker
from projects.transcripts.translations import translate_turn
from wording import Labels, Problem

PIECES = [
    "dette ",
    "P1 : ",
    "\n",
    "\r\n",
    ". ",
    "👩\u200d👧",
    "e\u0301",
    "שלום\u200f ",
    "\ufe0f",
    "œ",
    "🇧🇮 ",
    "rien ",
    "\t",
]


class Steps:
    """A project on which random things are done."""

    def __init__(self, project: Project, seed: int) -> None:
        self.project, self.chance = project, random.Random(seed)
        self.done = 0
        for name in ("One", "Two", "Three"):
            project.do(codes.add_code(Labels({"en": name})))
        project.do(import_documents([NewDocument(f"D{n}", "fr", parse_text(self.text(30))) for n in range(3)]))

    def text(self, most: int) -> str:
        return "".join(self.chance.choice(PIECES) for _ in range(self.chance.randrange(3, most)))

    def document(self) -> Document:
        ids = [line.id for line in queries.documents(self.project)]
        return queries.load_document(self.project, self.chance.choice(ids)).document

    def place(self, document: Document) -> tuple[int, int]:
        first, last = (self.chance.randrange(len(document.text) + 1) for _ in range(2))
        return min(first, last), max(first, last)

    def coder(self) -> str:
        return self.chance.choice(("Ana", "Ben"))

    def code(self) -> str:
        return self.chance.choice([code.id for code in queries.codebook(self.project)])

    def segment(self, document: Document) -> str:
        return self.chance.choice([*queries.segment_arrays(self.project, document.id).ids, "0"])

    def step(self) -> None:
        kinds = [name for name in dir(self) if name.startswith("do_")]
        with contextlib.suppress(Problem):
            getattr(self, self.chance.choice(kinds))()
        self.done += 1

    def do_code(self) -> None:
        document = self.document()
        self.project.do(
            segments.add_segment(self.code(), document, *self.place(document), coder=self.coder(), memo="m")
        )

    def do_code_again(self) -> None:
        self.do_code()

    def do_resize(self) -> None:
        document = self.document()
        self.project.do(segments.resize_segment(self.segment(document), document, *self.place(document)))

    def do_recode(self) -> None:
        self.project.do(segments.recode_segments([self.segment(self.document())], self.code()))

    def do_remove(self) -> None:
        self.project.do(segments.remove_segments([self.segment(self.document())]))

    def do_split(self) -> None:
        document = self.document()
        self.project.do(split_segment(self.segment(document), document, self.place(document)[1]))

    def do_join(self) -> None:
        document = self.document()
        self.project.do(join_segments([self.segment(document), self.segment(document)], document))

    def do_correct(self) -> None:
        document = self.document()
        start, end = self.place(document)
        text = document.text[:start] + self.text(8) + document.text[min(end, start + 12) :]
        self.project.do(corrections.correct_text(document, text))

    def do_auto_code(self) -> None:
        kind = self.chance.choice(
            (("dett*", PatternKind.WILDCARD), ("rien", PatternKind.PHRASE), ("e.", PatternKind.REGEX))
        )
        hits, documents = search_hits(self.project, Search((kind,), self.chance.choice(list(Scope))))
        self.project.do(code_hits(self.code(), hits, documents.values(), coder=self.coder()))

    def do_merge(self) -> None:
        if len(queries.codebook(self.project)) > 2:
            self.project.do(codes.merge_codes(self.code(), self.code()))

    def do_new_code(self) -> None:
        self.project.do(codes.add_code(Labels({"en": f"Code {self.done}"})))

    def do_note(self) -> None:
        document = self.document()
        self.project.do(notes.annotate(document, *self.place(document), "note", coder=self.coder()))

    def do_paraphrase(self) -> None:
        document = self.document()
        self.project.do(notes.paraphrase(document, *self.place(document), "said so", coder=self.coder()))

    def do_bookmark(self) -> None:
        document = self.document()
        self.project.do(notes.add_bookmark(document, self.place(document)[0], coder=self.coder()))

    def do_suggest(self) -> None:
        loaded = queries.load_documents(self.project)
        found = find_suggestions(loaded, [Rule(self.code(), "dett*", "fr")], decided_by_document(self.project))
        self.project.do(store_suggestions(found))

    def do_decide(self) -> None:
        document = self.document()
        loaded = queries.load_document(self.project, document.id)
        one = self.chance.choice(queries.suggestions(self.project, loaded) or [None])
        if one is not None and self.chance.random() < 0.7:
            wider = {one.id: self.place(document)} if self.chance.random() < 0.3 else None
            self.project.do(accept_suggestions([one.id], [document], coder=self.coder(), spans=wider))
        elif one is not None:
            self.project.do(reject_suggestions([one.id], coder=self.coder()))

    def do_speaker(self) -> None:
        self.project.do(rename_speaker([self.document().id], "P1", self.chance.choice(("P1", "Élise", "P 2"))))

    def do_translation(self) -> None:
        self.project.do(translations.set_translation(self.document().id, self.document().id, "T2"))

    def do_translate(self) -> None:
        shown = translations.beside(self.project, self.document().id)
        if shown is not None:
            self.project.do(translate_turn(shown, self.chance.randrange(len(shown.rows)), self.text(6)))

    def do_adjust(self) -> None:
        shown = translations.beside(self.project, self.document().id)
        if shown is not None and shown.codings:
            one = self.chance.choice(shown.codings)
            other = shown.original.document if one.on_translation else shown.translation.document
            self.project.do(translations.adjust_counterpart(one.segment.id, *self.place(other)))

    def do_cite(self) -> None:
        held = self.segment(self.document())
        self.project.do(cite(held, lead=self.chance.choice((True, False, None)), words=self.chance.choice((None, ""))))

    def do_memo(self) -> None:
        self.project.do(notes.add_memo(f"segment:{self.segment(self.document())}", "memo", coder=self.coder()))

    def do_case(self) -> None:
        self.project.do(set_case(self.document().id, self.chance.choice(("", "P1", "P2"))))

    def do_document(self) -> None:
        documents = queries.documents(self.project)
        if len(documents) > 4:
            self.project.do(delete_documents([self.chance.choice(documents).id]))
        else:
            new = NewDocument(f"N{self.done}", "fr", parse_text(self.text(30)), case_name="P3")
            self.project.do(import_documents([new]))

    def do_undo(self) -> None:
        if self.project.undo_text() is not None and self.done > 5 and self.chance.random() < 0.7:
            self.project.undo()
            if not queries.documents(self.project) or len(queries.codebook(self.project)) < 2:
                self.project.redo()

    def do_redo(self) -> None:
        if self.project.redo_text():
            self.project.redo()

    def check(self) -> None:
        """What must hold after every step."""
        held = queries.segments(self.project)
        documents = {loaded.document.id: loaded for loaded in queries.load_documents(self.project)}
        known = {code.id for code in queries.codebook(self.project)}
        for segment in held:
            loaded = documents[segment.document]
            assert not broken(loaded.document.text, [segment])
            assert segment.code in known
        places = [(one.document, one.code, one.coder, one.start, one.end) for one in held]
        assert len(places) == len(set(places))
        placed = "SELECT document, start, stop FROM {} "
        tables = ("annotation", "paraphrase", "suggestion")
        for row in self.project.query(" UNION ALL ".join(placed.format(table) for table in tables)):
            assert 0 <= row["start"] < row["stop"] <= len(documents[str(row["document"])].document.text)
        for row in self.project.query(
            "SELECT seen.document AS document, seen.stop AS stop FROM segment_counterpart AS seen"
            " JOIN document ON document.id = seen.document WHERE document.version = seen.version"
        ):
            assert row["stop"] <= len(documents[str(row["document"])].document.text)
        for loaded in documents.values():
            ends = [0, *(turn.end for turn in loaded.document.turns)]
            assert all(
                before <= turn.start < turn.end for before, turn in zip(ends, loaded.document.turns, strict=False)
            )
        named = {case.name for case in cases.cases(self.project)}
        assert {line.case_name for line in queries.documents(self.project) if line.case_name} <= named


def run(count: int, folder: Path, seed: int = 7) -> None:
    with Project.create(folder / "r.pwb", "quiet lantern over 7 rivers", name="x", user="Ana") as project:
        steps = Steps(project, seed)
        for _ in range(count):
            steps.step()
            steps.check()
        assert project.check().findings == []


@pytest.mark.slow
def test_random_steps_keep_every_quote_true(tmp_path: Path) -> None:
    run(120, tmp_path)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        run(int(sys.argv[1]) if len(sys.argv) > 1 else 5000, Path(place))
        print("every quote is the text at its place")
