# SPDX-License-Identifier: MIT
"""Reading in the window: hits ticked, bookmarks, all memos, coders hidden, back and forward, speakers, the preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QInputDialog

from coding.turn_languages import KNOWN
from projects.interviews import notes
from projects.interviews.cases import CaseMember, cases, members_of
from projects.interviews.segments import apply_code
from projects.transcripts.speakers import project_languages, speakers_of
from wording import render
from workbench.interviews.actions.reading import coders_by_name
from workbench.interviews.view import InterviewsWorkspace
from workbench.room_columns import LEFT
from workbench.shell.window import MainWindow


def test_all_hits_are_marked_and_ticked(room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    room.acts.navigation.open_find()
    room.centre.find_bar.field.setText("the")
    room.centre.find_bar._search()
    found = room.transcript.found
    text = room.transcript.offsets.text
    assert len(found.hits) > 3
    assert all(text[start:end].casefold() == "the" for start, end in found.hits)
    assert found.bar.current == found.hits[found.current][0]
    read = room.transcript
    for one in read.visible_blocks():
        assert one.area == read.blockBoundingGeometry(one.block).translated(read.contentOffset())
    ticks = found.bar.ticks()
    assert set(ticks.values()) <= {start for start, _ in found.hits}
    assert min(ticks) < max(ticks)
    found.bar.place_chosen.emit(found.hits[-1][0])
    assert room.transcript.caret() == found.hits[-1][0]
    room.transcript.grab()
    room.centre.find_bar.leave()
    assert not found.hits


def test_bookmarks_are_shown_and_jumped_to(
    room: InterviewsWorkspace, calm: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    room.transcript.go_to(120)
    room.acts.quick.bookmark()
    room.transcript.go_to(20)
    before = room.transcript.caret()
    calm()
    caret = room.transcript.found.flags[0]
    assert room.transcript.found.flagged(caret - 1, caret + 1)
    room.acts.reading.next_bookmark(1)
    assert room.transcript.caret() == caret
    room.transcript.grab()
    room.acts.reading.step(-1)
    calm()
    assert room.transcript.caret() == before
    room.acts.reading.step(1)
    calm()
    assert room.transcript.caret() == caret
    monkeypatch.setattr(room.transcript, "shown_span", lambda: (caret + 90, caret + 400))  # scrolled on by the wheel
    here = room.acts.reading._here()
    assert here is not None
    assert here.position == caret + 90, "Back leads to what was on screen"


def test_every_memo_in_one_list(room: InterviewsWorkspace, calm: Callable[[], None], window: MainWindow) -> None:
    loaded = room.state.loaded
    assert loaded is not None
    code = next(iter(room.state.codebook)).id
    do = window.session.do
    do(notes.add_memo("project", "Ask about the bus.", coder="coder"))
    do(notes.add_memo(f"code:{code}", "Too wide?", coder="coder"))
    do(notes.annotate(loaded.document, 0, 20, "She smiles.", coder="coder"))
    room.acts.coding_actions.document_memo("2", "Recorded outside.")
    calm()
    marked = {entry.id: (entry.mark, entry.mark_name) for entry in room.left.documents.list.entries.entries}
    assert marked["1"] == ("", "")
    assert marked["2"][0] == "file-text"  # a sheet, read in the tooltip
    assert "Recorded outside." in render(marked["2"][1], "fr")
    room.acts.reading.show_memos()
    calm()
    pane = room.acts.reading.memos
    assert pane.list.hasFocus(), "not the button that leads back"
    assert [one.kind for one in pane._found] == ["project", "document", "text", "code"]
    pane._found[0] = replace(pane._found[0], coder="")
    pane._fill()
    first = next(entry for entry in pane.list.entries.entries if not entry.section)
    assert render(first.note, "en").endswith(render(room.state.coder_name(""), "en"))
    pane.kind.choose("document")
    pane._fill()
    assert [entry.text for entry in pane.list.entries.entries if not entry.section] == ["Recorded outside."]
    pane._opened(1)
    calm()
    assert room.state.document_id() == "2"
    assert room.transcript.isVisible()
    room.acts.reading.show_memos()
    pane.kind.choose("")
    calm()
    for kind, fresh in (
        ("project", "Ask twice."),
        ("document", "Inside."),
        ("text", "She laughs."),
        ("code", "Narrow."),
    ):
        place = [one.kind for one in pane._found].index(kind)
        pane.list.pick(place)
        pane.chosen.words.setPlainText(fresh)
        pane.chosen.words.keep()
        calm()
        assert {one.kind: one.text for one in pane._found}[kind] == fresh
        assert pane.chosen.words.toPlainText() == fresh  # the memo stays picked
    pane.list.pick([one.kind for one in pane._found].index("project"))
    calm()
    entry = pane.chosen.entry
    assert entry is not None
    do(notes.add_link(entry.end_of_link, f"code:{code}"))
    calm()
    assert [one.links for one in pane._found if one.kind == "project"] == [1]
    assert not pane.chosen.links.isHidden()
    pane.chosen.grab()
    pane.chosen.remove.click()
    calm()
    assert [one.kind for one in pane._found] == ["document", "text", "code"]
    window.session.undo()
    calm()
    assert [one.text for one in pane._found if one.kind == "project"] == ["Ask twice."]
    room.centre.show_code(code)
    calm()
    memo = room.centre.retrieval.facts.memo
    memo.setPlainText("Only offers of work.")
    memo.keep()
    calm()
    assert room.state.codebook[code].memo == "Only offers of work."


def test_a_coder_is_hidden_and_shown(
    room: InterviewsWorkspace, calm: Callable[[], None], window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = room.state.loaded
    assert loaded is not None
    code = next(iter(room.state.codebook)).id
    window.session.do(apply_code(code, loaded.document, [(10, 20)], coder="Marie"))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_given, **_words: ("Marie B.", True))
    room.acts.reading.rename_coder("Marie")
    calm()
    assert "Marie B." in room.transcript.coders
    window.session.undo()
    calm()
    room.acts.reading.add_coder()  # of the same name, who has not coded yet
    calm()
    known: list[str] = []
    window.session.ask(coders_by_name, known.extend, owner=room)
    calm()
    assert known == ["Marie", "Marie B."]
    window.session.undo()
    calm()
    window.session.do(apply_code(code, loaded.document, [(10, 20)], coder="Inès"))
    calm()
    assert len(room.state.marks.all) == 2
    room.acts.reading._turn_coder("Marie", False)
    calm()
    assert len(room.state.marks.all) == 1
    room.acts.reading._turn_coder("Marie", True)
    calm()
    assert len(room.state.marks.all) == 2


def test_roles_of_all_interviews_are_kept_by_one_key(
    room: InterviewsWorkspace, calm: Callable[[], None], window: MainWindow
) -> None:
    room.acts.reading.show_roles()
    calm()
    page = room.acts.reading.roles
    shown = {(one.document_name, one.proposal.speaker): one.proposal.role for one in page._proposed}
    assert set(shown.values()) == {"interviewer", "participant"}
    assert len(page.speakers.entries.entries) == len(shown)
    page.role.chosen.emit("interpreter")  # of the first row
    page.keep.click()
    calm()
    room.acts.reading.show_roles()
    calm()
    assert page._proposed == []
    first = next(iter(shown))
    document = next(str(line.id) for line in room.state.documents if line.name == first[0])
    given: list[dict[str, str]] = []
    window.session.ask(
        lambda project: {one.name: one.role for one in speakers_of(project, document)}, given.append, owner=room
    )
    calm()
    assert given[0][first[1]] == "interpreter"


def test_speakers_in_the_window(room: InterviewsWorkspace, calm: Callable[[], None], window: MainWindow) -> None:
    room.acts.reading.show_speakers()
    calm()
    rows = room.acts.reading.speakers.rows
    assert list(rows.names) == ["Interviewer", "P1"]
    assert rows.roles["Interviewer"].value() == "interviewer"
    rows.renamed.emit("P1", "Aline")
    calm()
    assert list(room.acts.reading.speakers.rows.names) == ["Interviewer", "Aline"]
    assert "Aline" in {turn.speaker for turn in room.transcript.loaded.document.turns}  # type: ignore[union-attr]
    room.acts.reading.speakers.rows.role_given.emit("Aline", "participant")
    calm()
    assert room.acts.reading.speakers.rows.roles["Aline"].value() == "participant"
    room.acts.reading.speakers.propose_languages()
    calm()
    assert {turn.language for turn in room.state.loaded.document.turns} == {"en"}  # type: ignore[union-attr]
    for _ in range(3):
        window.session.undo()
        calm()
    assert list(room.acts.reading.speakers.rows.names) == ["Interviewer", "P1"]
    spoken = room.acts.reading.speakers.spoken
    assert {code for code, box in spoken.items() if box.isChecked()} == set(KNOWN)
    assert "Kinyarwanda" in [box.text() for box in spoken.values()]
    for code in ("fr", "rw", "sw"):  # quicker than they are stored and read again
        spoken[code].click()
    room.acts.reading.speakers._show_spoken(tuple(KNOWN))  # what was read before they were stored
    assert {code for code, box in spoken.items() if box.isChecked()} == {"en", "rn"}
    calm()
    assert {code for code, box in spoken.items() if box.isChecked()} == {"en", "rn"}
    told: list[tuple[str, ...]] = []
    window.session.ask(project_languages, told.append)
    calm()
    for code in ("en", "rn"):
        spoken[code].click()
        calm()
    window.session.ask(project_languages, told.append)
    calm()
    assert told == [("en", "rn"), ("rn",)]  # one is always left
    assert spoken["rn"].isChecked()


def test_an_import_is_looked_at_first(
    room: InterviewsWorkspace, calm: Callable[[], None], tmp_path: Path, window: MainWindow
) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("Interviewer: What then?\nF2: We left.\nFemme 2: Yes.\nInterviewer: And?\nF2: No.\n", "utf-8")
    before = len(room.state.documents)
    room.acts.imports.bring([talk], ask=True)
    calm()
    preview = room.acts.reading.preview
    assert preview.isVisible()
    assert room.columns.folded(LEFT), "its speakers have the room"
    assert list(preview.rows.names) == ["Interviewer", "F2", "Femme 2"]
    assert len(room.state.documents) == before
    preview.rows.cases["Femme 2"].setText("P07")
    preview._rename(["Femme 2"], "F2")
    assert list(preview.rows.names) == ["Interviewer", "F2"]
    assert preview.rows.cases["F2"].text() == "P07"
    preview._give_role("F2", "participant")
    preview.take.click()
    calm()
    assert not room.columns.folded(LEFT)
    assert len(room.state.documents) == before + 1
    room.acts.reading.show_speakers()
    calm()
    roles = {name: field.value() for name, field in room.acts.reading.speakers.rows.roles.items()}
    assert roles == {"Interviewer": "interviewer", "F2": "participant"}
    linked: list[CaseMember] = []
    window.session.ask(lambda project: members_of(project, cases(project)[0].id), linked.extend, owner=room)
    calm()
    assert linked == [CaseMember(str(room.state.document_id()), "F2")]
    room.acts.imports.bring([talk], ask=True)
    calm()
    preview._leave()
    calm()
    assert len(room.state.documents) == before + 1
