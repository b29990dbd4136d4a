# SPDX-License-Identifier: MIT
"""Weights from a frame in a project: matched, looked at, added in one action that can be undone, used as the design."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from analysis.analyses import declaration
from analysis.records import DesignRoles, Role, RowOrigin
from analysis.survey import means
from analysis.survey.calibration.frame_sheet import ClusterRow, FrameRow, Selection, Sheet
from analysis.survey.replicates.make_replicates import design_of_columns
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_how, set_role
from projects.datasets.table.variable_summary import inspect_variable
from projects.sampling.planning import draw_for, plan_sample, sampling_sentences
from projects.sampling.sampling_weights import add_weights, plan_weights
from projects.sampling.saved_sampling import draw_notes, keep_draw, keep_sheet, kept_sheet
from projects.sampling.sheet_files import (
    ListedCluster,
    read_clusters_file,
    read_sheet_file,
    read_strata_file,
    write_sheet,
)
from projects.sampling.stratum_names import cluster_variable, day_variable, stratum_variable
from projects.store.project import Project
from projects.stored_tables.stored_table import data_table
from wording import Labels, Problem, msg, render

# Three of the households in site A and two of those in site B gave consent.
BY_STRATUM = Sheet((FrameRow("Site A", 600, 6, 3), FrameRow("b", 200, 5, 0)))


def test_the_sheet_is_matched_and_looked_at_before_anything_changes(stored: Project) -> None:
    before = stored.head
    table = data_table(stored, "t1")
    assert stratum_variable(table) == table.variable("v2")
    assert cluster_variable(table) == table.variable("v3")
    assert day_variable(table) == table.variable("v8")
    plan = plan_weights(stored, "t1", BY_STRATUM, "v2", "v3")
    assert plan.strata.same == {"Site A": "c1", "b": "c2"}
    site_a, site_b = plan.weights.strata
    assert (site_a.rows, site_a.base, site_a.nonresponse) == (3, (100, 100), (2, 2))
    assert site_b.weight == (100, 100)  # 200 / 5 × 5 / 2, those who completed counted in the data
    assert site_a.total + site_b.total == 800
    assert stored.head == before


def test_weights_are_added_in_one_action_with_their_formula(stored: Project) -> None:
    seq = stored.head[0]
    made = stored.do(add_weights(plan_weights(stored, "t1", BY_STRATUM, "v2", "v3"))).result
    assert stored.head[0] == seq + 1
    table = data_table(stored, "t1")
    assert table.design == DesignRoles(made["weight"], "v2", (), (made["fpc"],))
    frame = load_frame(stored, "t1", list(made.values()))
    assert frame.data[made["base"]].tolist() == [100] * 3 + [40] * 2
    assert frame.data[made["nonresponse"]].tolist() == [2] * 3 + [2.5] * 2
    assert frame.data[made["weight"]].tolist() == [200] * 3 + [100] * 2
    assert frame.design.weight.tolist() == [200] * 3 + [100] * 2
    assert frame.design.fpc[:, 0].tolist() == [600] * 3 + [200] * 2
    formula = inspect_variable(stored, "t1", made["weight"]).formula
    assert formula is not None
    assert "×" in render(formula.text, "fr")
    assert formula.worked == (("a", "(600 / 6) × (6 / 3)", 200.0), ("b", "(200 / 5) × (5 / 2)", 100.0))
    stored.undo()
    assert data_table(stored, "t1").design.weight == "v4"
    assert len(data_table(stored, "t1").variables) == 8
    stored.redo()
    assert load_frame(stored, "t1", []).design.weight.tolist() == [200] * 3 + [100] * 2


def test_a_second_sheet_gives_the_same_variables_new_numbers(stored: Project) -> None:
    first = stored.do(add_weights(plan_weights(stored, "t1", BY_STRATUM, "v2"))).result
    larger = Sheet((FrameRow("a", 1_200, 6, 3), BY_STRATUM.strata[1]))
    second = stored.do(add_weights(plan_weights(stored, "t1", larger, "v2"))).result
    assert second == first
    assert load_frame(stored, "t1", [first["weight"]]).data[first["weight"]].tolist()[0] == 400


def test_the_design_may_stay_as_it_is(stored: Project) -> None:
    before = data_table(stored, "t1").design
    stored.do(add_weights(plan_weights(stored, "t1", BY_STRATUM, "v2"), use_as_design=False))
    assert data_table(stored, "t1").design == before


def test_a_table_with_a_frame_is_a_probability_sample(stored: Project) -> None:
    stored.do(set_how("t1", RowOrigin.PURPOSIVE))
    stored.do(add_weights(plan_weights(stored, "t1", BY_STRATUM, "v2")))
    assert data_table(stored, "t1").how is RowOrigin.PROBABILITY


def test_strata_missing_from_the_frame_are_named_and_their_rows_have_no_weight(stored: Project) -> None:
    half = Sheet((FrameRow("Site A", 600, 6, 3), FrameRow("Site Z", 90, 9)))
    plan = plan_weights(stored, "t1", half, "v2")
    assert plan.strata.only_sheet == ("Site Z",)
    assert plan.strata.only_data == ("c2",)
    said = [render(finding, "en") for finding in plan.findings]
    assert any("missing from the frame: b" in line for line in said)
    assert any("Site Z" in line for line in said)
    made = stored.do(add_weights(plan)).result
    frame = load_frame(stored, "t1", [made["weight"]])
    assert np.isnan(frame.data[made["weight"]].tolist()[3])
    assert frame.reasons[made["weight"]].tolist() == [0, 0, 0, 4, 4]
    with pytest.raises(Problem):
        stored.do(add_weights(plan_weights(stored, "t1", Sheet((FrameRow("Q", 9, 3),)), "v2")))


def test_two_stages_drawn_alike_have_both_corrections_in_the_design(stored: Project) -> None:
    """Site A: 2 of 4 clusters, k1 with 2 of 10 households and k2 with 1 of 8."""
    strata = (
        FrameRow("a", 40, 3, 0, 4, 2, Selection.SRS),
        FrameRow("b", 30, 3, 0, 3, 2, Selection.SRS),
    )
    lines = (
        ClusterRow("a", "k1", 10, 10, 2),
        ClusterRow("a", "k2", 8, 8, 1),
        ClusterRow("b", "k1", 9, 9, 1),
        ClusterRow("b", "k2", 12, 12, 2),
    )
    plan = plan_weights(stored, "t1", Sheet(strata, lines), "v2", "v3")
    made = stored.do(add_weights(plan)).result
    design = data_table(stored, "t1").design
    assert design.clusters == ("v3", made["unit"])
    assert design.fpc == (made["fpc"], made["fpc2"])
    frame = load_frame(stored, "t1", ["v6", made["weight"]])
    assert frame.data[made["weight"]].tolist()[:3] == [4 / 2 * 10 / 2] * 2 + [4 / 2 * 8 / 1]
    assert frame.design.fpc[0].tolist() == [4, 10]
    result = means(design_of_columns(frame.design, 5), np.ones(5))
    assert result.estimate[0, 0] == 1


def test_clusters_by_size_have_no_correction(stored: Project) -> None:
    strata = (FrameRow("a", 600, 6, 3, 10, 2, Selection.PPS), FrameRow("b", 200, 4, 2, 5, 2, Selection.PPS))
    made = stored.do(add_weights(plan_weights(stored, "t1", Sheet(strata), "v2", "v3"))).result
    assert "fpc" not in made
    assert data_table(stored, "t1").design == DesignRoles(made["weight"], "v2", ("v3",))


def test_a_sheet_leaves_and_comes_back_in_both_languages(tmp_path: Path) -> None:
    sheet = Sheet(
        (FrameRow("Nord « 1 »", 1_200, 48, 0, 40, 4, Selection.PPS), FrameRow("=South", 800, 30, 28)),
        (ClusterRow("Nord « 1 »", "12", 80, 84, 12, 0, 0.125), ClusterRow("Nord « 1 »", "b", 60, 60, 12, 0, 0.1, True)),
    )
    for language in ("en", "fr"):
        stream = io.BytesIO()
        write_sheet(sheet, stream, language, [msg("sampling.method.seed", seed="7")])
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(stream.getvalue())
        assert read_sheet_file(path) == sheet
        book = openpyxl.load_workbook(path)
        assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
        book.close()


def test_a_list_of_clusters_is_read_from_csv_and_excel(tmp_path: Path) -> None:
    path = tmp_path / "clusters.csv"
    path.write_text(
        "Liste des grappes 2026\nstrate;grappe;ménages\nnord;1;120\nnord;2;80\nsud;1;60\n", encoding="utf-8"
    )
    found = read_clusters_file(path)
    assert [(line.stratum, line.cluster, line.size) for line in found] == [
        ("nord", "1", 120), ("nord", "2", 80), ("sud", "1", 60),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["missing.xlsx", "broken.xlsx", "empty.csv", "other.pdf", "headless.csv"])
def test_a_file_that_is_no_sheet_is_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    content = {"broken.xlsx": b"PK no", "empty.csv": b"", "other.pdf": b"%PDF", "headless.csv": b"a,b\n1,2\n"}
    if name in content:
        path.write_bytes(content[name])
    for read in (read_sheet_file, read_clusters_file):
        with pytest.raises(Problem) as raised:
            read(path)
        assert name in render(raised.value.message, "fr")


def test_the_sheet_is_kept_and_undo_brings_the_earlier_one_back(stored: Project) -> None:
    assert kept_sheet(stored) is None
    stored.do(keep_sheet(BY_STRATUM))
    stored.do(keep_sheet(Sheet((FrameRow("x", 9, 3),))))
    stored.undo()
    assert kept_sheet(stored) == BY_STRATUM
    stored.undo()
    assert kept_sheet(stored) is None


def test_strata_drawn_in_different_ways_leave_no_endless_number_behind(stored: Project) -> None:
    """One stratum by size, one of households: the count stands where there is one, and no correction is used."""
    strata = (FrameRow("a", 600, 6, 3, 10, 2, Selection.PPS), FrameRow("b", 200, 4, 2))
    made = stored.do(add_weights(plan_weights(stored, "t1", Sheet(strata), "v2", "v3"))).result
    assert data_table(stored, "t1").design == DesignRoles(made["weight"], "v2", ("v3",))
    frame = load_frame(stored, "t1", [made["fpc"]])
    assert frame.reasons[made["fpc"]].tolist() == [4, 4, 4, 0, 0]
    assert frame.data[made["fpc"]].tolist()[3:] == [200, 200]


def test_a_sample_without_strata_has_one_line_and_one_weight(stored: Project) -> None:
    """A camp of 500 households, 10 drawn, 5 with consent: 100 each."""
    sheet = Sheet((FrameRow("all", 500, 10),))
    made = stored.do(add_weights(plan_weights(stored, "t1", sheet, None))).result
    assert data_table(stored, "t1").design == DesignRoles(made["weight"], None, (), (made["fpc"],))
    frame = load_frame(stored, "t1", list(made.values()))
    assert frame.data[made["weight"]].tolist() == [100] * 5
    assert frame.data[made["fpc"]].tolist() == [500] * 5
    formula = inspect_variable(stored, "t1", made["weight"]).formula
    assert formula is not None
    assert formula.worked == (("", "(500 / 10) × (10 / 5)", 100.0),)
    with pytest.raises(Problem):
        plan_weights(stored, "t1", BY_STRATUM, None)


def test_clusters_without_strata(stored: Project) -> None:
    """Two of four blocks alike: k1 with 3 of 12 households, k2 with 3 of 9."""
    lines = (ClusterRow("all", "k1", 12, 12, 3), ClusterRow("all", "k2", 9, 9, 3))
    sheet = Sheet((FrameRow("all", 42, 6, 0, 4, 2, Selection.SRS),), lines)
    made = stored.do(add_weights(plan_weights(stored, "t1", sheet, None, "v3"))).result
    design = data_table(stored, "t1").design
    assert design.clusters == ("v3", made["unit"])
    assert design.strata is None
    weight = load_frame(stored, "t1", []).design.weight.tolist()
    assert weight == pytest.approx([8, 8, 9, 8, 9])  # k1: 2 × 12/3 × 3/3; k2: 2 × 9/3 × 3/2


def test_a_methods_note_says_how_the_sample_came_about(stored: Project) -> None:
    """Nothing of the frame while weights come from the file; size, draw and formulas once they come from the frame."""
    assert sampling_sentences(stored, ["t1", "t2"]) == ()
    ask = declaration("sample_size").complete({"strata": {"a": [600, 10], "b": [200, 10]}, "per_cluster": 3})
    listed = tuple(ListedCluster(site, f"{site}{at}", 20) for site in "ab" for at in range(10))
    sheet = plan_sample(ask)[0]
    stored.do(keep_draw(draw_for(sheet, listed, Selection.PPS, 11, 0, 3), sheet, ask))
    assert sampling_sentences(stored, ["t1"]) == ()
    stored.do(add_weights(plan_weights(stored, "t1", BY_STRATUM, "v2")))
    stored.do(keep_draw(draw_for(sheet, listed, Selection.PPS, 11, 0, 3), sheet, ask))
    spoken = {
        "en": ("households are to be selected", "Seed 11", "Base weight =", "Non-response"),
        "fr": ("ménages sont à sélectionner", "Graine 11", "Poids de base =", "non-réponse"),
    }
    for language, words in spoken.items():
        said = " ".join(render(line, language) for line in sampling_sentences(stored, ["t2"]))
        assert [word for word in words if word not in said] == []


def test_clusters_certain_to_be_drawn_are_said_to_be_no_strata(stored: Project) -> None:
    """Of 2 hits on 600 households a cluster of 400 gets 4/3: in for sure. k1 of 100 gets 1/3."""
    strata = (FrameRow("all", 600, 6, 0, 5, 2, Selection.PPS),)
    lines = (ClusterRow("all", "k1", 100, 100, 3), ClusterRow("all", "k2", 400, 400, 3))
    plan = plan_weights(stored, "t1", Sheet(strata, lines), None, "v3")
    told = {language: " ".join(render(one, language) for one in plan.findings) for language in ("en", "fr")}
    assert "1 village or site (cluster) was certain to be drawn" in told["en"]
    assert "make the certain cluster a stratum (k2)" in told["en"]
    assert "non comme une strate à part" in told["fr"]
    stored.do(add_weights(plan))
    said = [render(line, "en") for line in sampling_sentences(stored, ["t1"])]
    assert any("not as a stratum of its own" in line for line in said)
    none = Sheet(strata, (lines[0], ClusterRow("all", "k2", 299, 299, 3)))
    assert not any("certain" in render(one, "en") for one in plan_weights(stored, "t1", none, None, "v3").findings)


def test_the_note_of_a_draw_says_that_certain_clusters_are_no_strata() -> None:
    listed = (ListedCluster("a", "large", 500), *(ListedCluster("a", f"s{at}", 50) for at in range(9)))
    sheet = Sheet((FrameRow("a", 950, 40, 0, 10, 4, Selection.PPS),))
    notes = [render(one, "en") for one in draw_notes(draw_for(sheet, listed, Selection.PPS, 3, 0, 10))]
    assert sum("not as a stratum of its own" in note for note in notes) == 1
    small = [render(one, "en") for one in draw_notes(draw_for(sheet, listed[1:], Selection.PPS, 3, 0, 10))]
    assert not any("certain" in note for note in small)


def test_a_methods_note_names_a_weight_worked_out_from_that_of_the_frame(stored: Project) -> None:
    made = stored.do(add_weights(plan_weights(stored, "t1", BY_STRATUM, "v2"))).result
    plain = sampling_sentences(stored, ["t1"])
    used = made["weight"]
    for name, expr in (("kept_below", ["min", used, 150]), ("halved", ["/", "", 2])):
        recipe = {"do": "calculate", "expr": [used if part == "" else part for part in expr]}
        used = stored.do(add_derived("t1", name, Labels({"en": f"Weight {name}"}), recipe)).result
    assert sampling_sentences(stored, ["t1"]) == plain
    stored.do(set_role("t1", made["weight"], Role.ORDINARY))
    stored.do(set_role("t1", used, Role.WEIGHT))
    assert data_table(stored, "t1").design.weight == used
    assert load_frame(stored, "t1", []).design.weight.tolist() == [75] * 3 + [50] * 2
    said = [render(line, "en") for line in sampling_sentences(stored, ["t1"])]
    assert [line for line in said if "“Weight halved”" in line] == [
        "The weight used, “Weight halved”, was calculated from these."
    ]
    assert {render(line, "en") for line in plain} <= set(said)


def test_a_wrong_line_is_named_as_it_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("Frame 2026\n\nstratum,households in frame,households selected\na,90,9\nb,many,9\n", "utf-8")
    with pytest.raises(Problem) as raised:
        read_sheet_file(path)
    assert "Line 5" in render(raised.value.message, "en")


@pytest.mark.parametrize("name", ["clusters", "strata"])
def test_a_cluster_or_stratum_named_twice_is_not_counted_twice_or_lost(tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.csv"
    texts = {
        "clusters": "stratum,cluster,households\nnorth,1,120\nsouth,1,50\nNorth ,1,120\n",
        "strata": "stratum,households in frame\nnorth,500\nsouth,300\nNorth,600\n",
    }
    path.write_text(texts[name], encoding="utf-8")
    with pytest.raises(Problem) as raised:
        (read_clusters_file if name == "clusters" else read_strata_file)(path)
    said = render(raised.value.message, "en")
    assert "Line 4 of list.csv" in said if name == "clusters" else "a stratum twice" in said


def test_a_stratum_to_plan_for_without_a_number_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("stratum,households in frame\nnorth,500\nsouth,many\n", encoding="utf-8")
    with pytest.raises(Problem) as raised:
        read_strata_file(path)
    assert "Line 3 of list.csv" in render(raised.value.message, "en")
    assert "cluster." not in render(raised.value.message, "en")
