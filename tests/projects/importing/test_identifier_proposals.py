# SPDX-License-Identifier: MIT
"""Identifiers are proposed from type, name and content; what only sounds like one is left. All values are invented."""

from __future__ import annotations

import pyarrow as pa
import pytest

from analysis.records import Choice, Kind, Level, Role, Variable
from projects.identifiers.identifier_proposals import propose_places, propose_role
from projects.importing.columns.confirmable_texts import values_shown
from wording import Labels


def role(name: str, kind: Kind = Kind.TEXT, values: list[str | None] | None = None, form_type: str = "") -> Role:
    start = Role.TEXT if kind is Kind.TEXT else Role.ORDINARY
    variable = Variable("v1", name, Labels({}), kind, Level.NOMINAL, start, form_type=form_type)
    return propose_role(variable, pa.array(values or [], pa.string()))


@pytest.mark.parametrize(
    "name",
    ["respondent_name", "full_name", "nom_complet", "name", "grp/phone_number", "telephone", "email", "passport_number",
     "national_id", "date_of_birth", "_location_latitude", "adresse", "whatsapp", "enumerator_name", "unhcr_id"],
)  # fmt: skip
def test_by_name(name: str) -> None:
    assert role(name) is Role.IDENTIFIER


@pytest.mark.parametrize(
    "name",
    ["Date of birth", "National ID number", "Passport number", "Case number", "Case ID", "Name of respondent",
     "Date de naissance", "Numéro de carte d’identité", "Numéro du dossier"],
)  # fmt: skip
def test_by_a_heading_with_blanks(name: str) -> None:
    assert role(name) is Role.IDENTIFIER


@pytest.mark.parametrize("name", ["Number of cases", "Case type", "Phone access", "Numéro du site", "Name of partner"])
def test_headings_with_blanks_that_only_sound_like_one(name: str) -> None:
    assert role(name) is not Role.IDENTIFIER


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ONE])
@pytest.mark.parametrize(
    "name",
    ["participant_name", "survivor_name", "victim.name", "Client name", "caretaker_name", "name_of_survivor",
     "nom_beneficiaire", "nom_victime", "Prénom participante"],
)  # fmt: skip
def test_names_of_those_a_register_is_about(name: str, kind: Kind) -> None:
    assert role(name, kind) is Role.IDENTIFIER


@pytest.mark.parametrize("name", ["partner_name", "site_name", "training_name", "nom_site", "nom_organisation"])
def test_names_of_places_and_organisations_are_none_of_people(name: str) -> None:
    assert role(name, Kind.ONE) is not Role.IDENTIFIER


def test_phones_with_the_number_of_a_country_however_often_they_recur() -> None:
    assert role("q6", Kind.TEXT, ["+257 79 123 456", "+25779111222", "0025779333444"] * 20) is Role.IDENTIFIER


@pytest.mark.parametrize("name", ["access_to_phone", "has_id_card", "site_name_reason", "hotel", "village_problem"])
def test_what_only_sounds_like_one(name: str) -> None:
    assert role(name, Kind.ONE) is not Role.IDENTIFIER


def test_by_type() -> None:
    assert role("q1", Kind.GEOPOINT, form_type="geopoint") is Role.IDENTIFIER
    assert role("q2", Kind.MEDIA, form_type="image") is Role.IDENTIFIER
    assert role("q3", form_type="deviceid") is Role.IDENTIFIER


@pytest.mark.parametrize(
    "values",
    [
        ["+257 79 123 456", "+25769000111", None, "0025779123999"],
        ["a@example.org", "b.c@example.com", "d@example.net"],
        ["-3.3731 29.3644 0 0", "-3.4284 29.9246 0 0", "-2.9075 29.8306 0 0"],
        ["ABC-123456", "ABC-123457", "ABC-123458", "ABC-123459", "ABC-123460"],
    ],
)
def test_by_content(values: list[str | None]) -> None:
    assert role("q1", values=values) is Role.IDENTIFIER
    assert role("q1", values=["we walked", "for two days", "to the border", "and back", "again"]) is Role.TEXT


# Invented from common first and family names; nobody is meant.
PEOPLE = ["Aline Niyonkuru", "Jean-Marie NDAYIZEYE", "Fatou Diallo", "María de la Cruz", "Ali Ben Salah",
          "Rose Mugisha", "Paul Okello", "Amina Hassan", "José dos Santos", "Claudine Iradukunda"]  # fmt: skip
ARABIC = ["أحمد محمود", "فاطمة الزهراء علي", "محمد عبد الله", "سارة حسن", "يوسف إبراهيم", "ليلى خالد",
          "عمر سعيد", "نور الدين", "هدى سليم", "كريم فارس"]  # fmt: skip


@pytest.mark.parametrize("values", [PEOPLE, ARABIC, [name.upper() for name in PEOPLE]])
def test_names_of_people_by_content(values: list[str | None]) -> None:
    assert role("q4", values=values) is Role.IDENTIFIER


@pytest.mark.parametrize(
    "values",
    [
        ["Bujumbura Mairie", "Bujumbura Rural", "Nyanza Lac", "Bujumbura Mairie"] * 5,
        ["The water point is far", "We have no light", "Nothing", "Many things", "Women are afraid at night", "No",
         "The market", "It is Far", "Long way", "Health Centre is closed"],
        ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"],
        ["01/03/2026", "02/03/2026", "03/03/2026", "04/03/2026", "05/03/2026"],
        ["A01-001", "A01-002", "A02-001", "B01-001", "B01-002", "B02-003"],
        ["10-15", "16-20", "21-30", "31-40", "41-50", "51-60"],
        ["لا يوجد", "لا أعرف", "لا يوجد", "نعم كثيرا", "لا يوجد", "لا أعرف", "لا يوجد", "نعم كثيرا"],
    ],
)  # fmt: skip
def test_texts_that_are_no_names(values: list[str | None]) -> None:
    assert role("q5", values=values) is Role.TEXT


@pytest.mark.parametrize(
    "values",
    [
        ["079 123 456", "078 222 111", "0711 222 333", "0799123123", "079-111-222"],
        ["1/0101-2345.67", "1/0102-9999.12", "2/0101-1111.33", "1/0301-5432.10", "2/0909-7777.77"],
        ["199-00C12345", "199-00C12346", "199-00C22345", "199-01C12345", "199-00C92345"],
    ],
)
def test_phones_and_cards_as_people_write_them(values: list[str | None]) -> None:
    assert role("q6", values=values) is Role.IDENTIFIER


def numbers(name: str, values: list[float], kind: Kind = Kind.INTEGER, **labels: str) -> Role:
    variable = Variable("v1", name, Labels(labels), kind, Level.INTERVAL, Role.ORDINARY)
    return propose_role(variable, pa.array(values, pa.float64()))


def test_phones_read_as_numbers() -> None:
    assert numbers("q7", [25779123456, 25769000111, 25761234567, 25768765432, 25779999888]) is Role.IDENTIFIER
    assert numbers("q8", [12000000, 12000000, 15000000, 12000000, 15000000]) is Role.ORDINARY, "incomes repeat"
    assert numbers("q9", [1, 2, 3, 4, 5]) is Role.ORDINARY


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "What is your full name?"), ("en", "Please enter the phone number"), ("fr", "Quel est votre nom ?"),
        ("fr", "Numéro de téléphone"), ("es", "¿Cuál es su nombre?"), ("es", "Número de teléfono"),
        ("pt", "Qual é o seu nome?"), ("pt", "Número de telefone"), ("ar", "ما اسمك؟"), ("ar", "رقم الهاتف"),
    ],
)  # fmt: skip
def test_by_the_words_of_the_question(language: str, label: str) -> None:
    variable = Variable("v1", "q17", Labels({language: label}), Kind.TEXT, Level.NOMINAL, Role.TEXT)
    assert propose_role(variable, None) is Role.IDENTIFIER
    chosen = Variable("v1", "q17", Labels({language: label}), Kind.ONE, Level.NOMINAL, form_type="select_one yn")
    assert propose_role(chosen, None) is Role.ORDINARY


@pytest.mark.parametrize(
    "name", ["الاسم", "اسم المستجيب", "رقم الهاتف", "Teléfono", "nombre completo", "Número de cédula"]
)
def test_headings_in_other_languages(name: str) -> None:
    assert role(name) is Role.IDENTIFIER


def pair(one: list[float], other: list[float]) -> frozenset[str]:
    known = [Variable(f"v{n}", f"q{n}", Labels({}), Kind.NUMBER, Level.INTERVAL) for n in (1, 2)]
    return propose_places(known, {"v1": pa.array(one), "v2": pa.array(other)})


def test_latitudes_and_longitudes_in_two_columns() -> None:
    south = [-3.37312, -3.42841, -2.90753, -3.11117, -3.50019]
    east = [29.36441, 29.92463, 29.83061, 29.60007, 29.41113]
    assert pair(south, east) == {"v1", "v2"}
    assert pair(east, south) == {"v1", "v2"}
    assert pair([0.84712, 1.23411, 0.95323, 1.11234, 1.00345], [1.20011, 0.81234, 0.95671, 1.07654, 1.32111]) == set()
    assert pair([120.5, 80.25, 99.0, 101.0, 70.0], [12.5, 8.25, 9.0, 10.0, 7.0]) == set(), "prices"


def test_what_identifies_together_and_keys() -> None:
    assert role("resp_age", Kind.INTEGER) is Role.QUASI_IDENTIFIER
    assert role("sexe", Kind.ONE) is Role.QUASI_IDENTIFIER
    assert role("_uuid") is Role.KEY
    assert role("_submission__id", Kind.INTEGER) is Role.KEY
    assert role("food_score", Kind.INTEGER) is Role.ORDINARY


def answers(name: str, values: list[str]) -> Role:
    """The role of a column of words without a form whose answers recur."""
    codes = list(dict.fromkeys(values))
    choices = tuple(Choice(f"c{n}", code, Labels({})) for n, code in enumerate(codes, 1))
    column = pa.array([f"c{codes.index(value) + 1}" for value in values]).dictionary_encode()
    return propose_role(Variable("v1", name, Labels({}), Kind.ONE, Level.NOMINAL, choices=choices), column)


@pytest.mark.parametrize(
    "values",
    [PEOPLE, ARABIC, [f"06102030{n}" for n in range(10, 22)], [f"GBV-2025-{n:03d}" for n in range(12)],
     [f"OP{401230 + 37 * n}" for n in range(12)], [f"p{n}@example.org" for n in range(5)]],
)  # fmt: skip
def test_people_who_recur_are_recognised(values: list[str]) -> None:
    assert answers("q1", values * 3) is Role.IDENTIFIER


@pytest.mark.parametrize(
    ("name", "values"),
    [("needs.on_the_street", ["yes", "no"]), ("means.phone_whatsapp", ["TRUE", "FALSE"]), ("phone", ["Yes", "No"]),
     ("site", ["Kibirizi Camp", "Nduta Camp", "Nyarugusu Camp"]), ("zone", ["north", "south"])],
)  # fmt: skip
def test_ordinary_answers_and_dummies_are_not_hidden(name: str, values: list[str]) -> None:
    assert answers(name, values * 20) is not Role.IDENTIFIER
    assert numbers("on_the_street", [0, 1, 1, 0, 1]) is Role.ORDINARY
    assert numbers("means/phone_whatsapp", [0, 1, 1, 0, 1]) is Role.ORDINARY


@pytest.mark.parametrize("name", ["phone.number", "full.name", "X.phone.number", "passport.no", "date.of.birth"])
def test_names_as_r_writes_them(name: str) -> None:
    assert role(name) is Role.IDENTIFIER
    assert answers(name, ["a", "b", "c"] * 4) is Role.IDENTIFIER


@pytest.mark.parametrize("name", ["X_uuid", "X_id", "X__version__", "X_submission__uuid", "X_index"])
def test_keys_as_r_writes_them(name: str) -> None:
    assert role(name) is Role.KEY


@pytest.mark.parametrize("name", ["victim", "Respondent", "grp/victime", "répondant", "X.victim", "temoin_2"])
def test_columns_called_after_a_person_are_identifiers_where_they_hold_names(name: str) -> None:
    for people in (PEOPLE[:3], [one.upper() for one in PEOPLE[:2]], ARABIC[:3]):
        assert answers(name, people * 30) is Role.IDENTIFIER, "few names that recur in many rows"
        assert role(name, values=list(people)) is Role.IDENTIFIER


@pytest.mark.parametrize(
    "values",
    [["yes", "no"], ["Yes", "No"], ["Oui", "Non"], ["Woman", "Man", "Girl", "Boy"], ["Adult Woman", "Young Man", "Boy"],
     ["Head of household", "Spouse", "Other"], ["Chef de ménage", "Conjoint", "Enfant"], ["Host Community", "Refugee"],
     ["Femme Adulte", "Jeune Fille", "Mineur"], ["1", "2"], ["adult", "child"]],
)  # fmt: skip
@pytest.mark.parametrize("name", ["victim", "respondent", "victime", "répondant"])
def test_columns_called_after_a_person_that_hold_kinds_of_people_are_answers(name: str, values: list[str]) -> None:
    assert answers(name, values * 30) is not Role.IDENTIFIER


def test_first_names_in_a_column_called_after_a_person_are_looked_at_one_by_one() -> None:
    """They may be confirmed as answers, but not in one click with the rest."""
    for name, values, plain in (
        ("victim", ["Aline", "Eric", "Rose"], False),
        ("victim", ["Woman", "Man", "Girl"], True),
        ("zone", ["Aline", "Eric", "Rose"], True),
    ):
        choices = tuple(Choice(f"c{n}", code, Labels({})) for n, code in enumerate(values, 1))
        column = pa.array([choice.id for choice in choices] * 30).dictionary_encode()
        variable = Variable("v1", name, Labels({}), Kind.ONE, Level.NOMINAL, choices=choices)
        assert values_shown(variable, column).plain is plain, name


FIRST_NAMES = ["Aline", "Éric", "Rose", "Niyonzima", "CLAUDE"]


@pytest.mark.parametrize("name", ["victim", "Respondent", "grp/victime", "répondant", "X.victim", "temoin_2"])
def test_columns_called_after_a_person_are_identifiers_where_they_hold_first_names(name: str) -> None:
    for people in (FIRST_NAMES, [one.lower() for one in FIRST_NAMES[:3]], ["Aline N.", "Claude B.", "Rose"]):
        assert answers(name, people * 30) is Role.IDENTIFIER, people
        assert role(name, values=list(people)) is Role.IDENTIFIER, people


@pytest.mark.parametrize("values", [["Bus", "Moto", "Taxi"], ["V1", "V2", "V3"], ["Kayanza", "Ngozi", "Gitega"]])
def test_single_words_that_are_no_first_names_stay_answers(values: list[str]) -> None:
    assert answers("victim", values * 30) is not Role.IDENTIFIER
    assert answers("zone", FIRST_NAMES * 30) is not Role.IDENTIFIER, "another heading"
