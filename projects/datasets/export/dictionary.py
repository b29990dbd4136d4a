# SPDX-License-Identifier: MIT
"""The data dictionary: for each variable its wording, kind, role, choices and conditions, as rows of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.records import Variable
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.names import exported_names
from wording import Labels, msg, render

FIELDS = (
    "table",
    "name",
    "exported",
    "id",
    "kind",
    "level",
    "role",
    "group",
    "choices",
    "relevant",
    "constraint",
    "calculation",
)


def languages_of(exports: Sequence[ExportTable]) -> list[str]:
    """The languages there is any wording in, in the order they appear; "" is wording without a language."""
    found: dict[str, None] = {}
    for export in exports:
        for variable in export.variables:
            for labels in (variable.labels, *(choice.labels for choice in variable.choices)):
                found.update(dict.fromkeys(labels.by_language))
    return list(found)


def heads(exports: Sequence[ExportTable], language: str) -> list[str]:
    """The heads of the dictionary's columns."""
    fixed = [render(msg(f"data.dictionary.{name}"), language) for name in FIELDS]
    wording = render(msg("data.dictionary.wording"), language)
    return fixed + [f"{wording} ({code})" if code else wording for code in languages_of(exports)]


def rows(exports: Sequence[ExportTable], language: str, kind: str = "csv") -> list[list[str]]:
    """One row per variable, in the order of the tables; `kind` of file says what its columns are called there."""
    spoken, found = languages_of(exports), []
    for export in exports:
        named = exported_names(export, kind)
        found += [_row(export, one, named[one.id], language, spoken) for one in export.variables]
    return found


def _row(
    export: ExportTable, variable: Variable, exported: Sequence[str], language: str, spoken: list[str]
) -> list[str]:
    choices = "; ".join(
        f"{choice.code} = {choice.labels.in_language(language) or choice.code}" for choice in variable.choices
    )
    return [
        export.table.name,
        variable.name,
        " ".join(exported),
        variable.id,
        render(msg(f"data.kind.{variable.kind}"), language),
        render(msg(f"data.level.{variable.level}"), language),
        render(msg(f"data.role.{variable.role}"), language),
        " / ".join(_group(variable, language)),
        choices,
        variable.relevant,
        variable.constraint,
        variable.calculation,
        *(variable.labels.by_language.get(code, "") for code in spoken),
    ]


def _group(variable: Variable, language: str) -> list[str]:
    labels = list(variable.group_labels) + [Labels({})] * (len(variable.group) - len(variable.group_labels))
    return [label.in_language(language) or name for name, label in zip(variable.group, labels, strict=False)]
