# SPDX-License-Identifier: MIT
"""Registers recognised by their headings, in English and French, as offices write them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from analysis.records import DataTable, DesignRoles, Kind, Level, Role, RowOrigin, Variable
from analysis.register_columns import Part, RegisterKind
from projects.datasets.registers.case_headings import names_case
from projects.datasets.registers.headings import (
    first_register,
    in_doubt,
    planned_columns,
    proposed_parts,
    proposed_register,
    with_case_codes_sealed,
)
from projects.imported.records import ImportedData, ImportedTable
from projects.registers.register_settings import likely_code
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


_REPEATED, _COUNTED = [1043, 1043, 1051, 1060], [1, 2, 3, 4]


@pytest.mark.parametrize(("heading", "written", "sealed"), [
    ("N° de dossier", _REPEATED, True), ("Case no.", _REPEATED, True), ("cas", _REPEATED, True),
    ("N° de dossier", _COUNTED, True), ("Code", _COUNTED, True),
    ("Numéro", _REPEATED, True), ("N°", _REPEATED, True), ("ID", _REPEATED, True),
    ("N°", _COUNTED, False), ("ID", [7, 8, 9, 10], False),  # a count of the rows
    ("Nombre de cas", _REPEATED, False), ("Nombre", _REPEATED, False), ("Note", _REPEATED, False),
])  # fmt: skip
def test_codes_of_digits_only_are_sealed_by_their_heading(heading: str, written: list[int], sealed: bool) -> None:
    """In a table that looks like a register of cases by its other headings; a line of the preview says so."""
    headings = {heading: Kind.INTEGER, "Statut": Kind.ONE, "Service": Kind.ONE, "Orienté vers": Kind.ONE}
    listed = variables(headings)
    table = ImportedTable("t1", "Cas", Labels({}), tuple(listed), {"v1": pa.array(written, pa.float64())}, {}, 4)
    read = with_case_codes_sealed(ImportedData("excel", "Cas", (table,), ()))
    assert (read.tables[0].variables[0].role is Role.IDENTIFIER) is sealed
    assert [one.message.key for one in read.findings] == ["importing.finding.case_codes"] * sealed
    assert (likely_code(table) == "v1") is sealed, "what the preview proposes once it is told to be one"
    register = proposed_register(read.tables[0].variables)
    assert register is not None
    assert (register.column(Part.PERSON) == "v1") is sealed


def test_a_heading_of_many_words_for_a_number_is_read_once() -> None:
    """Read in every way two letters allow, a file with this heading would stop the import for ever."""
    assert not names_case("no" * 1000)
    assert names_case("no " * 1000 + "dossier")


def test_a_number_of_cases_is_no_code_of_one() -> None:
    kind, found = parts({"Date": Kind.DATE, "Lieu": Kind.ONE, "Femmes": Kind.INTEGER, "N° de cas": Kind.INTEGER})
    assert kind is RegisterKind.ACTIVITIES
    assert "N° de cas" not in found


@pytest.mark.parametrize("headings", [{"q1": Kind.ONE, "q2": Kind.INTEGER}, {"women_feel_safe": Kind.ONE}])
def test_a_survey_is_no_register(headings: dict[str, Kind]) -> None:
    assert proposed_register(variables(headings)) is None


def test_a_count_that_is_no_number_plays_no_part() -> None:
    kind, found = parts({"Date": Kind.DATE, "Women": Kind.INTEGER, "Men": Kind.ONE})
    assert kind is RegisterKind.ACTIVITIES
    assert "Men" not in found


def test_headings_of_people_with_a_disability_are_no_attendance() -> None:
    told = ("PWD", "PSH", "Nombre de personnes handicapées", "Femmes en situation de handicap", "With disabilities")
    told += ("No. of people with a disability", "Nº PSH", "No PWD")
    none = ("Personnes sans handicap", "People without disability", "No disability", "no known disabilities")
    none += ("Aucun handicap", "pas de handicap", "Not disabled", "No handicap", "Handicap : non", "Disability – no")
    headings = ("Date", "Activity", "Women", "Total", *told, *none)
    kinds = {"Date": Kind.DATE, "Activity": Kind.ONE}
    kind, found = parts({name: kinds.get(name, Kind.INTEGER) for name in headings})
    assert kind is RegisterKind.ACTIVITIES
    assert {name for name, part in found.items() if part is Part.DISABILITY} == set(told)
    assert not set(none) & set(found)
    assert (found["Women"], found["Total"]) == (Part.WOMEN, Part.TOTAL)


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


_LETTERS = {
    "Date séance": Kind.DATE,
    "Site": Kind.ONE,
    "F ≥ 18": Kind.INTEGER,
    "H 18+": Kind.INTEGER,
    "F < 18": Kind.INTEGER,
    "G 0-17": Kind.INTEGER,
    "ND": Kind.INTEGER,
    "Total général": Kind.INTEGER,
}


def test_sexes_and_ages_in_letters_are_recognised_and_a_letter_alone_is_in_doubt() -> None:
    kind, found = parts(_LETTERS)
    assert list(found.values()) == [
        Part.DATE, Part.PLACE, Part.WOMEN, Part.MEN, Part.GIRLS, Part.BOYS, Part.UNKNOWN, Part.TOTAL,
    ]  # fmt: skip
    doubtful = [one.name for one in variables(_LETTERS) if in_doubt(kind, one, found[one.name])]
    assert doubtful == ["ND"]
    assert in_doubt(kind, variables({"Total": Kind.TEXT})[0], Part.TOTAL), "text is counted by nobody"
    assert in_doubt(kind, variables({"Le": Kind.TEXT})[0], Part.DATE)


@pytest.mark.parametrize(
    ("heading", "part"),
    [("Femmes < 18", Part.GIRLS), ("Hommes de moins de 18 ans", Part.BOYS), ("Women under 18", Part.GIRLS),
     ("Hommes 12 à 17", Part.BOYS), ("Femmes mineures", Part.GIRLS), ("Femmes 18-59", Part.WOMEN),
     ("Hommes de 18 ans et plus", Part.MEN), ("Femmes 60+", Part.WOMEN), ("M 0-17", Part.BOYS),
     ("Filles 12-17", Part.GIRLS), ("Girls <18", Part.GIRLS)],
)  # fmt: skip
def test_women_and_men_under_eighteen_are_girls_and_boys(heading: str, part: Part) -> None:
    _, found = parts({"Date": Kind.DATE, "Total": Kind.INTEGER, heading: Kind.INTEGER})
    assert found[heading] is part


def test_one_letter_beside_a_date_makes_no_register_but_two_sexes_do() -> None:
    assert proposed_register(variables({"Date": Kind.DATE, "F": Kind.INTEGER})) is None
    assert parts({"Date": Kind.DATE, "F": Kind.INTEGER, "H": Kind.INTEGER})[0] is RegisterKind.ACTIVITIES


def test_what_stands_over_letters_tells_grown_up_from_young() -> None:
    told = (("F", "Adultes"), ("H", "Adultes"), ("F (2)", "Mineurs"), ("G", "Mineurs"), ("H (2)", "Moins de 18 ans"))
    columns = [
        Variable(f"v{at}", name, Labels({}), Kind.INTEGER, Level.NOMINAL, group=(group,))
        for at, (name, group) in enumerate(told, start=1)
    ]
    found = dict(proposed_parts(RegisterKind.ACTIVITIES, columns))
    assert list(found.values()) == [Part.WOMEN, Part.MEN, Part.GIRLS, Part.BOYS, Part.BOYS]


def test_participants_over_women_and_men_are_no_total() -> None:
    told = (("Femmes adultes", "Participants adultes"), ("Hommes adultes", "Participants adultes"), ("Total", ""))
    columns = [
        Variable(f"v{at}", name, Labels({}), Kind.INTEGER, Level.NOMINAL, group=(group,) if group else ())
        for at, (name, group) in enumerate(told, start=1)
    ]
    found = dict(proposed_parts(RegisterKind.ACTIVITIES, columns))
    assert found == {"v1": Part.WOMEN, "v2": Part.MEN, "v3": Part.TOTAL}


def test_the_form_opens_for_the_first_table_that_is_told_or_looks_like_a_register() -> None:
    """A sample asks for sexes and days, too: it is no register, whatever it is told to be."""

    def table(name: str, headings: dict[str, Kind], weight: str | None = None) -> DataTable:
        columns, design = tuple(variables(headings)), DesignRoles(weight=weight)
        return DataTable(name, name, Labels({}), "record", RowOrigin.CENSUS, columns, 5, design)

    list_of_sites = table("t1", {"Site": Kind.ONE, "Note": Kind.TEXT})
    sample = table("t2", _FRENCH, "v1")
    sessions = table("t3", _FRENCH)
    assert first_register([list_of_sites, sample, sessions]) is sessions
    assert first_register([list_of_sites, sample, sessions], {"t1", "t2"}) is list_of_sites
    assert first_register([list_of_sites, sample]) is None
