# SPDX-License-Identifier: MIT
"""Reach of activities: sessions and contacts of a register by kind, place, month or audience, within a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.registers.kinds_of_activity import kind_after_kind, kinds_of_activity
from analysis.analyses.registers.people_reached import column_label, people_of_groups
from analysis.analyses.registers.periods import parse_period, period_text
from analysis.analyses.registers.reach_over_time import SPLITS, Target, over_time, targets_of
from analysis.analyses.registers.session_groups import MONTH, QUARTER, SessionGroups, answer_groups, calendar_groups
from analysis.analyses.shared_options import narrowed
from analysis.declarations.records import NUMBERS, AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import DataTable, Kind
from analysis.register_columns import COUNTS, Part, Register, RegisterKind
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Labels, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.attendance_counts import Attendance, Reached
    from analysis.people_counts import People

BY = ("kind", "place", MONTH, QUARTER, "audience", "topic", "partner", "donor")
_EMPTY = Cell(text="", unit=Unit.TEXT)
Split = Mapping[str, tuple[Part, ...]]  # name of a column → the counts it adds up


def reach_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Sessions, contacts by sex and age and the share of women and girls, of the sessions held within the period."""
    from analysis.attendance_counts import attendance  # numpy, 80 ms: not at start

    register = _register(study.table)
    inside = study.where(options["where"], progress) & _in_period(study, register, options["period"])
    found = attendance(_columns(study, register), study.rows)
    check(progress)
    kinds = kinds_of_activity(study, register, found, inside) if options["by"] != "kind" else []
    if len(kinds) < 2:
        return _reach(study, register, found, inside, options)
    _groups(study, register, options["by"], inside)  # what cannot be grouped by is said before all
    if options["targets"]:
        raise AnalysisProblem(msg("problem.target_kinds", n=len(kinds), kinds=[kind.label for kind in kinds]))
    parts = []
    for kind in kinds:
        check(progress)
        title = msg("title.reach_of_kind", title=_title(options), kind=kind.label)
        where = [*(options["where"] or ()), *kind.where]
        own = options if kind.where else {**options, "people": False}  # attendances do not tell who came to no kind
        parts.append(_reach(study, register, found, kind.rows, {**own, "where": where}, title, inside))
    return kind_after_kind(options, parts)


def _reach(
    study: Study, register: Register, found: Attendance, inside: np.ndarray, options: Options, title: Text = "",
    span: np.ndarray | None = None,
) -> AnalysisResult:  # fmt: skip
    """The reach of the sessions `inside`; by kind they have no line of all together. `span`: which months there are."""
    from analysis.attendance_counts import reached  # numpy, 80 ms: not at start

    months = span if options["by"] in (MONTH, QUARTER) and span is not None else inside
    groups = _groups(study, register, options["by"], months)
    lines = [(groups.labels[at], reached(found, inside & (groups.codes == at))) for at in range(len(groups.names))]
    unstated = reached(found, inside & (groups.codes < 0))
    if unstated.sessions:
        lines.append((msg("reach.not_stated"), unstated))
    targets = targets_of(options["targets"], groups.names, groups.labels)
    period = parse_period(options["period"])
    named = (groups.names, groups.labels)
    people = people_of_groups(study, register, options["by"], named, period, options["where"])
    people = people if options["people"] else {}
    split = SPLITS[options["split"]]
    heads = _heads(list(targets.values()), lines, people, split)
    rows = [
        Row(f"g{at}", label, tuple(_cell(line, head, targets.get(at), people.get(at), split) for head in heads))
        for at, (label, line) in enumerate(lines)
    ]
    every = reached(found, inside)
    shown = tuple(row.id for row in rows)
    sums = tuple(_cell(every, head, None, None, split) for head in heads)
    if options["by"] != "kind" or len(lines) < 2:
        rows.append(Row("total", msg("reach.all_sessions"), sums, total=True))
    said = period_text(options["period"])
    table = TableSpec(
        f"reach-{options['by']}",
        title or _title(options),
        msg("subtitle.reach", n=every.sessions, period=said) if said else msg("subtitle.reach_all", n=every.sessions),
        msg(f"register.head.{options['by']}"),
        tuple(Column(head, column_label(head, heads), show=("estimate",)) for head in heads),
        tuple(rows),
        _notes(study, register, found, inside, options, people, lines),
        base=every.sessions,
        exclusive_rows=rows[-1].total,
    )
    figures = [FigureSpec(f"{table.id}-figure", table, Chart.BARS, table.title, rows=shown, columns=("contacts",))]
    indirect = _indirect(table, lines, every) if options["indirect"] else None
    tables = [table, *([] if indirect is None else [indirect])]
    followed: list[tuple[TableSpec, FigureSpec]] = []
    if options["over"] != "none" and options["by"] not in (MONTH, QUARTER) and register.column(Part.DATE) is not None:
        followed = over_time(
            table, options["over"], groups.codes, found, _dates(study, register), inside, targets, period,
            options["split"],
        )  # fmt: skip
    how = study.table.how.value
    facts = {"n": every.sessions, "inference": False, "how": how, "rows": study.rows, "groups": tuple(groups.names)}
    return AnalysisResult(
        "reach", dict(options), (*tables, *(one for one, _ in followed)),
        (*figures, *(one for _, one in followed)), facts | _days(study, register), msg("why.reach"),
    )  # fmt: skip


def _days(study: Study, register: Register) -> dict[str, str]:
    """The first and last day on which a session was held: what a period may be chosen from."""
    import numpy as np  # numpy, 80 ms: not at start

    if register.column(Part.DATE) is None:
        return {}
    held = _dates(study, register)
    held = held[~np.isnat(held)].astype("datetime64[D]")
    return {"first_day": str(held.min()), "last_day": str(held.max())} if len(held) else {}


def _register(table: DataTable) -> Register:
    if table.register is None or table.register.kind is not RegisterKind.ACTIVITIES:
        raise AnalysisProblem(msg("problem.no_register_of_activities", table=table.labels))
    return table.register


def _columns(study: Study, register: Register) -> dict[Part, list[np.ndarray]]:
    """The numbers of each part. Raises AnalysisProblem where no column counts anybody, or a count is negative."""
    found: dict[Part, list[np.ndarray]] = {}
    for part in (*COUNTS, Part.TOTAL, Part.DISABILITY, Part.INDIRECT):
        for name in register.columns(part):
            variable = study.variable(name, NUMBERS)
            values = study.numbers(variable)
            if (values < 0).any():
                raise AnalysisProblem(msg("problem.negative_count", variable=variable.labels))
            found.setdefault(part, []).append(values)
    if not set(found) - {Part.DISABILITY, Part.INDIRECT}:
        raise AnalysisProblem(msg("problem.register_counts", table=study.table.labels))
    return found


def _in_period(study: Study, register: Register, period: str) -> np.ndarray:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.attendance_counts import within  # numpy, 80 ms: not at start

    start, end = parse_period(period)
    if start is None and end is None:
        return np.ones(study.rows, dtype=bool)
    return within(_dates(study, register), start, end)


def _dates(study: Study, register: Register) -> np.ndarray:
    import numpy as np  # numpy, 80 ms: not at start

    name = register.column(Part.DATE)
    if name is None:
        raise AnalysisProblem(msg("problem.register_date", table=study.table.labels))
    variable = study.variable(name, frozenset({Kind.DATE, Kind.DATETIME}))
    values = study.frame.data[variable.id].to_numpy(dtype="datetime64[ns]")
    return np.where(study.reasons(variable.id) == 0, values, np.datetime64("NaT"))


def _groups(study: Study, register: Register, by: str, inside: np.ndarray) -> SessionGroups:
    if by in (MONTH, QUARTER):
        return calendar_groups(_dates(study, register), by, inside)
    name = register.column(Part(by))
    if name is None:
        raise AnalysisProblem(msg("problem.register_part", part=msg(f"register.part.{by}"), table=study.table.labels))
    variable = study.variable(name)
    return answer_groups(study, variable, inside)


def _heads(
    targets: Sequence[Target], lines: Sequence[tuple[Text, Reached]], people: Mapping[int, People], split: Split
) -> list[str]:
    """The columns: parts that somebody counted, contacts, people, the share of women with its base, targets."""
    used = [name for name, parts in split.items() if any(line.parts[part] for _, line in lines for part in parts)]
    female = ["female_share", "known_sex"] if any(line.of_known_sex for _, line in lines) else []
    disability = ["disability", "asked_disability"] if any(line.asked_disability for _, line in lines) else []
    unique = ["people"] if people else []
    if any(not one.known for one in people.values()):
        unique = ["people_fewest", "people"]
    of_what = ["target_of"] if any(one.people for one in targets) else []
    aims = ["target", *of_what, "achieved"] if targets else []
    return ["sessions", *used, "contacts", *unique, *female, *disability, *aims]


def _cell(line: Reached, head: str, target: Target | None, people: People | None, split: Split) -> Cell:
    if head in ("people", "people_fewest"):
        if people is None:
            return Cell(text=msg("reach.not_counted"), unit=Unit.TEXT)
        return Cell(float(people.most if head == "people" else people.fewest), unit=Unit.COUNT)
    if head == "female_share":
        share = line.female_share
        return Cell(share, unit=Unit.SHARE) if share is not None else _EMPTY
    if head == "target":
        return Cell(target.number, unit=Unit.COUNT) if target else _EMPTY
    if head == "target_of":
        unit = "people" if target and target.people else "contacts"
        return Cell(text=msg(f"reach.target_of.{unit}"), unit=Unit.TEXT) if target else _EMPTY
    if head == "achieved":
        return _achieved(line, target, people) if target else _EMPTY
    if head == "disability":  # what tells of somebody's health: few people are withheld, though attendance is not
        told = Cell(line.disability, unit=Unit.COUNT, people=round(line.disability))
        return told if line.asked_disability else _EMPTY  # not told is not nobody
    counted = {
        "sessions": line.sessions, "contacts": line.contacts, "known_sex": line.of_known_sex,
        "asked_disability": line.asked_disability,
    }  # fmt: skip
    number = counted[head] if head in counted else sum(line.parts[part] for part in split[head])
    return Cell(float(number), unit=Unit.COUNT)


def _achieved(line: Reached, target: Target, people: People | None) -> Cell:
    """The share of the target: of contacts, or of the people where their number is known for certain."""
    if not target.people:
        return Cell(line.contacts / target.number, unit=Unit.SHARE)
    if people is None or not people.known:
        return Cell(text=msg("reach.not_counted"), unit=Unit.TEXT)
    return Cell(people.most / target.number, unit=Unit.SHARE)


def _indirect(table: TableSpec, lines: Sequence[tuple[Text, Reached]], every: Reached) -> TableSpec | None:
    """People told to be reached through others, in a table of their own; None where there are none."""
    if not every.indirect:
        return None
    heads = ("sessions", "indirect")
    indirect = [
        *((f"g{at}", label, line) for at, (label, line) in enumerate(lines)),
        *([("total", table.rows[-1].label, every)] if table.rows[-1].total else []),
    ]
    rows = tuple(
        Row(name, label, (Cell(float(line.sessions), unit=Unit.COUNT), Cell(line.indirect, unit=Unit.COUNT)),
            total=name == "total")
        for name, label, line in indirect
    )  # fmt: skip
    columns = tuple(Column(head, column_label(head, heads), show=("estimate",)) for head in heads)
    return replace(
        table, id=f"{table.id}-indirect", title=msg("title.reach_indirect"), columns=columns, rows=rows,
        notes=(msg("note.indirect"),),
    )  # fmt: skip


def _title(options: Options) -> Text:
    title = options["title"]
    if isinstance(title, Mapping):
        return Labels(dict(title))
    return title or msg("title.reach", by=msg(f"reach.by.{options['by']}"))


def _notes(
    study: Study,
    register: Register,
    found: Attendance,
    inside: np.ndarray,
    options: Options,
    people: Mapping[int, People],
    lines: Sequence[tuple[Text, Reached]],
) -> tuple[Text, ...]:
    from analysis.attendance_counts import between  # numpy, 80 ms: not at start

    said: list[Text] = [msg("note.contacts")]
    if any(line.asked_disability for _, line in lines):
        said.append(msg("note.disability"))
    if people and study.frame.people is not None:
        counted = study.frame.people
        said.append(msg(f"note.people_by_{counted.by}", purpose=counted.purpose_words()))
        if counted.linked is not None:
            said.append(msg("note.sessions_joined", n=counted.linked, of=len(counted.decided)))
        if any(not one.known for one in people.values()):
            said.append(msg("note.people_open"))
    if options["by"] == "kind" and len(lines) > 1:
        contacts = {str(at): line.contacts for at, (_, line) in enumerate(lines)}
        unique = {str(at): (one.fewest, one.most) for at, one in people.items()}
        fewest, most = between(unique, contacts, float(found.contacts[inside].max(initial=0)))
        said.append(msg("note.people_between", fewest=fewest, most=most))
    if study.frame.totals_left_out:
        said.append(msg("note.totals_left_out", n=study.frame.totals_left_out))
    if study.frame.rows_left_out:
        said.append(msg("note.rows_left_out", n=study.frame.rows_left_out))
    below = int((found.below_parts & inside).sum())
    if below:
        said.append(msg("note.total_below_parts", n=below))
    if register.column(Part.DATE) is not None and any(parse_period(options["period"])):
        import numpy as np  # numpy, 80 ms: not at start

        none = np.isnat(_dates(study, register))
        outside = int((~none & ~_in_period(study, register, options["period"])).sum())
        if outside:
            said.append(msg("note.outside_sessions", n=outside))
        undated = int(none.sum())
        if undated:
            said.append(msg("note.undated_sessions", n=undated))
    return (*said, *narrowed(study, options["where"]))


def is_register(table: DataTable) -> bool:
    """Whether the table is a register of activities."""
    return table.register is not None and table.register.kind is RegisterKind.ACTIVITIES


def reads_register(table: DataTable, options: Options) -> frozenset[str]:
    """The columns of a register of activities or of participants, but for names and telephones."""
    if table.register is None:
        return frozenset()
    return frozenset(table.register.columns_without(Part.NAME, Part.TELEPHONE))
