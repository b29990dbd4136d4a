# SPDX-License-Identifier: MIT
"""The commands of the Interviews room, in the order of its menu: each a name, a key, and the action it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from wording import Message, msg
from workbench.commands import Command, MenuSection, Shortcut
from workbench.interviews.translation_commands import with_beside

if TYPE_CHECKING:
    from workbench.interviews.actions import InterviewsActions
    from workbench.interviews.state import RoomState


def room_commands(state: RoomState, acts: InterviewsActions) -> list[Command]:
    """Every command of the room."""
    return with_beside(state, acts, _all(state, acts))


def _on_the_text(acts: InterviewsActions, commands: list[Command]) -> list[Command]:
    """Commands that act on the transcript, and so only while it is seen: a key is meant for the page in front."""

    def seen(enabled: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: acts.navigation.text_in_front() and enabled()

    return [replace(one, enabled=seen(one.enabled)) for one in commands]


def _all(state: RoomState, acts: InterviewsActions) -> list[Command]:
    return [
        *_import_commands(state, acts),
        *_cases(state, acts),
        *_on_the_text(acts, _coding(state, acts)),
        *_on_the_text(acts, [*_resizing(acts), *_quick(state, acts), *_bookmarks(state, acts)]),
        *_coding_commands(state, acts),
        *_suggesting(state, acts),
        *_codebook(state, acts),
        *_reading(state, acts),
    ]


def _always() -> bool:
    return True


def _command(
    name: str,
    text: str,
    run: Callable[[], object],
    shortcut: Shortcut = (),
    enabled: Callable[[], bool] = _always,
    *,
    icon: str = "",
    everywhere: bool = False,
    named: Callable[[], Message] | None = None,
    typed: str = "",
    in_menu: bool = True,
) -> Command:
    said = named or msg(f"interviews.view.{text}")
    place = MenuSection.INTERVIEWS
    return Command(
        f"interviews.{name}", said, run, place, shortcut, enabled, icon=icon, everywhere=everywhere, typed=typed,
        in_menu=in_menu,
    )  # fmt: skip


def _import_commands(state: RoomState, acts: InterviewsActions) -> list[Command]:
    return [
        _command("bring.documents", "import", acts.imports.choose_files, icon="import", everywhere=True),
        _command("bring.folder", "import_folder", acts.imports.choose_folder, icon="folder-open", everywhere=True),
        _command("bring.starter", "starter_codebook", acts.imports.offer_starters, icon="tags", everywhere=True),
        _command("bring.consents", "import_consents", acts.imports.choose_consents, (), state.has_documents),
        _command("bring.codebook", "import_codebook", acts.imports.choose_codebook, icon="tags", everywhere=True),
        _command("leave.files", "save_as", lambda: acts.reading.show_export(), (), state.has_material, icon="download"),
    ]


def _cases(state: RoomState, acts: InterviewsActions) -> list[Command]:
    return [
        _command("cases.show", "cases", lambda: acts.cases.show(), "Ctrl+Shift+J", icon="users"),
        _command("cases.sampled", "sampled_cases", lambda: acts.cases.show_sampled()),
        _command("cases.new", "new_case", lambda: acts.cases.new_case(), icon="plus"),
        _command("cases.each", "case_for_each", lambda: acts.cases.case_for_each(), (), state.has_documents),
    ]


def _coding(state: RoomState, acts: InterviewsActions) -> list[Command]:
    return [
        _command("coding.apply", "code_selection", acts.coding.pick_code, "Ctrl+K", state.has_text, icon="tag"),
        _command("coding.uncoded", "next_uncoded", acts.quick.next_uncoded, "S", state.has_text),
        _command("segment.recode", "recode", acts.coding.recode, "C", acts.place.has_segment),
        _command("segment.select", "select_segment", acts.place.select_segment, "Shift+C", acts.place.has_segment),
        _command("segment.anchor", "keep_anchor", acts.coding.keep_anchor, "Shift+A", acts.place.has_segment),
        _command(
            "segment.remove",
            "remove_segment",
            acts.coding.remove_segment,
            "Del",
            acts.place.has_segment,
            icon="trash-2",
        ),
    ]


def _resizing(acts: InterviewsActions) -> list[Command]:
    """One end of the chosen segment by a word: < and > its end, with Ctrl its start."""

    def resize(name: str, key: str, at_end: bool, forwards: bool) -> Command:
        def run() -> None:
            acts.quick.resize(acts.place.segment or "", at_end, forwards)

        return _command(f"segment.{name}", name, run, key, acts.place.has_segment)

    return [
        resize("end_later", ">", True, True),
        resize("end_earlier", "<", True, False),
        resize("start_later", "Ctrl+>", False, True),
        resize("start_earlier", "Ctrl+<", False, False),
    ]


def _parts(state: RoomState, text: str) -> Callable[[], Message]:
    """The name of a command on a turn, on a paragraph where nobody speaks."""
    spoken, unspoken = msg(f"interviews.view.{text}"), msg(f"interviews.view.{text}_unspoken")
    return lambda: spoken if state.has_turns() else unspoken


def _quick(state: RoomState, acts: InterviewsActions) -> list[Command]:
    return [
        _command("quick.extend", "extend", acts.quick.extend, "E", state.has_text, named=_parts(state, "extend")),
        _command("quick.shrink", "shrink", acts.quick.shrink, "Shift+E", state.has_text),
        _command("quick.repeat", "repeat", acts.quick.repeat, ".", state.has_text),
        _command("quick.in_vivo", "in_vivo", acts.quick.in_vivo, "V", state.has_text),
        _command(
            "quick.turn",
            "code_turn",
            acts.quick.code_turn,
            "Ctrl+Shift+U",
            state.has_text,
            named=_parts(state, "code_turn"),
        ),
        _command("quick.document", "code_document", acts.quick.code_document, "Ctrl+Alt+D", state.has_text),
        _command("quick.paraphrase", "paraphrase", lambda: acts.notes.write("paraphrase"), "P", state.has_text),
        _command("quick.annotate", "annotate", lambda: acts.notes.write("annotation"), "Ctrl+Alt+A", state.has_text),
        _command("quick.next", "next_coded", acts.quick.next_coded, "F8", state.has_text),
        _command("quick.previous", "previous_coded", acts.quick.previous_coded, "Shift+F8", state.has_text),
        _command("quick.split", "split_segment", acts.quick.split, "X", acts.place.has_segment),
        _command("quick.join", "join_segments", acts.quick.join, "J", acts.place.has_segment),
        _command("quick.bookmark", "bookmark", acts.quick.bookmark, "Ctrl+B", state.has_text),
    ]


def _bookmarks(state: RoomState, acts: InterviewsActions) -> list[Command]:
    def step(name: str, text: str, by: int, key: str) -> Command:
        return _command(name, text, lambda: acts.reading.next_bookmark(by), key, state.has_text)

    return [
        step("reading.bookmark", "next_bookmark", 1, "F2"),
        step("reading.before", "previous_bookmark", -1, "Shift+F2"),
    ]


def _coding_commands(state: RoomState, acts: InterviewsActions) -> list[Command]:
    return [
        _command("quick.auto_code", "auto_code", acts.quick.auto_code, "Ctrl+Shift+F", state.can_suggest),
        _command("quick.blind", "turn_blind", acts.quick.turn_blind, (), state.has_document),
    ]


def _suggesting(state: RoomState, acts: InterviewsActions) -> list[Command]:
    reviewing, suggesting = acts.reviewing, acts.suggesting

    def seen() -> bool:
        return acts.place.has_suggestion() and (acts.navigation.text_in_front() or reviewing.in_front())

    def there(in_review: Callable[[], object], in_text: Callable[[], object]) -> Callable[[], object]:
        return lambda: in_review() if reviewing.in_front() else in_text()

    def waits() -> bool:
        return state.has_waiting() and acts.navigation.text_in_front()

    return [
        _command("suggest.all", "suggest", acts.suggesting.suggest_all, (), state.can_suggest, icon="list-checks"),
        _command("suggest.here", "suggest_here", acts.suggesting.suggest_here, (), state.can_suggest),
        _command("suggest.learned", "suggest_learned", acts.reviewing.learn, (), state.can_suggest),
        _command("review.show", "review", acts.reviewing.show, "Ctrl+Shift+R", state.has_documents),
        _command(
            "entities.show",
            "entities",
            lambda: acts.navigation.centre.show_entities(),
            (),
            state.has_documents,
            icon="eye",
        ),
        _command("suggest.elsewhere", "next_document", acts.suggesting.next_document, (), state.has_waiting),
        _command("suggestion.next", "next_suggestion", acts.suggesting.next_suggestion, "N", waits),
        _command("suggestion.accept", "accept", there(reviewing.accept, suggesting.accept), "A", seen),
        _command("suggestion.reject", "reject", there(reviewing.reject, suggesting.reject), "R", seen),
        _command("suggestion.other", "accept_other", there(reviewing.accept_other, suggesting.accept_other), (), seen),
    ]


def _codebook(state: RoomState, acts: InterviewsActions) -> list[Command]:
    tree = acts.tree_actions
    return [
        _command("codebook.new", "new_code", tree.new_code, icon="plus"),
        _command("codebook.below", "new_code_below", tree.new_below, "Ctrl+Alt+N", tree.has_code),
        _command("codebook.rename", "rename_code", tree.rename, (), tree.has_code, icon="pencil"),
        _command("codebook.recolour", "recolour_code", tree.recolour, (), tree.has_code),
        _command("codebook.favourite", "favourites", tree.favourite, (), tree.has_code, typed="1–9"),
        _command("codebook.rules", "code_rules", acts.navigation.show_rules, (), tree.has_code, icon="list-checks"),
        _command("codebook.show", "show_segments", tree.show_segments, (), tree.has_code, icon="quote"),
        _command("codebook.memo", "memo_of_code", tree.memo, (), tree.has_code),
        _command("codebook.move", "move_code", tree.move, (), tree.has_code),
        _command("codebook.top", "move_to_top", tree.move_to_top, (), tree.has_code),
        _command("codebook.up", "move_up", tree.move_up, "Alt+Up", tree.has_code),
        _command("codebook.down", "move_down", tree.move_down, "Alt+Down", tree.has_code),
        _command("codebook.promote", "promote_code", tree.promote, "Alt+Shift+Left", tree.has_code),
        _command("codebook.demote", "demote_code", tree.demote, "Alt+Shift+Right", tree.has_code),
        _command("codebook.merge", "merge_code", tree.merge, (), tree.has_code),
        _command("codebook.turn_all", "turn_all_codes", acts.tree_actions.turn_all, (), tree.has_codes, in_menu=False),
        _command("codebook.split", "split_code", tree.split, (), tree.has_code),
        _command("codebook.retire", "retire_code", tree.retire, (), tree.has_code),
        _command("codebook.delete", "delete_code", tree.delete, (), tree.has_code, icon="trash-2"),
    ]


def _reading(state: RoomState, acts: InterviewsActions) -> list[Command]:
    find = QKeySequence.StandardKey.Find

    def way(step: int) -> bool:
        return hasattr(acts, "reading") and acts.reading.way.can_go(step)

    def memo_seen() -> bool:
        two_texts = hasattr(acts, "translation") and acts.translation.in_front()
        return state.has_document() and (two_texts or acts.navigation.text_in_front())

    def listed() -> bool:
        return state.has_documents() and acts.navigation.text_in_front()

    def hits() -> bool:
        return state.has_text() and acts.navigation.text_in_front()

    return [
        _command(
            "reading.back",
            "go_back",
            lambda: acts.reading.step(-1),
            ("Alt+PgUp", "Ctrl+Alt+Left"),  # many desktops take the second for themselves
            lambda: way(-1),
            icon="chevron-left",
        ),
        _command(
            "reading.forward",
            "go_forward",
            lambda: acts.reading.step(1),
            ("Alt+PgDown", "Ctrl+Alt+Right"),
            lambda: way(1),
            icon="chevron-right",
        ),
        _command("reading.memos", "memo_list", lambda: acts.reading.show_memos(), "Ctrl+Alt+M", icon="list"),
        _command(
            "reading.paraphrases", "paraphrases", lambda: acts.notes.show_list(), "Ctrl+Alt+L", state.has_documents
        ),
        _command("reading.coders", "choose_coders", lambda: acts.reading.choose_coders(), (), state.has_document),
        _command(
            "reading.agreement", "compare_coders", lambda: acts.findings.show_agreement(), (), state.has_documents
        ),
        _command("reading.correct", "correct_text", lambda: acts.reading.correct(), (), state.has_text, icon="pencil"),
        _command("reading.quotes", "quotes_to_look_at", lambda: acts.reading.show_quotes(), (), state.has_documents),
        _command("reading.codebook", "whole_codebook", lambda: acts.reading.show_codebook(), icon="tags"),
        _command("bring.answers", "answers_as_documents", lambda: acts.reading.show_answers(), icon="file-text"),
        _command(
            "reading.speakers",
            "speakers_and_languages",
            lambda: acts.reading.show_speakers(),
            (),
            state.has_text,
            icon="users",
        ),
        _command(
            "reading.roles", "roles_of_all", lambda: acts.reading.show_roles(), (), state.has_documents, icon="users"
        ),
        _command("find.open", "find", acts.navigation.open_find, find, state.has_text, icon="search"),
        _command("find.next", "find_next", lambda: acts.navigation.centre.find_bar.step(1), "F3", hits),
        _command(
            "find.previous",
            "find_previous",
            lambda: acts.navigation.centre.find_bar.step(-1),
            "Shift+F3",
            hits,
        ),
        _command(
            "find.matrix",
            "matrix",
            lambda: acts.findings.show_matrix(),
            "Ctrl+Shift+M",
            state.has_documents,
            icon="table-2",
        ),
        _command(
            "find.segments",
            "segment_list",
            lambda: acts.findings.show_list(),
            "Ctrl+Shift+G",
            state.has_documents,
            icon="list-checks",
        ),
        _command(
            "find.retrieved",
            "retrieved_page",
            lambda: acts.navigation.retrieved.show_page(),
            "Ctrl+Alt+G",
            state.has_documents,
            icon="list",
        ),
        _command("document.memo", "new_memo", acts.navigation.write_memo, "M", memo_seen, icon="pencil"),
        _command("document.next", "next_interview", lambda: acts.navigation.step_document(1), "Ctrl+PgDown", listed),
        _command(
            "document.before", "previous_interview", lambda: acts.navigation.step_document(-1), "Ctrl+PgUp", listed
        ),
        _command(
            "document.sort",
            "sort_documents",
            lambda: acts.navigation.left.documents.offer_orders(),
            (),
            state.has_documents,
        ),
        _command("document.delete", "delete_document", acts.delete_document, (), state.has_document, icon="trash-2"),
        _command("document.erase", "erase_document", acts.erase_document, (), state.has_document, icon="trash-2"),
        _command(
            "reading.portrait",
            "portrait",
            lambda: acts.navigation.centre.portrait.turn(),
            "Ctrl+Alt+P",
            state.has_text,
        ),
        _command(
            "reading.two",
            "two_interviews",
            lambda: acts.navigation.read_beside(),
            "Ctrl+Alt+E",
            state.has_documents,
            icon="columns-3",
        ),
        _command("panes.documents", "fold_documents", lambda: acts.navigation.left.top_pane.fold(), "Ctrl+F9"),
        _command("panes.codebook", "fold_codebook", lambda: acts.navigation.left.codes.fold(), "Ctrl+Shift+F9"),
        _command("panes.text", "fold_text", acts.navigation.fold_text, "Alt+F9"),
        _command("panes.retrieved", "fold_retrieved", acts.navigation.fold_retrieved, "Alt+Shift+F9"),
        _command(
            "go.pane",
            "next_pane",
            lambda: acts.navigation.next_pane(1),
            "F6",
            lambda: not (hasattr(acts, "translation") and acts.translation.in_front()),  # there F6 changes the text
        ),
        _command("go.pane_before", "previous_pane", lambda: acts.navigation.next_pane(-1), "Shift+F6"),
        _command("go.primary", "press_primary", acts.navigation.press_primary, "Ctrl+Return"),
        _command("go.transcript", "go_transcript", lambda: acts.navigation.centre.show_transcript(), "Ctrl+Shift+T"),
        _command("go.codebook", "go_codebook", acts.navigation.go_to_codebook, "Ctrl+Shift+K"),
    ]
