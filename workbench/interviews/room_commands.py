# SPDX-License-Identifier: MIT
"""The commands of the Interviews room, in the order of its menu: each a name, a key, and what of the room it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from wording import Message, msg
from workbench.commands import Command, MenuSection, Shortcut
from workbench.interviews.import_files import choose_consents
from workbench.interviews.translation.commands import with_beside
from workbench.three_columns import CENTRE

if TYPE_CHECKING:
    from workbench.interviews.quick_coding import QuickCoding
    from workbench.interviews.review.review_actions import Reviewing
    from workbench.interviews.room_state import InterviewsRoom


def room_commands(room: InterviewsRoom, quick: QuickCoding, reviewing: Reviewing) -> list[Command]:
    """Every command of the room."""
    return with_beside(room, _all(room, quick, reviewing))


def _all(room: InterviewsRoom, quick: QuickCoding, reviewing: Reviewing) -> list[Command]:
    return [
        *_bringing(room, quick),
        *_cases(room),
        *_coding(room, quick),
        *_quick(room, quick),
        *_suggesting(room, reviewing),
        *_codebook(room),
        *_reading(room),
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
) -> Command:
    said: Message = msg(f"interviews.view.{text}")
    return Command(
        f"interviews.{name}", said, run, MenuSection.INTERVIEWS, shortcut, enabled, icon=icon, everywhere=everywhere
    )


def _consents(room: InterviewsRoom) -> None:
    choose_consents(room, room.reading.ask_source)


def _bringing(room: InterviewsRoom, quick: QuickCoding) -> list[Command]:
    return [
        _command("bring.documents", "import", room.choose_files, icon="import", everywhere=True),
        _command("bring.starter", "starter_codebook", quick.starters, icon="tags"),
        _command("bring.consents", "import_consents", lambda: _consents(room), (), room.has_documents),
        _command("bring.codebook", "import_codebook", room.choose_codebook, icon="tags", everywhere=True),
        _command("leave.files", "save_as", lambda: room.reading.show_export(), (), room.has_material, icon="download"),
    ]


def _cases(room: InterviewsRoom) -> list[Command]:
    return [
        _command("cases.show", "cases", lambda: room.cases.show(), "Ctrl+Shift+J", icon="users"),
        _command("cases.sampled", "sampled_cases", lambda: room.cases.show_sampled()),
        _command("cases.new", "new_case", lambda: room.cases.new_case(), icon="plus"),
    ]


def _coding(room: InterviewsRoom, quick: QuickCoding) -> list[Command]:
    def keep() -> None:
        room.deeds.keep_anchor(room.place.segment)

    return [
        _command("coding.apply", "code_selection", room.pick_code, "Ctrl+K", room.has_text, icon="tag"),
        _command("coding.uncoded", "next_uncoded", quick.next_uncoded, "S", room.has_text),
        _command("segment.recode", "recode", room.recode, (), room.has_segment),
        _command("segment.anchor", "keep_anchor", keep, (), room.has_segment),
        _command("segment.remove", "remove_segment", room.remove_segment, "Del", room.has_segment, icon="trash-2"),
    ]


def _quick(room: InterviewsRoom, quick: QuickCoding) -> list[Command]:
    return [
        _command("quick.extend", "extend", quick.extend, "E", room.has_text),
        _command("quick.shrink", "shrink", quick.shrink, "Shift+E", room.has_text),
        _command("quick.repeat", "repeat", quick.repeat, ".", room.has_text),
        _command("quick.in_vivo", "in_vivo", quick.in_vivo, "V", room.has_text),
        _command("quick.turn", "code_turn", quick.code_turn, "Ctrl+Shift+U", room.has_text),
        _command("quick.document", "code_document", quick.code_document, (), room.has_text),
        _command("quick.next", "next_coded", quick.next_coded, "F8", room.has_text),
        _command("quick.previous", "previous_coded", quick.previous_coded, "Shift+F8", room.has_text),
        _command("quick.split", "split_segment", quick.split, "X", room.has_segment),
        _command("quick.join", "join_segments", quick.join, "J", room.has_segment),
        _command("quick.auto_code", "auto_code", quick.auto_code, "Ctrl+Shift+F", room.can_suggest),
        _command("quick.blind", "turn_blind", quick.turn_blind, (), room.has_document),
        _command("quick.bookmark", "bookmark", quick.bookmark, "Ctrl+B", room.has_text),
    ]


def _suggesting(room: InterviewsRoom, reviewing: Reviewing) -> list[Command]:
    return [
        _command("suggest.all", "suggest", room.suggest_all, (), room.can_suggest, icon="list-checks"),
        _command("suggest.here", "suggest_here", room.suggest_here, (), room.can_suggest),
        _command("suggest.learned", "suggest_learned", reviewing.learn, (), room.can_suggest),
        _command("review.show", "review", reviewing.show, "Ctrl+Shift+R", room.has_documents),
        _command("entities.show", "entities", room.show_entities, (), room.has_documents, icon="eye"),
        _command("suggest.elsewhere", "next_document", room.next_document, (), room.has_waiting),
        _command("suggestion.next", "next_suggestion", room.next_suggestion, "N", room.has_waiting),
        _command("suggestion.accept", "accept", room.accept, "A", room.has_suggestion),
        _command("suggestion.reject", "reject", room.reject, "R", room.has_suggestion),
        _command("suggestion.other", "accept_other", room.accept_other, (), room.has_suggestion),
    ]


def _codebook(room: InterviewsRoom) -> list[Command]:
    tree = room.tree_deeds
    return [
        _command("codebook.new", "new_code", tree.new_code, icon="plus"),
        _command("codebook.below", "new_code_below", tree.new_below, (), tree.has_code),
        _command("codebook.rename", "rename_code", tree.rename, (), tree.has_code, icon="pencil"),
        _command("codebook.recolour", "recolour_code", tree.recolour, (), tree.has_code),
        _command("codebook.favourite", "favourites", tree.favourite, (), tree.has_code),
        _command("codebook.rules", "code_rules", room.show_rules, (), tree.has_code, icon="list-checks"),
        _command("codebook.show", "show_segments", tree.show_segments, (), tree.has_code, icon="quote"),
        _command("codebook.move", "move_code", tree.move, (), tree.has_code),
        _command("codebook.top", "move_to_top", tree.move_to_top, (), tree.has_code),
        _command("codebook.up", "move_up", tree.move_up, "Alt+Up", tree.has_code),
        _command("codebook.down", "move_down", tree.move_down, "Alt+Down", tree.has_code),
        _command("codebook.merge", "merge_code", tree.merge, (), tree.has_code),
        _command("codebook.delete", "delete_code", tree.delete, (), tree.has_code, icon="trash-2"),
    ]


def _reading(room: InterviewsRoom) -> list[Command]:
    find = QKeySequence.StandardKey.Find

    def way(step: int) -> bool:
        return hasattr(room, "reading") and room.reading.way.can_go(step)

    return [
        _command("reading.back", "go_back", lambda: room.reading.step(-1), "Ctrl+Alt+Left", lambda: way(-1)),
        _command("reading.forward", "go_forward", lambda: room.reading.step(1), "Ctrl+Alt+Right", lambda: way(1)),
        _command("reading.bookmark", "next_bookmark", lambda: room.reading.next_bookmark(1), "F2", room.has_text),
        _command(
            "reading.before", "previous_bookmark", lambda: room.reading.next_bookmark(-1), "Shift+F2", room.has_text
        ),
        _command("reading.memos", "memo_list", lambda: room.reading.show_memos(), "Ctrl+Alt+M", icon="list"),
        _command("reading.coders", "choose_coders", lambda: room.reading.choose_coders(), (), room.has_document),
        _command("reading.agreement", "compare_coders", lambda: room.findings.show_agreement(), (), room.has_documents),
        _command("reading.correct", "correct_text", lambda: room.reading.correct(), (), room.has_text, icon="pencil"),
        _command("reading.quotes", "quotes_to_look_at", lambda: room.reading.show_quotes(), (), room.has_documents),
        _command("reading.codebook", "whole_codebook", lambda: room.reading.show_codebook(), icon="tags"),
        _command("bring.answers", "answers_as_documents", lambda: room.reading.show_answers(), icon="file-text"),
        _command(
            "reading.speakers",
            "speakers_and_languages",
            lambda: room.reading.show_speakers(),
            (),
            room.has_text,
            icon="users",
        ),
        _command("find.open", "find", room.open_find, find, room.has_text, icon="search"),
        _command("find.next", "find_next", room.find_next, "F3", room.has_text),
        _command("find.previous", "find_previous", room.find_previous, "Shift+F3", room.has_text),
        _command(
            "find.matrix",
            "matrix",
            lambda: room.findings.show_matrix(),
            "Ctrl+Shift+M",
            room.has_documents,
            icon="table-2",
        ),
        _command(
            "find.segments",
            "segment_list",
            lambda: room.findings.show_list(),
            "Ctrl+Shift+G",
            room.has_documents,
            icon="list-checks",
        ),
        _command("document.memo", "new_memo", room.write_memo, (), room.has_document, icon="pencil"),
        _command("document.delete", "delete_document", room.delete_document, (), room.has_document, icon="trash-2"),
        _command("document.erase", "erase_document", room.erase_document, (), room.has_document, icon="trash-2"),
        _command("reading.portrait", "portrait", lambda: room.centre.portrait.turn(), "Ctrl+Alt+P", room.has_text),
        _command("panes.documents", "fold_documents", lambda: room.left.top_pane.fold(), "Ctrl+F9"),
        _command("panes.codebook", "fold_codebook", lambda: room.left.codes.fold(), "Ctrl+Shift+F9"),
        _command("panes.text", "fold_text", lambda: room.columns.fold(CENTRE), "Alt+F9"),
        _command("panes.retrieved", "fold_retrieved", room.fold_retrieved, "Alt+Shift+F9"),
        _command("go.transcript", "go_transcript", room.go_to_transcript, "Ctrl+Shift+T"),
        _command("go.codebook", "go_codebook", room.go_to_codebook, "Ctrl+Shift+K"),
    ]
