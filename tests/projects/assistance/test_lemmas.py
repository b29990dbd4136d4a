# SPDX-License-Identifier: MIT
"""Words of the interviews counted by their lemmas, out of the parses that are kept."""

from __future__ import annotations

from typing import Any

from analysis.analyses import run
from analysis.codings.records import CODINGS
from analysis.result_tables import TableSpec
from projects.assistance.parses import in_place, parse_missing
from projects.results.plan_run import read_study
from projects.store.project import Project
from projects.transcripts.speakers import set_turn_language
from projects.worker import TextProcess
from wording import render


def counted(project: Project, **options: Any) -> TableSpec:
    options = {"speakers": "everybody", **options}
    return run("word_frequencies", read_study(project, CODINGS, (), beside=[options]), options).tables[0]


def numbers(table: TableSpec) -> dict[str, float | None]:
    return {str(row.label): row.cells[-1].estimate for row in table.rows}


def test_words_are_counted_by_their_lemmas(project: Project, text_process: TextProcess) -> None:
    unread = counted(project, counted="lemmas")
    assert "0 of 2 interviews" in " ".join(render(note, "en") for note in unread.notes)
    assert numbers(unread) == numbers(counted(project))  # as said, until the interviews are parsed
    parse_missing(in_place(project), text_process)
    said, lemmas = numbers(counted(project)), numbers(counted(project, counted="lemmas"))
    # passport, passports; passeport, passeports; confisqué, confisque
    assert (said["passport"], said["passports"], lemmas["passport"]) == (1, 1, 2)
    assert (said["passeport"], said["passeports"], lemmas["passeport"]) == (1, 1, 2)
    assert lemmas["confisquer"] == 2
    assert not {"passports", "passeports", "confisque", "took"} & lemmas.keys()
    by = counted(project, counted="lemmas", by="document")
    assert "2 of 2 interviews" in " ".join(render(note, "en") for note in by.notes)
    kept = next(row for row in by.rows if str(row.label) == "passport")
    assert [cell.estimate for cell in kept.cells] == [2, 0, 2]
    # Interview 2 was parsed as French: its lemmas count no more once one of its turns is said to be in English.
    project.do(set_turn_language("2", [0], "en"))
    since = counted(project, counted="lemmas")
    assert "1 of 2 interviews" in " ".join(render(note, "en") for note in since.notes)
    assert (numbers(since)["passport"], numbers(since)["passeports"]) == (2, 1)
    parse_missing(in_place(project), text_process)
    assert "2 of 2 interviews" in " ".join(render(note, "en") for note in counted(project, counted="lemmas").notes)
