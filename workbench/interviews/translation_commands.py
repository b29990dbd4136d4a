# SPDX-License-Identifier: MIT
"""The commands of the page of two texts; those of the transcript do the same there while that page is in front."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from wording import msg
from workbench.commands import Command, MenuSection, Shortcut

if TYPE_CHECKING:
    from workbench.interviews.actions import InterviewsActions
    from workbench.interviews.state import RoomState
    from workbench.interviews.translation.translation_actions import TranslationPart

_OF_THE_TEXT: dict[str, Callable[[TranslationPart], object]] = {
    "interviews.coding.apply": lambda part: part.pick_code(),
    "interviews.quick.extend": lambda part: part.view.extend(),
    "interviews.quick.repeat": lambda part: part.repeat(),
    "interviews.quick.next": lambda part: part.step_coding(1),
    "interviews.quick.previous": lambda part: part.step_coding(-1),
    "interviews.segment.recode": lambda part: part.recode(),
    "interviews.segment.remove": lambda part: part.remove(),
}
_OF_A_SEGMENT = ("interviews.segment.recode", "interviews.segment.remove")


def with_beside(state: RoomState, actions: InterviewsActions, commands: list[Command]) -> list[Command]:
    """The commands of the room, those of the page of two texts among them."""

    def in_front() -> bool:
        return hasattr(actions, "translation") and actions.translation.in_front()

    return [*(_led(actions, one, in_front) for one in commands), *_own(state, actions, in_front)]


def _led(actions: InterviewsActions, command: Command, in_front: Callable[[], bool]) -> Command:
    """A command of the transcript that goes to the page of two texts while that is in front."""
    beside = _OF_THE_TEXT.get(command.id)
    if beside is None:
        return command
    run, enabled = command.run, command.enabled

    def led() -> object:
        return beside(actions.translation) if in_front() else run()

    def ready() -> bool:
        if not in_front():
            return enabled()
        return command.id not in _OF_A_SEGMENT or actions.translation.view.segment is not None

    return replace(command, run=led, enabled=ready)


def _own(state: RoomState, actions: InterviewsActions, in_front: Callable[[], bool]) -> list[Command]:
    def own(
        name: str, text: str, run: Callable[[], object], shortcut: Shortcut = (),
        enabled: Callable[[], bool] = in_front, icon: str = "",
    ) -> Command:  # fmt: skip
        said = msg(f"interviews.view.{text}")
        return Command(
            f"interviews.translation.{name}", said, run, MenuSection.INTERVIEWS, shortcut, enabled, icon=icon
        )

    return [
        own(
            "show",
            "beside",
            lambda: actions.translation.show(),
            "Ctrl+Alt+B",
            state.has_document,
            "columns-3",
        ),
        own(
            "choose",
            "choose_version",
            lambda: actions.translation.choose_version(),
            "Ctrl+Alt+O",
            state.has_document,
            "columns-3",
        ),
        own("up", "align_up", lambda: actions.translation.move_alignment(-1), "Ctrl+Shift+Up"),
        own("down", "align_down", lambda: actions.translation.move_alignment(1), "Ctrl+Shift+Down"),
        own("untranslated", "next_untranslated", lambda: actions.translation.next_untranslated(), "U"),
        own("translate", "translate_turn", lambda: actions.translation.translate(), "Ctrl+Alt+T"),
        own("adjust", "adjust_beside", lambda: actions.translation.adjust(), "Ctrl+Alt+J"),
    ]
