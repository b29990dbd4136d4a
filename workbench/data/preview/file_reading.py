# SPDX-License-Identifier: MIT
"""A file read for the conversation, in a separate process, what is said of it, and the action that imports it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.records import DesignRoles, Kind, Role, RowOrigin, Variable
from analysis.register_columns import Part, RegisterKind
from projects.datasets.add_dataset import accepted, import_action
from projects.datasets.form_attachment import attach_form
from projects.datasets.merge.candidate_datasets import candidates
from projects.datasets.registers import headings
from projects.datasets.table.provenance import kept_form
from projects.forms.xlsform import form_with_files
from projects.imported.records import ImportedData, ImportedTable
from projects.importing.columns.confirmable_texts import values_shown
from projects.importing.columns.number_date_conventions import date_order_of
from projects.importing.columns.question_names import unique_columns
from projects.importing.missing.missing_marks import kept_options
from projects.importing.options import ImportOptions
from projects.intake.file_intake import Intake, kind_of
from projects.intake.import_process import import_survey_in_worker, preview_in_worker
from projects.readers.tabular.original_file import packed
from projects.registers.register_settings import imported_as, sealed_for
from projects.stored_tables.stored_table import data_tables
from wording import Problem, Progress, Stopped, Text, msg
from workbench.file_in_memory import file_in_memory, form_in_memory

if TYPE_CHECKING:
    import pyarrow as pa

    from projects.importing.columns.confirmable_texts import Shown
    from projects.intake.survey_preview import Preview
    from projects.store.actions import Action
    from projects.store.byte_pieces import Pieces
    from projects.store.project import Project

PLAIN = ("csv", "excel")
_ROWS, _COLUMNS = 8, 12
_LOOKED_AT, _LONGEST = 200, 32  # rows in which first values are looked for; letters of one that are shown


@dataclass(frozen=True)
class ReadFile:
    """A file as read. `original` and `form_bytes` (with the files the form read) are kept in the project."""

    path: Path
    form: Path | None
    options: ImportOptions
    imported: ImportedData
    original: bytes | Pieces | None
    form_bytes: bytes | None
    preview: Preview | None = None  # how a text file or a plain workbook was read
    keys: tuple[str, ...] = ()  # columns of the first table that can be its row key
    texts: Mapping[tuple[str, str], Shown] = field(default_factory=dict)  # by table and variable: those to be confirmed


@dataclass
class ConfirmedGuesses:
    """What the user said about the guesses; keys are ids of the file's tables and variables."""

    roles: dict[tuple[str, str], Role] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    hows: dict[str, RowOrigin] = field(default_factory=dict)
    designs: dict[str, DesignRoles] = field(default_factory=dict)
    consents: dict[str, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    orders: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    confirmed: set[tuple[str, str]] = field(default_factory=set)
    registers: dict[str, tuple[RegisterKind, str | None]] = field(default_factory=dict)  # kind, column of the codes

    def to_json(self) -> dict[str, Any]:
        """As plain values, for a lock."""
        return {
            "roles": [[table, variable, str(role)] for (table, variable), role in self.roles.items()],
            "units": dict(self.units),
            "hows": {table: str(how) for table, how in self.hows.items()},
            "designs": {table: asdict(design) for table, design in self.designs.items()},
            "kinds": [[table, variable, word] for (table, variable), word in self.kinds.items()],
            "orders": [[table, variable, list(codes)] for (table, variable), codes in self.orders.items()],
            "confirmed": [list(one) for one in sorted(self.confirmed)],
            "registers": {table: [str(kind), code] for table, (kind, code) in self.registers.items()},
            "consents": {table: [question, list(given)] for table, (question, given) in self.consents.items()},
        }

    @classmethod
    def from_json(cls, kept: Any) -> ConfirmedGuesses:
        """The answers kept by `to_json`. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            roles={(str(table), str(variable)): Role(role) for table, variable, role in kept["roles"]},
            units={str(table): str(unit) for table, unit in kept["units"].items()},
            hows={str(table): RowOrigin(how) for table, how in kept["hows"].items()},
            designs={
                str(table): DesignRoles(
                    design["weight"],
                    design["strata"],
                    tuple(design["clusters"]),
                    tuple(design["fpc"]),
                    design["nested"],
                )
                for table, design in kept["designs"].items()
            },
            kinds={(str(table), str(variable)): str(word) for table, variable, word in kept.get("kinds", ())},
            orders={(str(table), str(variable)): tuple(codes) for table, variable, codes in kept.get("orders", ())},
            confirmed={(str(table), str(variable)) for table, variable in kept.get("confirmed", ())},
            registers={
                str(table): (RegisterKind(kind), None if code is None else str(code))
                for table, (kind, code) in kept.get("registers", {}).items()
            },
            consents={str(table): (question, tuple(given)) for table, (question, given) in kept["consents"].items()},
        )


@dataclass(frozen=True)
class KeptForm:
    """The form a data set was read with, as the project keeps it."""

    name: str
    content: bytes


def read_file(path: Path, form: Path | KeptForm | None, options: ImportOptions, progress: Progress) -> ReadFile:
    """Read survey data. Raises the importer's Problem, one for an interview or codebook, Stopped when cancelled."""
    kind = kind_of(path) if path.is_file() else Intake.SURVEY
    if kind is not Intake.SURVEY:
        key = "consents.table.is_one" if kind is Intake.CONSENTS else "data.view.import.not_survey"
        raise Problem(msg(key, file=path.name))
    if isinstance(form, KeptForm):
        with form_in_memory(form.name, form.content) as lent:
            imported = import_survey_in_worker(path, lent, options, progress)
        name, content = Path(form.name), form.content
    else:
        imported = import_survey_in_worker(path, form, options, progress)
        # a form or none: mypy cannot tell
        name, content = form, (form_with_files(form, imported.form_files) if form else None)  # type: ignore[assignment]
    imported = headings.with_case_codes_sealed(headings.without_unknown_unit(imported))
    original = packed(path)
    preview = _preview(path, imported, options, progress)
    return ReadFile(
        path, name, options, imported, original, content, preview, unique_columns(imported.tables[0]),
        _texts(imported, progress),
    )  # fmt: skip


def _texts(imported: ImportedData, progress: Progress) -> dict[tuple[str, str], Shown]:
    """What is shown of each text column: 10 ms a column of 20,000 rows, so never in the window's thread."""
    found = {}
    for table in imported.tables:
        for variable in table.variables:
            if variable.content_unconfirmed:
                if progress.stop_requested():
                    raise Stopped
                found[table.id, variable.id] = values_shown(variable, table.columns.get(variable.id))
    return found


def _preview(path: Path, imported: ImportedData, options: ImportOptions, progress: Progress) -> Preview | None:
    """How the file was read, where that can be changed: a text file, or a workbook that is no export of a form."""
    if imported.kind not in (*PLAIN, "kobo") or not path.is_file():
        return None
    with path.open("rb") as file:
        if imported.kind == "kobo" and file.read(2) == b"PK":
            return None  # a workbook of a form says itself how it is to be read
    found = preview_in_worker(path, options, OnlyCancel(progress))
    order = date_order_of(imported.findings)  # by all rows, where the preview knows the first ones
    return replace(found, date_order=order or found.date_order) if found.shown else None


class OnlyCancel:
    """Passes on the cancel and nothing else."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def stop_requested(self) -> bool:
        """Whether the whole is cancelled."""
        return self._progress.stop_requested()

    def report(self, fraction: float, text: Text | None = None) -> None:
        """Not shown."""


def read_again(
    project_file: tuple[str, bytes], form: Path, given: Path | None, options: ImportOptions, progress: Progress
) -> ReadFile:
    """Read the original of a data set again, now with its form; `given`: that file, where there is no memory for it.

    Raises Problem when `given` is another file.
    """
    name, data = project_file
    if given is not None and given.read_bytes() != data:
        raise Problem(msg("data.form.other_original", file=given.name, name=name))
    with contextlib.nullcontext(given) if given is not None else file_in_memory(name, data) as path:
        imported = import_survey_in_worker(path, form, options, progress)
    return ReadFile(Path(name), form, options, imported, data, form_with_files(form, imported.form_files))


def attached(read: ReadFile, data_set: str, project: Project) -> Action:
    """The action that gives a data set the form its original was read with."""
    assert read.form is not None
    assert read.form_bytes is not None
    return attach_form(project, data_set, read.imported, read.form_bytes, read.form.name)


def import_of(read: ReadFile, said: ConfirmedGuesses, project: Project) -> Action:
    """The action that stores the file as a data set, as confirmed."""
    imported = accepted(
        read.imported,
        roles=said.roles,
        units=said.units,
        hows=said.hows,
        designs=said.designs,
        consents=said.consents,
        kinds=said.kinds,
        orders=said.orders,
        confirmed=said.confirmed,
    )
    told = []
    for table in imported.tables:
        kind, code = said.registers.get(table.id, (None, None))
        if kind is not None:
            parts = [(one.name, Part.PERSON) for one in table.variables if one.id == code]
            imported = sealed_for(imported, kind, parts, only=table.id)
            told.append((table.id, kind, parts))
    action = import_action(
        imported,
        read.original,
        file_name=read.path.name,
        form=read.form_bytes,
        form_name=read.form.name if read.form else "",
        user=project.user,
    )
    for name, kind, parts in told:
        action = imported_as(action, kind, parts, only=name)
    return action


def first_rows(table: ImportedTable) -> tuple[list[str], list[list[str]]]:
    """Headings and first rows of a table as read, for the preview; identifiers stay hidden."""
    shown = [v for v in table.variables if v.kind is not Kind.SET][:_COLUMNS]
    columns = []
    for variable in shown:
        codes = {choice.id: choice.code for choice in variable.choices}
        column = table.columns.get(variable.id)
        values = column[:_ROWS].to_pylist() if column is not None else [None] * min(table.rows, _ROWS)
        hidden = variable.role is Role.IDENTIFIER
        columns.append(["•••" if hidden and value is not None else _written(value, codes) for value in values])
    return [variable.name for variable in shown], [list(row) for row in zip(*columns, strict=True)]


def first_values(table: ImportedTable, variable: Variable, most: int) -> str:
    """Answers of one choice with their counts, else the first values that are there; an identifier's stay hidden."""
    if variable.kind is Kind.SET:
        return ", ".join(choice.code for choice in variable.choices[:most])
    column = table.columns.get(variable.id)
    if column is None:
        return ""
    codes = {choice.id: choice.code for choice in variable.choices}
    if variable.kind is Kind.ONE and variable.role is not Role.IDENTIFIER:
        return _counted(column, codes, most)
    found = [_written(value, codes) for value in column[:_LOOKED_AT].to_pylist() if value is not None]
    if variable.role is Role.IDENTIFIER:
        return "•••" if found else ""
    return ", ".join(_short(word) for word in list(dict.fromkeys(found))[:most])


def _counted(column: pa.Array | pa.ChunkedArray, codes: Mapping[str, str], most: int) -> str:
    """Answers in their order with how many rows hold each: "yes 174 · no 226 +3"; those never given are left out."""
    counted = {one["values"]: one["counts"] for one in column.value_counts().to_pylist() if one["values"] is not None}
    given = [name for name in codes if name in counted] + [name for name in counted if name not in codes]
    first = " · ".join(f"{_short(codes.get(name, str(name)))} {counted[name]}" for name in given[:most])
    return first if len(given) <= most else f"{first} +{len(given) - most}"


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"


def _written(value: object, codes: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return str(value.date() if value.time() == dt.time(0) else value)
    return codes.get(str(value), str(value))


def special_answers(imported: ImportedData) -> dict[tuple[str, int], list[str]]:
    """Codes of choices taken as refused or don't know, with the names of the questions that have them."""
    found: dict[tuple[str, int], list[str]] = {}
    for table in imported.tables:
        for variable in table.variables:
            for choice in variable.choices:
                if choice.reason:
                    found.setdefault((choice.code, int(choice.reason)), []).append(variable.name)
    return found


@dataclass(frozen=True)
class KnownDatasets:
    """Data sets (id, name) a file may be a newer export of, the likeliest first, and the form kept with that one."""

    data_sets: tuple[tuple[str, str], ...]
    form: KeptForm | None
    options: ImportOptions | None = None  # how its files were read
    registers: frozenset[str] = frozenset()  # those that are registers: rows can be added to them


def known_for(project: Project, read: ReadFile) -> KnownDatasets:
    """What the project knows of a file that was read."""
    found = candidates(project, read.imported)
    kept = kept_form(project, found[0].data_set) if found else None
    how = kept_options(project, found[0].data_set) if found else None
    named = tuple((one.data_set, one.name) for one in found)
    registers = frozenset(
        one.data_set for one in found if any(table.register for table in data_tables(project, one.data_set))
    )
    return KnownDatasets(named, KeptForm(*kept) if kept else None, how, registers)


def options_from_json(kept: Any) -> ImportOptions:
    """The options kept as plain values. Raises TypeError for anything else."""
    return ImportOptions(**{**kept, "text_columns": tuple(kept.get("text_columns", ()))})
