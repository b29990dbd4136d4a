# SPDX-License-Identifier: MIT
"""The data dictionary says how a variable was worked out, and what analyses make of a weight the file shows plain."""

from __future__ import annotations

import csv
import io

from analysis.records import DesignRoles
from analysis.replicate_columns import ReplicateRule
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.export.data_writing import write_dictionary_csv
from projects.datasets.export.export_content import export_table
from projects.datasets.table.roles import set_design, set_known_totals
from projects.design.known_totals import KnownMargin, KnownTotals
from projects.design.replicate_weights import set_replicates
from projects.store.project import Project
from wording import Labels, msg, render, text_to_json


def dictionary(project: Project, language: str = "en") -> dict[str, dict[str, str]]:
    """The lines of the dictionary by the name of the variable."""
    stream = io.BytesIO()
    write_dictionary_csv([export_table(project, "t1")], stream, language=language)
    text = stream.getvalue().decode("utf-8-sig")
    dialect = csv.Sniffer().sniff(text.splitlines()[0], ",;\t")
    name = {"en": "Name", "fr": "Nom"}[language]
    return {row[name]: row for row in csv.DictReader(io.StringIO(text), dialect=dialect)}


def test_derived_weights_and_known_totals_are_told(stored: Project) -> None:
    recipe = {"do": "frame", "of": ["v2"], "values": [["c1", 3.0], ["c2", 4.0]],
              "formula": text_to_json(msg("sampling.formula_unit"))}  # fmt: skip
    weight = stored.do(add_derived("t1", "base", Labels({"en": "Base weight"}), recipe)).result
    stored.do(add_derived("t1", "next", Labels({}), {"do": "calculate", "expr": ["+", "v6", 1]}))
    plain = dictionary(stored)
    assert plain["base"]["How it was made"] == render(msg("sampling.formula_unit"), "en")
    assert "Label of age" in plain["next"]["How it was made"]
    assert (plain["age"]["How it was made"], plain["base"]["In analyses"]) == ("", "")
    stored.do(set_design("t1", DesignRoles(weight=weight)))
    sites = KnownMargin(("v2",), ((("c1",), 70.0), (("c2",), 30.0)))
    stored.do(set_known_totals("t1", KnownTotals("poststratify", (sites,), source="census")))
    stored.do(set_replicates("t1", ReplicateRule("JK1"), ["v4", "v6"]))
    told = dictionary(stored)
    assert told["base"]["In analyses"] == (
        "This is the weight before it was adjusted; analyses use it post-stratified to known totals of Label of site"
        " (source: census)."
    )
    assert told["age"]["In analyses"] == "Standard errors come from 2 replicate weights of the file: jackknife JK1."
    assert told["site"]["In analyses"] == ""
    assert "Ce poids figure ici avant son ajustement" in dictionary(stored, "fr")["base"]["Dans les analyses"]
