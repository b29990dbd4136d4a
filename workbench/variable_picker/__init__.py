# SPDX-License-Identifier: MIT
"""The searchable variable picker of every room: design, filter, consent, weights, analysis."""

from workbench.variable_picker.candidates import (
    Candidate,
    Searchable,
    candidate_of,
    candidates_among,
    candidates_of,
    ranked,
)
from workbench.variable_picker.field import VARIABLE_MIME, ChosenLines, FieldButton, VariableField, dragged_variable
from workbench.variable_picker.popup import VariablePicker
from workbench.variable_picker.variable_list import VariableList, entries_of

__all__ = [
    "VARIABLE_MIME",
    "Candidate",
    "ChosenLines",
    "FieldButton",
    "Searchable",
    "VariableField",
    "VariableList",
    "VariablePicker",
    "candidate_of",
    "candidates_among",
    "candidates_of",
    "dragged_variable",
    "entries_of",
    "ranked",
]
