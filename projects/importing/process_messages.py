# SPDX-License-Identifier: MIT
"""Imported data as JSON and Arrow messages, and back: how a helper process hands over what it read.

Bounded pieces, no pickle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from analysis.records import Choice, DesignRoles, Kind, Level, Role, RowOrigin, Variable
from projects.imported.records import Finding, ImportedData, ImportedTable, MissingMark, Severity
from projects.importing.options import ImportOptions
from wording import Labels, text_from_json, text_to_json

if TYPE_CHECKING:
    import pyarrow as pa

_PIECE = 24_000_000  # bytes of columns sent in one message
_REASON, _KEY, _PARENT = "~", "key:", "parent"


def plain(record: object) -> Any:
    """A record of this package as JSON values; columns and arrays are left out."""
    if isinstance(record, Labels):
        return dict(record.by_language)
    if isinstance(record, Enum):
        return record.value
    if is_dataclass(record) and not isinstance(record, type):
        if type(record).__name__ == "Message":
            return text_to_json(record)
        skipped = {"columns", "reasons", "parent_rows", "row_keys"} if isinstance(record, ImportedTable) else set()
        return {f.name: plain(getattr(record, f.name)) for f in fields(record) if f.name not in skipped}
    if isinstance(record, Mapping):
        return {str(key): plain(value) for key, value in record.items()}
    if isinstance(record, (list, tuple)):
        return [plain(part) for part in record]
    return record


def pieces(data: ImportedData) -> Iterator[memoryview]:
    """The columns of all tables as Arrow streams of bounded size; each column is taken out of `data` as it is sent."""
    for table in data.tables:
        named = _named_columns(table)
        group: dict[str, Any] = {}
        size = 0
        for name, column in named:
            group[name] = column
            size += column.nbytes
            del column
            if size >= _PIECE:
                yield _stream(table.id, group)
                group, size = {}, 0
        yield _stream(table.id, group)


def _named_columns(table: ImportedTable) -> Iterator[tuple[str, pa.Array]]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    columns = table.columns
    for name in list(columns):
        yield name, columns.pop(name) if isinstance(columns, dict) else columns[name]
    for name, reasons in table.reasons.items():
        yield _REASON + name, pa.array(reasons, pa.int8())
    for name, keys in table.row_keys.items():
        yield _KEY + name, keys
    if table.parent_rows is not None:
        yield _PARENT, pa.array(table.parent_rows, pa.int64())


def _stream(table_id: str, columns: Mapping[str, pa.Array]) -> memoryview:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    schema = pa.schema([pa.field(name, column.type) for name, column in columns.items()], {"table": table_id})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        if columns:
            writer.write_batch(pa.record_batch(list(columns.values()), schema=schema))
    return memoryview(sink.getvalue())


def rebuilt(value: Mapping[str, Any], parts: list[bytes]) -> ImportedData:
    """The imported data of their JSON and Arrow messages."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    arrays: dict[str, dict[str, Any]] = {table["id"]: {} for table in value["tables"]}
    for part in parts:
        with pa.ipc.open_stream(pa.py_buffer(part)) as reader:
            columns = arrays[reader.schema.metadata[b"table"].decode()]
            for batch in reader:
                columns.update(zip(batch.schema.names, batch.columns, strict=True))
    return ImportedData(
        kind=value["kind"],
        name=value["name"],
        tables=tuple(_table(table, arrays[table["id"]]) for table in value["tables"]),
        findings=findings_from(value["findings"]),
        languages=tuple(value["languages"]),
        form_title=value["form_title"],
        form_version=value["form_version"],
        form_files=tuple(value["form_files"]),
        reading=value["reading"],
        left_out=tuple(value["left_out"]),
    )


def _table(value: Mapping[str, Any], arrays: Mapping[str, Any]) -> ImportedTable:
    columns = {n: a for n, a in arrays.items() if n != _PARENT and not n.startswith((_REASON, _KEY))}
    reasons = {n[1:]: a.to_numpy(zero_copy_only=False) for n, a in arrays.items() if n.startswith(_REASON)}
    parents = arrays.get(_PARENT)
    plain_fields = {
        **value,
        "labels": Labels(value["labels"]),
        "variables": tuple(_variable(variable) for variable in value["variables"]),
        "how": RowOrigin(value["how"]),
        "design": _design(value["design"]),
        "consent_given": tuple(value["consent_given"]),
        "columns": columns,
        "reasons": reasons,
        "parent_rows": None if parents is None else parents.to_numpy(zero_copy_only=False),
        "marks": {name: tuple(MissingMark(**one) for one in marks) for name, marks in value["marks"].items()},
        "row_keys": {n.removeprefix(_KEY): a for n, a in arrays.items() if n.startswith(_KEY)},
    }
    return ImportedTable(**plain_fields)


def _variable(value: Mapping[str, Any]) -> Variable:
    return Variable(
        **{
            **value,
            "labels": Labels(value["labels"]),
            "kind": Kind(value["kind"]),
            "level": Level(value["level"]),
            "role": Role(value["role"]),
            "choices": tuple(Choice(**{**c, "labels": Labels(c["labels"])}) for c in value["choices"]),
            "group": tuple(value["group"]),
            "group_labels": tuple(Labels(labels) for labels in value["group_labels"]),
            "hint": Labels(value["hint"]),
        }
    )


def _design(value: Mapping[str, Any]) -> DesignRoles:
    return DesignRoles(**{**value, "clusters": tuple(value["clusters"]), "fpc": tuple(value["fpc"])})


def findings_from(values: Sequence[Mapping[str, object]]) -> tuple[Finding, ...]:
    """Findings of their JSON."""
    return tuple(_finding(value) for value in values)


def _finding(value: Mapping[str, Any]) -> Finding:
    return Finding(
        Severity(value["severity"]),
        text_from_json(value["message"]),
        value["table"],
        value["variable"],
        tuple(value["rows"]),
        value["count"],
        tuple((name, count) for name, count in value["details"]),
        findings_from(value["parts"]),
    )


def options_from(value: Mapping[str, Any]) -> ImportOptions:
    """The options of their JSON."""
    return replace(ImportOptions(), **{**value, "text_columns": tuple(value.get("text_columns", ()))})
