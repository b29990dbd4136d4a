# SPDX-License-Identifier: MIT
"""The Python shown for an analysis runs on the exported table and prints the same numbers."""

from __future__ import annotations

import io
import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from analysis.analyses import declaration, declarations, run, shown_python
from analysis.analyses.python_code import file_of
from analysis.codings.study import CodingStudy
from analysis.declarations.study import Study
from analysis.exported import counted_only, read_frame, write_frame
from analysis.exported_codings import watched, write_codings
from analysis.records import Frame
from analysis.writers.plain_text import tables_text
from tests.analysis.analyses.sources import source_of, without_design
from wording import Problem, msg, render

ROOT = Path(__file__).resolve().parents[3]


def test_a_frame_survives_its_export(frame: Frame) -> None:
    stream = io.BytesIO()
    write_frame(frame, stream)
    back = read_frame(io.BytesIO(stream.getvalue()))
    assert [variable.id for variable in back.table.variables] == [variable.id for variable in frame.table.variables]
    assert back.table.how == frame.table.how
    np.testing.assert_array_equal(back.design.weight, frame.design.weight)
    np.testing.assert_array_equal(back.design.clusters, frame.design.clusters)
    assert back.data["v3"].astype(object).where(back.data["v3"].notna(), None).tolist() == (
        frame.data["v3"].astype(object).where(frame.data["v3"].notna(), None).tolist()
    )


def test_visits_without_consent_leave_with_nothing_but_what_counts_them(frame: Frame) -> None:
    refused = np.zeros(len(frame.data), dtype=bool)
    refused[[1, 3, 50]] = True
    counted = counted_only(replace(frame, refused=refused), "v2")
    stream = io.BytesIO()
    write_frame(counted, stream)
    back = read_frame(io.BytesIO(stream.getvalue()))
    assert back.refused is not None
    assert back.refused.tolist() == refused.tolist()
    others = [name for name in back.data.columns if name != "v2"]
    assert back.data.loc[refused, others].isna().all(axis=None)
    assert back.data.loc[refused, "v2"].notna().all()
    assert all((back.reasons[name][refused] > 0).all() for name in back.reasons if name != "v2")
    assert back.data.loc[~refused, "v6"].tolist() == frame.data.loc[~refused, "v6"].tolist()
    assert [row.cells for row in run("achieved", back, {"variable": "v2"}).tables[0].rows] == [
        row.cells for row in run("achieved", replace(frame, refused=refused), {"variable": "v2"}).tables[0].rows
    ]
    assert counted_only(frame, "v2") is frame


def test_another_file_is_not_taken_for_a_table() -> None:
    with pytest.raises(Problem):
        read_frame(io.BytesIO(b"PK not a table"))


@pytest.mark.slow
def test_the_shown_program_prints_the_same_table(frame: Frame, tmp_path: Path) -> None:
    with (tmp_path / "table.pwtable").open("wb") as stream:
        write_frame(frame, stream)
    options = {"variable": "v3", "by": "v1", "where": [{"variable": "v2", "is": ["c1", "c2"]}]}
    program = tmp_path / "shown.py"
    program.write_text(shown_python("proportions", options, language="fr"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", str(program)], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(tmp_path)}, timeout=120,
    )  # fmt: skip
    expected = tables_text(run("proportions", frame, options).tables, "fr")
    assert done.stdout.strip() == expected.strip()


def write_source(source: Frame | Study | CodingStudy, name: str, options: dict, stream: BinaryIO) -> None:
    """What the program of an analysis reads; of codings only the words that the analysis read itself."""
    if isinstance(source, Frame):
        write_frame(source, stream)
        return
    coded = source if isinstance(source, CodingStudy) else source.codings
    seen, words = watched(coded.codings)
    if isinstance(source, CodingStudy):
        run(name, CodingStudy(seen), options)
        write_codings(coded.codings, words, stream)
    else:
        source.codings = CodingStudy(seen)
        run(name, source, options)
        write_codings(coded.codings, words, stream, source.frame)


WHERE = [{"variable": "v2", "is": ["c1", "c2"]}]
SHOWN = [
    ("describe", {"variable": "v6"}),
    ("describe", {"variable": "v4", "by": "v1"}),
    ("proportions", {"variable": "v3", "by": "v1", "also_by": ["v2"], "contrasts": "pairs", "adjust": "none"}),
    ("proportions", {"variable": "v3", "base": "asked", "interval": "beta", "level": 0.9, "decimals": 1}),
    ("proportions", {"variable": "v3", "by": "v1", "missing_groups": True, "compare": "adjusted_wald"}),
    ("set", {"variable": "v4", "by": "v1", "base": "chose_any", "adjust": "benjamini_hochberg"}),
    ("set", {"variable": "v4", "base": "responses", "where": WHERE}),
    ("crosstab", {"variable": "v3", "column": "v2", "percent": "row"}),
    ("crosstab", {"variable": "v3", "column": "v2", "percent": "total", "compare": "none"}),
    ("means", {"variable": "v5", "by": "v2", "contrasts": "first", "compare": "rank", "lonely": "average"}),
    ("means", {"variable": "v5", "statistic": "total", "title": {"en": "Total", "fr": "Somme"}}),
    ("quantiles", {"variable": "v6", "quantiles": [0.1, 0.9], "quantile_rule": "hf7", "quantile_interval": "beta"}),
    ("ratio", {"numerator": "v6", "denominator": "v5", "by": "v1", "contrasts": "first"}),
    ("ratio", {"numerator": "v6", "denominator": "v5", "missing_as_zero": True, "without_zero": True}),
    ("regression", {"variable": "v6", "predictors": ["v1", "v2"], "interactions": [["v1", "v2"]], "margins": ["v2"]}),
    ("regression", {"variable": "v3", "predictors": ["v1", "v5"], "event": ["c1", "c2"], "reference": {"v1": "c2"}}),
    ("regression", {"variable": "v3", "predictors": ["v1"], "model": "prevalence"}),
    ("regression", {"variable": "v5", "predictors": ["v1"], "model": "poisson"}),
    ("regression", {"variable": "v3", "predictors": ["v1"], "model": "ordinal"}),
    ("reliability", {"items": ["v5", "v6"], "estimator": "weighted"}),
    ("reliability", {"items": ["v5", "v6"]}),
    ("proportions", {"variable": "v3", "inference": "off", "chart": "bars"}),
    ("proportions", {"variable": "v3", "inference": "on", "inference_reason": "As drawn", "eligible": "v5"}),
    ("key_informants", {"variable": "v3", "site": "v2", "population": "v6"}),
    ("key_informants", {"variable": "v4", "site": "v2", "rule": "any"}),
    ("key_informants", {"variable": "v3", "site": "v2", "ties": "counted"}),
    ("sample_size", {"strata": "A: 4000, 80; B: 900, 20", "per_cluster": 10, "allocation": "equal"}),
    (
        "sample_size",
        {"proportion": 0.3, "precision": 0.1, "deff": 2, "response": 0.8, "population_size": 900, "icc": 0.1},
    ),
    ("achieved", {"variable": "v2", "targets": {"site a": 170}}),
    ("achieved", {"variable": "v2", "target_each": 170, "refused": WHERE, "replaced": WHERE}),
    ("compare_groups", {"variable": "v5", "by": "v2", "method": "ranks"}),
    ("compare_groups", {"variable": "v5", "by": "v2", "method": "pooled", "p_adjust": "tukey"}),
    ("agreement", {"variable": "v3", "column": "v7", "kappa_weights": "linear"}),
    ("association", {"variable": "v3", "column": "v1", "layer": "v2", "exact": "on", "frequency": "v5"}),
    ("one_sample", {"variable": "v6", "value": 180, "quantile_type": "6"}),
    ("repeated_measures", {"measures": ["v5", "v6"]}),
    (
        "scale_factors",
        {"items": ["v3", "v5", "v6"], "reverse": ["v5"], "factors": 0, "extraction": "minres", "rotation": "none"},
    ),
    ("unweighted_models", {"variable": "v3", "predictors": ["v1"], "trials": None, "errors": "HC1"}),
    ("unweighted_models", {"variable": "v5", "predictors": ["v1"], "model": "poisson", "intervals": "profile"}),
    ("unweighted_models", {"variable": "v5", "predictors": ["v1"], "model": "quasipoisson", "exposure": "v6"}),
    (
        "power",
        {
            "test": "two_means",
            "wanted": "size",
            "difference": 0.4,
            "sd": 1.2,
            "ratio": 2,
            "alpha": 0.1,
            "power_wanted": 0.9,
        },
    ),
    ("power", {"test": "two_shares", "wanted": "power", "share_first": 0.2, "share_second": 0.35, "size": 90}),
    ("power", {"test": "anova", "effect": 0.3, "groups": 4}),
    ("power", {"test": "chi_square", "df": 3}),
    ("reach", {"by": "kind", "over": "month", "split": "sex", "people": False, "indirect": False}),
    ("reach", {"by": "month", "period": "2020-01-01..2020-12-31", "targets": ""}),
    ("case_pathway", {"period": "2025-01-01..2026-12-31"}),
    ("unique_people", {"by": "kind", "purpose": "the yearly sheet", "period": "2020-01-01..2020-12-31"}),
    ("pre_post", {"before": "v5", "after": "v6", "level": 0.9}),
    ("unique_people", {"by": "age", "purpose": "the yearly sheet", "bands": ""}),
    ("code_frequencies", {"variable": "Means; Escape", "by": "sex", "unit": "words", "children": False, "coder": "IN"}),
    ("code_crosstab", {"by": "document", "unit": "segments", "chart": "heat"}),
    ("code_crosstab", {"variable": "Threats", "column": "Debt; Escape"}),
    ("code_crosstab", {"by": "sex", "inference": "on", "inference_reason": "Drawn from the register"}),
    ("cooccurrence", {"relation": "words", "within": 5}),
    ("code_timeline", {"document": "D1"}),
    ("document_portrait", {"document": "D3", "variable": "Threats"}),
    ("saturation", {"variable": "Threats; Debt"}),
    ("framework", {"cases": "sex = man", "quoted": True, "quotes": 2, "pick": "first", "by": "sex"}),
    ("framework", {"order": "P02; P01"}),
    ("codes_as_variables", {"values": "count"}),
    ("kwic", {"query": "mon.y", "pattern": True}),
    ("word_frequencies", {"counted": "lemmas", "speakers": "everybody", "shortest": 2, "stop_words": True}),
    ("segments", {"variable": "Threats", "with_codes": "Debt", "without_codes": "Shame", "relation": "document",
                  "also_codes": "Escape", "also_relation": "words", "also_within": 40, "sort": "words"}),
    ("segments", {"saved": "Means by women", "page": 1, "around": 12, "documents": "D1; D4", "speaker": "R"}),
    ("segments", {"listing": "quotes", "quotes": 4, "each": 2, "in_group": "pilot", "picked": "1;2;3"}),
    ("joint_display", {"variable": "v4", "codes": "Theft = Threats", "fewest": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "options"), SHOWN)
def test_the_program_of_every_kind_prints_its_tables(
    frame: Frame, name: str, options: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    declared = declaration(name)
    frame = source_of(declared, without_design(frame) if declared.unweighted else frame)
    with (tmp_path / file_of(declared)).open("wb") as stream:
        write_source(frame, name, options, stream)
    (tmp_path / "shown.py").write_text(shown_python(name, options), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    runpy.run_path("shown.py", run_name="__main__")
    expected = tables_text(run(name, frame, options).tables, "en")
    assert capsys.readouterr().out.strip() == expected.strip()


def test_every_kind_and_every_one_of_its_options_is_among_those_run() -> None:
    given: dict[str, set[str]] = {}
    for name, options in SHOWN:
        given.setdefault(name, set()).update(options)
    everywhere = set().union(*given.values())
    for declared in declarations():
        assert declared.id in given
        assert {option.name for option in declared.options} - everywhere == set()


def test_the_program_says_in_the_language_of_its_reader_what_it_needs() -> None:
    said = {language: shown_python("sample_size", {}, file="t.pwtable", language=language) for language in ("en", "fr")}
    assert "# Runs with Protection Workbench’s own `analysis` package" in said["en"]
    assert "# S’exécute avec le paquet `analysis`" in said["fr"]
    assert "Runs with" not in said["fr"]
    for program in said.values():
        assert "t.pwtable" in program.splitlines()[1]
        compile(program, "shown.py", "exec")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_declaration_is_named_and_its_options_too(language: str) -> None:
    for declared in declarations():
        assert render(declared.label, language)
        assert render(declared.help, language)
        for option in declared.options:
            assert render(option.label, language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_choice_of_an_option_has_its_words(language: str) -> None:
    for declared in declarations():
        for option in declared.options:
            assert all(render(msg(f"choice.{option.name}.{choice}"), language) for choice in option.choices)
