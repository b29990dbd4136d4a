# SPDX-License-Identifier: MIT
"""Turns the simulated households into the workbook a KoboToolbox server would export. Invents times and keys only."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from tests.sample_study.chance import Chance
from tests.sample_study.form_choices import CHOICES
from tests.sample_study.form_question import FORM_VERSION, TITLE
from tests.sample_study.people import Answers
from tests.sample_study.simulate import SEED, Record, simulate
from tests.sample_study.workbooks import CellValue, placed_questions, write_workbook

MAIN, MEMBERS = "households", "members"
FIRST_DAY = dt.date(2025, 9, 8)
SUBMISSION = ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by")
MAIN_TAIL = (*SUBMISSION, "__version__", "_tags", "meta/rootUuid", "_index")
CHILD_TAIL = ("_index", "_parent_table_name", "_parent_index")
CHILD_TAIL_SUBMISSION = (
    *(f"_submission_{name}" for name in SUBMISSION),
    "_submission___version__",
    "_submission__tags",
)
STUDY = "Fictitious sample study / Étude fictive"


def records_with_oddities() -> list[Record]:
    """The simulated households with times, and with the few mistakes that a cleaning step should find.

    The mistakes: an age of 142, a phone of four digits, a monthly income with a zero too many, "none" chosen with
    another concern, a debt although no offer was received, a household size one above its roster, an interview of
    three minutes.
    """
    records = simulate()
    for number, record in enumerate(records):
        _times(number, record)
    records[93].members[-1]["member_age"] = 142
    records[93].members[-1].update(school_age=0, attends_school=None, difficulty="some", works="no")
    records[93].members[-1]["marital_status"] = "widowed"
    records[93].answers["school_age_children"] = sum(int(str(m["school_age"])) for m in records[93].members)
    records[210].answers["phone"] = "0000"
    records[301].answers["income"] = 690_000.0
    records[355].answers["protection_concerns"] = "theft none"
    records[_first_without_offer(records, 400)].answers["recruiter_debt"] = 15_000
    records[512].answers["household_size"] = len(records[512].members) + 1
    start = records[600].answers["start"]
    assert isinstance(start, dt.datetime)
    records[600].answers["end"] = start + dt.timedelta(minutes=3)
    return records


def _first_without_offer(records: list[Record], start: int) -> int:
    return next(n for n in range(start, len(records)) if records[n].answers.get("offer_received") == "no")


def _times(number: int, record: Record) -> None:
    chance = Chance(SEED + 1 + number)
    day = FIRST_DAY + dt.timedelta(days=(number // 64) + 2 * (number // 64 // 5))  # ten working days, no weekend
    minutes = 40 * (number % 64 // 8) + chance.whole(0, 12)
    start = dt.datetime.combine(day, dt.time(8, 30)) + dt.timedelta(minutes=minutes, seconds=chance.whole(0, 59))
    consented = record.answers["consent"] == "yes"
    length = chance.whole(21, 34) * 60 + 45 * len(record.members) if consented else chance.whole(60, 150)
    record.answers.update(study=STUDY, interview_date=day, start=start, end=start + dt.timedelta(seconds=length))


def _uuid(number: int, kind: str) -> str:
    digest = hashlib.sha256(f"{SEED} {kind} {number}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def _submission(number: int, record: Record) -> dict[str, CellValue]:
    end = record.answers["end"]
    assert isinstance(end, dt.datetime)
    edited = number % 23 == 7  # the server gives an edited submission a new _uuid and keeps the root
    return {
        "_id": 900_001 + 3 * number,
        "_uuid": _uuid(number, "edited" if edited else "root"),
        "_submission_time": end + dt.timedelta(minutes=7 + number % 41),
        "_validation_status": None if number % 9 == 4 else "validation_status_approved",
        "_status": "submitted_via_web",
        "_submitted_by": f"team_{number % 2 + 1}",
        "__version__": FORM_VERSION,
        "meta/rootUuid": f"uuid:{_uuid(number, 'root')}",
        "_index": number + 1,
    }


def _columns(repeat: str) -> list[tuple[str, str, str]]:
    """(heading, question name, choice or "") for each column that comes from the form."""
    columns = []
    for inside, path, question in placed_questions():
        if inside != repeat:
            continue
        columns.append((path, question.name, ""))
        if question.type.startswith("select_multiple"):
            columns += [(f"{path}/{a.code}", question.name, a.code) for a in CHOICES[question.answer_list]]
    return columns


def _value(answers: Answers, name: str, choice: str) -> CellValue:
    value = answers.get(name)
    if choice:
        return None if value is None else int(choice in str(value).split())
    assert value is None or isinstance(value, str | int | float | dt.date)
    return value


def _main_rows(records: list[Record]) -> list[list[CellValue]]:
    columns = _columns("")
    rows: list[list[CellValue]] = [[*(heading for heading, _, _ in columns), *MAIN_TAIL]]
    for number, record in enumerate(records):
        submission = _submission(number, record)
        answers = [_value(record.answers, name, choice) for _, name, choice in columns]
        rows.append([*answers, *(submission.get(name) for name in MAIN_TAIL)])
    return rows


def _member_rows(records: list[Record]) -> list[list[CellValue]]:
    columns = _columns(MEMBERS)
    tail = (*CHILD_TAIL, *CHILD_TAIL_SUBMISSION)
    rows: list[list[CellValue]] = [[*(heading for heading, _, _ in columns), *tail]]
    for number, record in enumerate(records):
        submission = _submission(number, record)
        for member in record.members:
            answers = [_value(member, name, choice) for _, name, choice in columns]
            places: list[CellValue] = [len(rows), MAIN, number + 1]
            inherited = [submission.get(name) for name in (*SUBMISSION, "__version__", "_tags")]
            rows.append([*answers, *places, *inherited])
    return rows


def write_data(path: Path) -> None:
    """Write the export: one sheet of households, one of members."""
    records = records_with_oddities()
    write_workbook(path, [(MAIN, _main_rows(records)), (MEMBERS, _member_rows(records))], TITLE)
