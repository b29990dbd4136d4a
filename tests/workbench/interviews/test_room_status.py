# SPDX-License-Identifier: MIT
"""The status bar of the room: it names the case in front, else the interview and the place in it."""

from __future__ import annotations

from dataclasses import replace

from projects.interviews.queries import DocumentLine
from wording import render
from workbench.interviews.view import room_status

READ = DocumentLine("d1", "Interview 04", "en", "text", "Case 12", 900, 5_000, 7, 0, {}, "", 1)


def test_the_page_of_a_case_names_the_case_and_not_the_interview_read_before() -> None:
    assert render(room_status(READ, "paragraph 3", "Case 12"), "en") == "Case 12"
    assert room_status(READ, "paragraph 3", "") == ""
    assert room_status(None, "", "Case 12") == "Case 12"


def test_an_interview_is_named_with_its_place_unless_it_is_held_back() -> None:
    said = render(room_status(READ, "paragraph 3", None), "en")
    assert all(part in said for part in ("Interview 04", "paragraph 3", "7"))
    assert room_status(replace(READ, held_back=True), "paragraph 3", None) == "Interview 04"
    assert room_status(None, "", None) == ""
