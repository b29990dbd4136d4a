# SPDX-License-Identifier: MIT
"""Plan rows with several variables: models, scales, key informants; their names looked up as the others are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import run
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from projects.results.plan_run import resolve, run_plan, variables_of
from projects.results.plans import Plan, PlanProblem, read_plan
from wording import Labels, NoProgress, Stopped, render

CHOICES = {"safe": ("no", "some nights", "yes"), "sex": ("f", "m"), "site": ("a", "b", "c")}
NUMBERS = ("size", "age", "items_owned")


def _variable(key: str, name: str) -> Variable:
    codes = CHOICES.get(name, ())
    choices = tuple(Choice(f"c{at}", code, Labels({"en": code})) for at, code in enumerate(codes, start=1))
    kind = Kind.ONE if codes else Kind.INTEGER
    return Variable(key, name, Labels({"en": name}), kind, Level.NOMINAL, choices=choices)


@pytest.fixture
def frames() -> dict[str, Frame]:
    draw = np.random.default_rng(11)
    names = (*CHOICES, *NUMBERS)
    variables = tuple(_variable(f"v{at}", name) for at, name in enumerate(names, start=1))
    columns: dict[str, object] = {}
    for variable in variables:
        if variable.kind is Kind.ONE:
            ids = [choice.id for choice in variable.choices]
            columns[variable.id] = pd.Categorical.from_codes(draw.integers(0, len(ids), 240), ids)
        else:
            columns[variable.id] = draw.integers(1, 40, 240).astype(float)
    reasons = {variable.id: np.zeros(240, dtype=np.int8) for variable in variables}
    table = DataTable("t1", "households", Labels({}), "household", RowOrigin.PROBABILITY, variables, 240)
    design = SampleColumns(draw.uniform(0.5, 2, 240), None, np.repeat(np.arange(24), 10).reshape(-1, 1))
    return {"t1": Frame(table, pd.DataFrame(columns), reasons, np.arange(240), design)}


def csv_plan(folder: Path, text: str) -> Plan:
    path = folder / "plan.csv"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


def ids(frames: dict[str, Frame], *names: str) -> list[str]:
    return [frames["t1"].table.named(name).id for name in names]


@pytest.mark.parametrize("written", ["sex age", "sex; age", "sex;age;", "age; age; sex"])
def test_a_logistic_regression_is_that_of_the_declaration(
    tmp_path: Path, frames: dict[str, Frame], written: str
) -> None:
    plan = csv_plan(
        tmp_path, f"analysis,variable,predictors,event,family\nregression,safe,{written},yes,quasibinomial\n"
    )
    [result] = run_plan(frames, plan)
    outcome, *predictors = ids(frames, "safe", *dict.fromkeys(written.replace(";", " ").split()))
    options = {"variable": outcome, "predictors": predictors, "event": "yes", "model": "logistic"}
    assert result.tables == run("regression", frames["t1"], options).tables
    assert result.facts["model"] == "logistic"


@pytest.mark.parametrize(("written", "event"), [("some nights", "some nights"), ("no; yes", ["no", "yes"])])
def test_an_event_is_one_answer_or_several(
    tmp_path: Path, frames: dict[str, Frame], written: str, event: str | list[str]
) -> None:
    plan = csv_plan(tmp_path, f"analysis,variable,predictors,event\nregression,safe,size,{written}\n")
    [result] = run_plan(frames, plan)
    outcome, size = ids(frames, "safe", "size")
    expected = run("regression", frames["t1"], {"variable": outcome, "predictors": [size], "event": event})
    assert result.tables == expected.tables


@pytest.mark.parametrize(("family", "model"), [("gaussian", "linear"), ("Poisson", "poisson"), ("linear", "linear")])
def test_a_family_is_a_model(tmp_path: Path, frames: dict[str, Frame], family: str, model: str) -> None:
    plan = csv_plan(tmp_path, f"analysis,variable,predictors,family\nregression,size,sex,{family}\n")
    assert run_plan(frames, plan)[0].facts["model"] == model


def test_items_need_no_variable_beside_them(tmp_path: Path, frames: dict[str, Frame]) -> None:
    plan = csv_plan(tmp_path, "analysis,items\nreliability,size age items_owned\n")
    [result] = run_plan(frames, plan)
    items = ids(frames, "size", "age", "items_owned")
    assert result.tables == run("reliability", frames["t1"], {"items": items}).tables
    rows = [{"analysis": "reliability", "items": ["size", "age", "items_owned"]}]
    (tmp_path / "plan.json").write_text(json.dumps(rows), encoding="utf-8")
    assert resolve(read_plan(tmp_path / "plan.json"), [frames["t1"].table])[0].options == {"items": items}


def test_key_informants_by_site(tmp_path: Path, frames: dict[str, Frame]) -> None:
    plan = csv_plan(tmp_path, "analysis,variable,site,population\nkey_informants,sex,site,size\n")
    [result] = run_plan(frames, plan)
    sex, site, size = ids(frames, "sex", "site", "size")
    options = {"variable": sex, "site": site, "population": size}
    assert result.tables == run("key_informants", frames["t1"], options).tables


def test_every_unknown_name_stands_in_one_sentence(tmp_path: Path, frames: dict[str, Frame]) -> None:
    plan = csv_plan(
        tmp_path,
        "analysis,variable,predictors,items,event\n"
        "regression,safe,sex nowhere gone,,yes\n"
        "reliability,,,size absent,\n"
        "regression,safe,sex,,never\n",
    )
    with pytest.raises(PlanProblem) as caught:
        resolve(plan, [frames["t1"].table])
    for language in ("en", "fr"):
        sentence = render(caught.value.message, language)
        assert all(name in sentence for name in ("nowhere (2)", "gone (2)", "absent (3)", "safe = never (4)"))


@pytest.mark.parametrize("line", ["regression,safe,,logistic", "regression,safe,sex,cubic", "reliability,safe,sex,"])
def test_a_row_is_checked_when_the_plan_is_read(tmp_path: Path, frames: dict[str, Frame], line: str) -> None:
    plan = csv_plan(tmp_path, f"analysis,variable,predictors,model\n{line}\n")
    with pytest.raises(PlanProblem) as caught:
        resolve(plan, [frames["t1"].table])
    assert "line 2" in render(caught.value.message, "en")


def test_a_column_that_the_analysis_does_not_have_is_left_aside(tmp_path: Path, frames: dict[str, Frame]) -> None:
    plan = csv_plan(tmp_path, "analysis,variable,predictors\ndescribe,safe,sex\n")
    assert resolve(plan, [frames["t1"].table])[0].options == {"variable": ids(frames, "safe")[0]}


def test_one_name_alone_is_one_variable() -> None:
    assert variables_of("regression", {"variable": "v1", "predictors": "v12"}) == {"v1", "v12"}


class StopAt(NoProgress):
    """Asks to stop at the n-th time it is asked; keeps what it was told."""

    def __init__(self, at: int) -> None:
        self.at = self.left = at
        self.told: list[float] = []
        self.asked: list[int] = []  # how often it had been asked each time it was told

    def stop_requested(self) -> bool:
        self.left -= 1
        return self.left <= 0

    def report(self, fraction: float, text: object = None) -> None:
        self.told.append(fraction)
        self.asked.append(self.at - self.left)


def test_a_plan_and_one_analysis_stop_when_asked(tmp_path: Path, frames: dict[str, Frame]) -> None:
    plan = csv_plan(tmp_path, "analysis,variable\n" + "mean,size\nmean,age\n" * 2)
    never = StopAt(10_000)
    assert len(run_plan(frames, plan, never)) == 4
    assert never.told == [0.25, 0.5, 0.75, 1.0]
    midway = StopAt((never.asked[0] + never.asked[1]) // 2)  # inside the second row
    with pytest.raises(Stopped):
        run_plan(frames, plan, midway)
    assert midway.told == [0.25]
    with pytest.raises(Stopped):
        run("means", frames["t1"], {"variable": ids(frames, "size")[0]}, StopAt(1))


def test_reference_interaction_and_margins_are_written_by_names(tmp_path: Path, frames: dict[str, Frame]) -> None:
    plan = csv_plan(
        tmp_path,
        "analysis,variable,predictors,reference,interactions,margins,model\n"
        "regression,size,sex; site,sex = m; site = b,sex * site,site,poisson\n",
    )
    size, sex, site = ids(frames, "size", "sex", "site")
    [planned] = resolve(plan, [frames["t1"].table])
    assert planned.options == {
        "variable": size, "predictors": [sex, site], "reference": {sex: "c2", site: "c2"},
        "interactions": [[sex, site]], "margins": [site], "model": "poisson",
    }  # fmt: skip
    assert len(run_plan(frames, plan)[0].tables) == 3
    with pytest.raises(PlanProblem) as caught:
        resolve(csv_plan(tmp_path, "analysis,variable,predictors,reference\nregression,size,sex,sex = x\n"),
                [frames["t1"].table])  # fmt: skip
    assert "sex = x (2)" in render(caught.value.message, "en")
