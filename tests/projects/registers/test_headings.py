# SPDX-License-Identifier: MIT
"""Registers recognised by their headings, in English and French, as offices write them."""

from __future__ import annotations

import pytest

from analysis.records import Kind, Level, Variable
from analysis.register import Part, RegisterKind
from projects.registers.headings import planned_columns, proposed_register
from wording import Labels

_FRENCH = {
    "Date de la séance": Kind.DATE,
    "Commune": Kind.ONE,
    "Type d’activité": Kind.ONE,
    "Thème": Kind.TEXT,
    "Public cible": Kind.ONE,
    "Femmes 18+": Kind.INTEGER,
    "Femmes 60+": Kind.INTEGER,
    "Hommes": Kind.INTEGER,
    "Filles": Kind.INTEGER,
    "Garçons": Kind.INTEGER,
    "Sexe inconnu": Kind.INTEGER,
    "Nombre total de participants": Kind.INTEGER,
    "Participants prévus": Kind.INTEGER,
    "Partenaire d’exécution": Kind.ONE,
    "Observations": Kind.TEXT,
}


def variables(headings: dict[str, Kind]) -> list[Variable]:
    return [
        Variable(f"v{number}", heading, Labels({}), kind, Level.NOMINAL)
        for number, (heading, kind) in enumerate(headings.items(), start=1)
    ]


def parts(headings: dict[str, Kind]) -> tuple[RegisterKind, dict[str, Part]]:
    listed = variables(headings)
    register = proposed_register(listed)
    assert register is not None
    return register.kind, {one.name: part for one in listed for name, part in register.parts if name == one.id}


def test_a_french_register_of_activities() -> None:
    kind, found = parts(_FRENCH)
    assert kind is RegisterKind.ACTIVITIES
    assert found == {
        "Date de la séance": Part.DATE,
        "Commune": Part.PLACE,
        "Type d’activité": Part.KIND,
        "Thème": Part.TOPIC,
        "Public cible": Part.AUDIENCE,
        "Femmes 18+": Part.WOMEN,
        "Femmes 60+": Part.WOMEN,
        "Hommes": Part.MEN,
        "Filles": Part.GIRLS,
        "Garçons": Part.BOYS,
        "Sexe inconnu": Part.UNKNOWN,
        "Nombre total de participants": Part.TOTAL,
        "Partenaire d’exécution": Part.PARTNER,
    }
    assert [one.name for one in planned_columns(variables(_FRENCH))] == ["Participants prévus"]


def test_an_english_list_of_participants() -> None:
    kind, found = parts(
        {
            "Full name": Kind.TEXT,
            "Phone number": Kind.TEXT,
            "Sex": Kind.ONE,
            "Age": Kind.INTEGER,
            "Job title": Kind.TEXT,
        }
    )
    assert kind is RegisterKind.PARTICIPANTS
    assert set(found.values()) == {Part.NAME, Part.TELEPHONE, Part.SEX, Part.AGE, Part.ROLE}


def test_a_register_of_cases_and_services() -> None:
    kind, found = parts(
        {
            "case_number": Kind.TEXT,
            "population_status": Kind.ONE,
            "service_provided": Kind.SET,
            "date_requested": Kind.DATE,
            "date_provided": Kind.DATE,
            "referred_to": Kind.ONE,
            "outcome": Kind.ONE,
            "consent_to_share": Kind.ONE,
        }
    )
    assert kind is RegisterKind.CASES
    assert found["date_requested"] is Part.ASKED
    assert found["date_provided"] is Part.GIVEN
    assert found["referred_to"] is Part.REFERRED
    assert found["consent_to_share"] is Part.CONSENT


@pytest.mark.parametrize("headings", [{"q1": Kind.ONE, "q2": Kind.INTEGER}, {"women_feel_safe": Kind.ONE}])
def test_a_survey_is_no_register(headings: dict[str, Kind]) -> None:
    assert proposed_register(variables(headings)) is None


def test_a_count_that_is_no_number_plays_no_part() -> None:
    kind, found = parts({"Date": Kind.DATE, "Women": Kind.INTEGER, "Men": Kind.ONE})
    assert kind is RegisterKind.ACTIVITIES
    assert "Men" not in found


def test_headings_of_indirect_people_are_no_attendance() -> None:
    kind, found = parts(
        {
            "Date": Kind.DATE,
            "Activity": Kind.ONE,
            "Women": Kind.INTEGER,
            "Femmes touchées indirectement": Kind.INTEGER,
            "Indirect beneficiaries": Kind.INTEGER,
            "Total": Kind.INTEGER,
        }
    )
    assert kind is RegisterKind.ACTIVITIES
    told = {name for name, part in found.items() if part is Part.INDIRECT}
    assert told == {"Femmes touchées indirectement", "Indirect beneficiaries"}
    assert (found["Women"], found["Total"]) == (Part.WOMEN, Part.TOTAL)
