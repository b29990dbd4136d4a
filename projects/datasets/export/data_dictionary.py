# SPDX-License-Identifier: MIT
"""The data dictionary: for each variable its wording, kind, role, choices and conditions, as rows of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.analyses.replicate_notes import replicate_error_note
from analysis.known_totals import adjusted_text
from analysis.records import DataTable, Variable
from projects.datasets.derived.recipe_kinds import recipe_words
from projects.datasets.export.column_names import exported_names
from projects.datasets.export.export_content import ExportTable
from wording import Labels, Text, msg, render, text_from_json

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
    "derived",
    "sample",
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
        render(_derived(export, variable), language),
        render(_sample(export.table, variable), language),
        *(variable.labels.by_language.get(code, "") for code in spoken),
    ]


def _derived(export: ExportTable, variable: Variable) -> Text:
    """How a derived variable is worked out: the formula of a weight from the frame, else the recipe in words."""
    recipe = export.recipe(variable.id)
    if recipe is None:
        return ""
    if "formula" in recipe:
        formula: Text = text_from_json(recipe["formula"])
        return formula
    return recipe_words(recipe, {one.id: one for one in export.table.variables})


def _sample(table: DataTable, variable: Variable) -> Text:
    """What analyses make of a weight that the file does not show: known totals, errors from replicates."""
    if variable.id == table.design.weight and table.adjusted is not None:
        return msg("data.dictionary.not_adjusted", how=adjusted_text(table.adjusted))
    if table.replicates is not None and variable.id in table.replicates.variables:
        return replicate_error_note(table.replicates)
    return ""


def _group(variable: Variable, language: str) -> list[str]:
    labels = list(variable.group_labels) + [Labels({})] * (len(variable.group) - len(variable.group_labels))
    return [label.in_language(language) or name for name, label in zip(variable.group, labels, strict=False)]
