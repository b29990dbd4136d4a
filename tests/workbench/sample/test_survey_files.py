# SPDX-License-Identifier: MIT
"""The sample form agrees with itself, the export with the form; only the deliberate mistakes break a rule."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from analysis.survey.calibration.frame_sheet import match_names
from projects.sampling.sheet_files import read_sheet_file
from workbench import sample_files

pytestmark = pytest.mark.slow

Rows = list[dict[str, object]]
REFERENCE = re.compile(r"\$\{(\w+)\}")
ATOM = re.compile(r"\$\{(\w+)\} (>=|<=|>|=) ('?)([\w.]+)'?$")


def sheet(path: Path, name: str) -> Rows:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book[name].iter_rows(values_only=True))
    book.close()
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]


@pytest.fixture(scope="module")
def survey() -> Rows:
    return sheet(sample_files.FORM, "survey")


@pytest.fixture(scope="module")
def answer_lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for row in sheet(sample_files.FORM, "choices"):
        lists.setdefault(str(row["list_name"]), []).append(str(row["name"]))
    return lists


@pytest.fixture(scope="module")
def households() -> Rows:
    return sheet(sample_files.DATA, "households")


@pytest.fixture(scope="module")
def members() -> Rows:
    return sheet(sample_files.DATA, "members")


def by_name(row: dict[str, object]) -> dict[str, object]:
    """The row by question names, without groups; split columns of sets left out."""
    return {str(key).rsplit("/", 1)[-1]: value for key, value in row.items() if not is_split(str(key))}


def is_split(heading: str) -> bool:
    return heading.rsplit("/", 2)[-2:-1] in (["protection_concerns"], ["services_received"], ["offer_promises"])


def placed(survey: Rows) -> list[tuple[str, str, str, str]]:
    """(repeat, path, type, relevance of the question and its groups joined) of each question with a column."""
    stack: list[dict[str, object]] = []
    found = []
    for row in survey:
        kind = str(row["type"])
        if kind.startswith("begin"):
            stack.append(row)
        elif kind.startswith("end_"):
            stack.pop()
        else:
            conditions = [str(r["relevant"]) for r in [*stack, row] if r["relevant"]]
            repeat = next((str(r["name"]) for r in stack if r["type"] == "begin_repeat"), "")
            path = "/".join(str(r["name"]) for r in [*stack, row])
            found.append((repeat, path, kind, " and ".join(conditions)))
    assert not stack
    return found


def holds(condition: str, answers: dict[str, object]) -> bool:
    """Whether a condition of comparisons joined by `and` holds; an empty answer satisfies none."""
    for part in condition.split(" and ") if condition else []:
        match = ATOM.match(part)
        assert match, part
        value, sign, quoted, wanted = answers[match[1]], match[2], match[3], match[4]
        if value is None:
            return False
        if quoted:
            if str(value) != wanted:
                return False
        elif not {">": float(value) > float(wanted), ">=": float(value) >= float(wanted)}.get(  # type: ignore[arg-type]
            sign,
            float(value) <= float(wanted),  # type: ignore[arg-type]
        ):
            return False
    return True


def test_form_refers_only_to_its_own_questions_and_lists(survey: Rows, answer_lists: dict[str, list[str]]) -> None:
    names = [str(row["name"]) for row in survey if row["name"]]
    assert len(names) == len(set(names))
    for row in survey:
        for column in ("relevant", "constraint", "calculation", "choice_filter", "repeat_count"):
            assert set(REFERENCE.findall(str(row[column] or ""))) <= set(names), row["name"]
        kind, _, wanted = str(row["type"]).partition(" ")
        if kind in ("select_one", "select_multiple"):
            assert wanted in answer_lists
            for code in re.findall(r"selected\(\., '(\w+)'\)", str(row["constraint"] or "")):
                assert code in answer_lists[wanted]


def test_comparisons_name_answers_that_exist(survey: Rows, answer_lists: dict[str, list[str]]) -> None:
    lists = {str(r["name"]): str(r["type"]).partition(" ")[2] for r in survey}
    for row in survey:
        for question, code in re.findall(r"\$\{(\w+)\} = '(\w+)'", str(row["relevant"] or "")):
            assert code in answer_lists[lists[question]]


def test_every_question_and_answer_has_both_languages(survey: Rows) -> None:
    for row in [*survey, *sheet(sample_files.FORM, "choices")]:
        if str(row.get("type", "")) in ("start", "end", "end_group", "end_repeat"):
            continue
        assert row["label::English (en)"], row
        assert row["label::Français (fr)"], row


def test_answer_codes_are_unique_within_a_list(answer_lists: dict[str, list[str]]) -> None:
    for codes in answer_lists.values():
        assert len(codes) == len(set(codes))


def test_export_has_a_column_for_each_question_in_the_forms_order(
    survey: Rows, answer_lists: dict[str, list[str]], households: Rows, members: Rows
) -> None:
    for repeat, rows in (("", households), ("members", members)):
        expected = []
        for inside, path, kind, _ in placed(survey):
            if inside == repeat:
                expected.append(path)
                if kind.startswith("select_multiple"):
                    expected += [f"{path}/{code}" for code in answer_lists[kind.split(" ")[1]]]
        headings = list(rows[0])
        assert headings[: len(expected)] == expected
        assert all(name.startswith(("_", "meta/")) for name in headings[len(expected) :])


def test_answers_come_from_the_lists_and_sets_agree_with_their_split_columns(
    survey: Rows, answer_lists: dict[str, list[str]], households: Rows, members: Rows
) -> None:
    for repeat, path, kind, _ in placed(survey):
        kind, _, wanted = kind.partition(" ")
        if not wanted:
            continue
        for row in households if not repeat else members:
            value = row[path]
            codes = str(value).split() if value is not None else []
            assert set(codes) <= set(answer_lists[wanted])
            if kind == "select_multiple":
                for code in answer_lists[wanted]:
                    assert row[f"{path}/{code}"] == (None if value is None else int(code in codes))


def test_counts(households: Rows, members: Rows) -> None:
    assert len(households) == 640
    assert 2_900 <= len(members) <= 3_150
    blocks = {row["interview/block"]: row["interview/site"] for row in households}
    assert len(blocks) == 40
    assert all(row["stratum"] == row["interview/site"] for row in households)
    assert all(row["cluster"] == row["interview/block"] for row in households)
    assert Counter(blocks.values()) == {"site_a": 14, "site_b": 14, "site_c": 12}
    assert all(str(block)[0] == str(site)[-1].upper() for block, site in blocks.items())
    assert min(Counter(row["interview/block"] for row in households).values()) >= 14


def test_weights_vary_by_stratum_and_stay_in_their_range(households: Rows) -> None:
    weights = [float(str(row["weight"])) for row in households if row["weight"] is not None]
    assert len(weights) == 633
    assert 0.4 <= min(weights) < 0.5
    assert 2.0 < max(weights) <= 2.9
    assert sum(weights) / len(weights) == pytest.approx(1, abs=0.05)


def test_after_a_refusal_of_consent_nothing_is_filled(survey: Rows, households: Rows, members: Rows) -> None:
    refusals = [row for row in households if row["interview/consent"] == "no"]
    assert len(refusals) == 7
    always = {path for _, path, _, condition in placed(survey) if not condition}
    for row in refusals:
        assert {
            name for name, value in row.items() if value is not None and not str(name).startswith(("_", "meta"))
        } <= (always)
    indexes = {row["_index"] for row in refusals}
    assert not indexes & {row["_parent_index"] for row in members}


def test_only_one_answer_stands_where_its_question_was_not_asked(survey: Rows, households: Rows, members: Rows) -> None:
    parents = {row["_index"]: by_name(row) for row in households}
    wrong = []
    for repeat, path, kind, condition in placed(survey):
        if kind == "calculate" or not condition:
            continue
        for row in households if not repeat else members:
            answers = by_name(row)
            known = parents[row["_parent_index"]] | answers if repeat else answers
            if row[path] is not None and not holds(condition, known):
                wrong.append(path)
    assert wrong == ["offers/recruiter_debt"]


def test_deliberate_mistakes_for_a_cleaning_step(households: Rows, members: Rows) -> None:
    ages = [float(str(row["members/member_age"])) for row in members]
    assert [age for age in ages if not 0 <= age <= 110] == [142]
    phones = [str(row["household/phone"]) for row in households if row["household/phone"] is not None]
    assert [phone for phone in phones if not re.fullmatch(r"000-\d{3}-\d{4}", phone)] == ["0000"]
    together = [str(row["safety/protection_concerns"]) for row in households if row["safety/protection_concerns"]]
    alone = {"none", "dont_know", "refused"}
    assert [v for v in together if len(v.split()) > 1 and set(v.split()) & alone] == ["theft none"]
    rosters = Counter(row["_parent_index"] for row in members)
    sizes = {row["_index"]: row["household/household_size"] for row in households}
    assert sum(size is not None and rosters[index] != size for index, size in sizes.items()) == 1


def test_other_constraints_hold(households: Rows) -> None:
    for row in households:
        assert re.fullmatch(rf"{row['interview/block']}-\d{{3}}", str(row["interview/respondent_code"]))
        for item in ("cheaper", "borrow", "portions", "adults", "meals"):
            value = row[f"economy/rcsi_{item}"]
            assert value is None or 0 <= int(str(value)) <= 7
    assert len({row["interview/respondent_code"] for row in households}) == 640


def test_calculations_were_calculated(households: Rows, members: Rows) -> None:
    children = Counter(row["_parent_index"] for row in members if 6 <= float(str(row["members/member_age"])) <= 17)
    for row in households:
        if row["interview/consent"] == "yes":
            assert row["school_age_children"] == children[row["_index"]]
        days = [row[f"economy/rcsi_{item}"] for item in ("cheaper", "borrow", "portions", "adults", "meals")]
        if days[0] is not None:
            score = sum(w * int(str(d)) for w, d in zip((1, 2, 1, 3, 1), days, strict=True))
            assert row["economy/rcsi_score"] == score


def test_keys_are_unique_and_members_find_their_household(households: Rows, members: Rows) -> None:
    for key in ("_id", "_uuid", "meta/rootUuid", "_index"):
        assert len({row[key] for row in households}) == 640
    edited = [row for row in households if row["meta/rootUuid"] != f"uuid:{row['_uuid']}"]
    assert 10 <= len(edited) <= 50
    parents = {row["_index"]: row for row in households}
    for row in members:
        parent = parents[row["_parent_index"]]
        assert row["_submission__id"] == parent["_id"]
        assert row["_submission__uuid"] == parent["_uuid"]
        assert row["_parent_table_name"] == "households"


def test_differences_an_analysis_should_find(households: Rows) -> None:
    def share(chosen: Rows) -> float:
        named = [str(row["safety/protection_concerns"]).split() for row in chosen]
        return sum("gbv" in codes for codes in named) / len(named)

    asked = [row for row in households if row["safety/protection_concerns"]]
    women = [row for row in asked if row["household/head_sex"] == "female"]
    men = [row for row in asked if row["household/head_sex"] == "male"]
    dark = [row for row in asked if row["safety/lighting"] == "no_light"]
    lit = [row for row in asked if row["safety/lighting"] == "working"]
    assert 1.6 < share(women) / share(men) < 2.6
    assert share(dark) / share(lit) > 1.8


def test_gaps_are_realistic(households: Rows) -> None:
    consented = [row for row in households if row["interview/consent"] == "yes"]
    empty = sum(row["economy/income"] is None for row in consented)
    assert 10 < empty < 70
    answers = Counter(row["safety/safe_at_night"] for row in consented)
    assert answers["refused"] > 0
    assert answers["dont_know"] > 0


def test_the_frame_sheet_is_that_of_the_survey(households: Rows) -> None:
    """What it says was completed are the interviews held; weights from it add up to its households."""
    sheet = read_sheet_file(sample_files.FRAME)
    held = Counter(str(row["stratum"]) for row in map(by_name, households) if row["consent"] == "yes")
    names = match_names([row.stratum for row in sheet.strata], {name: (name,) for name in held}).same
    assert {names[row.stratum]: row.households_completed for row in sheet.strata} == held
    total = sum(held[names[row.stratum]] * row.households_in_frame / row.households_completed for row in sheet.strata)
    assert total == sum(row.households_in_frame for row in sheet.strata)
