# SPDX-License-Identifier: MIT
"""Identifiers are proposed from type, name and content; what only sounds like one is left. All values are invented."""

from __future__ import annotations

import pyarrow as pa
import pytest

from analysis.records import Kind, Level, Role, Variable
from projects.importing.identifiers import propose_role
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


def test_what_identifies_together_and_keys() -> None:
    assert role("resp_age", Kind.INTEGER) is Role.QUASI_IDENTIFIER
    assert role("sexe", Kind.ONE) is Role.QUASI_IDENTIFIER
    assert role("_uuid") is Role.KEY
    assert role("_submission__id", Kind.INTEGER) is Role.KEY
    assert role("food_score", Kind.INTEGER) is Role.ORDINARY
