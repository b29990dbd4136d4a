# SPDX-License-Identifier: MIT
"""A frame as one file that Python, R or any Arrow reader opens, and back: what an analysis needs to be repeated.

Arrow IPC: the columns by id, `v7?` the reasons of absence, `design.*` the sample design (`design.replicate1` … its
replicate weights), `row_id`, `refused` where visits are counted; the description of the table stands as JSON in the
schema's metadata under `protection-workbench`, with `weight_note` where one member was drawn: whether `design.weight`
was multiplied by the number eligible; `session.*` the sessions that attendances are joined to. Known totals that
weights are still to be adjusted to: `analysis.exported`. The caller opens the file.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO, TypedDict

from analysis.known_totals import AdjustedTo, Adjustment, Auxiliary, Margin, Method, adjusted_text
from analysis.people_counts import JoinedSessions
from analysis.records import (
    Choice,
    DataTable,
    DesignRoles,
    Frame,
    Kind,
    Level,
    Reason,
    Role,
    RowOrigin,
    SampleColumns,
    Variable,
    WithinHouseholdSelection,
)
from analysis.register_columns import register_of, register_to_json
from analysis.replicate_columns import ReplicateColumns, ReplicateRule
from wording import LANGUAGES, Labels, Problem, Text, msg, render, text_from_json, text_to_json

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


class StoredAdjustedTo(TypedDict):
    """A summary of known totals as JSON: labels by language of the variables of each margin."""

    method: Method
    variables: list[list[dict[str, str]]]
    source: str
    trimmed: bool


_PLAIN = ("population", "distance", "strict", "leave_out", "given")


def adjusted_to_json(to: AdjustedTo) -> StoredAdjustedTo:
    """A summary of known totals as JSON.

    Examples
    --------
    >>> adjusted_to_json(AdjustedTo("rake", ((Labels({"en": "Sex"}),),), "census"))["variables"]
    [[{'en': 'Sex'}]]
    """
    variables = [[dict(label.by_language) for label in names] for names in to.variables]
    return {"method": to.method, "variables": variables, "source": to.source, "trimmed": to.trimmed}


def adjusted_to_of(stored: StoredAdjustedTo | None) -> AdjustedTo | None:
    """The summary kept by `adjusted_to_json`."""
    if stored is None:
        return None
    variables = tuple(tuple(Labels(label) for label in names) for names in stored["variables"])
    return AdjustedTo(stored["method"], variables, stored["source"], stored["trimmed"])


def adjust_columns(adjust: Adjustment | None) -> dict[str, pa.Array]:
    """The columns of rows that the adjustment needs."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if adjust is None:
        return {}
    margins = {f"design.margin{at}": pa.array(one.codes) for at, one in enumerate(adjust.margins, start=1)}
    numbers = {f"design.number{at}": pa.array(one.values) for at, one in enumerate(adjust.auxiliaries, start=1)}
    return {**margins, **numbers}


def adjust_json(adjust: Adjustment) -> dict[str, object]:
    """Everything else of the adjustment."""
    key = "adjusting.file_given" if adjust.given else "adjusting.file_not_yet"
    note = msg(key, how=adjusted_text(adjust.to))
    return {
        "note": {language: render(note, language) for language in LANGUAGES},
        "to": adjusted_to_json(adjust.to),
        "margins": [
            {
                "variables": [dict(label.by_language) for label in one.variables],
                "names": [[text_to_json(name) for name in names] for names in one.names],
                "totals": [None if total != total else float(total) for total in one.totals],
            }
            for one in adjust.margins
        ],
        "numbers": [[dict(one.variable.by_language), one.total] for one in adjust.auxiliaries],
        **{name: getattr(adjust, name) for name in _PLAIN},
        "bounds": adjust.bounds,
        "trim": adjust.trim,
        "of_table": text_to_json(adjust.of_table),
        "over": None if adjust.over is None else adjust_json(adjust.over),
        "problem": text_to_json(adjust.problem),
    }


def adjust_of(stored: Mapping[str, Any] | None, columns: Mapping[str, pa.Array]) -> Adjustment | None:
    """The adjustment kept by `adjust_json` and `adjust_columns`."""
    import numpy as np  # numpy, 80 ms: not at start

    if stored is None:
        return None
    to = adjusted_to_of(stored["to"])
    assert to is not None
    margins = tuple(
        Margin(
            tuple(Labels(label) for label in one["variables"]),
            tuple(tuple(text_from_json(name) for name in names) for names in one["names"]),
            columns[f"design.margin{at}"].to_numpy(),
            np.array([np.nan if total is None else total for total in one["totals"]], dtype=float),
        )
        for at, one in enumerate(stored["margins"], start=1)
    )
    numbers = tuple(
        Auxiliary(Labels(labels), columns[f"design.number{at}"].to_numpy(), total)
        for at, (labels, total) in enumerate(stored["numbers"], start=1)
    )
    pairs: dict[str, Any] = {name: None if stored[name] is None else tuple(stored[name]) for name in ("bounds", "trim")}
    return Adjustment(
        to, margins, numbers, **{name: stored[name] for name in _PLAIN}, **pairs,
        of_table=text_from_json(stored["of_table"]), over=adjust_of(stored["over"], {}),
        problem=text_from_json(stored["problem"]),
    )  # fmt: skip


FORMAT = 1
_KEY = b"protection-workbench"
_OWN = frozenset({"row_id", "refused", "case"})
_SESSION = "session."
_OF_SESSIONS = ("date", "linked")
_APART = ("design.", _SESSION)  # columns beside the variables
_REPLICATE = "design.replicate"


def write_frame(frame: Frame, stream: BinaryIO, eligible: Text | None = None) -> None:
    """Write a frame as an Arrow IPC file; texts and identifiers only where the frame holds them."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    columns: dict[str, pa.Array] = {"row_id": pa.array(frame.row_ids)}
    for name in frame.data.columns:
        columns[name] = pa.Array.from_pandas(frame.data[name])
    for name, reasons in frame.reasons.items():
        columns[f"{name}?"] = pa.array(reasons)
    columns.update(_design_columns(frame.design))
    if frame.refused is not None:
        columns["refused"] = pa.array(frame.refused)
    if frame.cases is not None:
        columns["case"] = pa.array(frame.cases)
    columns.update(adjust_columns(frame.design.adjust))
    columns.update(_replicate_arrays(frame.design.replicates))
    columns.update(session_columns(frame.sessions))
    described: dict[str, object] = {"format": FORMAT, "nested": frame.design.nested, "table": _described(frame.table)}
    if frame.design.clusters_of:
        described["clusters_of"] = text_to_json(frame.design.clusters_of)
    if frame.design.adjust is not None:
        described["adjust"] = adjust_json(frame.design.adjust)
    if frame.design.replicates is not None:
        described["replicates"] = frame.design.replicates.rule.as_json()
    if frame.sessions is not None:
        described["sessions"] = session_labels(frame.sessions)
    described |= _of_registers(frame)
    note = _weight_note(frame.table, eligible)
    if note is not None:
        described["weight_note"] = {language: render(note, language) for language in LANGUAGES}
    table = pa.table(columns).replace_schema_metadata({_KEY: json.dumps(described, ensure_ascii=False).encode()})
    with pa.ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table)


def read_frame(stream: BinaryIO) -> Frame:
    """The frame written by `write_frame`."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    try:
        table = pa.ipc.open_file(stream).read_all()
        stored = json.loads((table.schema.metadata or {})[_KEY])
    except (pa.ArrowInvalid, KeyError, ValueError):
        raise Problem(msg("problem.not_exported_table")) from None
    columns = {name: table.column(name) for name in table.column_names}
    data = table.select(
        [name for name in table.column_names if name not in _OWN and name[-1] != "?" and not name.startswith(_APART)]
    ).to_pandas()
    reasons = {name[:-1]: column.to_numpy() for name, column in columns.items() if name[-1] == "?"}
    design = SampleColumns(
        _single(columns, "design.weight"),
        _single(columns, "design.strata"),
        _stages(columns, "design.cluster"),
        _stages(columns, "design.fpc"),
        stored["nested"],
        adjust_of(stored.get("adjust"), columns),
        _replicates_read(stored.get("replicates"), columns),
        text_from_json(stored.get("clusters_of", "")),
    )
    refused, cases = _single(columns, "refused"), _single(columns, "case")
    rows, sessions = columns["row_id"].to_numpy(), sessions_read(columns, stored.get("sessions", {}))
    services = tuple(read_frame(io.BytesIO(base64.b64decode(one))) for one in stored.get("services", ()))
    return Frame(_table(stored["table"]), data, reasons, rows, design, refused, sessions=sessions,
                 totals_left_out=stored.get("totals_left_out", 0),
                 rows_left_out=stored.get("rows_left_out", 0), cases=cases, services=services)  # fmt: skip


def _of_registers(frame: Frame) -> dict[str, object]:
    """What only a register has: services joined to its cases, rows that are not counted."""
    services = [_as_text(one) for one in frame.services]
    found = {
        "services": services, "totals_left_out": frame.totals_left_out, "rows_left_out": frame.rows_left_out
    }  # fmt: skip
    return {name: one for name, one in found.items() if one}


def _as_text(frame: Frame) -> str:
    """A frame within another as text: services joined to cases."""
    stream = io.BytesIO()
    write_frame(frame, stream)
    return base64.b64encode(stream.getvalue()).decode()


def counted_only(frame: Frame, variable_id: str) -> Frame:
    """The frame where visits without consent keep nothing but the variable by which they are counted."""
    import numpy as np  # numpy, 80 ms: not at start

    if frame.refused is None or not frame.refused.any():
        return frame
    gone, data, reasons = frame.refused, frame.data.copy(), dict(frame.reasons)
    for column in data.columns:
        if column.partition(".")[0] != variable_id:
            data[column] = data[column].mask(gone)
    for name, known in frame.reasons.items():
        if name != variable_id:
            reasons[name] = np.where(gone & (known == 0), np.int8(Reason.MISSING), known).astype(np.int8)
    return replace(frame, data=data, reasons=reasons)


def _weight_note(table: DataTable, eligible: Text | None) -> Text | None:
    """What a reader of another program must know of `design.weight` where one member was drawn."""
    if table.within_household is not None:
        return msg("note.within_household", variable=table.within_household.labels)
    return None if eligible is None else msg("note.within_household_not_yet", variable=eligible)


def _design_columns(design: SampleColumns) -> dict[str, pa.Array]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    columns: dict[str, pa.Array] = {}
    for name, values in (("weight", design.weight), ("strata", design.strata)):
        if values is not None:
            columns[f"design.{name}"] = pa.array(values)
    for name, stages in (("cluster", design.clusters), ("fpc", design.fpc)):
        if stages is not None:
            grid = stages.reshape(len(stages), -1)
            for stage in range(grid.shape[1]):
                columns[f"design.{name}{stage + 1}"] = pa.array(grid[:, stage])
    return columns


def _single(columns: dict[str, pa.Array], name: str) -> np.ndarray | None:
    return columns[name].to_numpy() if name in columns else None


def _stages(columns: dict[str, pa.Array], name: str) -> np.ndarray | None:
    import numpy as np  # numpy, 80 ms: not at start

    found = [columns[key].to_numpy() for key in sorted(columns) if key.startswith(name)]
    return np.column_stack(found) if found else None


def _described(table: DataTable) -> dict[str, object]:
    return {
        "id": table.id,
        "name": table.name,
        "labels": dict(table.labels.by_language),
        "unit": table.unit,
        "how": table.how.value,
        "inference_reason": table.inference_reason,
        "rows": table.rows,
        "register": None if table.register is None else register_to_json(table.register),
        "asked": table.asked,
        "one_drawn": None if table.within_household is None else _household_selection_fields(table.within_household),
        "adjusted": None if table.adjusted is None else adjusted_to_json(table.adjusted),
        "variables": [
            {
                "id": variable.id,
                "name": variable.name,
                "labels": dict(variable.labels.by_language),
                "kind": variable.kind.value,
                "level": variable.level.value,
                "role": variable.role.value,
                "form_type": variable.form_type,
                "choices": [[c.id, c.code, dict(c.labels.by_language), int(c.reason)] for c in variable.choices],
            }
            for variable in table.variables
        ],
    }


def _household_selection_fields(drawn: WithinHouseholdSelection) -> list[object]:
    return [drawn.of_table, drawn.variable, dict(drawn.labels.by_language)]


def _table(stored: dict[str, Any]) -> DataTable:
    variables = tuple(
        Variable(
            v["id"],
            v["name"],
            Labels(v["labels"]),
            Kind(v["kind"]),
            Level(v["level"]),
            Role(v["role"]),
            tuple(Choice(c[0], c[1], Labels(c[2]), c[3]) for c in v["choices"]),
            form_type=v.get("form_type", ""),
        )
        for v in stored["variables"]
    )
    drawn = stored.get("one_drawn")
    within_household = None if drawn is None else WithinHouseholdSelection(drawn[0], drawn[1], Labels(drawn[2]))
    return DataTable(
        stored["id"], stored["name"], Labels(stored["labels"]), stored["unit"], RowOrigin(stored["how"]), variables,
        stored["rows"], DesignRoles(), inference_reason=stored.get("inference_reason", ""),
        within_household=within_household, adjusted=adjusted_to_of(stored.get("adjusted")),
        register=register_of(stored.get("register")), asked=stored.get("asked", ""),
    )  # fmt: skip


def _replicate_arrays(replicates: ReplicateColumns | None) -> dict[str, pa.Array]:
    """Columns `design.replicate1` …; none where the weights are made from the design when the file is read."""
    if replicates is None or replicates.matrix is None:
        return {}
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    return {f"{_REPLICATE}{place + 1}": pa.array(column) for place, column in enumerate(replicates.matrix.T)}


def _replicates_read(rule: dict[str, Any] | None, columns: Mapping[str, pa.Array]) -> ReplicateColumns | None:
    """The replicates of a file, its rule and its columns; None without a rule."""
    if rule is None:
        return None
    import numpy as np  # numpy, 80 ms: not at start

    count = sum(name.startswith(_REPLICATE) for name in columns)
    found = [columns[f"{_REPLICATE}{place + 1}"].to_numpy() for place in range(count)]
    return ReplicateColumns(ReplicateRule.from_json(rule), np.column_stack(found) if found else None)


def session_columns(sessions: JoinedSessions | None) -> dict[str, pa.Array]:
    """The sessions joined to attendances, as columns to write."""
    if sessions is None:
        return {}
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    columns = {f"{_SESSION}date": pa.array(sessions.dates), f"{_SESSION}linked": pa.array(sessions.linked)}
    return columns | {f"{_SESSION}{part}": pa.array(list(words)) for part, words in sessions.groups.items()}


def session_labels(sessions: JoinedSessions | None) -> dict[str, dict[str, dict[str, str]]]:
    """The words of each group as JSON."""
    if sessions is None:
        return {}
    return {
        part: {word: dict(label.by_language) for word, label in labels.items()}
        for part, labels in sessions.labels.items()
    }


def sessions_read(
    columns: Mapping[str, pa.ChunkedArray], stored: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> JoinedSessions | None:
    """The sessions from columns of an Arrow table and the words that were stored."""
    if f"{_SESSION}linked" not in columns:
        return None
    parts = [name.removeprefix(_SESSION) for name in columns if name.startswith(_SESSION)]
    groups = {part: columns[f"{_SESSION}{part}"].to_pylist() for part in parts if part not in _OF_SESSIONS}
    labels = {part: {word: Labels(dict(one)) for word, one in words.items()} for part, words in stored.items()}
    dates, linked = (columns[f"{_SESSION}{name}"].to_numpy() for name in _OF_SESSIONS)
    return JoinedSessions(dates, groups, labels, linked)
