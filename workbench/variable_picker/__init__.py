# SPDX-License-Identifier: MIT
"""The searchable variable picker of every room: design, filter, consent, weights, analysis."""

from workbench.variable_picker.candidates import Candidate, candidate_of, candidates_among, candidates_of
from workbench.variable_picker.chosen_lines import ChosenLines
from workbench.variable_picker.field import VARIABLE_MIME, FieldButton, VariableField, dragged_variable
from workbench.variable_picker.popup import VariablePicker
from workbench.variable_picker.ranking import Searchable, ranked
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
