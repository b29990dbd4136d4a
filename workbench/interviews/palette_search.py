# SPDX-License-Identifier: MIT
"""Codes and interviews for the command palette, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coding.case_folding import fold_plain
from wording import msg
from workbench.workspace import Found

if TYPE_CHECKING:
    from workbench.interviews.state import RoomState
    from workbench.interviews.text_navigation import TextNavigation

_MOST = 6


def found_in_room(state: RoomState, ways: TextNavigation, text: str) -> list[Found]:
    """Up to six codes and six interviews whose names fit `text`."""
    wanted = fold_plain(text)

    def show_code(code_id: str) -> None:
        state.front_requested.emit()
        ways.show_code(code_id)

    def show_document(document_id: str) -> None:
        state.front_requested.emit()
        ways.open_document(document_id)

    codes = [
        Found(state.codebook.told_apart(code), msg("interviews.view.found_code"), partial(show_code, code.id), "tag")
        for code in state.codes_for(text, _MOST)
    ]
    named = [line for line in state.documents if wanted and wanted in fold_plain(line.name)][:_MOST]
    documents = [
        Found(line.name, msg("interviews.view.found_document"), partial(show_document, str(line.id)), "messages-square")
        for line in named
    ]
    return [*codes, *documents]
