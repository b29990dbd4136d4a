# SPDX-License-Identifier: MIT
"""Unique people: how many different people attended, by kind, place, month, sex or age band. Asks why first.

A person who came twice counts once within a group; groups of kinds or months hold the same people, so they are never
added. A person's sex and age are what their rows say; where those differ they are unknown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.analyses.registers.people_reached import column_label, joined_groups, plain
from analysis.analyses.registers.periods import parse_period, period_text
from analysis.analyses.registers.session_groups import MONTH, QUARTER, answer_groups, calendar_groups, row_words
from analysis.analyses.shared_options import narrowed
from analysis.declarations.records import AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import DataTable, Kind
from analysis.register_columns import COUNTS, Part, Register, RegisterKind
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Labels, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.people_counts import CountedPeople

SEX, AGE = "sex", "age"
BY = ("kind", "place", MONTH, QUARTER, "audience", "topic", "role", SEX, AGE, "partner", "donor")
_FEMALE = ("f", "w", "girl", "fille", "femme")
_MALE = ("m", "h", "boy", "garcon", "homme")
_EMPTY = Cell(text="", unit=Unit.TEXT)


def unique_people_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """The attendances and the people of each group, and of all; a range while pairs of rows are open."""
    from analysis.attendance_counts import within  # numpy, 80 ms: not at start

    register, counted = _register(study.table), _counted(study, options)
    inside = study.where(options["where"], progress) & within(counted.dates, *parse_period(options["period"]))
    sexes, ages = _of_persons(study, register, counted)
    check(progress)
    groups, labels = _groups(study, register, counted, options, inside, (sexes, ages))
    lines: list[tuple[str, Text, np.ndarray]] = [
        (f"g{at}", label, inside & (groups == at)) for at, label in enumerate(labels)
    ]
    if labels and (inside & (groups < 0)).any():
        lines.append(("unstated", msg("reach.not_stated"), inside & (groups < 0)))
    lines.append(("total", msg("unique.all"), inside))
    numbers = [_numbers(counted, rows, sexes, ages) for _, _, rows in lines]
    heads = _heads(numbers)
    rows = tuple(
        Row(name, label, tuple(_cell(found, head) for head in heads), total=name == "total")
        for (name, label, _), found in zip(lines, numbers, strict=True)
    )
    said = period_text(options["period"])
    n = int(inside.sum())
    table = TableSpec(
        f"people-{options['by']}",
        _title(options),
        msg("subtitle.unique", n=n, period=said) if said else msg("subtitle.unique_all", n=n),
        msg(f"register.head.{options['by']}"),
        tuple(Column(head, column_label(head, heads), show=("estimate",)) for head in heads),
        rows,
        (*_notes(study, counted, options, numbers), *narrowed(study, options["where"])),
        base=n,
        exclusive_rows=False,
    )
    figure = FigureSpec(
        f"{table.id}-figure", table, Chart.BARS, table.title, rows=tuple(row.id for row in rows[:-1] or rows),
        columns=("people",),
    )  # fmt: skip
    facts = {"n": n, "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("unique_people", dict(options), (table,), (figure,), facts, msg("why.unique"))


def _register(table: DataTable) -> Register:
    if table.register is None or table.register.kind is not RegisterKind.PARTICIPANTS:
        raise AnalysisProblem(msg("problem.no_register_of_participants", table=table.labels))
    return table.register


def _counted(study: Study, options: Options) -> CountedPeople:
    """The people of the frame, or told apart by the register's key alone. Raises AnalysisProblem without a purpose."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.people_counts import CountedPeople, persons  # numpy, 80 ms: not at start

    if study.frame.people is not None:
        return study.frame.people
    purpose = str(options["purpose"]).strip()
    if not purpose:
        raise AnalysisProblem(msg("problem.people_purpose"))
    register = _register(study.table)
    name = register.column(Part.PERSON)
    if name is None:
        raise AnalysisProblem(msg("problem.people_key", table=study.table.labels))
    keys = row_words(study, name)
    if not any(keys):
        raise AnalysisProblem(msg("problem.people_no_key", table=study.table.labels))
    decided, joined = persons(study.rows, keys, ())
    day = register.column(Part.DATE)
    dates = np.full(study.rows, np.datetime64("NaT"), dtype="datetime64[ns]")
    if day is not None and study.table.variable(day).kind in (Kind.DATE, Kind.DATETIME):
        dates = study.frame.data[day].to_numpy(dtype="datetime64[ns]")
    if study.frame.sessions is not None:
        dates = study.frame.sessions.dates
    return CountedPeople(decided, joined, dates, {}, purpose)


def _of_persons(study: Study, register: Register, counted: CountedPeople) -> tuple[list[str], list[float]]:
    """The sex ("f", "m", "") and the age of each row's person; of several ages the youngest."""
    from analysis.age_bands import age_of  # more of the program: not at start
    from analysis.people_counts import first_value  # numpy, 80 ms: not at start

    sex, age = register.column(Part.SEX), register.column(Part.AGE)
    sexes = [_sex(word) for word in row_words(study, sex)] if sex else [""] * study.rows
    ages = [age_of(word) for word in row_words(study, age)] if age else [math.nan] * study.rows
    youngest: dict[int, float] = {}
    for person, value in zip(counted.decided.tolist(), ages, strict=True):
        if not math.isnan(value):
            youngest[person] = min(value, youngest.get(person, value))
    reported = [
        youngest.get(person, math.nan) if person >= 0 else value
        for person, value in zip(counted.decided.tolist(), ages, strict=True)
    ]
    return first_value(counted.decided, sexes), reported


def _sex(word: str) -> str:
    written = plain(word)
    if written.startswith(_FEMALE):
        return "f"
    return "m" if written.startswith(_MALE) else ""


def _groups(
    study: Study, register: Register, counted: CountedPeople, options: Options, inside: np.ndarray,
    reported: tuple[list[str], list[float]],
) -> tuple[np.ndarray, list[Text]]:  # fmt: skip
    """The group of each row, −1 = not stated, and what the groups are called."""
    import numpy as np  # numpy, 80 ms: not at start

    by, (sexes, ages) = str(options["by"]), reported
    if by in (MONTH, QUARTER):
        found = calendar_groups(counted.dates, by, inside)
        return found.codes, list(found.labels)
    if by == SEX:
        return np.array([("f", "m").index(one) if one else -1 for one in sexes]), [
            msg("unique.female"),
            msg("unique.male"),
        ]
    if by == AGE:
        from analysis.age_bands import band_of, bands_of  # more of the program: not at start

        bands = bands_of(str(options["bands"]) or study.frame.age_bands)
        return np.array([band_of(age, bands) for age in ages]), [band.name for band in bands]
    sessions = study.frame.sessions
    if sessions is not None and by in sessions.groups:
        return joined_groups(sessions, by, inside)
    name = register.column(Part(by))
    if name is None and by == Part.KIND:  # what a fresh analysis asks: a register without kinds is told as a whole
        return np.full(study.rows, -1), []
    if name is None:
        raise AnalysisProblem(msg("problem.register_part", part=msg(f"register.part.{by}"), table=study.table.labels))
    answers = answer_groups(study, study.variable(name), inside)
    return answers.codes, list(answers.labels)


def _numbers(counted: CountedPeople, rows: np.ndarray, sexes: Sequence[str], ages: Sequence[float]) -> dict[str, float]:
    """What is printed of some rows: attendances, people, and each person once by sex and age."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.age_bands import ADULT  # more of the program: not at start
    from analysis.people_counts import NOBODY, count_people  # numpy, 80 ms: not at start

    people = count_people(counted, rows)
    found: dict[str, float] = {
        "attendances": people.attendances, "people_fewest": people.fewest, "people": people.most,
    }  # fmt: skip
    found |= {str(part): 0.0 for part in COUNTS}
    seen: set[int] = set()
    for at in np.flatnonzero(rows).tolist():
        person = int(counted.decided[at])
        if person != NOBODY and person in seen:
            continue
        seen.add(person)
        found[_sex_age_group(sexes[at], ages[at], ADULT)] += 1
    return found


def _sex_age_group(sex: str, age: float, adult: int) -> str:
    """Which of women, girls, men, boys and unknown somebody is."""
    if not sex or age != age:
        return str(Part.UNKNOWN)
    grown = age >= adult
    return str((Part.WOMEN if grown else Part.GIRLS) if sex == "f" else (Part.MEN if grown else Part.BOYS))


def _heads(numbers: Sequence[Mapping[str, float]]) -> list[str]:
    used = [str(part) for part in COUNTS if any(one[part] for one in numbers)]
    open_range = any(one["people_fewest"] != one["people"] for one in numbers)
    known = any(_known_people(one) for one in numbers)
    least = ["people_fewest"] if open_range else []
    return ["attendances", *least, "people", *used, *(["female_share", "known_sex"] if known else [])]


def _known_people(found: Mapping[str, float]) -> float:
    return sum(found[part] for part in (Part.WOMEN, Part.GIRLS, Part.MEN, Part.BOYS))


def _cell(found: Mapping[str, float], head: str) -> Cell:
    known = _known_people(found)
    if head == "known_sex":
        return Cell(known, unit=Unit.COUNT)
    if head == "female_share":
        return Cell((found[Part.WOMEN] + found[Part.GIRLS]) / known, unit=Unit.SHARE) if known else _EMPTY
    return Cell(float(found[head]), unit=Unit.COUNT)


def _title(options: Options) -> Text:
    title = options["title"]
    if isinstance(title, Mapping):
        return Labels(dict(title))
    return title or msg("title.unique", by=msg(f"unique.by.{options['by']}"))


def _notes(
    study: Study, counted: CountedPeople, options: Options, numbers: Sequence[Mapping[str, float]]
) -> tuple[Text, ...]:
    purpose = str(options["purpose"]).strip().rstrip(".") or counted.purpose_words()
    said: list[Text] = [
        msg(f"note.people_by_{counted.by}", purpose=purpose),
        msg("note.people_never_added"),
    ]
    if any(one["people_fewest"] != one["people"] for one in numbers):
        said.append(msg("note.people_open"))
    if study.frame.totals_left_out:
        said.append(msg("note.totals_left_out", n=study.frame.totals_left_out))
    if study.frame.rows_left_out:
        said.append(msg("note.rows_left_out", n=study.frame.rows_left_out))
    untold = int((counted.decided < 0).sum())
    if untold:
        said.append(msg("note.people_without_key", n=untold))
    sessions = study.frame.sessions
    if sessions is not None:
        linked = int(sessions.linked.sum())
        said.append(msg("note.sessions_joined", n=linked, of=len(sessions.linked)))
    if options["by"] == AGE:
        said.append(msg("note.age_bands"))
    return tuple(said)


def is_register_of_participants(table: DataTable) -> bool:
    """Whether the table is a register of participants."""
    return table.register is not None and table.register.kind is RegisterKind.PARTICIPANTS
